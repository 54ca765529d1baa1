/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef VGADEMO_H
#define VGADEMO_H

#include <stdint.h>

/* interrupt.S: what the gates lead to, and what each of them calls. */
void timer_interrupt(void);
void keyboard_interrupt(void);
void spurious_interrupt(void);
void timer_service(void);
void keyboard_service(void);
void spurious_service(void);

/* Attributes: background in the upper, foreground in the lower four bits. */
#define SCREEN_GREY 0x07
#define SCREEN_GREEN 0x0a
#define SCREEN_YELLOW 0x0e
#define SCREEN_TITLE 0x1f /* white on blue */

#define SCREEN_COLUMNS 80u
#define SCREEN_ROWS 25u

/* Empties the screen, with the cursor where typing begins. */
void screen_initialize(void);

/* Writes a string at a place; the cursor stays. */
void screen_at(uint32_t row, uint32_t column, uint8_t attribute, const char *text);

/* Fills a row from a column on with one character. */
void screen_fill(
    uint32_t row, uint32_t column, uint32_t count, uint8_t attribute, uint8_t character);

/* Types a character at the cursor: printable, '\n' or '\b'. */
void screen_type(char c);

void keyboard_initialize(void);

/* Takes a byte from the keyboard: the character that a key typed, or '\0'. */
char keyboard_read(void);

#endif
