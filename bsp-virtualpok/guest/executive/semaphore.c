/* SPDX-License-Identifier: BSD-2-Clause */
#include <config.h>
#include <thread.h>

#define BINARY (RTEMS_BINARY_SEMAPHORE | RTEMS_SIMPLE_BINARY_SEMAPHORE)

static Objects_Information information(void)
{
  return (Objects_Information){_Semaphore_Table, sizeof(Semaphore_Control),
      OBJECTS_CLASS_SEMAPHORES, _Configuration.maximum_semaphores};
}

static Semaphore_Control *get(rtems_id id)
{
  Objects_Information semaphores = information();

  return _Objects_Get(&semaphores, id);
}

/* Only the binary semaphore has an owner; the simple binary one is a count of 0 or 1. */
static bool is_owned(const Semaphore_Control *semaphore)
{
  return (semaphore->attributes & BINARY) == RTEMS_BINARY_SEMAPHORE;
}

static void take(Semaphore_Control *semaphore, Thread_Control *thread)
{
  semaphore->count--;
  semaphore->holder = thread;
  semaphore->nest_count = 1;
}

rtems_status_code rtems_semaphore_create(rtems_name name, uint32_t count,
    rtems_attribute attribute_set, rtems_task_priority priority_ceiling, rtems_id *id)
{
  Objects_Information semaphores = information();
  Semaphore_Control *semaphore;
  uint32_t level;

  (void)priority_ceiling;
  if (id == NULL)
    return RTEMS_INVALID_ADDRESS;
  if (name == 0)
    return RTEMS_INVALID_NAME;
  /* Neither global objects nor the protocols against priority inversion. */
  if ((attribute_set & ~(RTEMS_PRIORITY | BINARY)) != 0 || (attribute_set & BINARY) == BINARY)
    return RTEMS_NOT_DEFINED;
  if ((attribute_set & BINARY) != 0 && count > 1)
    return RTEMS_INVALID_NUMBER;

  level = _Thread_Enter();
  semaphore = _Objects_Allocate(&semaphores, name);
  if (semaphore != NULL) {
    _Thread_queue_Initialize(&semaphore->Wait_queue, attribute_set);
    semaphore->attributes = attribute_set;
    semaphore->count = count;
    semaphore->holder = NULL;
    semaphore->nest_count = 0;
    /* Created as taken: the creator has it. */
    if (is_owned(semaphore) && count == 0) {
      semaphore->holder = _Thread_Executing;
      semaphore->nest_count = 1;
    }
    *id = semaphore->Object.id;
  }
  _Thread_Leave(level);
  return semaphore != NULL ? RTEMS_SUCCESSFUL : RTEMS_TOO_MANY;
}

rtems_status_code rtems_semaphore_ident(rtems_name name, uint32_t node, rtems_id *id)
{
  Objects_Information semaphores = information();

  (void)node;
  return _Objects_Ident(&semaphores, name, id);
}

rtems_status_code rtems_semaphore_delete(rtems_id id)
{
  rtems_status_code status = RTEMS_SUCCESSFUL;
  uint32_t level = _Thread_Enter();
  Semaphore_Control *semaphore = get(id);

  if (semaphore == NULL) {
    status = RTEMS_INVALID_ID;
  } else if (is_owned(semaphore) && semaphore->count == 0) {
    status = RTEMS_RESOURCE_IN_USE;
  } else {
    _Thread_queue_Flush(&semaphore->Wait_queue, RTEMS_OBJECT_WAS_DELETED);
    semaphore->Object.id = 0;
  }
  _Thread_Leave(level);
  return status;
}

rtems_status_code rtems_semaphore_obtain(
    rtems_id id, rtems_option option_set, rtems_interval timeout)
{
  rtems_status_code status = RTEMS_SUCCESSFUL;
  uint32_t level = _Thread_Enter();
  Thread_Control *executing = _Thread_Executing;
  Semaphore_Control *semaphore = get(id);
  bool waits = false;

  if (semaphore == NULL) {
    status = RTEMS_INVALID_ID;
  } else if (semaphore->count > 0) {
    take(semaphore, executing);
  } else if (is_owned(semaphore) && semaphore->holder == executing) {
    semaphore->nest_count++;
  } else if ((option_set & RTEMS_NO_WAIT) != 0) {
    status = RTEMS_UNSATISFIED;
  } else {
    waits = true;
    _Thread_Wait(&semaphore->Wait_queue, id, STATES_WAITING_FOR_SEMAPHORE, timeout);
  }
  _Thread_Leave(level);
  return waits ? executing->Wait.status : status;
}

rtems_status_code rtems_semaphore_release(rtems_id id)
{
  rtems_status_code status = RTEMS_SUCCESSFUL;
  uint32_t level = _Thread_Enter();
  Semaphore_Control *semaphore = get(id);

  if (semaphore == NULL) {
    status = RTEMS_INVALID_ID;
  } else if (is_owned(semaphore) && semaphore->holder != _Thread_Executing) {
    status = RTEMS_NOT_OWNER_OF_RESOURCE;
  } else if (!is_owned(semaphore) || --semaphore->nest_count == 0) {
    Thread_Control *next = _Thread_queue_First(&semaphore->Wait_queue);

    semaphore->holder = NULL;
    if (next != NULL) {
      semaphore->holder = next;
      semaphore->nest_count = 1;
      _Thread_Wake(next, RTEMS_SUCCESSFUL);
    } else if ((semaphore->attributes & BINARY) == 0 || semaphore->count == 0) {
      semaphore->count++;
    }
  }
  _Thread_Leave(level);
  return status;
}
