/* SPDX-License-Identifier: BSD-2-Clause */
/* The VGA's text mode 3: cells of character and attribute, cursor in the CRTC. */
#include "vgademo.h"
#include <native.h>

#define CELLS ((volatile uint16_t *)0xb8000)
#define CRTC_INDEX 0x3d4
#define CRTC_DATA 0x3d5
#define CRTC_CURSOR_FIRST 0x0a
#define CRTC_CURSOR_LAST 0x0b
#define CRTC_CURSOR_HIGH 0x0e
#define CRTC_CURSOR_LOW 0x0f

/* Typing goes to the lines from here on. */
#define FIRST_TYPED_ROW 6u
#define FIRST_TYPED (FIRST_TYPED_ROW * SCREEN_COLUMNS)
#define END (SCREEN_ROWS * SCREEN_COLUMNS)

static uint32_t cursor;

static uint16_t cell(uint8_t character, uint8_t attribute)
{
  return (uint16_t)(character | attribute << 8);
}

static void crtc(uint8_t index, uint8_t value)
{
  native_out8(CRTC_INDEX, index);
  native_out8(CRTC_DATA, value);
}

static void move_cursor(uint32_t place)
{
  cursor = place;
  crtc(CRTC_CURSOR_HIGH, (uint8_t)(place >> 8));
  crtc(CRTC_CURSOR_LOW, (uint8_t)place);
}

void screen_initialize(void)
{
  for (uint32_t row = 0; row < SCREEN_ROWS; row++)
    screen_fill(row, 0, SCREEN_COLUMNS, SCREEN_GREY, ' ');
  crtc(CRTC_CURSOR_FIRST, 13);
  crtc(CRTC_CURSOR_LAST, 14);
  move_cursor(FIRST_TYPED);
}

void screen_at(uint32_t row, uint32_t column, uint8_t attribute, const char *text)
{
  volatile uint16_t *to = CELLS + row * SCREEN_COLUMNS + column;

  while (*text != '\0')
    *to++ = cell((uint8_t)*text++, attribute);
}

void screen_fill(
    uint32_t row, uint32_t column, uint32_t count, uint8_t attribute, uint8_t character)
{
  volatile uint16_t *to = CELLS + row * SCREEN_COLUMNS + column;

  while (count-- > 0)
    *to++ = cell(character, attribute);
}

static void scroll(void)
{
  for (uint32_t i = FIRST_TYPED; i < END - SCREEN_COLUMNS; i++)
    CELLS[i] = CELLS[i + SCREEN_COLUMNS];
  screen_fill(SCREEN_ROWS - 1, 0, SCREEN_COLUMNS, SCREEN_GREY, ' ');
}

void screen_type(char c)
{
  uint32_t place = cursor;

  if (c == '\b') {
    if (place == FIRST_TYPED)
      return;
    place--;
    CELLS[place] = cell(' ', SCREEN_GREY);
  } else if (c == '\n') {
    place += SCREEN_COLUMNS - place % SCREEN_COLUMNS;
  } else {
    CELLS[place++] = cell((uint8_t)c, SCREEN_GREEN);
  }
  if (place == END) {
    scroll();
    place -= SCREEN_COLUMNS;
  }
  move_cursor(place);
}
