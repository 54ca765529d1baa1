/* SPDX-License-Identifier: BSD-2-Clause */
/* The partition that draws: its main thread and one more, which share a buffer. */
#define POK_NEEDS_CONSOLE 1
#define POK_NEEDS_BUFFERS 1
#define POK_CONFIG_NB_BUFFERS 1
#define POK_NEEDS_ARINC653_SAMPLING 1
#define POK_NEEDS_ARINC653_QUEUEING 1
#define POK_CONFIG_NB_THREADS 2
