/* SPDX-License-Identifier: BSD-2-Clause */
#include <virtualizationlayercpu.h>
#include <virtualpok.h>

/* upcall.S */
extern char _virtualpok_upcall[];
void _virtualpok_interrupt(int line);

int _CPU_Virtual_Irq_request(int vector)
{
  return (int)virtualpok_hypercall(
      VIRTUALPOK_REGISTER_VCPU, 2, (uint32_t)vector, (uint32_t)_virtualpok_upcall);
}

int _CPU_Virtual_Irq_detach(int vector)
{
  return (int)virtualpok_hypercall(VIRTUALPOK_UNREGISTER_VCPU, 1, (uint32_t)vector, 0);
}

/*
 * Called by upcall.S for each delivered interrupt, on the stack of whatever it
 * interrupted. The frame stays on that stack while other tasks run, so the
 * service of the line must end before the switch: otherwise the line would
 * stay shut until the interrupted task runs again.
 */
void _virtualpok_interrupt(int line)
{
  _CPU_Virtual_Isr_enter();
  C_dispatch_isr(line);
  if (_CPU_Virtual_Isr_leave()) {
    virtualpok_hypercall(VIRTUALPOK_IRQ_END_OF_SERVICE, 1, (uint32_t)line, 0);
    _CPU_Virtual_Isr_dispatch();
  }
}
