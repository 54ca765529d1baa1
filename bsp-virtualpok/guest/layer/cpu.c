/* SPDX-License-Identifier: BSD-2-Clause */
#include <virtualizationlayercpu.h>
#include <virtualpok.h>

int _CPU_Virtual_Interrupts_disable(int level)
{
  (void)level;
  return (int)virtualpok_hypercall(VIRTUALPOK_IRQ_DISABLE, 0, 0, 0);
}

void _CPU_Virtual_Interrupts_enable(int level)
{
  virtualpok_hypercall(VIRTUALPOK_IRQ_ENABLE, 1, (uint32_t)level, 0);
}

void _CPU_Virtual_Interrupts_flash(int level)
{
  _CPU_Virtual_Interrupts_enable(level);
  _CPU_Virtual_Interrupts_disable(level);
}

int _CPU_Virtual_Interrupts_get_level(int level)
{
  int now = _CPU_Virtual_Interrupts_disable(level);

  _CPU_Virtual_Interrupts_enable(now);
  return now;
}

void _CPU_Virtual_Interrupts_open(void)
{
  _CPU_Virtual_Interrupts_enable(1);
}

void _CPU_Virtual_Interrupts_close(void)
{
  _CPU_Virtual_Interrupts_disable(0);
}

void _CPU_Virtual_idle_thread(void)
{
  virtualpok_hypercall(VIRTUALPOK_VCPU_IDLE, 0, 0, 0);
}

void _CPU_Virtual_exec_stop_error(int error)
{
  _CPU_Virtual_Interrupts_close();
  virtualpok_hypercall(VIRTUALPOK_PARTITION_STOP, 1, (uint32_t)error, 0);
  /* A hypervisor that does not know the call brings us here. */
  for (;;)
    ;
}
