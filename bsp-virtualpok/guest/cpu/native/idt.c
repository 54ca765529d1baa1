/* SPDX-License-Identifier: BSD-2-Clause */
/* The interrupt descriptor table, and what an exception ends in. */
#include <native.h>
#include <rtems/bspIo.h>
#include <stdbool.h>

#define EXCEPTIONS 32u
#define GATES (NATIVE_LINE_VECTOR + NATIVE_LINES)

/* Present, DPL 0, 32-bit interrupt gate. */
#define INTERRUPT_GATE 0x8e00u

struct gate {
  uint16_t offset_low;
  uint16_t selector;
  uint16_t kind;
  uint16_t offset_high;
};

/* As exception.S pushes it, from the stack pointer up. */
struct exception_frame {
  uint32_t edi, esi, ebp, esp, ebx, edx, ecx, eax;
  uint32_t vector;
  uint32_t error_code;
  uint32_t eip;
  uint32_t cs;
  uint32_t eflags;
};

extern void (*const native_exception_entries[EXCEPTIONS])(void);
void native_exception(const struct exception_frame *frame) __attribute__((noreturn));

static struct gate idt[GATES] __attribute__((aligned(8)));

void native_gate(uint32_t vector, void (*entry)(void))
{
  idt[vector].offset_low = (uint16_t)(uint32_t)entry;
  idt[vector].selector = NATIVE_CODE_SELECTOR;
  idt[vector].kind = INTERRUPT_GATE;
  idt[vector].offset_high = (uint16_t)((uint32_t)entry >> 16);
}

void native_idt_initialize(void)
{
  struct {
    uint16_t limit;
    uint32_t base;
  } __attribute__((packed)) idt_register = {sizeof idt - 1, (uint32_t)idt};

  for (uint32_t vector = 0; vector < EXCEPTIONS; vector++)
    native_gate(vector, native_exception_entries[vector]);
  __asm__ volatile("lidt %0" : : "m"(idt_register));
}

void native_exception(const struct exception_frame *frame)
{
  static bool entered;
  uint32_t cr2;

  __asm__ volatile("movl %%cr2, %0" : "=r"(cr2));
  /* An exception of the report itself would never end. */
  if (!entered) {
    entered = true;
    printk("exception %u, error code %08x, EIP %08x, CR2 %08x\n", (unsigned)frame->vector,
        (unsigned)frame->error_code, (unsigned)frame->eip, (unsigned)cr2);
  }
  for (;;)
    __asm__ volatile("cli; hlt");
}
