/* SPDX-License-Identifier: BSD-2-Clause */
#include <bsp.h>
#include <config.h>
#include <cpu_mode.h>
#include <executive.h>

void boot_card(const char *command_line)
{
  (void)command_line;
  cpu_interrupts_disable();
  _Executive_Initialize();
  console_initialize();
  if (_Configuration.clock_initialize != NULL
      && _Configuration.clock_initialize() != RTEMS_SUCCESSFUL)
    rtems_fatal_error_occurred(RTEMS_INTERNAL_ERROR);
  _Executive_Start();
}
