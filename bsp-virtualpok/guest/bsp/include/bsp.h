/* SPDX-License-Identifier: BSD-2-Clause */
/* The board "virtualpok": a partition. */
#ifndef BSP_H
#define BSP_H

#include <rtems.h>
#include <rtems/bspIo.h>

/* Where start.S goes. */
void boot_card(const char *command_line) __attribute__((noreturn));

/* Entry of Clock_isr so far: one for each interrupt of the clock line. */
extern volatile uint32_t Clock_driver_ticks;

/* Interrupts of each line so far. */
#define BSP_INTERRUPT_LINES 16
extern volatile uint32_t irq_count[BSP_INTERRUPT_LINES];

rtems_status_code console_initialize(void);
rtems_status_code Clock_initialize(void);

/* Text as it is, to the console. */
void console_write(const char *text, uint32_t size);

/* The next character that was typed, or -1. */
int console_read(void);

#endif
