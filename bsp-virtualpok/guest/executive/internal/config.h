/* SPDX-License-Identifier: BSD-2-Clause */
/* What confdefs.h makes of a program's CONFIGURE_ macros. */
#ifndef CONFIG_H
#define CONFIG_H

#include <rtems.h>

typedef struct {
  uint32_t maximum_tasks;
  uint32_t maximum_semaphores;
  uint32_t maximum_message_queues;
  uint32_t microseconds_per_tick;
  uint32_t ticks_per_timeslice;
  void *workspace;
  size_t workspace_size;
  rtems_status_code (*clock_initialize)(void);
  rtems_name init_name;
  rtems_task_entry init_entry;
  rtems_task_argument init_argument;
  size_t init_stack_size;
  rtems_task_priority init_priority;
  rtems_mode init_modes;
} Configuration_Table;

extern const Configuration_Table _Configuration;

#endif
