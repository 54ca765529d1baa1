# SPDX-License-Identifier: BSD-2-Clause
# SYSENTER and SYSEXIT: SDM volume 3, 5.8.7.
.include "start.inc"
.include "text.inc"
.include "protected.inc"

.set MSR_CS, 0x174
.set MSR_ESP, 0x175
.set MSR_EIP, 0x176

.set F_C0, S_T                          # four descriptors in a row
.set F_D0, S_T + 8
.set F_C3, S_T + 16 + 3
.set F_D3, S_T + 24 + 3

.macro MSR number, value
  mov ecx, \number
  mov eax, \value
  xor edx, edx
  wrmsr
.endm

# SYSENTER from a ring; it goes to the INT that ends the check.
.macro ENTER_FROM name, ring, efl, vec=DONE
  MSR MSR_EIP, "offset 778f"
  T "\name", \ring, \efl
  AT
    sysenter
  778:
  E \vec
.endm

main:
  DESC F_C0, 0, 0xfffff, 0x9b, 0xc
  DESC F_D0, 0, 0xfffff, 0x93, 0xc
  DESC F_C3, 0, 0xfffff, 0xfb, 0xc
  DESC F_D3, 0, 0xfffff, 0xf3, 0xc
  MSR MSR_ESP, STACK_TSS1

  ENTER_FROM "sysenter.no_cs", 3, 2, 0x0d
  MSR MSR_CS, 3
  ENTER_FROM "sysenter.null_cs", 3, 2, 0x0d
  T "sysexit.no_cs", 0
  AT
    sysexit
  E 0x0d

  MSR MSR_CS, F_C0
  .irp ring, 0, 1, 3
  ENTER_FROM "sysenter.ring\ring", \ring, 0x3ed7
  O "cs", [r_cs], F_C0
  O "ss", [r_entry_ss], F_D0
  O "esp", [r_esp], STACK_TSS1
  O "efl", [r_efl], 0x3cd7
  .endr
  MSR MSR_CS, (F_C0 + 3)
  ENTER_FROM "sysenter.rpl_ignored", 3, 2
  O "cs", [r_cs], F_C0
  O "ss", [r_entry_ss], F_D0
  MSR MSR_CS, F_C0

  T "sysexit.ring0", 0, 0xcd7
    mov ecx, STACK3 - 16
    mov edx, offset 1f
  AT
    sysexit
  1:
  E
  O "cs", [r_cs], F_C3
  O "ss", [r_ss], F_D3
  O "esp", [r_esp], STACK3-16
  O "efl", [r_efl], 0xcd7
  .irp ring, 1, 3
  T "sysexit.ring\ring", \ring
    mov ecx, STACK3 - 16
    mov edx, offset 1f
  AT
    sysexit
  1:
  E 0x0d
  .endr

  mov ecx, MSR_CS
  rdmsr
  CHECK "rdmsr.cs"
  O "eax", eax, F_C0
  mov ecx, MSR_ESP
  rdmsr
  CHECK "rdmsr.esp"
  O "eax", eax, STACK_TSS1
  FINISH
