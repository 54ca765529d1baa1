/* SPDX-License-Identifier: BSD-2-Clause */
#include <config.h>
#include <thread.h>

/* Takes what satisfies the condition out of the pending events; 0 if it is not satisfied. */
static rtems_event_set seize(Thread_Control *thread, rtems_event_set wanted, rtems_option option)
{
  rtems_event_set seized = thread->pending_events & wanted;

  if (seized == 0 || (seized != wanted && (option & RTEMS_EVENT_ANY) == 0))
    return 0;
  thread->pending_events &= ~seized;
  return seized;
}

rtems_status_code rtems_event_send(rtems_id id, rtems_event_set event_in)
{
  Objects_Information tasks = {_RTEMS_tasks_Table, sizeof(Thread_Control), OBJECTS_CLASS_TASKS,
      _Configuration.maximum_tasks};
  uint32_t level = _Thread_Enter();
  Thread_Control *thread = id == RTEMS_SELF ? _Thread_Executing : _Objects_Get(&tasks, id);

  if (thread != NULL) {
    thread->pending_events |= event_in;
    if ((thread->current_state & STATES_WAITING_FOR_EVENT) != 0) {
      rtems_event_set seized = seize(thread, thread->Wait.events, thread->Wait.option);

      if (seized != 0) {
        thread->Wait.events = seized;
        _Thread_Wake(thread, RTEMS_SUCCESSFUL);
      }
    }
  }
  _Thread_Leave(level);
  return thread != NULL ? RTEMS_SUCCESSFUL : RTEMS_INVALID_ID;
}

rtems_status_code rtems_event_receive(rtems_event_set event_in, rtems_option option_set,
    rtems_interval ticks, rtems_event_set *event_out)
{
  rtems_status_code status = RTEMS_SUCCESSFUL;
  Thread_Control *executing = _Thread_Executing;
  rtems_event_set seized;
  bool waits = false;
  uint32_t level;

  if (event_out == NULL)
    return RTEMS_INVALID_ADDRESS;
  level = _Thread_Enter();
  if (event_in == RTEMS_PENDING_EVENTS) {
    *event_out = executing->pending_events;
  } else if ((seized = seize(executing, event_in, option_set)) != 0) {
    *event_out = seized;
  } else if ((option_set & RTEMS_NO_WAIT) != 0) {
    *event_out = 0;
    status = RTEMS_UNSATISFIED;
  } else {
    waits = true;
    executing->Wait.events = event_in;
    executing->Wait.option = option_set;
    _Thread_Wait(NULL, 0, STATES_WAITING_FOR_EVENT, ticks);
  }
  _Thread_Leave(level);
  if (!waits)
    return status;
  *event_out = executing->Wait.status == RTEMS_SUCCESSFUL ? executing->Wait.events : 0;
  return executing->Wait.status;
}
