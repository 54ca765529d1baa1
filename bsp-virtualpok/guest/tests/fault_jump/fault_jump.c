/* SPDX-License-Identifier: BSD-2-Clause */
/* Jumps to where no code can be. */
#include <bsp.h>
#include <stdio.h>
#include <virtualizationlayercpu.h>

#define NOWHERE 0x7ffffff0u

static void __attribute__((noinline)) jump_away(uint32_t target)
{
  void (*go)(void) = (void (*)(void))target;

  go();
  puts("fault_jump: still here");
}

void boot_card(const char *command_line)
{
  (void)command_line;
  printf("fault_jump: to 0x%x\n", NOWHERE);
  jump_away(NOWHERE);
  _CPU_Virtual_exec_stop_error(1);
}
