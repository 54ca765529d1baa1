/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The processor belongs to a hypervisor: interrupts, time and console are
 * calls of the virtualization layer.
 */
#include <cpu_mode.h>
#include <virtualizationlayerbsp.h>
#include <virtualizationlayercpu.h>

cpu_level cpu_interrupts_disable(void)
{
  return (cpu_level)_CPU_Virtual_Interrupts_disable(0);
}

void cpu_interrupts_enable(cpu_level level)
{
  _CPU_Virtual_Interrupts_enable((int)level);
}

void cpu_interrupts_flash(cpu_level level)
{
  _CPU_Virtual_Interrupts_flash((int)level);
}

void cpu_interrupts_open(void)
{
  _CPU_Virtual_Interrupts_open();
}

void cpu_idle(void)
{
  _CPU_Virtual_idle_thread();
}

void cpu_stop(uint32_t code)
{
  _CPU_Virtual_exec_stop_error((int)code);
}

void cpu_console_write(char *text)
{
  _BSP_Virtual_Char_write(text);
}

int cpu_console_read(void)
{
  char c = _BSP_Virtual_Char_read();

  return c == (char)-1 ? -1 : (int)(unsigned char)c;
}

uint32_t cpu_clock_milliseconds(void)
{
  return _BSP_Virtual_Clock_read();
}
