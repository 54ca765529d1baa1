/* SPDX-License-Identifier: BSD-2-Clause */
#include <cpu_context.h>

void _CPU_Context_Initialize(
    Context_Control *context, void *stack, size_t size, void (*entry)(void))
{
  uint32_t *top = (uint32_t *)(((uint32_t)stack + size) & ~15u);

  /*
   * entry starts as if somebody had called it from address 0, which is where
   * a debugger's walk up the stack ends.
   */
  *--top = 0;
  *--top = (uint32_t)entry;

  /* Interrupts are closed until entry opens them. */
  context->eflags = 2;
  context->esp = (uint32_t)top;
  context->ebp = 0;
  context->ebx = 0;
  context->esi = 0;
  context->edi = 0;
}
