/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The part of the RTEMS Classic API that this executive offers. Names, numbers
 * and meanings are those of RTEMS, so that a program for one compiles for the
 * other; what is not here, the executive has not.
 */
#ifndef RTEMS_H
#define RTEMS_H

#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint32_t rtems_id;
typedef uint32_t rtems_name;
typedef uint32_t rtems_interval;
typedef uint32_t rtems_attribute;
typedef uint32_t rtems_option;
typedef uint32_t rtems_mode;
typedef uint32_t rtems_task_priority;
typedef uint32_t rtems_task_argument;
typedef uint32_t rtems_event_set;
typedef uint32_t rtems_vector_number;
typedef uint32_t rtems_interrupt_level;
typedef void rtems_task;
typedef rtems_task (*rtems_task_entry)(rtems_task_argument argument);
typedef void (*rtems_interrupt_handler)(void *argument);

#define PRIdrtems_task_argument "d"
#define PRIxrtems_task_argument "x"
#define PRIxrtems_id "x"

typedef enum {
  RTEMS_SUCCESSFUL = 0,
  RTEMS_TASK_EXITTED = 1,
  RTEMS_MP_NOT_CONFIGURED = 2,
  RTEMS_INVALID_NAME = 3,
  RTEMS_INVALID_ID = 4,
  RTEMS_TOO_MANY = 5,
  RTEMS_TIMEOUT = 6,
  RTEMS_OBJECT_WAS_DELETED = 7,
  RTEMS_INVALID_SIZE = 8,
  RTEMS_INVALID_ADDRESS = 9,
  RTEMS_INVALID_NUMBER = 10,
  RTEMS_NOT_DEFINED = 11,
  RTEMS_RESOURCE_IN_USE = 12,
  RTEMS_UNSATISFIED = 13,
  RTEMS_INCORRECT_STATE = 14,
  RTEMS_ALREADY_SUSPENDED = 15,
  RTEMS_ILLEGAL_ON_SELF = 16,
  RTEMS_ILLEGAL_ON_REMOTE_OBJECT = 17,
  RTEMS_CALLED_FROM_ISR = 18,
  RTEMS_INVALID_PRIORITY = 19,
  RTEMS_INVALID_CLOCK = 20,
  RTEMS_INVALID_NODE = 21,
  RTEMS_NOT_CONFIGURED = 22,
  RTEMS_NOT_OWNER_OF_RESOURCE = 23,
  RTEMS_NOT_IMPLEMENTED = 24,
  RTEMS_INTERNAL_ERROR = 25,
  RTEMS_NO_MEMORY = 26,
  RTEMS_IO_ERROR = 27
} rtems_status_code;

#define rtems_build_name(c1, c2, c3, c4) \
  ((rtems_name)(((uint32_t)(uint8_t)(c1) << 24) | ((uint32_t)(uint8_t)(c2) << 16) \
                | ((uint32_t)(uint8_t)(c3) << 8) | (uint32_t)(uint8_t)(c4)))

#define RTEMS_SELF 0u
#define RTEMS_SEARCH_ALL_NODES 0u

/* Attributes */
#define RTEMS_DEFAULT_ATTRIBUTES 0x00u
#define RTEMS_FLOATING_POINT 0x01u
#define RTEMS_NO_FLOATING_POINT 0x00u
#define RTEMS_LOCAL 0x00u
#define RTEMS_GLOBAL 0x02u
#define RTEMS_FIFO 0x00u
#define RTEMS_PRIORITY 0x04u
#define RTEMS_COUNTING_SEMAPHORE 0x00u
#define RTEMS_BINARY_SEMAPHORE 0x10u
#define RTEMS_SIMPLE_BINARY_SEMAPHORE 0x20u

/* Options */
#define RTEMS_DEFAULT_OPTIONS 0x0u
#define RTEMS_WAIT 0x0u
#define RTEMS_NO_WAIT 0x1u
#define RTEMS_EVENT_ALL 0x0u
#define RTEMS_EVENT_ANY 0x2u
#define RTEMS_NO_TIMEOUT 0u
#define RTEMS_INTERRUPT_UNIQUE 0x1u

/* Modes: a task may give up being preempted, or share its turn by time slices. */
#define RTEMS_DEFAULT_MODES 0x0u
#define RTEMS_PREEMPT 0x0u
#define RTEMS_NO_PREEMPT 0x100u
#define RTEMS_PREEMPT_MASK 0x100u
#define RTEMS_NO_TIMESLICE 0x0u
#define RTEMS_TIMESLICE 0x200u
#define RTEMS_TIMESLICE_MASK 0x200u
#define RTEMS_NO_ASR 0x400u
#define RTEMS_ASR_MASK 0x400u
#define RTEMS_CURRENT_MODE 0u
#define RTEMS_ALL_MODE_MASKS 0x0700u

/* Tasks */
#define RTEMS_MINIMUM_PRIORITY 1u
#define RTEMS_MAXIMUM_PRIORITY 255u
#define RTEMS_CURRENT_PRIORITY 0u
#define RTEMS_MINIMUM_STACK_SIZE 4096u
#define RTEMS_YIELD_PROCESSOR 0u

rtems_status_code rtems_task_create(rtems_name name, rtems_task_priority initial_priority,
    size_t stack_size, rtems_mode initial_modes, rtems_attribute attribute_set, rtems_id *id);
rtems_status_code rtems_task_start(
    rtems_id id, rtems_task_entry entry_point, rtems_task_argument argument);
rtems_status_code rtems_task_delete(rtems_id id);
void rtems_task_exit(void) __attribute__((noreturn));
rtems_id rtems_task_self(void);
rtems_status_code rtems_task_ident(rtems_name name, uint32_t node, rtems_id *id);
rtems_status_code rtems_task_suspend(rtems_id id);
rtems_status_code rtems_task_resume(rtems_id id);
rtems_status_code rtems_task_set_priority(
    rtems_id id, rtems_task_priority new_priority, rtems_task_priority *old_priority);
rtems_status_code rtems_task_mode(
    rtems_mode mode_set, rtems_mode mask, rtems_mode *previous_mode_set);
rtems_status_code rtems_task_wake_after(rtems_interval ticks);

/* Clock */
typedef struct rtems_time_of_day {
  uint32_t year; /* 1988 and later */
  uint32_t month;
  uint32_t day;
  uint32_t hour;
  uint32_t minute;
  uint32_t second;
  uint32_t ticks;
} rtems_time_of_day;

rtems_status_code rtems_clock_set(const rtems_time_of_day *time_buffer);
rtems_status_code rtems_clock_get_tod(rtems_time_of_day *time_buffer);
rtems_interval rtems_clock_get_ticks_per_second(void);
rtems_interval rtems_clock_get_ticks_since_boot(void);
rtems_status_code rtems_clock_tick(void);

extern const uint32_t _Clock_Microseconds_per_tick;
#define RTEMS_MILLISECONDS_TO_TICKS(ms) ((uint32_t)(ms) * 1000u / _Clock_Microseconds_per_tick)

/* Semaphores */
rtems_status_code rtems_semaphore_create(rtems_name name, uint32_t count,
    rtems_attribute attribute_set, rtems_task_priority priority_ceiling, rtems_id *id);
rtems_status_code rtems_semaphore_ident(rtems_name name, uint32_t node, rtems_id *id);
rtems_status_code rtems_semaphore_delete(rtems_id id);
rtems_status_code rtems_semaphore_obtain(
    rtems_id id, rtems_option option_set, rtems_interval timeout);
rtems_status_code rtems_semaphore_release(rtems_id id);

/* Message queues */
rtems_status_code rtems_message_queue_create(rtems_name name, uint32_t count,
    size_t max_message_size, rtems_attribute attribute_set, rtems_id *id);
rtems_status_code rtems_message_queue_ident(rtems_name name, uint32_t node, rtems_id *id);
rtems_status_code rtems_message_queue_delete(rtems_id id);
rtems_status_code rtems_message_queue_send(rtems_id id, const void *buffer, size_t size);
rtems_status_code rtems_message_queue_urgent(rtems_id id, const void *buffer, size_t size);
rtems_status_code rtems_message_queue_broadcast(
    rtems_id id, const void *buffer, size_t size, uint32_t *count);
rtems_status_code rtems_message_queue_receive(rtems_id id, void *buffer, size_t *size,
    rtems_option option_set, rtems_interval timeout);
rtems_status_code rtems_message_queue_get_number_pending(rtems_id id, uint32_t *count);
rtems_status_code rtems_message_queue_flush(rtems_id id, uint32_t *count);

/* Events */
#define RTEMS_EVENT_0 0x00000001u
#define RTEMS_EVENT_1 0x00000002u
#define RTEMS_EVENT_2 0x00000004u
#define RTEMS_EVENT_3 0x00000008u
#define RTEMS_ALL_EVENTS 0xffffffffu
#define RTEMS_PENDING_EVENTS 0u

rtems_status_code rtems_event_send(rtems_id id, rtems_event_set event_in);
rtems_status_code rtems_event_receive(rtems_event_set event_in, rtems_option option_set,
    rtems_interval ticks, rtems_event_set *event_out);

/* Interrupts */
uint32_t rtems_interrupt_close(void);
void rtems_interrupt_reopen(uint32_t level);
#define rtems_interrupt_disable(level) ((level) = rtems_interrupt_close())
#define rtems_interrupt_enable(level) rtems_interrupt_reopen(level)
#define rtems_interrupt_flash(level) (rtems_interrupt_reopen(level), (void)rtems_interrupt_close())
bool rtems_interrupt_is_in_progress(void);

rtems_status_code rtems_interrupt_handler_install(rtems_vector_number vector, const char *info,
    rtems_option options, rtems_interrupt_handler handler, void *argument);
rtems_status_code rtems_interrupt_handler_remove(
    rtems_vector_number vector, rtems_interrupt_handler handler, void *argument);

/* The end */
void rtems_shutdown_executive(uint32_t result) __attribute__((noreturn));
void rtems_fatal_error_occurred(uint32_t error) __attribute__((noreturn));
const char *rtems_status_text(rtems_status_code code);

#endif
