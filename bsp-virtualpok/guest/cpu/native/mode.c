/* SPDX-License-Identifier: BSD-2-Clause */
/* The processor is the program's own: a level is an image of EFLAGS. */
#include <cpu_mode.h>
#include <native.h>

#define DEBUG_EXIT 0xf4
#define POWER_CONTROL 0x604 /* PM1a_CNT of the i440FX boards of emulators */
#define POWER_OFF 0x2000    /* SLP_EN, SLP_TYP 0 */

void native_initialize(void)
{
  native_idt_initialize();
  native_pic_initialize();
  native_uart_initialize();
}

cpu_level cpu_interrupts_disable(void)
{
  cpu_level level;

  __asm__ volatile("pushfl; popl %0; cli" : "=r"(level) : : "memory");
  return level;
}

void cpu_interrupts_enable(cpu_level level)
{
  __asm__ volatile("pushl %0; popfl" : : "r"(level) : "memory", "cc");
}

void cpu_interrupts_flash(cpu_level level)
{
  /* POPF has no shadow: what is pending comes in before CLI. */
  cpu_interrupts_enable(level);
  cpu_interrupts_disable();
}

void cpu_interrupts_open(void)
{
  __asm__ volatile("sti" : : : "memory");
}

void cpu_idle(void)
{
  /* No interrupt comes between the two, so none is slept through. */
  __asm__ volatile("sti; hlt" : : : "memory");
}

void cpu_stop(uint32_t code)
{
  cpu_interrupts_disable();
  native_uart_drain();
  if (code != 0)
    native_out8(DEBUG_EXIT, (uint8_t)code);
  native_out16(POWER_CONTROL, POWER_OFF);
  for (;;)
    __asm__ volatile("cli; hlt");
}
