/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tries the executive's services one after the other: what they return, who
 * runs when, and how long waiting takes. Ends with the number of errors.
 */
#include <bsp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

rtems_task Init(rtems_task_argument argument);

volatile uint32_t exectest_checks;
volatile uint32_t exectest_errors;

static rtems_id init_id;
static rtems_id semaphore;
static rtems_id queue;

/* What tasks did, one letter each. */
static char trace[64];
static uint32_t traced;

static void check_at(int condition, const char *what, int line)
{
  exectest_checks++;
  if (!condition) {
    exectest_errors++;
    printf("exectest: line %d: not so: %s\n", line, what);
  }
}

#define CHECK(condition) check_at((condition), #condition, __LINE__)

static void note(char c)
{
  if (traced < sizeof trace - 1)
    trace[traced++] = c;
  trace[traced] = '\0';
}

static void expect_trace(const char *expected, int line)
{
  exectest_checks++;
  if (strcmp(trace, expected) != 0) {
    exectest_errors++;
    printf("exectest: line %d: trace \"%s\", expected \"%s\"\n", line, trace, expected);
  }
  traced = 0;
  trace[0] = '\0';
}

static rtems_id start_with(rtems_task_entry entry, rtems_task_argument argument,
    rtems_task_priority priority, rtems_mode modes)
{
  rtems_id id = 0;

  CHECK(rtems_task_create(rtems_build_name('T', 'S', 'T', (char)argument), priority,
            RTEMS_MINIMUM_STACK_SIZE, modes, RTEMS_DEFAULT_ATTRIBUTES, &id)
        == RTEMS_SUCCESSFUL);
  CHECK(rtems_task_start(id, entry, argument) == RTEMS_SUCCESSFUL);
  return id;
}

static rtems_id start(
    rtems_task_entry entry, rtems_task_argument argument, rtems_task_priority priority)
{
  return start_with(entry, argument, priority, RTEMS_DEFAULT_MODES);
}

/* Lets the tasks less important than Init run, until they end or wait. */
static void let_others_run(void)
{
  rtems_task_priority old;

  CHECK(rtems_task_set_priority(RTEMS_SELF, 100, &old) == RTEMS_SUCCESSFUL);
  CHECK(rtems_task_set_priority(RTEMS_SELF, old, &old) == RTEMS_SUCCESSFUL);
}

/* -- tasks -- */

static rtems_task note_task(rtems_task_argument letter)
{
  note((char)letter);
  rtems_task_delete(RTEMS_SELF);
}

static rtems_task yielding_task(rtems_task_argument letter)
{
  for (int i = 0; i < 3; i++) {
    note((char)letter);
    rtems_task_wake_after(RTEMS_YIELD_PROCESSOR);
  }
  rtems_task_delete(RTEMS_SELF);
}

static rtems_task sharing_task(rtems_task_argument letter)
{
  uint32_t until = rtems_clock_get_ticks_since_boot() + 12;

  note((char)letter);
  while ((int32_t)(rtems_clock_get_ticks_since_boot() - until) < 0)
    ;
  note((char)(letter - 'a' + 'A'));
  rtems_task_delete(RTEMS_SELF);
}

static rtems_task obtaining_task(rtems_task_argument letter)
{
  rtems_status_code status = rtems_semaphore_obtain(semaphore, RTEMS_WAIT, RTEMS_NO_TIMEOUT);

  note(status == RTEMS_SUCCESSFUL ? (char)letter : status == RTEMS_OBJECT_WAS_DELETED ? '!' : '?');
  rtems_task_delete(RTEMS_SELF);
}

static rtems_task owning_task(rtems_task_argument letter)
{
  CHECK(rtems_semaphore_obtain(semaphore, RTEMS_WAIT, RTEMS_NO_TIMEOUT) == RTEMS_SUCCESSFUL);
  note((char)letter);
  CHECK(rtems_semaphore_release(semaphore) == RTEMS_SUCCESSFUL);
  rtems_task_delete(RTEMS_SELF);
}

static rtems_task receiving_task(rtems_task_argument letter)
{
  char text[8];
  size_t size = 0;

  if (rtems_message_queue_receive(queue, text, &size, RTEMS_WAIT, RTEMS_NO_TIMEOUT)
      == RTEMS_SUCCESSFUL) {
    note((char)letter);
    note(size > 0 ? text[0] : '-');
  } else {
    note('!');
  }
  rtems_task_delete(RTEMS_SELF);
}

static rtems_task sending_task(rtems_task_argument ticks)
{
  rtems_task_wake_after(ticks);
  rtems_event_send(init_id, RTEMS_EVENT_1);
  rtems_task_wake_after(ticks);
  rtems_event_send(init_id, RTEMS_EVENT_2);
  rtems_task_delete(RTEMS_SELF);
}

static rtems_task endless_task(rtems_task_argument argument)
{
  (void)argument;
  for (;;)
    rtems_task_wake_after(1);
}

/* -- checks; Init has priority 10 -- */

static void check_tasks(void)
{
  rtems_task_priority old;
  rtems_mode mode;
  rtems_id id;
  rtems_id same;

  CHECK(init_id == 0x0a010001);
  CHECK(rtems_task_self() == init_id);
  CHECK(rtems_task_create(0, 1, 0, 0, 0, &id) == RTEMS_INVALID_NAME);
  CHECK(rtems_task_create(1, 0, 0, 0, 0, &id) == RTEMS_INVALID_PRIORITY);
  CHECK(rtems_task_create(1, 255, 0, 0, 0, &id) == RTEMS_INVALID_PRIORITY);
  CHECK(rtems_task_create(1, 1, 0, 0, 0, NULL) == RTEMS_INVALID_ADDRESS);
  CHECK(rtems_task_create(1, 1, 0x7fffffff, 0, 0, &id) == RTEMS_UNSATISFIED);
  CHECK(rtems_task_start(0x0a010009, note_task, 0) == RTEMS_INVALID_ID);
  CHECK(rtems_task_start(init_id, note_task, 0) == RTEMS_INCORRECT_STATE);

  /* More important: runs at once. Less important: when Init lets it. */
  start(note_task, 'a', 9);
  note('-');
  start(note_task, 'b', 12);
  start(note_task, 'c', 11);
  start(note_task, 'd', 11);
  note('-');
  let_others_run();
  expect_trace("a--cdb", __LINE__);

  /* Same priority: by turns. */
  start(yielding_task, 'a', 11);
  start(yielding_task, 'b', 11);
  let_others_run();
  expect_trace("ababab", __LINE__);

  /* Time slices let both begin before one has ended. */
  start_with(sharing_task, 'a', 11, RTEMS_TIMESLICE);
  start_with(sharing_task, 'b', 11, RTEMS_TIMESLICE);
  let_others_run();
  CHECK(trace[0] >= 'a' && trace[1] >= 'a');
  traced = 0;
  start(sharing_task, 'a', 11);
  start(sharing_task, 'b', 11);
  let_others_run();
  expect_trace("aAbB", __LINE__);

  /* Suspended, resumed, made important, deleted. */
  id = start(note_task, 'e', 12);
  CHECK(rtems_task_ident(rtems_build_name('T', 'S', 'T', 'e'), RTEMS_SEARCH_ALL_NODES, &same)
        == RTEMS_SUCCESSFUL);
  CHECK(same == id);
  CHECK(rtems_task_suspend(id) == RTEMS_SUCCESSFUL);
  CHECK(rtems_task_suspend(id) == RTEMS_ALREADY_SUSPENDED);
  let_others_run();
  expect_trace("", __LINE__);
  CHECK(rtems_task_resume(id) == RTEMS_SUCCESSFUL);
  CHECK(rtems_task_resume(id) == RTEMS_INCORRECT_STATE);
  CHECK(rtems_task_set_priority(id, RTEMS_CURRENT_PRIORITY, &old) == RTEMS_SUCCESSFUL);
  CHECK(old == 12);
  expect_trace("", __LINE__);
  CHECK(rtems_task_set_priority(id, 5, &old) == RTEMS_SUCCESSFUL);
  expect_trace("e", __LINE__);
  CHECK(rtems_task_delete(id) == RTEMS_INVALID_ID);

  /* Without preemption a more important task waits. */
  CHECK(rtems_task_mode(RTEMS_NO_PREEMPT, RTEMS_PREEMPT_MASK, &mode) == RTEMS_SUCCESSFUL);
  CHECK(mode == RTEMS_PREEMPT);
  start(note_task, 'f', 9);
  note('-');
  CHECK(rtems_task_mode(RTEMS_PREEMPT, RTEMS_PREEMPT_MASK, &mode) == RTEMS_SUCCESSFUL);
  expect_trace("-f", __LINE__);

  /* Stacks come back: many more tasks than there is memory for at once. */
  for (int i = 0; i < 50; i++) {
    id = start(endless_task, 'x', 9);
    CHECK(rtems_task_delete(id) == RTEMS_SUCCESSFUL);
  }
}

static void check_clock(void)
{
  static const rtems_time_of_day end_of_february = {2000, 2, 28, 23, 59, 59, 990};
  static const rtems_time_of_day wrong = {2001, 2, 29, 0, 0, 0, 0};
  rtems_time_of_day now;
  uint32_t before;
  uint32_t passed;

  CHECK(rtems_clock_get_tod(&now) == RTEMS_NOT_DEFINED);
  CHECK(rtems_clock_get_ticks_per_second() == 1000);
  CHECK(RTEMS_MILLISECONDS_TO_TICKS(25) == 25);
  CHECK(rtems_clock_set(&wrong) == RTEMS_INVALID_CLOCK);
  CHECK(rtems_clock_set(&end_of_february) == RTEMS_SUCCESSFUL);
  before = rtems_clock_get_ticks_since_boot();
  CHECK(rtems_task_wake_after(40) == RTEMS_SUCCESSFUL);
  passed = rtems_clock_get_ticks_since_boot() - before;
  CHECK(passed >= 40);
  CHECK(rtems_clock_get_tod(&now) == RTEMS_SUCCESSFUL);
  CHECK(now.year == 2000 && now.month == 2 && now.day == 29);
  CHECK(now.hour == 0 && now.minute == 0 && now.second == 0 && now.ticks >= 30);
}

static void check_semaphores(void)
{
  rtems_name name = rtems_build_name('S', 'E', 'M', '1');
  uint32_t before;
  rtems_id other;

  CHECK(rtems_semaphore_create(name, 2, RTEMS_BINARY_SEMAPHORE, 0, &semaphore)
        == RTEMS_INVALID_NUMBER);
  CHECK(rtems_semaphore_create(name, 1, RTEMS_FIFO, 0, &semaphore) == RTEMS_SUCCESSFUL);
  CHECK(semaphore == 0x1a010001);
  CHECK(rtems_semaphore_create(name, 1, RTEMS_FIFO, 0, &other) == RTEMS_TOO_MANY);
  CHECK(rtems_semaphore_obtain(semaphore, RTEMS_WAIT, RTEMS_NO_TIMEOUT) == RTEMS_SUCCESSFUL);
  CHECK(rtems_semaphore_obtain(semaphore, RTEMS_NO_WAIT, 0) == RTEMS_UNSATISFIED);
  before = rtems_clock_get_ticks_since_boot();
  CHECK(rtems_semaphore_obtain(semaphore, RTEMS_WAIT, 7) == RTEMS_TIMEOUT);
  CHECK(rtems_clock_get_ticks_since_boot() - before >= 7);

  /* First come, first served; they run by their priorities. */
  start(obtaining_task, 'a', 12);
  let_others_run();
  start(obtaining_task, 'b', 11);
  let_others_run();
  start(obtaining_task, 'c', 9);
  CHECK(rtems_semaphore_release(semaphore) == RTEMS_SUCCESSFUL);
  let_others_run();
  expect_trace("a", __LINE__);
  CHECK(rtems_semaphore_release(semaphore) == RTEMS_SUCCESSFUL);
  let_others_run();
  expect_trace("b", __LINE__);
  CHECK(rtems_semaphore_release(semaphore) == RTEMS_SUCCESSFUL);
  expect_trace("c", __LINE__);

  /* Who waits while it is deleted learns it. */
  start(obtaining_task, 'd', 9);
  CHECK(rtems_semaphore_delete(semaphore) == RTEMS_SUCCESSFUL);
  expect_trace("!", __LINE__);
  CHECK(rtems_semaphore_release(semaphore) == RTEMS_INVALID_ID);

  /* Binary, by priority: has an owner and nests. */
  CHECK(rtems_semaphore_create(name, 0, RTEMS_BINARY_SEMAPHORE | RTEMS_PRIORITY, 0, &semaphore)
        == RTEMS_SUCCESSFUL);
  CHECK(rtems_semaphore_obtain(semaphore, RTEMS_NO_WAIT, 0) == RTEMS_SUCCESSFUL);
  start(owning_task, 'a', 12);
  let_others_run();
  start(owning_task, 'b', 11);
  let_others_run();
  CHECK(rtems_semaphore_release(semaphore) == RTEMS_SUCCESSFUL);
  let_others_run();
  expect_trace("", __LINE__);
  CHECK(rtems_semaphore_release(semaphore) == RTEMS_SUCCESSFUL);
  CHECK(rtems_semaphore_release(semaphore) == RTEMS_NOT_OWNER_OF_RESOURCE);
  CHECK(rtems_semaphore_delete(semaphore) == RTEMS_RESOURCE_IN_USE);
  let_others_run();
  expect_trace("ba", __LINE__);
  CHECK(rtems_semaphore_delete(semaphore) == RTEMS_SUCCESSFUL);
}

static void check_messages(void)
{
  rtems_name name = rtems_build_name('Q', 'U', 'E', '1');
  char text[8];
  size_t size = 0;
  uint32_t count = 0;

  CHECK(rtems_message_queue_create(name, 100000, 8, RTEMS_FIFO, &queue) == RTEMS_UNSATISFIED);
  CHECK(rtems_message_queue_create(name, 2, 8, RTEMS_PRIORITY, &queue) == RTEMS_SUCCESSFUL);
  CHECK(queue == 0x22010001);
  CHECK(rtems_message_queue_send(queue, "123456789", 9) == RTEMS_INVALID_SIZE);
  CHECK(rtems_message_queue_send(queue, "one", 4) == RTEMS_SUCCESSFUL);
  CHECK(rtems_message_queue_urgent(queue, "two", 4) == RTEMS_SUCCESSFUL);
  CHECK(rtems_message_queue_send(queue, "three", 6) == RTEMS_TOO_MANY);
  CHECK(rtems_message_queue_get_number_pending(queue, &count) == RTEMS_SUCCESSFUL && count == 2);
  CHECK(rtems_message_queue_receive(queue, text, &size, RTEMS_NO_WAIT, 0) == RTEMS_SUCCESSFUL);
  CHECK(size == 4 && strcmp(text, "two") == 0);
  CHECK(rtems_message_queue_flush(queue, &count) == RTEMS_SUCCESSFUL && count == 1);
  CHECK(rtems_message_queue_receive(queue, text, &size, RTEMS_NO_WAIT, 0) == RTEMS_UNSATISFIED);
  CHECK(rtems_message_queue_receive(queue, text, &size, RTEMS_WAIT, 3) == RTEMS_TIMEOUT);

  /* The most important receiver gets the first message. */
  start(receiving_task, 'a', 12);
  start(receiving_task, 'b', 11);
  let_others_run();
  CHECK(rtems_message_queue_send(queue, "1", 2) == RTEMS_SUCCESSFUL);
  CHECK(rtems_message_queue_send(queue, "2", 2) == RTEMS_SUCCESSFUL);
  let_others_run();
  expect_trace("b1a2", __LINE__);

  start(receiving_task, 'a', 9);
  start(receiving_task, 'b', 8);
  CHECK(rtems_message_queue_broadcast(queue, "*", 2, &count) == RTEMS_SUCCESSFUL);
  CHECK(count == 2);
  expect_trace("b*a*", __LINE__);

  start(receiving_task, 'a', 9);
  CHECK(rtems_message_queue_delete(queue) == RTEMS_SUCCESSFUL);
  expect_trace("!", __LINE__);
}

static void check_events(void)
{
  rtems_event_set out = 0;
  uint32_t before;

  CHECK(rtems_event_receive(RTEMS_EVENT_1, RTEMS_NO_WAIT, 0, &out) == RTEMS_UNSATISFIED);
  before = rtems_clock_get_ticks_since_boot();
  CHECK(rtems_event_receive(RTEMS_EVENT_1, RTEMS_WAIT, 5, &out) == RTEMS_TIMEOUT);
  CHECK(rtems_clock_get_ticks_since_boot() - before >= 5);

  /* Pending events count, and those not asked for stay. */
  CHECK(rtems_event_send(RTEMS_SELF, RTEMS_EVENT_1 | RTEMS_EVENT_3) == RTEMS_SUCCESSFUL);
  CHECK(rtems_event_receive(RTEMS_EVENT_1 | RTEMS_EVENT_2, RTEMS_NO_WAIT | RTEMS_EVENT_ALL, 0,
            &out)
        == RTEMS_UNSATISFIED);
  CHECK(rtems_event_receive(RTEMS_EVENT_1 | RTEMS_EVENT_2, RTEMS_NO_WAIT | RTEMS_EVENT_ANY, 0,
            &out)
        == RTEMS_SUCCESSFUL);
  CHECK(out == RTEMS_EVENT_1);
  CHECK(rtems_event_receive(RTEMS_PENDING_EVENTS, RTEMS_NO_WAIT, 0, &out) == RTEMS_SUCCESSFUL);
  CHECK(out == RTEMS_EVENT_3);

  before = rtems_clock_get_ticks_since_boot();
  start(sending_task, 4, 9);
  CHECK(rtems_event_receive(RTEMS_EVENT_1 | RTEMS_EVENT_2, RTEMS_WAIT | RTEMS_EVENT_ALL, 100,
            &out)
        == RTEMS_SUCCESSFUL);
  CHECK(out == (RTEMS_EVENT_1 | RTEMS_EVENT_2));
  CHECK(rtems_clock_get_ticks_since_boot() - before >= 8);
}

rtems_task Init(rtems_task_argument argument)
{
  (void)argument;
  puts("*** EXECUTIVE TEST ***");
  rtems_task_ident(RTEMS_SELF, RTEMS_SEARCH_ALL_NODES, &init_id);
  check_tasks();
  check_clock();
  check_semaphores();
  check_messages();
  check_events();
  printf("exectest: %u checks, %u errors\n", (unsigned)exectest_checks,
      (unsigned)exectest_errors);
  puts("*** END OF EXECUTIVE TEST ***");
  exit(exectest_errors != 0);
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_APPLICATION_NEEDS_CONSOLE_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK 1000
#define CONFIGURE_TICKS_PER_TIMESLICE 3
#define CONFIGURE_MAXIMUM_TASKS 5
#define CONFIGURE_MAXIMUM_SEMAPHORES 1
#define CONFIGURE_MAXIMUM_MESSAGE_QUEUES 1
#define CONFIGURE_MESSAGE_BUFFER_MEMORY CONFIGURE_MESSAGE_BUFFERS_FOR_QUEUE(2, 8)
#define CONFIGURE_INIT_TASK_PRIORITY 10
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
