/* SPDX-License-Identifier: BSD-2-Clause */
#include <virtualizationlayercpu.h>

#include "pok2013.h"

/* upcall.S */
extern char _virtualpok_upcall[];
void _virtualpok_interrupt(int line);

int _CPU_Virtual_Irq_request(int vector)
{
  return (int)pok_call(POK_IRQ_REGISTER_HANDLER, 2, (uint32_t)vector, (uint32_t)_virtualpok_upcall);
}

int _CPU_Virtual_Irq_detach(int vector)
{
  return (int)pok_call(POK_IRQ_UNREGISTER_HANDLER, 1, (uint32_t)vector, 0);
}

/*
 * Called by upcall.S for each delivered interrupt, on the stack of whatever it
 * interrupted. The line stays in service until the acknowledgement at the end:
 * while another task runs out of here, no interrupt of this line arrives. This
 * is the order that guests of 2013 had.
 */
void _virtualpok_interrupt(int line)
{
  int level = _CPU_Virtual_Interrupts_disable(0);

  _CPU_Virtual_Isr_enter();
  C_dispatch_isr(line);
  if (_CPU_Virtual_Isr_leave())
    _CPU_Virtual_Isr_dispatch();
  _CPU_Virtual_Interrupts_enable(level);
  pok_call(POK_IRQ_PARTITION_ACK, 1, (uint32_t)line, 0);
}
