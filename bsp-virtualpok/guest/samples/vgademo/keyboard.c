/* SPDX-License-Identifier: BSD-2-Clause */
/* A keyboard at the 8042, which translates to scan code set 1; US layout. */
#include "vgademo.h"
#include <native.h>
#include <stdbool.h>

#define DATA 0x60
#define STATUS 0x64
#define COMMAND 0x64

#define STATUS_OUTPUT_FULL 0x01
#define STATUS_INPUT_FULL 0x02

#define COMMAND_WRITE_MODE 0x60
#define COMMAND_ENABLE_KEYBOARD 0xae
#define MODE 0x65 /* translate, no mouse, system flag, IRQ1 */
#define KEYBOARD_ENABLE_SCANNING 0xf4

/* Waiting ends, so that a PC without a keyboard goes on too. */
#define PATIENCE 100000u

#define CODE_LEFT_SHIFT 0x2a
#define CODE_RIGHT_SHIFT 0x36
#define CODE_CAPS_LOCK 0x3a
#define CODE_PREFIX_ONE 0xe0
#define CODE_PREFIX_TWO 0xe1 /* of Pause, two codes follow */
#define CODE_BREAK 0x80

/* From code 0 on: what a key types alone, and with Shift. */
static const char plain[] =
    "\0\0331234567890-=\b\tqwertyuiop[]\n\0asdfghjkl;'`\0\\zxcvbnm,./\0*\0 ";
static const char shifted[] =
    "\0\033!@#$%^&*()_+\b\tQWERTYUIOP{}\n\0ASDFGHJKL:\"~\0|ZXCVBNM<>?\0*\0 ";

static bool shift;
static bool caps_lock;
static uint32_t skipped;

static void send(uint16_t port, uint8_t value)
{
  for (uint32_t i = 0; i < PATIENCE && (native_in8(STATUS) & STATUS_INPUT_FULL) != 0; i++)
    ;
  native_out8(port, value);
}

void keyboard_initialize(void)
{
  for (uint32_t i = 0; i < PATIENCE && (native_in8(STATUS) & STATUS_OUTPUT_FULL) != 0; i++)
    native_in8(DATA);
  send(COMMAND, COMMAND_ENABLE_KEYBOARD);
  send(COMMAND, COMMAND_WRITE_MODE);
  send(DATA, MODE);
  /* The keyboard's answer, FA, comes as an interrupt and types nothing. */
  send(DATA, KEYBOARD_ENABLE_SCANNING);
}

char keyboard_read(void)
{
  uint8_t code = native_in8(DATA);
  uint8_t key = code & (uint8_t)~CODE_BREAK;
  bool letter;
  char c;

  if (code == CODE_PREFIX_ONE || code == CODE_PREFIX_TWO) {
    skipped = code == CODE_PREFIX_ONE ? 1 : 2;
    return '\0';
  }
  if (skipped > 0) {
    skipped--;
    return '\0';
  }
  if (key == CODE_LEFT_SHIFT || key == CODE_RIGHT_SHIFT) {
    shift = key == code;
    return '\0';
  }
  if (code == CODE_CAPS_LOCK)
    caps_lock = !caps_lock;
  if (code >= sizeof plain - 1)
    return '\0';
  letter = plain[code] >= 'a' && plain[code] <= 'z';
  c = shift != (letter && caps_lock) ? shifted[code] : plain[code];
  return (c >= ' ' && c <= '~') || c == '\n' || c == '\b' ? c : '\0';
}
