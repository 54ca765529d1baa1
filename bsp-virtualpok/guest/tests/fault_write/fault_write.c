/* SPDX-License-Identifier: BSD-2-Clause */
/* Writes far behind the end of its partition. */
#include <bsp.h>
#include <stdio.h>
#include <virtualizationlayercpu.h>

#define OUTSIDE 0x10000000u

static void __attribute__((noinline)) write_word(uint32_t address, uint32_t value)
{
  *(volatile uint32_t *)address = value;
}

void boot_card(const char *command_line)
{
  (void)command_line;
  printf("fault_write: at 0x%x\n", OUTSIDE);
  write_word(OUTSIDE, 0x600dcafeu);
  puts("fault_write: still here");
  _CPU_Virtual_exec_stop_error(1);
}
