/* SPDX-License-Identifier: BSD-2-Clause */
/* Interrupt lines and their handlers, one per line. */
#include <bsp.h>
#include <cpu_mode.h>
#include <virtualizationlayercpu.h>

static struct {
  rtems_interrupt_handler handler;
  void *argument;
} handlers[BSP_INTERRUPT_LINES];

volatile uint32_t irq_count[BSP_INTERRUPT_LINES];

rtems_status_code rtems_interrupt_handler_install(rtems_vector_number vector, const char *info,
    rtems_option options, rtems_interrupt_handler handler, void *argument)
{
  cpu_level level;

  (void)info;
  (void)options;
  if (handler == NULL)
    return RTEMS_INVALID_ADDRESS;
  if (vector >= BSP_INTERRUPT_LINES)
    return RTEMS_INVALID_ID;

  level = cpu_interrupts_disable();
  if (handlers[vector].handler != NULL) {
    cpu_interrupts_enable(level);
    return RTEMS_RESOURCE_IN_USE;
  }
  handlers[vector].handler = handler;
  handlers[vector].argument = argument;
  cpu_interrupts_enable(level);

  if (cpu_irq_request(vector) != 0) {
    handlers[vector].handler = NULL;
    return RTEMS_UNSATISFIED;
  }
  return RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_interrupt_handler_remove(
    rtems_vector_number vector, rtems_interrupt_handler handler, void *argument)
{
  if (vector >= BSP_INTERRUPT_LINES)
    return RTEMS_INVALID_ID;
  if (handler == NULL || handlers[vector].handler != handler
      || handlers[vector].argument != argument)
    return RTEMS_UNSATISFIED;
  cpu_irq_detach(vector);
  handlers[vector].handler = NULL;
  return RTEMS_SUCCESSFUL;
}

void C_dispatch_isr(int vector)
{
  if ((uint32_t)vector >= BSP_INTERRUPT_LINES)
    return;
  irq_count[vector]++;
  if (handlers[vector].handler != NULL)
    handlers[vector].handler(handlers[vector].argument);
}
