/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One task in every state that RTEMS's Classic API (and a little of POSIX) knows; then one line on
 * the console, and the first task spins for ever with all others where they are.
 */
#include <rtems.h>
#include <stdio.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <rtems/score/thread.h>
#include <rtems/score/statesimpl.h> /* with -g3: the names of the state bits, for gdb */

#define LONG_TICKS 100000
#define N(a, b, c, d) rtems_build_name(a, b, c, d)

static rtems_id mutx, ceil_, cnts, que1, que2, per1, bar1, tim1, tim2, reg1, par1, nest;
static pthread_mutex_t pmtx;
static pthread_cond_t pcnd;
static pthread_mutex_t pcmx;
static sem_t psem;
static char region_area[1024] __attribute__((aligned(16)));
static char partition_area[512] __attribute__((aligned(16)));
volatile unsigned long spins, preempted_spins, never;
volatile unsigned long all_stand;

static void must(int ok, const char *what)
{
  if (!ok) {
    printf("states: %s failed\n", what);
    rtems_task_suspend(RTEMS_SELF);
  }
}
#define OK(call) must((call) == RTEMS_SUCCESSFUL, #call)

static rtems_task t_delay(rtems_task_argument a)
{
  OK(rtems_task_wake_after(LONG_TICKS));
}
static rtems_task t_when(rtems_task_argument a)
{
  rtems_time_of_day tod = {2020, 1, 2, 3, 4, 5, 0};
  OK(rtems_task_wake_when(&tod));
}
static rtems_task t_owner(rtems_task_argument a)
{
  OK(rtems_semaphore_obtain(mutx, RTEMS_WAIT, RTEMS_NO_TIMEOUT));
  OK(rtems_semaphore_obtain(nest, RTEMS_WAIT, RTEMS_NO_TIMEOUT));
  OK(rtems_semaphore_obtain(nest, RTEMS_WAIT, RTEMS_NO_TIMEOUT));
  OK(rtems_task_wake_after(LONG_TICKS + 1000));
}
static rtems_task t_mutex_waiter(rtems_task_argument a)
{
  OK(rtems_task_wake_after(2));
  OK(rtems_semaphore_obtain(mutx, RTEMS_WAIT, RTEMS_NO_TIMEOUT));
}
static rtems_task t_ceiling(rtems_task_argument a)
{
  rtems_event_set e;
  OK(rtems_semaphore_obtain(ceil_, RTEMS_WAIT, RTEMS_NO_TIMEOUT));
  OK(rtems_event_receive(RTEMS_EVENT_1 | RTEMS_EVENT_30, RTEMS_EVENT_ANY, LONG_TICKS + 2000, &e));
}
static rtems_task t_count_waiter(rtems_task_argument a)
{
  OK(rtems_semaphore_obtain(cnts, RTEMS_WAIT, a));
}
static rtems_task t_message_waiter(rtems_task_argument a)
{
  char buffer[16];
  size_t size;
  OK(rtems_message_queue_receive(que1, buffer, &size, RTEMS_WAIT, a));
}
static rtems_task t_event(rtems_task_argument a)
{
  rtems_event_set e;
  OK(rtems_event_receive(RTEMS_EVENT_2 | RTEMS_EVENT_3, RTEMS_EVENT_ALL, RTEMS_NO_TIMEOUT, &e));
}
static rtems_task t_suspended(rtems_task_argument a)
{
  OK(rtems_task_suspend(RTEMS_SELF));
}
static rtems_task t_period(rtems_task_argument a)
{
  OK(rtems_rate_monotonic_create(N('P', 'E', 'R', '1'), &per1));
  OK(rtems_rate_monotonic_period(per1, 5000));
  for (;;)
    OK(rtems_rate_monotonic_period(per1, 5000));
}
static rtems_task t_barrier(rtems_task_argument a)
{
  if (a != 0)
    OK(rtems_task_wake_after(a));
  OK(rtems_barrier_wait(bar1, RTEMS_NO_TIMEOUT));
}
static rtems_task t_region(rtems_task_argument a)
{
  void *segment;
  OK(rtems_region_get_segment(reg1, 600, RTEMS_WAIT, RTEMS_NO_TIMEOUT, &segment));
  OK(rtems_region_get_segment(reg1, 600, RTEMS_WAIT, RTEMS_NO_TIMEOUT, &segment));
}
static rtems_task t_never(rtems_task_argument a)
{
  for (;;)
    never++;
}
static rtems_task t_preempted(rtems_task_argument a)
{
  for (;;)
    preempted_spins++;
}
static rtems_task t_posix_mutex(rtems_task_argument a)
{
  pthread_mutex_lock(&pmtx);
}
static rtems_task t_posix_condition(rtems_task_argument a)
{
  pthread_mutex_lock(&pcmx);
  pthread_cond_wait(&pcnd, &pcmx);
}
static rtems_task t_posix_semaphore(rtems_task_argument a)
{
  sem_wait(&psem);
}
static void *thread_waiting(void *a)
{
  sigset_t set;
  int signal;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  sigwait(&set, &signal);
  return 0;
}
static rtems_timer_service_routine fires(rtems_id id, void *a)
{
  printf("states: timer\n");
}

static rtems_id start(rtems_name name, rtems_task_priority priority, rtems_task (*entry)(rtems_task_argument), rtems_task_argument a)
{
  rtems_id id;
  OK(rtems_task_create(name, priority, 4096, RTEMS_DEFAULT_MODES, RTEMS_DEFAULT_ATTRIBUTES, &id));
  if (entry)
    OK(rtems_task_start(id, entry, a));
  return id;
}

rtems_task Init(rtems_task_argument ignored)
{
  rtems_time_of_day tod = {2020, 1, 1, 0, 0, 0, 0};
  rtems_id delayed, suspended_waiter, forced;
  rtems_task_priority old;
  pthread_t thread;
  void *buffer;

  OK(rtems_clock_set(&tod));
  OK(rtems_semaphore_create(N('M', 'U', 'T', 'X'), 1, RTEMS_BINARY_SEMAPHORE | RTEMS_PRIORITY | RTEMS_INHERIT_PRIORITY, 0, &mutx));
  OK(rtems_semaphore_create(N('N', 'E', 'S', 'T'), 1, RTEMS_BINARY_SEMAPHORE | RTEMS_PRIORITY | RTEMS_INHERIT_PRIORITY, 0, &nest));
  OK(rtems_semaphore_create(N('C', 'E', 'I', 'L'), 1, RTEMS_BINARY_SEMAPHORE | RTEMS_PRIORITY | RTEMS_PRIORITY_CEILING, 20, &ceil_));
  OK(rtems_semaphore_create(N('C', 'N', 'T', 'S'), 0, RTEMS_COUNTING_SEMAPHORE | RTEMS_PRIORITY, 0, &cnts));
  {
    rtems_id free_ones;
    OK(rtems_semaphore_create(N('F', 'R', 'E', '3'), 3, RTEMS_COUNTING_SEMAPHORE | RTEMS_FIFO, 0, &free_ones));
    OK(rtems_semaphore_create(N('S', 'M', 'P', '0'), 0, RTEMS_SIMPLE_BINARY_SEMAPHORE, 0, &free_ones));
    OK(rtems_semaphore_create(N('B', 'F', 'R', 'E'), 1, RTEMS_BINARY_SEMAPHORE, 0, &free_ones));
  }
  OK(rtems_message_queue_create(N('Q', 'U', 'E', '1'), 4, 16, RTEMS_FIFO, &que1));
  OK(rtems_message_queue_create(N('Q', 'U', 'E', '2'), 5, 16, RTEMS_FIFO, &que2));
  OK(rtems_message_queue_send(que2, "one", 4));
  OK(rtems_message_queue_send(que2, "two", 4));
  OK(rtems_barrier_create(N('B', 'A', 'R', '1'), RTEMS_BARRIER_AUTOMATIC_RELEASE, 3, &bar1));
  OK(rtems_timer_create(N('T', 'I', 'M', '1'), &tim1));
  OK(rtems_timer_create(N('T', 'I', 'M', '2'), &tim2));
  OK(rtems_timer_fire_after(tim1, LONG_TICKS + 3000, fires, 0));
  OK(rtems_region_create(N('R', 'E', 'G', '1'), region_area, sizeof region_area, 16, RTEMS_FIFO, &reg1));
  OK(rtems_partition_create(N('P', 'A', 'R', '1'), partition_area, sizeof partition_area, 64, RTEMS_DEFAULT_ATTRIBUTES, &par1));
  OK(rtems_partition_get_buffer(par1, &buffer));
  pthread_mutex_init(&pmtx, 0);
  pthread_mutex_init(&pcmx, 0);
  pthread_cond_init(&pcnd, 0);
  sem_init(&psem, 0, 0);
  pthread_mutex_lock(&pmtx);
  must(pthread_create(&thread, 0, thread_waiting, 0) == 0, "pthread_create");

  delayed = start(N('D', 'E', 'L', 'Y'), 30, t_delay, 0);
  start(N('W', 'H', 'E', 'N'), 31, t_when, 0);
  start(N('O', 'W', 'N', 'R'), 40, t_owner, 0);
  start(N('M', 'T', 'X', 'W'), 15, t_mutex_waiter, 0);
  start(N('C', 'E', 'I', 'O'), 50, t_ceiling, 0);
  /* The one that comes later is first in the queue: it is ordered by priority. */
  start(N('S', 'E', 'M', 'W'), 34, t_count_waiter, RTEMS_NO_TIMEOUT);
  OK(rtems_task_wake_after(1));
  start(N('S', 'E', 'M', 'H'), 90, t_count_waiter, RTEMS_NO_TIMEOUT);
  OK(rtems_task_wake_after(1));
  start(N('S', 'E', 'M', 'T'), 33, t_count_waiter, LONG_TICKS + 4000);
  start(N('S', 'E', 'M', 'E'), 33, t_count_waiter, RTEMS_NO_TIMEOUT);
  start(N('M', 'S', 'G', 'W'), 36, t_message_waiter, RTEMS_NO_TIMEOUT);
  OK(rtems_task_wake_after(1));
  start(N('M', 'S', 'G', 'T'), 35, t_message_waiter, LONG_TICKS + 5000);
  forced = start(N('E', 'V', 'N', 'T'), 37, t_event, 0);
  start(N('S', 'U', 'S', 'P'), 38, t_suspended, 0);
  suspended_waiter = start(N('S', 'U', 'S', 'Q'), 39, t_message_waiter, RTEMS_NO_TIMEOUT);
  start(N('P', 'E', 'R', 'T'), 25, t_period, 0);
  start(N('B', 'A', 'R', 'L'), 47, t_barrier, 2); /* comes later, although its id is lower */
  start(N('B', 'A', 'R', 'W'), 41, t_barrier, 0);
  start(N('R', 'E', 'G', 'W'), 42, t_region, 0);
  start(N('P', 'M', 'T', 'W'), 43, t_posix_mutex, 0);
  start(N('C', 'N', 'D', 'W'), 44, t_posix_condition, 0);
  start(N('P', 'S', 'M', 'W'), 45, t_posix_semaphore, 0);
  start(N('D', 'O', 'R', 'M'), 46, 0, 0);
  start(N('P', 'R', 'E', 'E'), 130, t_preempted, 0);
  OK(rtems_task_wake_after(10));
  OK(rtems_task_suspend(suspended_waiter));
  OK(rtems_event_send(forced, RTEMS_EVENT_3)); /* one of the two it waits for */
  OK(rtems_task_set_priority(delayed, 32, &old));
  OK(rtems_task_set_priority(RTEMS_SELF, 100, &old));
  start(N('R', 'E', 'A', 'D'), 120, t_never, 0);
  printf("states: ready\n");
  fflush(stdout);
  all_stand = 1;
  for (;;)
    spins++;
}

#define CONFIGURE_INIT
#define CONFIGURE_APPLICATION_NEEDS_CONSOLE_DRIVER
#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK 1000
#define CONFIGURE_MAXIMUM_TASKS 27
#define CONFIGURE_MAXIMUM_TIMERS 2
#define CONFIGURE_MAXIMUM_SEMAPHORES 8
#define CONFIGURE_MAXIMUM_MESSAGE_QUEUES 2
#define CONFIGURE_MESSAGE_BUFFER_MEMORY \
  (CONFIGURE_MESSAGE_BUFFERS_FOR_QUEUE(4, 16) + CONFIGURE_MESSAGE_BUFFERS_FOR_QUEUE(5, 16))
#define CONFIGURE_MAXIMUM_PERIODS 1
#define CONFIGURE_MAXIMUM_BARRIERS 1
#define CONFIGURE_MAXIMUM_REGIONS 1
#define CONFIGURE_MAXIMUM_PARTITIONS 1
#define CONFIGURE_MAXIMUM_POSIX_THREADS 1
#define CONFIGURE_MAXIMUM_POSIX_MUTEXES 2
#define CONFIGURE_MAXIMUM_POSIX_CONDITION_VARIABLES 1
#define CONFIGURE_MAXIMUM_POSIX_SEMAPHORES 1
#define CONFIGURE_EXTRA_TASK_STACKS (27 * RTEMS_MINIMUM_STACK_SIZE)
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#include <rtems/confdefs.h>
