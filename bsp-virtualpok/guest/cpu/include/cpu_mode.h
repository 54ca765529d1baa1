/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Everything in the executive and the BSP that depends on the mode the
 * processor runs in. virtual/ implements it by calls to a hypervisor, and
 * native/ by instructions and devices; the same object files of everything
 * else are linked with either.
 */
#ifndef CPU_MODE_H
#define CPU_MODE_H

#include <stdint.h>

/* What the interrupt flag was: a value to hand back, not to look into. */
typedef uint32_t cpu_level;

cpu_level cpu_interrupts_disable(void);
void cpu_interrupts_enable(cpu_level level);
void cpu_interrupts_flash(cpu_level level);

/* For a task's first run: interrupts open, whatever they were before. */
void cpu_interrupts_open(void);

/* Sleeps until an interrupt was served; leaves interrupts open. */
void cpu_idle(void);

/* Ends everything. */
void cpu_stop(uint32_t code) __attribute__((noreturn));

/* Interrupt lines. 0 on success. C_dispatch_isr is called for their interrupts. */
int cpu_irq_request(uint32_t line);
int cpu_irq_detach(uint32_t line);

/* The console: a string that ends with NUL; a character, or -1 if none is there. */
void cpu_console_write(char *text);
int cpu_console_read(void);

/* Milliseconds since some start, modulo 2^32, and the line that ticks. */
uint32_t cpu_clock_milliseconds(void);
#define CPU_CLOCK_LINE 0u
#define CPU_CONSOLE_INPUT_LINE 4u

#endif
