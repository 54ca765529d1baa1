# SPDX-License-Identifier: BSD-2-Clause
# Page faults on what the processor itself reads and writes: descriptor tables, the TSS, the stack
# of a handler; double faults: SDM volume 3, 4.7, 5.14 and 6.15.
.include "start.inc"
.include "text.inc"
.include "protected.inc"
.include "paging.inc"

.set N, 0x50
.set CALL_GATE, S_T
.set GDT_EDGE, 0x100                    # this selector's descriptor is the first of page 2
.set LATE_D3, GDT_EDGE + 3
.set LATE_C3, GDT_EDGE + 8 + 3
.set LATE_D0, GDT_EDGE + 16
.set LATE_GATE, GDT_EDGE + 24 + 3
.set LATE_C0, GDT_EDGE + 32
.set LATE_D3_USED, GDT_EDGE + 40 + 3    # accessed already
.set LATE_LDT, GDT_EDGE + 48
.set V_GDT, V + 0x2000 - GDT_EDGE       # the GDT, from the end of page 1 on
.set V_LDT, V + 0x4000 - 0x40           # the LDT: its second half in page 4
.set V_TSS, V + 0x6000 - 0x0c           # the TSS: ESP1 is the first of page 6
.set V_IDT, V + 0x8000 - 0x100          # the IDT: vector 20h is the first of page 8
.set V_STACK1, V + 0xa000               # the stack of ring 1: page 9

main:
  DESC LATE_D3, 0, 0xfffff, 0xf2, 12
  DESC LATE_C3, 0, 0xfffff, 0xfa, 12
  DESC LATE_D0, 0, 0xfffff, 0x92, 12
  DESC LATE_C0, 0, 0xfffff, 0x9b, 12
  DESC LATE_D3_USED, 0, 0xfffff, 0xf3, 12
  DESC LATE_LDT, V_LDT, 0x7f, 0x82
  GATE gdt, LATE_GATE, S_C0, target, 0xec
  GATE gdt, CALL_GATE, S_C1, target, 0xec
  GATE idt, N*8, S_C1, target, 0xee
  call paging_on

  # An inner stack that is absent: the fault is on the way, the state is that of the outer ring.
  mov dword ptr [tss + 12], V_STACK1
  PTE 9, 0
  T "push.int", 3
  AT
    int N
  E 0x0e, 2
  O "cr2", [r_cr2], V_STACK1-4
  O "cs", [r_cs], S_C3
  O "esp", [r_esp], STACK3
  T "push.call_gate", 3
  AT
    call CALL_GATE:0
  E 0x0e, 2
  O "cr2", [r_cr2], V_STACK1-4
  O "cs", [r_cs], S_C3
  O "esp", [r_esp], STACK3
  PTE 9, P+US
  T "push.int_readonly_wp0", 3
  AT
    int N
  E DONE, 0, target_done-772b
  SET_CR cr0, 0x10000
  T "push.int_readonly_wp1", 3
  AT
    int N
  E 0x0e, 3
  CLEAR_CR cr0, 0x10000
  PTE 9, P+RW
  T "push.int_supervisor", 3
  AT
    int N
  E DONE, 0, target_done-772b
  O "cs", [r_cs], S_C1
  PTE 9, 0
  PTE 10, P+RW+US
  mov dword ptr [tss + 12], V_STACK1 + 8
  T "push.int_crossing", 3
  AT
    int N
  E 0x0e, 2
  O "cr2", [r_cr2], V_STACK1-4
  O "esp", [r_esp], STACK3
  mov dword ptr [tss + 12], V_STACK1

  # The same on the way of an exception: benign and contributory ones give way to #PF, #PF does not.
  GATE idt, 6*8, S_C1, target, 0x8e
  T "push.ud", 3
  AT
    ud2
  E 0x0e, 2
  O "cr2", [r_cr2], V_STACK1-4
  GATE idt, 6*8, S_C0, stubs+6*8, 0x8e
  GATE idt, 13*8, S_C1, target, 0x8e
  T "push.gp", 3
  AT
    hlt
  E 0x0e, 2
  O "cr2", [r_cr2], V_STACK1-4
  GATE idt, 13*8, S_C0, stubs+13*8, 0x8e
  GATE idt, 14*8, S_C1, target, 0x8e
  T "double.pf_pf", 3
  AT
    mov al, [V + 0x9123]
  E 0x08
  O "cr2", [r_cr2], V_STACK1-4
  GATE idt, 14*8, S_C0, stubs+14*8, 0x0e
  T "double.pf_np", 3
  AT
    mov al, [V + 0x9123]
  E 0x08
  O "cr2", [r_cr2], V+0x9123
  GATE idt, 14*8, S_D0, target, 0x8e
  T "double.pf_gp", 0
  AT
    mov al, [V + 0x9123]
  E 0x08
  GATE idt, 14*8, S_C1, target, 0x8e
  mov dword ptr [tss + 16], 0
  T "double.pf_ts", 3
  AT
    mov al, [V + 0x9123]
  E 0x08
  mov dword ptr [tss + 16], S_D1
  GATE idt, 14*8, S_C0, stubs+14*8, 0x8e
  mov dword ptr [tss + 12], STACK_TSS1

  # A handler's code that is absent faults in the handler.
  PTE 9, 0
  mov dword ptr [idt + N*8], (S_C0 << 16) + 0x9010
  mov dword ptr [idt + N*8 + 4], V + 0xee00
  T "handler.absent", 3
  AT
    int N
  E 0x0e, 0, V+0x9010-772b
  O "cs", [r_cs], S_C0
  O "cr2", [r_cr2], V+0x9010
  GATE idt, N*8, S_C1, target, 0xee

  # The GDT: the processor's own reads and writes are a supervisor's.
  mov esi, offset gdt
  mov edi, V_GDT
  mov ecx, 128
  rep movsd
  PTE 1, P+RW
  PTE 2, 0
  lgdt [v_gdt_pointer]
  mov eax, LATE_D3
  T "gdt.absent.gs", 3
    mov eax, LATE_D3
  AT
    mov gs, eax
  E 0x0e, 0
  O "cr2", [r_cr2], V_GDT+GDT_EDGE
  O "gs", [r_gs], S_D3, 4
  T "gdt.absent.ss", 3
    mov eax, LATE_D3
  AT
    mov ss, eax
  E 0x0e, 0
  T "gdt.absent.jmp", 3
  AT
    jmp LATE_C3:0
  E 0x0e, 0
  T "gdt.absent.call_gate", 3
  AT
    call LATE_GATE:0
  E 0x0e, 0
  T "gdt.absent.lar", 3
    mov eax, LATE_D3
  AT
    lar ecx, eax
  E 0x0e, 0
  T "gdt.absent.verr", 3
    mov eax, LATE_D3
  AT
    verr ax
  E 0x0e, 0
  T "gdt.absent.pop", 3
    push LATE_D3
  AT
    pop gs
  E 0x0e, 0
  O "esp", [r_esp], STACK3-4
  T "gdt.absent.retf", 0
    push S_D3
    push STACK3
    push LATE_C3
    push 0
  AT
    retf
  E 0x0e, 0
  O "esp", [r_esp], STACK-16
  T "gdt.absent.iret", 0
    push LATE_D3
    push STACK3
    push 2
    push S_C3
    push offset target
  AT
    iretd
  E 0x0e, 0
  O "esp", [r_esp], STACK-20
  T "gdt.absent.lldt", 0
    mov eax, LATE_LDT
  AT
    lldt ax
  E 0x0e, 0
  GATE idt, N*8, LATE_C0, target, 0xee
  T "gdt.absent.int", 3
  AT
    int N
  E 0x0e, 0
  GATE idt, N*8, S_C1, target, 0xee
  PTE 2, P+RW
  mov eax, S_D0
  mov ds, eax
  mov es, eax
  mov esi, offset gdt + GDT_EDGE
  mov edi, V_GDT + GDT_EDGE
  mov ecx, 32
  rep movsd
  T "gdt.supervisor.gs", 3
    mov eax, LATE_D3
  AT
    mov gs, eax
  E
  O "accessed", [DATA+0x2004], 0x00cff300
  O "pte", [TABLE1+8], DATA+0x2000+PD+PA+P+RW
  # Setting the accessed bit is a write.
  mov byte ptr [DATA + 0x2005], 0xf2
  PTE 2, P
  T "gdt.readonly_wp0", 3
    mov eax, LATE_D3
  AT
    mov gs, eax
  E
  O "accessed", [DATA+0x2004], 0x00cff300
  mov byte ptr [DATA + 0x2005], 0xf2
  SET_CR cr0, 0x10000
  PTE 2, P
  T "gdt.readonly_wp1", 3
    mov eax, LATE_D3
  AT
    mov gs, eax
  E 0x0e, 3
  O "accessed", [DATA+0x2004], 0x00cff200
  T "gdt.readonly_wp1_accessed", 3
    mov eax, LATE_D3_USED
  AT
    mov gs, eax
  E
  O "pte", [TABLE1+8], DATA+0x2000+PA+P
  CLEAR_CR cr0, 0x10000

  # The LDT.
  mov dword ptr [DATA + 0x3ff8], 0x0000ffff
  mov dword ptr [DATA + 0x3ffc], 0x00cff200
  PTE 2, P+RW
  PTE 3, P+RW
  PTE 4, 0
  mov eax, LATE_LDT
  lldt ax
  T "ldt.present", 3
    mov eax, 0x3f
  AT
    mov gs, eax
  E
  T "ldt.absent", 3
    mov eax, 0x47
  AT
    mov gs, eax
  E 0x0e, 0
  lgdt [gdt_pointer]

  # The TSS: its first fields in page 5, the stack of ring 1 in page 6.
  mov esi, offset tss
  mov edi, V_TSS
  mov ecx, 26
  rep movsd
  PTE 5, P+RW
  PTE 6, 0
  DESC S_TSS, V_TSS, 0x67, 0x89
  mov eax, S_TSS
  ltr ax
  T "tss.absent.int", 3
  AT
    int N
  E 0x0e, 0
  O "cr2.page", [r_cr2+1], (V+0x6000)>>8, 4
  T "tss.absent.call_gate", 3
  AT
    call CALL_GATE:0
  E 0x0e, 0
  T "tss.absent.in", 3
  AT
    in al, 0x80
  E 0x0e, 0
  DESC_AT S_TSS, tss, 0x67, 0x89
  mov eax, S_TSS
  ltr ax

  # The IDT: vectors from 20h on in page 8.
  mov esi, offset idt
  mov edi, V_IDT
  mov ecx, 256
  rep movsd
  PTE 7, P+RW
  PTE 8, 0
  lidt [v_idt_pointer]
  T "idt.absent.int", 3
  AT
    int N
  E 0x0e, 0
  O "cs", [r_cs], S_C3
  T "idt.absent.int_ring0", 0
  AT
    int N
  E 0x0e, 0
  O "cs", [r_cs], S_C0
  T "idt.present.ud", 3
  AT
    ud2
  E 0x06
  lidt [idt_pointer]
  FINISH

target:
  int DONE
target_done:

v_gdt_pointer: .word gdt_end - gdt - 1
  .long V_GDT
v_idt_pointer: .word 0x80 * 8 - 1
  .long V_IDT
