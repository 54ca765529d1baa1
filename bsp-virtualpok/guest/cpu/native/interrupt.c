/* SPDX-License-Identifier: BSD-2-Clause */
/* Interrupts of lines, for the executive. */
#include <cpu_mode.h>
#include <native.h>
#include <thread.h>
#include <virtualizationlayercpu.h>

#define CASCADE_LINE 2u

extern void (*const native_interrupt_entries[NATIVE_LINES])(void);
void native_interrupt(uint32_t line);

int cpu_irq_request(uint32_t line)
{
  cpu_level level;

  if (line >= NATIVE_LINES || line == CASCADE_LINE)
    return -1;
  level = cpu_interrupts_disable();
  /* All of them, because any may turn up as spurious once one is open. */
  for (uint32_t i = 0; i < NATIVE_LINES; i++)
    native_gate(NATIVE_LINE_VECTOR + i, native_interrupt_entries[i]);
  if (line == CPU_CLOCK_LINE)
    native_pit_start();
  if (line == CPU_CONSOLE_INPUT_LINE)
    native_uart_input_interrupts(1);
  native_pic_unmask(line);
  cpu_interrupts_enable(level);
  return 0;
}

int cpu_irq_detach(uint32_t line)
{
  cpu_level level;

  if (line >= NATIVE_LINES || line == CASCADE_LINE)
    return -1;
  level = cpu_interrupts_disable();
  native_pic_mask(line);
  if (line == CPU_CONSOLE_INPUT_LINE)
    native_uart_input_interrupts(0);
  cpu_interrupts_enable(level);
  return 0;
}

/*
 * Called by interrupt.S for each interrupt, on the stack of whatever it
 * interrupted. The frame stays there while other tasks run, so the interrupt
 * must end at the controller before the switch: otherwise the line, and all
 * behind it, would stay shut until the interrupted task runs again.
 */
void native_interrupt(uint32_t line)
{
  if (native_pic_spurious(line))
    return;
  _ISR_Nest_level++;
  _Thread_Dispatch_disable_level++;
  if (line == CPU_CLOCK_LINE)
    native_pit_period();
  C_dispatch_isr((int)line);
  native_pic_end(line);
  _Thread_Dispatch_disable_level--;
  _ISR_Nest_level--;
  if (_Thread_Dispatch_necessary && _Thread_Dispatch_disable_level == 0)
    _Thread_Dispatch();
}
