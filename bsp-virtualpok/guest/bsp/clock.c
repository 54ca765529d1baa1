/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The clock interrupts at a rate that a partition cannot ask for, so an
 * interrupt only says that it is time to look: the executive is told of as
 * many ticks as fit in the module time that passed. This is right at any rate,
 * and after a time in which the partition did not run.
 */
#include <bsp.h>
#include <clock.h>
#include <config.h>
#include <cpu_mode.h>

volatile uint32_t Clock_driver_ticks;

static uint32_t announced_milliseconds;

static void Clock_isr(void *argument)
{
  uint32_t per_tick = _Configuration.microseconds_per_tick / 1000;
  uint32_t ticks;

  (void)argument;
  Clock_driver_ticks++;
  ticks = (cpu_clock_milliseconds() - announced_milliseconds) / per_tick;
  if (ticks != 0) {
    announced_milliseconds += ticks * per_tick;
    _Clock_Announce(ticks);
  }
}

rtems_status_code Clock_initialize(void)
{
  announced_milliseconds = cpu_clock_milliseconds();
  return rtems_interrupt_handler_install(
      CPU_CLOCK_LINE, "Clock", RTEMS_INTERRUPT_UNIQUE, Clock_isr, NULL);
}
