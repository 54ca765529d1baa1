/* SPDX-License-Identifier: BSD-2-Clause */
/* A kernel of POK 2025 with two partitions that talk through a sampling and a queueing port. */
#ifndef SAMPLE_KERNEL_DEPLOYMENT_H
#define SAMPLE_KERNEL_DEPLOYMENT_H

#include <core/schedvalues.h>

#define MILLISECONDS * 1000000ULL /* this kernel counts ns */
#define KIB * 1024

typedef enum { sensor, display } partitions_t;

#define POK_CONFIG_NB_PROCESSORS 1
#define POK_CONFIG_NB_PARTITIONS 2
#define POK_CONFIG_PROGRAM_NAME { "pr1/pr1.elf", "pr2/pr2.elf" }
#define POK_CONFIG_PARTITIONS_SIZE { 128 KIB, 192 KIB }
#define POK_CONFIG_PARTITIONS_SCHEDULER { POK_SCHED_STATIC, POK_SCHED_RR }
#define POK_CONFIG_PROCESSOR_AFFINITY { 1, 1 }

/* With a kernel thread, and an idle thread for each processor. */
#define POK_CONFIG_PARTITIONS_NTHREADS { 3, 2 }
#define POK_CONFIG_NB_THREADS (3 + 2 + 1 + POK_CONFIG_NB_PROCESSORS)

#define POK_CONFIG_SCHEDULING_SLOTS { 20 MILLISECONDS, \
                                      30 MILLISECONDS }
#define POK_CONFIG_SCHEDULING_SLOTS_ALLOCATION { sensor, display }
#define POK_CONFIG_SCHEDULING_NBSLOTS 2
#define POK_CONFIG_SCHEDULING_MAJOR_FRAME (50 MILLISECONDS)

#define POK_CONFIG_NB_LOCKOBJECTS 1
#define POK_CONFIG_PARTITIONS_NLOCKOBJECTS { 0, 1 }

#define POK_CONFIG_NB_PORTS 4
#define POK_CONFIG_NB_GLOBAL_PORTS 4
#define POK_CONFIG_PARTITIONS_PORTS { sensor, sensor, display, display }
#define POK_CONFIG_NB_NODES 1
#define POK_CONFIG_LOCAL_NODE 0

#define POK_NEEDS_CONSOLE 1
#define POK_NEEDS_SCHED_STATIC 1
#define POK_NEEDS_LOCKOBJECTS 1
#define POK_NEEDS_PORTS_SAMPLING 1
#define POK_NEEDS_PORTS_QUEUEING 1
#define POK_NEEDS_THREAD_SLEEP 1

#if defined(POK_NEEDS_DEBUG) && POK_CONFIG_NB_PARTITIONS > 8
#error "the console of this board is too slow for so many"
#endif

#endif
