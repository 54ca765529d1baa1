/* SPDX-License-Identifier: BSD-2-Clause */
#include <config.h>
#include <string.h>
#include <thread.h>

static Objects_Information information(void)
{
  return (Objects_Information){_Message_queue_Table, sizeof(Message_queue_Control),
      OBJECTS_CLASS_MESSAGE_QUEUES, _Configuration.maximum_message_queues};
}

static Message_queue_Control *get(rtems_id id)
{
  Objects_Information queues = information();

  return _Objects_Get(&queues, id);
}

static Message_Buffer *buffer_of(Chain_Node *node)
{
  return CHAIN_CONTAINER(node, Message_Buffer, Node);
}

static void hand_over(Thread_Control *receiver, const void *buffer, size_t size)
{
  memcpy(receiver->Wait.buffer, buffer, size);
  receiver->Wait.size = size;
  _Thread_Wake(receiver, RTEMS_SUCCESSFUL);
}

rtems_status_code rtems_message_queue_create(rtems_name name, uint32_t count,
    size_t max_message_size, rtems_attribute attribute_set, rtems_id *id)
{
  Objects_Information queues = information();
  rtems_status_code status = RTEMS_SUCCESSFUL;
  size_t step = sizeof(Message_Buffer) + ((max_message_size + 3u) & ~3u);
  Message_queue_Control *queue;
  char *buffers;
  uint32_t level;

  if (id == NULL)
    return RTEMS_INVALID_ADDRESS;
  if (name == 0)
    return RTEMS_INVALID_NAME;
  if ((attribute_set & RTEMS_GLOBAL) != 0)
    return RTEMS_MP_NOT_CONFIGURED;
  if (count == 0)
    return RTEMS_INVALID_NUMBER;
  if (max_message_size == 0)
    return RTEMS_INVALID_SIZE;
  if (step < max_message_size || count > UINT32_MAX / step)
    return RTEMS_UNSATISFIED;

  level = _Thread_Enter();
  queue = _Objects_Allocate(&queues, name);
  if (queue == NULL) {
    status = RTEMS_TOO_MANY;
  } else if ((buffers = _Workspace_Allocate(count * step)) == NULL) {
    queue->Object.id = 0;
    status = RTEMS_UNSATISFIED;
  } else {
    _Thread_queue_Initialize(&queue->Wait_queue, attribute_set);
    queue->maximum_pending = count;
    queue->number_pending = 0;
    queue->maximum_size = max_message_size;
    queue->buffers = buffers;
    _Chain_Initialize(&queue->free);
    _Chain_Initialize(&queue->pending);
    for (uint32_t i = 0; i < count; i++, buffers += step)
      _Chain_Append(&queue->free, &((Message_Buffer *)(void *)buffers)->Node);
    *id = queue->Object.id;
  }
  _Thread_Leave(level);
  return status;
}

rtems_status_code rtems_message_queue_ident(rtems_name name, uint32_t node, rtems_id *id)
{
  Objects_Information queues = information();

  (void)node;
  return _Objects_Ident(&queues, name, id);
}

rtems_status_code rtems_message_queue_delete(rtems_id id)
{
  uint32_t level = _Thread_Enter();
  Message_queue_Control *queue = get(id);

  if (queue != NULL) {
    _Thread_queue_Flush(&queue->Wait_queue, RTEMS_OBJECT_WAS_DELETED);
    _Workspace_Free(queue->buffers);
    queue->Object.id = 0;
  }
  _Thread_Leave(level);
  return queue != NULL ? RTEMS_SUCCESSFUL : RTEMS_INVALID_ID;
}

static rtems_status_code send(rtems_id id, const void *buffer, size_t size, bool urgent)
{
  rtems_status_code status = RTEMS_SUCCESSFUL;
  Message_queue_Control *queue;
  Thread_Control *receiver;
  uint32_t level;

  if (buffer == NULL)
    return RTEMS_INVALID_ADDRESS;
  level = _Thread_Enter();
  queue = get(id);
  if (queue == NULL) {
    status = RTEMS_INVALID_ID;
  } else if (size > queue->maximum_size) {
    status = RTEMS_INVALID_SIZE;
  } else if ((receiver = _Thread_queue_First(&queue->Wait_queue)) != NULL) {
    hand_over(receiver, buffer, size);
  } else if (_Chain_Is_empty(&queue->free)) {
    status = RTEMS_TOO_MANY;
  } else {
    Message_Buffer *message = buffer_of(_Chain_Get_first(&queue->free));

    memcpy(message->contents, buffer, size);
    message->size = size;
    queue->number_pending++;
    if (urgent)
      _Chain_Prepend(&queue->pending, &message->Node);
    else
      _Chain_Append(&queue->pending, &message->Node);
  }
  _Thread_Leave(level);
  return status;
}

rtems_status_code rtems_message_queue_send(rtems_id id, const void *buffer, size_t size)
{
  return send(id, buffer, size, false);
}

rtems_status_code rtems_message_queue_urgent(rtems_id id, const void *buffer, size_t size)
{
  return send(id, buffer, size, true);
}

rtems_status_code rtems_message_queue_broadcast(
    rtems_id id, const void *buffer, size_t size, uint32_t *count)
{
  rtems_status_code status = RTEMS_SUCCESSFUL;
  Message_queue_Control *queue;
  Thread_Control *receiver;
  uint32_t level;

  if (buffer == NULL || count == NULL)
    return RTEMS_INVALID_ADDRESS;
  level = _Thread_Enter();
  queue = get(id);
  if (queue == NULL) {
    status = RTEMS_INVALID_ID;
  } else if (size > queue->maximum_size) {
    status = RTEMS_INVALID_SIZE;
  } else {
    *count = 0;
    while ((receiver = _Thread_queue_First(&queue->Wait_queue)) != NULL) {
      hand_over(receiver, buffer, size);
      (*count)++;
    }
  }
  _Thread_Leave(level);
  return status;
}

rtems_status_code rtems_message_queue_receive(rtems_id id, void *buffer, size_t *size,
    rtems_option option_set, rtems_interval timeout)
{
  rtems_status_code status = RTEMS_SUCCESSFUL;
  Thread_Control *executing = _Thread_Executing;
  Message_queue_Control *queue;
  bool waits = false;
  uint32_t level;

  if (buffer == NULL || size == NULL)
    return RTEMS_INVALID_ADDRESS;
  level = _Thread_Enter();
  queue = get(id);
  if (queue == NULL) {
    status = RTEMS_INVALID_ID;
  } else if (!_Chain_Is_empty(&queue->pending)) {
    Message_Buffer *message = buffer_of(_Chain_Get_first(&queue->pending));

    memcpy(buffer, message->contents, message->size);
    *size = message->size;
    queue->number_pending--;
    _Chain_Append(&queue->free, &message->Node);
  } else if ((option_set & RTEMS_NO_WAIT) != 0) {
    status = RTEMS_UNSATISFIED;
  } else {
    waits = true;
    executing->Wait.buffer = buffer;
    _Thread_Wait(&queue->Wait_queue, id, STATES_WAITING_FOR_MESSAGE, timeout);
  }
  _Thread_Leave(level);
  if (!waits)
    return status;
  if (executing->Wait.status == RTEMS_SUCCESSFUL)
    *size = executing->Wait.size;
  return executing->Wait.status;
}

rtems_status_code rtems_message_queue_get_number_pending(rtems_id id, uint32_t *count)
{
  Message_queue_Control *queue;
  uint32_t level;

  if (count == NULL)
    return RTEMS_INVALID_ADDRESS;
  level = _Thread_Enter();
  queue = get(id);
  if (queue != NULL)
    *count = queue->number_pending;
  _Thread_Leave(level);
  return queue != NULL ? RTEMS_SUCCESSFUL : RTEMS_INVALID_ID;
}

rtems_status_code rtems_message_queue_flush(rtems_id id, uint32_t *count)
{
  Message_queue_Control *queue;
  uint32_t level;

  if (count == NULL)
    return RTEMS_INVALID_ADDRESS;
  level = _Thread_Enter();
  queue = get(id);
  if (queue != NULL) {
    Chain_Node *node;

    *count = queue->number_pending;
    queue->number_pending = 0;
    while ((node = _Chain_Get_first(&queue->pending)) != NULL)
      _Chain_Append(&queue->free, node);
  }
  _Thread_Leave(level);
  return queue != NULL ? RTEMS_SUCCESSFUL : RTEMS_INVALID_ID;
}
