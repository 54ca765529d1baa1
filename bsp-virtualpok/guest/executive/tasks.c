/* SPDX-License-Identifier: BSD-2-Clause */
#include <config.h>
#include <thread.h>

static Objects_Information information(void)
{
  return (Objects_Information){_RTEMS_tasks_Table, sizeof(Thread_Control), OBJECTS_CLASS_TASKS,
      _Configuration.maximum_tasks};
}

static Thread_Control *get(rtems_id id)
{
  Objects_Information tasks = information();

  return id == RTEMS_SELF ? _Thread_Executing : _Objects_Get(&tasks, id);
}

rtems_status_code rtems_task_create(rtems_name name, rtems_task_priority initial_priority,
    size_t stack_size, rtems_mode initial_modes, rtems_attribute attribute_set, rtems_id *id)
{
  Objects_Information tasks = information();
  rtems_status_code status = RTEMS_SUCCESSFUL;
  Thread_Control *thread;
  uint32_t level;

  if (id == NULL)
    return RTEMS_INVALID_ADDRESS;
  if (name == 0)
    return RTEMS_INVALID_NAME;
  if (initial_priority < RTEMS_MINIMUM_PRIORITY || initial_priority >= PRIORITY_IDLE)
    return RTEMS_INVALID_PRIORITY;
  if ((attribute_set & RTEMS_GLOBAL) != 0)
    return RTEMS_MP_NOT_CONFIGURED;
  if ((attribute_set & RTEMS_FLOATING_POINT) != 0)
    return RTEMS_NOT_IMPLEMENTED;
  if (stack_size < RTEMS_MINIMUM_STACK_SIZE)
    stack_size = RTEMS_MINIMUM_STACK_SIZE;

  level = _Thread_Enter();
  thread = _Objects_Allocate(&tasks, name);
  if (thread == NULL) {
    status = RTEMS_TOO_MANY;
  } else if (!_Thread_Prepare(thread, initial_priority, stack_size)) {
    thread->Object.id = 0;
    status = RTEMS_UNSATISFIED;
  } else {
    thread->modes = initial_modes;
    *id = thread->Object.id;
  }
  _Thread_Leave(level);
  return status;
}

rtems_status_code rtems_task_start(
    rtems_id id, rtems_task_entry entry_point, rtems_task_argument argument)
{
  rtems_status_code status = RTEMS_SUCCESSFUL;
  Thread_Control *thread;
  uint32_t level;

  if (entry_point == NULL)
    return RTEMS_INVALID_ADDRESS;
  level = _Thread_Enter();
  thread = get(id);
  if (thread == NULL) {
    status = RTEMS_INVALID_ID;
  } else if ((thread->current_state & STATES_DORMANT) == 0) {
    status = RTEMS_INCORRECT_STATE;
  } else {
    thread->Start.entry_point = entry_point;
    thread->Start.argument = argument;
    _Thread_Clear_state(thread, STATES_DORMANT);
  }
  _Thread_Leave(level);
  return status;
}

rtems_status_code rtems_task_delete(rtems_id id)
{
  uint32_t level = _Thread_Enter();
  Thread_Control *thread = get(id);

  if (thread == NULL) {
    _Thread_Leave(level);
    return RTEMS_INVALID_ID;
  }
  if ((thread->current_state & STATES_BLOCKED) != 0)
    _Thread_Wake(thread, RTEMS_OBJECT_WAS_DELETED);
  _Thread_Set_state(thread, STATES_DORMANT);
  /* A task that deletes itself runs on its stack a few instructions longer; nobody takes it yet. */
  _Thread_Release(thread);
  _Thread_Leave(level);
  return RTEMS_SUCCESSFUL;
}

void rtems_task_exit(void)
{
  rtems_task_delete(RTEMS_SELF);
  rtems_fatal_error_occurred(RTEMS_INTERNAL_ERROR);
}

rtems_id rtems_task_self(void)
{
  return _Thread_Executing->Object.id;
}

rtems_status_code rtems_task_ident(rtems_name name, uint32_t node, rtems_id *id)
{
  Objects_Information tasks = information();

  (void)node;
  if (id != NULL && name == RTEMS_SELF) {
    *id = rtems_task_self();
    return RTEMS_SUCCESSFUL;
  }
  return _Objects_Ident(&tasks, name, id);
}

rtems_status_code rtems_task_suspend(rtems_id id)
{
  rtems_status_code status = RTEMS_SUCCESSFUL;
  uint32_t level = _Thread_Enter();
  Thread_Control *thread = get(id);

  if (thread == NULL)
    status = RTEMS_INVALID_ID;
  else if ((thread->current_state & STATES_SUSPENDED) != 0)
    status = RTEMS_ALREADY_SUSPENDED;
  else
    _Thread_Set_state(thread, STATES_SUSPENDED);
  _Thread_Leave(level);
  return status;
}

rtems_status_code rtems_task_resume(rtems_id id)
{
  rtems_status_code status = RTEMS_SUCCESSFUL;
  uint32_t level = _Thread_Enter();
  Thread_Control *thread = get(id);

  if (thread == NULL)
    status = RTEMS_INVALID_ID;
  else if ((thread->current_state & STATES_SUSPENDED) == 0)
    status = RTEMS_INCORRECT_STATE;
  else
    _Thread_Clear_state(thread, STATES_SUSPENDED);
  _Thread_Leave(level);
  return status;
}

rtems_status_code rtems_task_set_priority(
    rtems_id id, rtems_task_priority new_priority, rtems_task_priority *old_priority)
{
  rtems_status_code status = RTEMS_SUCCESSFUL;
  Thread_Control *thread;
  uint32_t level;

  if (old_priority == NULL)
    return RTEMS_INVALID_ADDRESS;
  if (new_priority >= PRIORITY_IDLE)
    return RTEMS_INVALID_PRIORITY;
  level = _Thread_Enter();
  thread = get(id);
  if (thread == NULL) {
    status = RTEMS_INVALID_ID;
  } else {
    *old_priority = thread->current_priority;
    if (new_priority != RTEMS_CURRENT_PRIORITY)
      _Thread_Change_priority(thread, new_priority);
  }
  _Thread_Leave(level);
  return status;
}

rtems_status_code rtems_task_mode(
    rtems_mode mode_set, rtems_mode mask, rtems_mode *previous_mode_set)
{
  uint32_t level;

  if (previous_mode_set == NULL)
    return RTEMS_INVALID_ADDRESS;
  level = _Thread_Enter();
  *previous_mode_set = _Thread_Executing->modes;
  _Thread_Executing->modes = (_Thread_Executing->modes & ~mask) | (mode_set & mask);
  _Thread_Executing->cpu_time_budget = _Configuration.ticks_per_timeslice;
  _Thread_Evaluate();
  _Thread_Leave(level);
  return RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_task_wake_after(rtems_interval ticks)
{
  uint32_t level = _Thread_Enter();

  if (ticks == RTEMS_YIELD_PROCESSOR)
    _Thread_Yield(_Thread_Executing);
  else
    _Thread_Wait(NULL, 0, STATES_DELAYING, ticks);
  _Thread_Leave(level);
  return RTEMS_SUCCESSFUL;
}
