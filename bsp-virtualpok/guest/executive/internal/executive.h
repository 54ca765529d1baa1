/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef EXECUTIVE_H
#define EXECUTIVE_H

/* Before the drivers: workspace, idle task, initialization task. */
void _Executive_Initialize(void);

/* After the drivers: leaves the boot stack for the first task. */
void _Executive_Start(void) __attribute__((noreturn));

#endif
