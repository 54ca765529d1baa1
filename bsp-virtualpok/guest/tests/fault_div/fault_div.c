/* SPDX-License-Identifier: BSD-2-Clause */
/* Divides by zero. */
#include <bsp.h>
#include <stdio.h>
#include <virtualizationlayercpu.h>

static uint32_t __attribute__((noinline)) divide(uint32_t dividend, uint32_t divisor)
{
  uint32_t quotient = dividend;
  uint32_t rest = 0;

  /* In assembler: to a compiler this division has no meaning. */
  __asm__ volatile("divl %2" : "+a"(quotient), "+d"(rest) : "r"(divisor) : "cc");
  return quotient;
}

void boot_card(const char *command_line)
{
  (void)command_line;
  puts("fault_div: 42 / 0");
  printf("fault_div: still here, %u\n", (unsigned)divide(42, 0));
  _CPU_Virtual_exec_stop_error(1);
}
