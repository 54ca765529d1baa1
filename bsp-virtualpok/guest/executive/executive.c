/* SPDX-License-Identifier: BSD-2-Clause */
/* The executive's beginning and end. */
#include <config.h>
#include <cpu_mode.h>
#include <executive.h>
#include <rtems/bspIo.h>
#include <stdlib.h>
#include <thread.h>

void _Executive_Initialize(void)
{
  rtems_id id;

  _Workspace_Initialize(_Configuration.workspace, _Configuration.workspace_size);
  _Thread_Initialize();
  if (rtems_task_create(_Configuration.init_name, _Configuration.init_priority,
          _Configuration.init_stack_size, _Configuration.init_modes, RTEMS_DEFAULT_ATTRIBUTES,
          &id)
      != RTEMS_SUCCESSFUL)
    rtems_fatal_error_occurred(RTEMS_UNSATISFIED);
  rtems_task_start(id, _Configuration.init_entry, _Configuration.init_argument);
}

void _Executive_Start(void)
{
  _Thread_Start_multitasking();
}

uint32_t rtems_interrupt_close(void)
{
  return cpu_interrupts_disable();
}

void rtems_interrupt_reopen(uint32_t level)
{
  cpu_interrupts_enable(level);
}

bool rtems_interrupt_is_in_progress(void)
{
  return _ISR_Nest_level != 0;
}

void rtems_shutdown_executive(uint32_t result)
{
  cpu_interrupts_disable();
  cpu_stop(result);
}

void exit(int status)
{
  rtems_shutdown_executive((uint32_t)status);
}

void rtems_fatal_error_occurred(uint32_t error)
{
  cpu_interrupts_disable();
  printk("fatal error %u (%s)\n", error, rtems_status_text((rtems_status_code)error));
  cpu_stop(error != 0 ? error : (uint32_t)RTEMS_INTERNAL_ERROR);
}

const char *rtems_status_text(rtems_status_code code)
{
  static const char *const texts[] = {
      "RTEMS_SUCCESSFUL",
      "RTEMS_TASK_EXITTED",
      "RTEMS_MP_NOT_CONFIGURED",
      "RTEMS_INVALID_NAME",
      "RTEMS_INVALID_ID",
      "RTEMS_TOO_MANY",
      "RTEMS_TIMEOUT",
      "RTEMS_OBJECT_WAS_DELETED",
      "RTEMS_INVALID_SIZE",
      "RTEMS_INVALID_ADDRESS",
      "RTEMS_INVALID_NUMBER",
      "RTEMS_NOT_DEFINED",
      "RTEMS_RESOURCE_IN_USE",
      "RTEMS_UNSATISFIED",
      "RTEMS_INCORRECT_STATE",
      "RTEMS_ALREADY_SUSPENDED",
      "RTEMS_ILLEGAL_ON_SELF",
      "RTEMS_ILLEGAL_ON_REMOTE_OBJECT",
      "RTEMS_CALLED_FROM_ISR",
      "RTEMS_INVALID_PRIORITY",
      "RTEMS_INVALID_CLOCK",
      "RTEMS_INVALID_NODE",
      "RTEMS_NOT_CONFIGURED",
      "RTEMS_NOT_OWNER_OF_RESOURCE",
      "RTEMS_NOT_IMPLEMENTED",
      "RTEMS_INTERNAL_ERROR",
      "RTEMS_NO_MEMORY",
      "RTEMS_IO_ERROR",
  };

  return (uint32_t)code < sizeof texts / sizeof texts[0] ? texts[code] : "?";
}
