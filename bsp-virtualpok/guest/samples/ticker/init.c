/* SPDX-License-Identifier: BSD-2-Clause */
/* Three tasks tell the time every 5, 10 and 15 seconds, for half a minute. */
#include <bsp.h>
#include <stdio.h>
#include <stdlib.h>

#define TASKS 3
#define PERIOD_SECONDS 5
#define LAST_SECOND 30

rtems_task Init(rtems_task_argument argument);
rtems_task Test_task(rtems_task_argument number);

static rtems_id init_id;

static void must(rtems_status_code status, const char *what)
{
  if (status != RTEMS_SUCCESSFUL) {
    printf("ticker: %s: %s\n", what, rtems_status_text(status));
    exit(1);
  }
}

rtems_task Init(rtems_task_argument argument)
{
  rtems_time_of_day start = {1988, 12, 31, 9, 0, 0, 0};
  rtems_id ids[TASKS];
  rtems_event_set done;
  uint32_t i;

  (void)argument;
  puts("*** CLOCK TICK TEST ***");
  must(rtems_task_ident(RTEMS_SELF, RTEMS_SEARCH_ALL_NODES, &init_id), "own id");
  must(rtems_clock_set(&start), "clock set");

  for (i = 0; i < TASKS; i++) {
    must(rtems_task_create(rtems_build_name('T', 'A', '1' + i, ' '), 1,
             RTEMS_MINIMUM_STACK_SIZE, RTEMS_DEFAULT_MODES, RTEMS_DEFAULT_ATTRIBUTES, &ids[i]),
        "task create");
    must(rtems_task_start(ids[i], Test_task, i + 1), "task start");
  }

  /* Each task reports when it has printed the last second. */
  must(rtems_event_receive(RTEMS_EVENT_1 | RTEMS_EVENT_2 | RTEMS_EVENT_3,
           RTEMS_WAIT | RTEMS_EVENT_ALL, RTEMS_NO_TIMEOUT, &done),
      "event receive");
  puts("*** END OF CLOCK TICK TEST ***");
  exit(0);
}

rtems_task Test_task(rtems_task_argument number)
{
  rtems_time_of_day now;

  for (;;) {
    must(rtems_clock_get_tod(&now), "time of day");
    printf("TA%u  - rtems_clock_get_tod - %02u:%02u:%02u   %02u/%02u/%04u\n", (unsigned)number,
        (unsigned)now.hour, (unsigned)now.minute, (unsigned)now.second, (unsigned)now.month,
        (unsigned)now.day, (unsigned)now.year);
    if (now.second >= LAST_SECOND)
      break;
    must(rtems_task_wake_after(number * PERIOD_SECONDS * rtems_clock_get_ticks_per_second()),
        "wake after");
  }
  must(rtems_event_send(init_id, RTEMS_EVENT_0 << number), "event send");
  rtems_task_delete(RTEMS_SELF);
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_APPLICATION_NEEDS_CONSOLE_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK 1000
#define CONFIGURE_MAXIMUM_TASKS 4
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
