/* SPDX-License-Identifier: BSD-2-Clause */
/* Executes an instruction that no processor knows. */
#include <bsp.h>
#include <stdio.h>
#include <virtualizationlayercpu.h>

static void __attribute__((noinline)) undefined(void)
{
  __asm__ volatile("ud2");
}

void boot_card(const char *command_line)
{
  (void)command_line;
  puts("fault_ud: ud2");
  undefined();
  puts("fault_ud: still here");
  _CPU_Virtual_exec_stop_error(1);
}
