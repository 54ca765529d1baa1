/* SPDX-License-Identifier: BSD-2-Clause */
/* The partition that measures: its main thread and two more. */
#define POK_NEEDS_CONSOLE 1
#define POK_NEEDS_ARINC653_PROCESS 1
#define POK_NEEDS_ARINC653_SAMPLING 1
#define POK_NEEDS_ARINC653_QUEUEING 1
#define POK_CONFIG_NB_THREADS 3
