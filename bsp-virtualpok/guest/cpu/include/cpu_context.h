/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The registers of a task that does not run, the same in every mode. The word
 * at esp is the address at which the task goes on.
 */
#ifndef CPU_CONTEXT_H
#define CPU_CONTEXT_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
  uint32_t eflags;
  uint32_t esp;
  uint32_t ebp;
  uint32_t ebx;
  uint32_t esi;
  uint32_t edi;
} Context_Control;

/* Prepares a context that calls entry, which must not return, on a new stack. */
void _CPU_Context_Initialize(
    Context_Control *context, void *stack, size_t size, void (*entry)(void));

/* Stores the caller's registers and goes on with the heir's. */
void _CPU_Context_switch(Context_Control *executing, Context_Control *heir);

/* Goes on with a context and forgets the caller's. */
void _CPU_Context_restore(Context_Control *context) __attribute__((noreturn));

#endif
