/* SPDX-License-Identifier: BSD-2-Clause */
/* Closes the virtual interrupt flag and jumps to itself for ever. */
#include <bsp.h>
#include <stdio.h>
#include <virtualizationlayercpu.h>

void boot_card(const char *command_line)
{
  (void)command_line;
  _CPU_Virtual_Interrupts_close();
  puts("spin: here for ever");
  for (;;)
    ;
}
