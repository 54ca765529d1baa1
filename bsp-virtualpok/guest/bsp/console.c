/* SPDX-License-Identifier: BSD-2-Clause */
#include <bsp.h>
#include <cpu_mode.h>
#include <string.h>

rtems_status_code console_initialize(void)
{
  return RTEMS_SUCCESSFUL;
}

void console_write(const char *text, uint32_t size)
{
  char piece[128];

  while (size > 0) {
    uint32_t length = size < sizeof piece - 1 ? size : sizeof piece - 1;

    memcpy(piece, text, length);
    piece[length] = '\0';
    cpu_console_write(piece);
    text += length;
    size -= length;
  }
}

int console_read(void)
{
  return cpu_console_read();
}
