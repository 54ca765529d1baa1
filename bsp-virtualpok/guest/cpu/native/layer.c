/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The virtualization layer's functions of the processor, for programs that
 * call them by name: the same by instructions. A level is 1 or 0, as there.
 */
#include <cpu_mode.h>
#include <virtualizationlayercpu.h>

#define EFLAGS_IF 0x200u

int _CPU_Virtual_Interrupts_disable(int level)
{
  (void)level;
  return (cpu_interrupts_disable() & EFLAGS_IF) != 0;
}

void _CPU_Virtual_Interrupts_enable(int level)
{
  if (level != 0)
    cpu_interrupts_open();
  else
    cpu_interrupts_disable();
}

void _CPU_Virtual_Interrupts_flash(int level)
{
  /* The return lies behind the shadow of STI. */
  _CPU_Virtual_Interrupts_enable(level);
  cpu_interrupts_disable();
}

int _CPU_Virtual_Interrupts_get_level(int level)
{
  cpu_level now = cpu_interrupts_disable();

  (void)level;
  cpu_interrupts_enable(now);
  return (now & EFLAGS_IF) != 0;
}

void _CPU_Virtual_Interrupts_open(void)
{
  cpu_interrupts_open();
}

void _CPU_Virtual_Interrupts_close(void)
{
  cpu_interrupts_disable();
}

void _CPU_Virtual_idle_thread(void)
{
  cpu_idle();
}

void _CPU_Virtual_exec_stop_error(int error)
{
  cpu_stop((uint32_t)error);
}
