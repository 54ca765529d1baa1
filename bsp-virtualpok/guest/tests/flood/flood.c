/* SPDX-License-Identifier: BSD-2-Clause */
/* Writes to the console for ever, as fast as it can. */
#include <bsp.h>
#include <stdio.h>
#include <virtualizationlayercpu.h>

volatile uint32_t flood_lines;

void boot_card(const char *command_line)
{
  (void)command_line;
  for (;;) {
    flood_lines++;
    printf("flood: line %u\n", (unsigned)flood_lines);
  }
}
