/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Repeats what is typed, line by line. The interrupt of the console's input
 * wakes the task; in between the partition idles. The line "quit" ends it.
 */
#include <bsp.h>
#include <cpu_mode.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define INPUT RTEMS_EVENT_0

rtems_task Init(rtems_task_argument argument);

volatile uint32_t echo_lines;

static rtems_id init_id;

static void input_isr(void *argument)
{
  (void)argument;
  rtems_event_send(init_id, INPUT);
}

static int next_character(void)
{
  for (;;) {
    rtems_event_set seen;
    int c = console_read();

    if (c != -1)
      return c;
    rtems_event_receive(INPUT, RTEMS_WAIT | RTEMS_EVENT_ANY, RTEMS_NO_TIMEOUT, &seen);
  }
}

rtems_task Init(rtems_task_argument argument)
{
  char line[81];
  uint32_t used = 0;

  (void)argument;
  rtems_task_ident(RTEMS_SELF, RTEMS_SEARCH_ALL_NODES, &init_id);
  if (rtems_interrupt_handler_install(
          CPU_CONSOLE_INPUT_LINE, "Console", RTEMS_INTERRUPT_UNIQUE, input_isr, NULL)
      != RTEMS_SUCCESSFUL) {
    puts("echo: no interrupt of the console");
    exit(1);
  }
  puts("echo: ready");

  for (;;) {
    int c = next_character();

    if (c == '\r')
      continue;
    if (c != '\n') {
      /* What does not fit a line is cut off. */
      if (used < sizeof line - 1)
        line[used++] = (char)c;
      continue;
    }
    line[used] = '\0';
    used = 0;
    echo_lines++;
    printf("echo: %s\n", line);
    if (strcmp(line, "quit") == 0)
      exit(0);
  }
}

#define CONFIGURE_APPLICATION_DOES_NOT_NEED_CLOCK_DRIVER
#define CONFIGURE_APPLICATION_NEEDS_CONSOLE_DRIVER
#define CONFIGURE_MAXIMUM_TASKS 1
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
