/* SPDX-License-Identifier: BSD-2-Clause */
#include <clock.h>
#include <config.h>
#include <cpu_mode.h>
#include <thread.h>

Thread_Control _Thread_Idle;
Thread_Control *_Thread_Executing;
Thread_Control *_Thread_Heir;
volatile uint32_t _ISR_Nest_level;

/* Closed until multitasking starts. */
volatile uint32_t _Thread_Dispatch_disable_level = 1;
volatile bool _Thread_Dispatch_necessary;

static Chain_Control ready;  /* by priority, then by arrival; executing stays in it */
static Chain_Control timers; /* by time of expiry, then by start */

static Thread_Control *thread_of(Chain_Node *node)
{
  return CHAIN_CONTAINER(node, Thread_Control, Node);
}

/* Inserts behind all threads of the same or a more important priority. */
static void insert_by_priority(Chain_Control *chain, Thread_Control *thread)
{
  Chain_Node *at = chain->head.next;

  while (at != &chain->head && thread_of(at)->current_priority <= thread->current_priority)
    at = at->next;
  _Chain_Insert_before(at, &thread->Node);
}

/* Decides who runs next. The idle thread is always ready. */
void _Thread_Evaluate(void)
{
  Thread_Control *first = thread_of(ready.head.next);

  if (_Thread_Executing != NULL && _Thread_Executing->current_state == STATES_READY
      && (_Thread_Executing->modes & RTEMS_NO_PREEMPT) != 0)
    first = _Thread_Executing;
  _Thread_Heir = first;
  _Thread_Dispatch_necessary = first != _Thread_Executing;
}

void _Thread_Dispatch(void)
{
  cpu_level level = cpu_interrupts_disable();

  while (_Thread_Dispatch_necessary) {
    Thread_Control *executing = _Thread_Executing;

    _Thread_Dispatch_necessary = false;
    _Thread_Executing = _Thread_Heir;
    _Thread_Executing->cpu_time_budget = _Configuration.ticks_per_timeslice;
    _CPU_Context_switch(&executing->Registers, &_Thread_Executing->Registers);
  }
  cpu_interrupts_enable(level);
}

uint32_t _Thread_Enter(void)
{
  return cpu_interrupts_disable();
}

void _Thread_Leave(uint32_t level)
{
  if (_Thread_Dispatch_necessary && _Thread_Dispatch_disable_level == 0)
    _Thread_Dispatch();
  cpu_interrupts_enable(level);
}

/* Where every thread begins. */
static void _Thread_Handler(void)
{
  Thread_Control *executing = _Thread_Executing;

  cpu_interrupts_open();
  executing->Start.entry_point(executing->Start.argument);
  rtems_fatal_error_occurred(RTEMS_TASK_EXITTED);
}

static void _Thread_Idle_body(rtems_task_argument argument)
{
  (void)argument;
  for (;;)
    cpu_idle();
}

bool _Thread_Prepare(Thread_Control *thread, rtems_task_priority priority, size_t stack_size)
{
  thread->Start.stack = _Workspace_Allocate(stack_size);
  if (thread->Start.stack == NULL)
    return false;
  thread->Start.stack_size = stack_size;
  thread->Start.priority = priority;
  thread->current_priority = priority;
  thread->current_state = STATES_DORMANT;
  thread->Wait.id = 0;
  thread->Wait.queue = NULL;
  thread->Timer.active = false;
  thread->pending_events = 0;
  _CPU_Context_Initialize(
      &thread->Registers, thread->Start.stack, thread->Start.stack_size, _Thread_Handler);
  return true;
}

void _Thread_Release(Thread_Control *thread)
{
  _Workspace_Free(thread->Start.stack);
  thread->Start.stack = NULL;
  thread->Object.id = 0;
}

void _Thread_Initialize(void)
{
  _Chain_Initialize(&ready);
  _Chain_Initialize(&timers);

  _Thread_Idle.Object.id = OBJECTS_ID(OBJECTS_API_INTERNAL, OBJECTS_CLASS_TASKS, 1);
  _Thread_Idle.Object.name = rtems_build_name('I', 'D', 'L', 'E');
  _Thread_Prepare(&_Thread_Idle, PRIORITY_IDLE, IDLE_STACK_SIZE);
  _Thread_Idle.Start.entry_point = _Thread_Idle_body;
  _Thread_Clear_state(&_Thread_Idle, STATES_DORMANT);
}

void _Thread_Start_multitasking(void)
{
  _Thread_Dispatch_disable_level = 0;
  _Thread_Dispatch_necessary = false;
  _Thread_Executing = _Thread_Heir;
  _Thread_Executing->cpu_time_budget = _Configuration.ticks_per_timeslice;
  _CPU_Context_restore(&_Thread_Executing->Registers);
}

void _Thread_Set_state(Thread_Control *thread, uint32_t state)
{
  if (thread->current_state == STATES_READY)
    _Chain_Extract(&thread->Node);
  thread->current_state |= state;
  _Thread_Evaluate();
}

void _Thread_Clear_state(Thread_Control *thread, uint32_t state)
{
  if ((thread->current_state & state) == 0)
    return;
  thread->current_state &= ~state;
  if (thread->current_state == STATES_READY) {
    insert_by_priority(&ready, thread);
    _Thread_Evaluate();
  }
}

void _Thread_Change_priority(Thread_Control *thread, uint32_t priority)
{
  thread->current_priority = priority;
  if (thread->current_state == STATES_READY) {
    _Chain_Extract(&thread->Node);
    insert_by_priority(&ready, thread);
    _Thread_Evaluate();
  } else if (thread->Wait.queue != NULL && thread->Wait.queue->by_priority) {
    _Chain_Extract(&thread->Node);
    insert_by_priority(&thread->Wait.queue->waiting, thread);
  }
}

void _Thread_Yield(Thread_Control *thread)
{
  thread->cpu_time_budget = _Configuration.ticks_per_timeslice;
  _Chain_Extract(&thread->Node);
  insert_by_priority(&ready, thread);
  /* A thread that does not let others preempt it lets them have this turn. */
  _Thread_Heir = thread_of(ready.head.next);
  _Thread_Dispatch_necessary = _Thread_Heir != _Thread_Executing;
}

void _Thread_Tickle_timeslice(uint32_t ticks)
{
  Thread_Control *executing = _Thread_Executing;

  if (executing == NULL || executing->current_state != STATES_READY
      || (executing->modes & (RTEMS_TIMESLICE | RTEMS_NO_PREEMPT)) != RTEMS_TIMESLICE)
    return;
  if (ticks < executing->cpu_time_budget)
    executing->cpu_time_budget -= ticks;
  else
    _Thread_Yield(executing);
}

void _Thread_Timer_start(Thread_Control *thread, uint32_t ticks)
{
  Chain_Node *at = timers.head.next;

  if (ticks == 0)
    return;
  thread->Timer.expires = _Watchdog_Ticks_since_boot + ticks;
  while (at != &timers.head
      && CHAIN_CONTAINER(at, Thread_Control, Timer.Node)->Timer.expires
                 - _Watchdog_Ticks_since_boot
             <= ticks)
    at = at->next;
  _Chain_Insert_before(at, &thread->Timer.Node);
  thread->Timer.active = true;
}

void _Thread_Timer_cancel(Thread_Control *thread)
{
  if (thread->Timer.active) {
    _Chain_Extract(&thread->Timer.Node);
    thread->Timer.active = false;
  }
}

/* Called with the counter of ticks still at its old value. */
void _Thread_Timers_expire(uint32_t now)
{
  uint32_t passed = now - _Watchdog_Ticks_since_boot;

  while (!_Chain_Is_empty(&timers)) {
    Thread_Control *thread = CHAIN_CONTAINER(timers.head.next, Thread_Control, Timer.Node);

    if (thread->Timer.expires - _Watchdog_Ticks_since_boot > passed)
      break;
    _Thread_Wake(thread,
        (thread->current_state & STATES_DELAYING) != 0 ? RTEMS_SUCCESSFUL : RTEMS_TIMEOUT);
  }
}

void _Thread_queue_Initialize(Thread_queue_Control *queue, rtems_attribute attributes)
{
  _Chain_Initialize(&queue->waiting);
  queue->by_priority = (attributes & RTEMS_PRIORITY) != 0;
}

void _Thread_Wait(
    Thread_queue_Control *queue, rtems_id id, uint32_t state, rtems_interval timeout)
{
  Thread_Control *executing = _Thread_Executing;

  _Thread_Set_state(executing, state);
  executing->Wait.id = id;
  executing->Wait.queue = queue;
  executing->Wait.status = RTEMS_SUCCESSFUL;
  if (queue != NULL) {
    if (queue->by_priority)
      insert_by_priority(&queue->waiting, executing);
    else
      _Chain_Append(&queue->waiting, &executing->Node);
  }
  _Thread_Timer_start(executing, timeout);
}

void _Thread_Wake(Thread_Control *thread, rtems_status_code status)
{
  _Thread_Timer_cancel(thread);
  if (thread->Wait.queue != NULL) {
    _Chain_Extract(&thread->Node);
    thread->Wait.queue = NULL;
  }
  thread->Wait.id = 0;
  thread->Wait.status = status;
  _Thread_Clear_state(thread, STATES_BLOCKED);
}

Thread_Control *_Thread_queue_First(const Thread_queue_Control *queue)
{
  return _Chain_Is_empty(&queue->waiting) ? NULL : thread_of(queue->waiting.head.next);
}

void _Thread_queue_Flush(Thread_queue_Control *queue, rtems_status_code status)
{
  while (!_Chain_Is_empty(&queue->waiting))
    _Thread_Wake(_Thread_queue_First(queue), status);
}
