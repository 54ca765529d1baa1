/* SPDX-License-Identifier: BSD-2-Clause */
/* Two tasks: the first starts the second and deletes itself. */
#include <bsp.h>
#include <stdio.h>
#include <stdlib.h>

#define ARGUMENT 0

rtems_task Init(rtems_task_argument argument);
rtems_task Application_task(rtems_task_argument argument);

rtems_task Init(rtems_task_argument argument)
{
  rtems_id id;

  (void)argument;
  puts("*** SAMPLE SINGLE PROCESSOR APPLICATION ***");
  puts("Creating and starting an application task");
  if (rtems_task_create(rtems_build_name('T', 'A', '1', ' '), 1, RTEMS_MINIMUM_STACK_SIZE,
          RTEMS_DEFAULT_MODES, RTEMS_DEFAULT_ATTRIBUTES, &id)
          != RTEMS_SUCCESSFUL
      || rtems_task_start(id, Application_task, ARGUMENT) != RTEMS_SUCCESSFUL) {
    puts("base_sp: no application task");
    exit(1);
  }
  rtems_task_delete(RTEMS_SELF);
}

rtems_task Application_task(rtems_task_argument argument)
{
  rtems_id id;

  rtems_task_ident(RTEMS_SELF, RTEMS_SEARCH_ALL_NODES, &id);
  printf("Application task was invoked with argument (%" PRIdrtems_task_argument
         ") and has id of 0x%" PRIxrtems_id "\n",
      argument, id);
  puts("*** END OF SAMPLE SINGLE PROCESSOR APPLICATION ***");
  exit(0);
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_APPLICATION_NEEDS_CONSOLE_DRIVER
#define CONFIGURE_MAXIMUM_TASKS 2
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
