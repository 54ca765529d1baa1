/* SPDX-License-Identifier: BSD-2-Clause */
/* The smallest program: one task, no clock. */
#include <bsp.h>
#include <stdio.h>
#include <stdlib.h>

rtems_task Init(rtems_task_argument argument);

rtems_task Init(rtems_task_argument argument)
{
  (void)argument;
  puts("*** HELLO WORLD TEST ***");
  puts("Hello World");
  puts("*** END OF HELLO WORLD TEST ***");
  exit(0);
}

#define CONFIGURE_APPLICATION_DOES_NOT_NEED_CLOCK_DRIVER
#define CONFIGURE_APPLICATION_NEEDS_CONSOLE_DRIVER
#define CONFIGURE_MAXIMUM_TASKS 1
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
