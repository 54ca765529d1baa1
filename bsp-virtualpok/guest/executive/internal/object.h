/* SPDX-License-Identifier: BSD-2-Clause */
/* Objects of the executive and the tables they live in. */
#ifndef OBJECT_H
#define OBJECT_H

#include <chain.h>
#include <rtems.h>
#include <workspace.h>

/* id = api << 24 | class << 27 | node << 16 | index, index from 1. */
#define OBJECTS_API_INTERNAL 1u
#define OBJECTS_API_CLASSIC 2u
#define OBJECTS_CLASS_TASKS 1u
#define OBJECTS_CLASS_SEMAPHORES 3u
#define OBJECTS_CLASS_MESSAGE_QUEUES 4u
#define OBJECTS_ID(api, class, index) \
  (((class) << 27) | ((api) << 24) | (1u << 16) | (uint32_t)(index))

/* First member of every object. id 0 marks a free entry of a table. */
typedef struct {
  rtems_id id;
  rtems_name name;
} Objects_Control;

typedef struct {
  void *table;
  size_t entry_size;
  uint32_t class;
  uint32_t maximum;
} Objects_Information;

/* Takes a free entry, or NULL. Callers have interrupts closed. */
void *_Objects_Allocate(const Objects_Information *information, rtems_name name);

/* The object of an id, or NULL. */
void *_Objects_Get(const Objects_Information *information, rtems_id id);

rtems_status_code _Objects_Ident(
    const Objects_Information *information, rtems_name name, rtems_id *id);

/* Tasks that wait for the same thing, in the order they will get it. */
typedef struct {
  Chain_Control waiting;
  bool by_priority;
} Thread_queue_Control;

typedef struct {
  Objects_Control Object;
  Thread_queue_Control Wait_queue;
  rtems_attribute attributes;
  uint32_t count;
  uint32_t nest_count;         /* binary: how often the holder has it */
  struct Thread_Control *holder; /* binary: the task that has it */
} Semaphore_Control;

typedef struct {
  Chain_Node Node;
  size_t size;
  uint32_t contents[];
} Message_Buffer;

typedef struct {
  Objects_Control Object;
  Thread_queue_Control Wait_queue; /* tasks that wait for a message */
  uint32_t maximum_pending;
  uint32_t number_pending;
  size_t maximum_size;
  void *buffers;
  Chain_Control free;
  Chain_Control pending;
} Message_queue_Control;

extern Semaphore_Control _Semaphore_Table[];
extern Message_queue_Control _Message_queue_Table[];

#endif
