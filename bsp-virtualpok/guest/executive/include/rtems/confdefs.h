/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Configuration of a program: it defines CONFIGURE_ macros as for RTEMS and
 * CONFIGURE_INIT, and includes this file once.
 */
#ifdef CONFIGURE_INIT

#include <bsp.h>
#include <config.h>
#include <object.h>
#include <thread.h>

#ifndef CONFIGURE_MAXIMUM_TASKS
#define CONFIGURE_MAXIMUM_TASKS 1
#endif
#ifndef CONFIGURE_MAXIMUM_SEMAPHORES
#define CONFIGURE_MAXIMUM_SEMAPHORES 0
#endif
#ifndef CONFIGURE_MAXIMUM_MESSAGE_QUEUES
#define CONFIGURE_MAXIMUM_MESSAGE_QUEUES 0
#endif
#ifndef CONFIGURE_MESSAGE_BUFFER_MEMORY
#define CONFIGURE_MESSAGE_BUFFER_MEMORY 0
#endif
#define CONFIGURE_MESSAGE_BUFFERS_FOR_QUEUE(count, size) \
  ((count) * (sizeof(Message_Buffer) + (((size) + 3u) & ~3u)) + 2u * WORKSPACE_BLOCK_OVERHEAD)

/* RTEMS's own default is 10000; a millisecond fits what a partition can measure. */
#ifndef CONFIGURE_MICROSECONDS_PER_TICK
#define CONFIGURE_MICROSECONDS_PER_TICK 1000
#endif
#if CONFIGURE_MICROSECONDS_PER_TICK % 1000 != 0 || 1000000 % CONFIGURE_MICROSECONDS_PER_TICK != 0
#error "a tick must be whole milliseconds, and a second whole ticks"
#endif
#ifndef CONFIGURE_TICKS_PER_TIMESLICE
#define CONFIGURE_TICKS_PER_TIMESLICE 50
#endif

#ifndef CONFIGURE_INIT_TASK_NAME
#define CONFIGURE_INIT_TASK_NAME rtems_build_name('U', 'I', '1', ' ')
#endif
#ifndef CONFIGURE_INIT_TASK_ENTRY_POINT
#define CONFIGURE_INIT_TASK_ENTRY_POINT Init
#endif
#ifndef CONFIGURE_INIT_TASK_STACK_SIZE
#define CONFIGURE_INIT_TASK_STACK_SIZE RTEMS_MINIMUM_STACK_SIZE
#endif
#ifndef CONFIGURE_INIT_TASK_PRIORITY
#define CONFIGURE_INIT_TASK_PRIORITY 1
#endif
#ifndef CONFIGURE_INIT_TASK_INITIAL_MODES
#define CONFIGURE_INIT_TASK_INITIAL_MODES RTEMS_DEFAULT_MODES
#endif
#ifndef CONFIGURE_INIT_TASK_ARGUMENTS
#define CONFIGURE_INIT_TASK_ARGUMENTS 0
#endif
#ifndef CONFIGURE_EXTRA_TASK_STACKS
#define CONFIGURE_EXTRA_TASK_STACKS 0
#endif

#if defined(CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER)
#define CONFIGURE_CLOCK_INITIALIZE Clock_initialize
#elif defined(CONFIGURE_APPLICATION_DOES_NOT_NEED_CLOCK_DRIVER)
#define CONFIGURE_CLOCK_INITIALIZE NULL
#else
#error "say whether the application needs the clock driver"
#endif

/* The idle task's stack is small; every task's stack may need alignment. */
#define CONFIGURE_WORKSPACE_SIZE \
  ((CONFIGURE_MAXIMUM_TASKS) * (RTEMS_MINIMUM_STACK_SIZE + WORKSPACE_BLOCK_OVERHEAD) \
   + (CONFIGURE_INIT_TASK_STACK_SIZE) + (CONFIGURE_EXTRA_TASK_STACKS) \
   + (CONFIGURE_MESSAGE_BUFFER_MEMORY) + IDLE_STACK_SIZE + 4u * WORKSPACE_BLOCK_OVERHEAD)

/* One entry more than asked for: none of the tables may be empty. */
Thread_Control _RTEMS_tasks_Table[CONFIGURE_MAXIMUM_TASKS + 1];
Semaphore_Control _Semaphore_Table[CONFIGURE_MAXIMUM_SEMAPHORES + 1];
Message_queue_Control _Message_queue_Table[CONFIGURE_MAXIMUM_MESSAGE_QUEUES + 1];

static uint32_t _Workspace_Area[((CONFIGURE_WORKSPACE_SIZE) + 15u) / 16u * 4u]
    __attribute__((aligned(16)));

const uint32_t _Clock_Microseconds_per_tick = CONFIGURE_MICROSECONDS_PER_TICK;

const Configuration_Table _Configuration = {
    .maximum_tasks = CONFIGURE_MAXIMUM_TASKS,
    .maximum_semaphores = CONFIGURE_MAXIMUM_SEMAPHORES,
    .maximum_message_queues = CONFIGURE_MAXIMUM_MESSAGE_QUEUES,
    .microseconds_per_tick = CONFIGURE_MICROSECONDS_PER_TICK,
    .ticks_per_timeslice = CONFIGURE_TICKS_PER_TIMESLICE,
    .workspace = _Workspace_Area,
    .workspace_size = sizeof _Workspace_Area,
    .clock_initialize = CONFIGURE_CLOCK_INITIALIZE,
    .init_name = CONFIGURE_INIT_TASK_NAME,
    .init_entry = CONFIGURE_INIT_TASK_ENTRY_POINT,
    .init_argument = CONFIGURE_INIT_TASK_ARGUMENTS,
    .init_stack_size = CONFIGURE_INIT_TASK_STACK_SIZE,
    .init_priority = CONFIGURE_INIT_TASK_PRIORITY,
    .init_modes = CONFIGURE_INIT_TASK_INITIAL_MODES,
};

#endif
