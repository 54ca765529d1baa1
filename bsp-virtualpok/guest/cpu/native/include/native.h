/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parts of a PC that the native variant drives, for each other and for
 * programs without the executive.
 */
#ifndef NATIVE_H
#define NATIVE_H

#include <stdint.h>

static inline void native_out8(uint16_t port, uint8_t value)
{
  __asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port));
}

static inline void native_out16(uint16_t port, uint16_t value)
{
  __asm__ volatile("outw %0, %1" : : "a"(value), "Nd"(port));
}

static inline uint8_t native_in8(uint16_t port)
{
  uint8_t value;

  __asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
  return value;
}

/* What start.S loads; the selectors of the GDT there. */
#define NATIVE_CODE_SELECTOR 0x08u

/* Vector of interrupt line 0; the other lines follow. */
#define NATIVE_LINE_VECTOR 0x20u
#define NATIVE_LINES 16u

/* Called by start.S, interrupts closed: tables, interrupt controller, console. */
void native_initialize(void);

/* IDT: exceptions end in native_exception; gate puts an interrupt gate (closes IF) in. */
void native_idt_initialize(void);
void native_gate(uint32_t vector, void (*entry)(void));

/* 8259 pair: all lines begin masked. */
void native_pic_initialize(void);
void native_pic_unmask(uint32_t line);
void native_pic_mask(uint32_t line);

/*
 * Whether no line stands behind this interrupt: one that went away before the
 * processor asked for the vector shows up as line 7 or 15. A spurious
 * interrupt is over with this call; any other needs native_pic_end.
 */
int native_pic_spurious(uint32_t line);
void native_pic_end(uint32_t line);

/* 8254, channel 0. To be called in each interrupt of line 0. */
void native_pit_start(void);
void native_pit_period(void);

/* 16550 at COM1. */
void native_uart_initialize(void);
void native_uart_input_interrupts(int on);
void native_uart_drain(void);

#endif
