/* SPDX-License-Identifier: BSD-2-Clause */
#include <cpu_context.h>

/* context.S */
extern char _CPU_Context_begin[];

void _CPU_Context_Initialize(
    Context_Control *context, void *stack, size_t size, void (*entry)(void))
{
  uint32_t *top = (uint32_t *)(((uint32_t)stack + size) & ~15u);

  *--top = (uint32_t)_CPU_Context_begin;

  /* Interrupts are closed until entry opens them. */
  context->eflags = 2;
  context->esp = (uint32_t)top;
  context->ebp = 0;
  context->ebx = (uint32_t)entry;
  context->esi = 0;
  context->edi = 0;
}
