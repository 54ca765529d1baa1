/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Two tasks hand numbered messages to each other: PING asks twice a second
 * through one queue, PONG answers through another.
 */
#include <bsp.h>
#include <stdio.h>
#include <stdlib.h>

#define EXCHANGES 60
#define PAUSE_MILLISECONDS 500

struct message {
  uint32_t number;
};

rtems_task Init(rtems_task_argument argument);
rtems_task Ping_task(rtems_task_argument argument);
rtems_task Pong_task(rtems_task_argument argument);

static rtems_id ping_queue;
static rtems_id pong_queue;

static void must(rtems_status_code status, const char *what)
{
  if (status != RTEMS_SUCCESSFUL) {
    printf("messages: %s: %s\n", what, rtems_status_text(status));
    exit(1);
  }
}

static void start(rtems_name name, rtems_task_entry entry)
{
  rtems_id id;

  must(rtems_task_create(name, 2, RTEMS_MINIMUM_STACK_SIZE, RTEMS_DEFAULT_MODES,
           RTEMS_DEFAULT_ATTRIBUTES, &id),
      "task create");
  must(rtems_task_start(id, entry, 0), "task start");
}

rtems_task Init(rtems_task_argument argument)
{
  (void)argument;
  puts("*** MESSAGES TEST ***");
  must(rtems_message_queue_create(rtems_build_name('P', 'I', 'N', 'Q'), 4,
           sizeof(struct message), RTEMS_FIFO, &ping_queue),
      "queue create");
  must(rtems_message_queue_create(rtems_build_name('P', 'O', 'N', 'Q'), 4,
           sizeof(struct message), RTEMS_FIFO, &pong_queue),
      "queue create");
  start(rtems_build_name('P', 'O', 'N', 'G'), Pong_task);
  start(rtems_build_name('P', 'I', 'N', 'G'), Ping_task);
  rtems_task_delete(RTEMS_SELF);
}

rtems_task Ping_task(rtems_task_argument argument)
{
  struct message message;
  size_t size;
  uint32_t number;

  (void)argument;
  for (number = 1; number <= EXCHANGES; number++) {
    message.number = number;
    printf("messages: ping %u\n", (unsigned)number);
    must(rtems_message_queue_send(ping_queue, &message, sizeof message), "send");
    must(rtems_message_queue_receive(
             pong_queue, &message, &size, RTEMS_WAIT, RTEMS_MILLISECONDS_TO_TICKS(2000)),
        "receive");
    if (size != sizeof message || message.number != number) {
      printf("messages: got %u in the place of %u\n", (unsigned)message.number,
          (unsigned)number);
      exit(1);
    }
    must(rtems_task_wake_after(RTEMS_MILLISECONDS_TO_TICKS(PAUSE_MILLISECONDS)), "wake after");
  }
  puts("*** END OF MESSAGES TEST ***");
  exit(0);
}

rtems_task Pong_task(rtems_task_argument argument)
{
  struct message message;
  size_t size;

  (void)argument;
  for (;;) {
    must(rtems_message_queue_receive(
             ping_queue, &message, &size, RTEMS_WAIT, RTEMS_NO_TIMEOUT),
        "receive");
    printf("messages: pong %u\n", (unsigned)message.number);
    must(rtems_message_queue_send(pong_queue, &message, sizeof message), "send");
  }
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_APPLICATION_NEEDS_CONSOLE_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK 1000
#define CONFIGURE_MAXIMUM_TASKS 3
#define CONFIGURE_MAXIMUM_MESSAGE_QUEUES 2
#define CONFIGURE_MESSAGE_BUFFER_MEMORY \
  (2 * CONFIGURE_MESSAGE_BUFFERS_FOR_QUEUE(4, sizeof(struct message)))
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
