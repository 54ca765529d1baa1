/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Interrupts as the virtualization layer delivers them. Its entry in upcall.S
 * asks the executive here what to do around the handlers of a line.
 */
#include <cpu_mode.h>
#include <thread.h>
#include <virtualizationlayercpu.h>

int cpu_irq_request(uint32_t line)
{
  return _CPU_Virtual_Irq_request((int)line);
}

int cpu_irq_detach(uint32_t line)
{
  return _CPU_Virtual_Irq_detach((int)line);
}

void _CPU_Virtual_Isr_enter(void)
{
  _ISR_Nest_level++;
  _Thread_Dispatch_disable_level++;
}

int _CPU_Virtual_Isr_leave(void)
{
  _Thread_Dispatch_disable_level--;
  _ISR_Nest_level--;
  return _Thread_Dispatch_necessary && _Thread_Dispatch_disable_level == 0;
}

void _CPU_Virtual_Isr_dispatch(void)
{
  _Thread_Dispatch();
}
