/* SPDX-License-Identifier: BSD-2-Clause */
/* Threads: the tasks of the Classic API and the idle thread. */
#ifndef THREAD_H
#define THREAD_H

#include <chain.h>
#include <cpu_context.h>
#include <object.h>
#include <rtems.h>

/* Why a thread is not ready; several may hold at once. */
#define STATES_READY 0x0000u
#define STATES_DORMANT 0x0001u
#define STATES_SUSPENDED 0x0002u
#define STATES_DELAYING 0x0008u
#define STATES_WAITING_FOR_MESSAGE 0x0080u
#define STATES_WAITING_FOR_EVENT 0x0100u
#define STATES_WAITING_FOR_SEMAPHORE 0x0200u
#define STATES_BLOCKED \
  (STATES_DELAYING | STATES_WAITING_FOR_MESSAGE | STATES_WAITING_FOR_EVENT \
   | STATES_WAITING_FOR_SEMAPHORE)

#define PRIORITY_IDLE 255u
#define IDLE_STACK_SIZE 2048u

typedef struct Thread_Control {
  Objects_Control Object;
  uint32_t current_state;
  uint32_t current_priority;
  rtems_mode modes;
  uint32_t cpu_time_budget; /* ticks left of the time slice */

  Chain_Node Node; /* in the ready list, or in the queue it waits in */

  struct {
    rtems_id id;                 /* the object, for a debugger */
    Thread_queue_Control *queue; /* or NULL */
    rtems_status_code status;    /* what the call that waits will return */
    rtems_option option;
    void *buffer;
    size_t size;
    rtems_event_set events;
  } Wait;

  struct {
    Chain_Node Node;
    uint32_t expires;
    bool active;
  } Timer;

  rtems_event_set pending_events;

  struct {
    rtems_task_entry entry_point;
    rtems_task_argument argument;
    rtems_task_priority priority;
    void *stack;
    size_t stack_size;
  } Start;

  Context_Control Registers;
} Thread_Control;

extern Thread_Control _RTEMS_tasks_Table[];
extern Thread_Control _Thread_Idle;

extern Thread_Control *_Thread_Executing;
extern Thread_Control *_Thread_Heir;
extern volatile uint32_t _ISR_Nest_level;
extern volatile uint32_t _Thread_Dispatch_disable_level;
extern volatile bool _Thread_Dispatch_necessary;

void _Thread_Initialize(void);
bool _Thread_Prepare(Thread_Control *thread, rtems_task_priority priority, size_t stack_size);
void _Thread_Release(Thread_Control *thread);
void _Thread_Start_multitasking(void) __attribute__((noreturn));

/*
 * Runs the heir if it is not running already. The caller goes on when it is
 * its turn again. The interrupt level is the same before and after.
 */
void _Thread_Dispatch(void);

/*
 * Every service stands between these two: nothing interrupts it, and a switch
 * that it made necessary happens at its end, or at the end of the interrupt.
 */
uint32_t _Thread_Enter(void);
void _Thread_Leave(uint32_t level);

/* All of the following are for use between them. */
void _Thread_Set_state(Thread_Control *thread, uint32_t state);
void _Thread_Clear_state(Thread_Control *thread, uint32_t state);
void _Thread_Change_priority(Thread_Control *thread, uint32_t priority);

/* To the end of the threads of its priority, with a new time slice. */
void _Thread_Yield(Thread_Control *thread);
void _Thread_Evaluate(void);
void _Thread_Tickle_timeslice(uint32_t ticks);

/* A timer that ends a thread's waiting. 0 ticks is no timer. */
void _Thread_Timer_start(Thread_Control *thread, uint32_t ticks);
void _Thread_Timer_cancel(Thread_Control *thread);
void _Thread_Timers_expire(uint32_t now);

void _Thread_queue_Initialize(Thread_queue_Control *queue, rtems_attribute attributes);

/*
 * The executing thread waits, in a queue or (NULL) for itself alone. It stops
 * running at _Thread_Leave; after that Wait.status says how it ended.
 */
void _Thread_Wait(
    Thread_queue_Control *queue, rtems_id id, uint32_t state, rtems_interval timeout);

/* Ends the waiting of a thread. */
void _Thread_Wake(Thread_Control *thread, rtems_status_code status);

/* The first thread of a queue, or NULL; it stays there until it is woken. */
Thread_Control *_Thread_queue_First(const Thread_queue_Control *queue);
void _Thread_queue_Flush(Thread_queue_Control *queue, rtems_status_code status);

#endif
