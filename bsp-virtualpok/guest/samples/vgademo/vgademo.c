/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A PC that shows what it has, for ever: a title in colours, a clock that the
 * timer's interrupts drive, and what is typed at the keyboard, on the screen
 * and on COM1. It has no executive, and sleeps in HLT between interrupts.
 */
#include "vgademo.h"
#include <bsp.h>
#include <cpu_mode.h>
#include <native.h>
#include <stdio.h>
#include <string.h>

#define TIMER_LINE CPU_CLOCK_LINE
#define KEYBOARD_LINE 1u
#define SPURIOUS_LINE 7u

#define CLOCK_ROW 3
#define CLOCK_COLUMN 21

/* The full block of code page 437. */
#define BLOCK 0xdb

volatile uint32_t vgademo_timer_interrupts;
volatile uint32_t vgademo_keyboard_interrupts;

static uint32_t shown_milliseconds;

static void digits(char *to, uint32_t value)
{
  to[0] = (char)('0' + value / 10 % 10);
  to[1] = (char)('0' + value % 10);
}

static void show_clock(void)
{
  char text[] = "00:00:00.0";
  uint32_t seconds = shown_milliseconds / 1000;

  digits(text, seconds / 3600);
  digits(text + 3, seconds / 60 % 60);
  digits(text + 6, seconds % 60);
  text[9] = (char)('0' + shown_milliseconds / 100 % 10);
  screen_at(CLOCK_ROW, CLOCK_COLUMN, SCREEN_YELLOW, text);
}

void timer_service(void)
{
  vgademo_timer_interrupts++;
  native_pit_period();
  if (cpu_clock_milliseconds() - shown_milliseconds >= 100) {
    shown_milliseconds += 100;
    show_clock();
  }
  native_pic_end(TIMER_LINE);
}

void keyboard_service(void)
{
  char text[] = {keyboard_read(), '\0'};

  vgademo_keyboard_interrupts++;
  if (text[0] != '\0') {
    screen_type(text[0]);
    cpu_console_write(text);
  }
  native_pic_end(KEYBOARD_LINE);
}

/* Only lines below 7 are open: there is nothing to end. */
void spurious_service(void)
{
}

static void show_title(void)
{
  static const char title[] = "VirtualPOK Workbench: a PC of its own";

  screen_fill(0, 0, SCREEN_COLUMNS, SCREEN_TITLE, ' ');
  screen_at(0, (SCREEN_COLUMNS - (sizeof title - 1)) / 2, SCREEN_TITLE, title);
  for (uint8_t colour = 0; colour < 16; colour++)
    screen_fill(1, colour * 5u, 5, colour, BLOCK);
  screen_at(CLOCK_ROW, 0, SCREEN_GREY, "Time since start:");
  screen_at(CLOCK_ROW + 1, 0, SCREEN_GREY, "What you type goes here and to COM1:");
}

void boot_card(const char *command_line)
{
  (void)command_line;
  screen_initialize();
  show_title();
  show_clock();
  puts("vgademo: ready");

  native_gate(NATIVE_LINE_VECTOR + TIMER_LINE, timer_interrupt);
  native_gate(NATIVE_LINE_VECTOR + KEYBOARD_LINE, keyboard_interrupt);
  native_gate(NATIVE_LINE_VECTOR + SPURIOUS_LINE, spurious_interrupt);
  keyboard_initialize();
  native_pit_start();
  native_pic_unmask(TIMER_LINE);
  native_pic_unmask(KEYBOARD_LINE);
  for (;;)
    cpu_idle();
}
