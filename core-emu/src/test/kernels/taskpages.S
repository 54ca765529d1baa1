# SPDX-License-Identifier: BSD-2-Clause
# Task switches and page faults: TSSs, descriptors, code and stacks on pages that are not there, and
# faults that a task handles: SDM volume 3, 4.7, 6.14.2 and 7.3.
.include "start.inc"
.include "text.inc"
.include "protected.inc"
.include "tasks.inc"
.include "paging.inc"

.set V_TSS_B, V + 0x2000 - 0x30         # B's TSS: up to ECX in page 1, the rest in page 2
.set V_TSS_A, V + 0x4000                # A's: page 4

# A check with B's TSS in pages 1 and 2 of the window, which have such flags.
.macro MOVED name, ring, flags1, flags2, field=0, value=0
  call reset_tasks
  .if \field
  mov dword ptr [tss_b + \field], offset \value
  .endif
  PTE 1, P+RW
  PTE 2, P+RW
  call move_b
  PTE 1, \flags1
  PTE 2, \flags2
  T "\name", \ring
.endm

.macro TASKS a, b
  str eax
  O "tr", eax, \a, 4
  O "b", [gdt+B+5], 0xe0+\b, 2
.endm

main:
  call paging_on
  mov dword ptr [task_cr3], DIRECTORY

  MOVED "b.present", 0, P+RW, P+RW
  AT
    jmp B:0
  E DONE, 0, b_done-772b
  O "ecx", [r_ecx], 0xb0000002
  MOVED "b.supervisor_only", 3, P+RW, P+RW
  AT
    jmp B:0
  E DONE, 0, b_done-772b
  TASKS B, 0xb
  MOVED "b.first_absent", 0, 0, P+RW
  AT
    jmp B:0
  E 0x0e, 0
  O "cr2", [r_cr2+1], (V+0x1f00)>>8, 4
  TASKS S_TSS, 9
  MOVED "b.second_absent", 3, P+RW, 0
  AT
    jmp B:0
  E 0x0e, 0
  O "cr2", [r_cr2+1], (V+0x2000)>>8, 4
  TASKS S_TSS, 9
  O "cs", [r_cs], S_C3
  MOVED "b.second_absent_int", 3, P+RW, 0
  AT
    int N
  E 0x0e, 0
  TASKS S_TSS, 9
  SET_CR cr0, 0x10000
  MOVED "b.readonly_jmp", 0, P, P
  AT
    jmp B:0
  E DONE, 0, b_done-772b
  MOVED "b.readonly_call", 0, P, P
  AT
    call B:0
  E 0x0e, 3
  O "cr2", [r_cr2], V_TSS_B
  TASKS S_TSS, 9
  CLEAR_CR cr0, 0x10000

  # A's own TSS, to which its state goes.
  .macro A_IN_PAGE flags
    call reset_tasks
    PTE 4, P+RW
    mov esi, offset tss
    mov edi, V_TSS_A
    mov ecx, 26
    rep movsd
    DESC S_TSS, V_TSS_A, 0x67, 0x89
    mov eax, S_TSS
    ltr ax
    SET_CR cr0, 0x10000
    PTE 4, \flags
  .endm
  A_IN_PAGE P+RW
  T "a.writable", 0
  AT
    jmp B:0
  E DONE, 0, b_done-772b
  O "saved.eip", [DATA+0x4000+T_EIP], 772b+7
  CLEAR_CR cr0, 0x10000
  A_IN_PAGE P
  T "a.readonly", 0
  AT
    jmp B:0
  E 0x0e, 3
  O "cr2", [r_cr2+1], (V_TSS_A)>>8, 4
  TASKS S_TSS, 9
  CLEAR_CR cr0, 0x10000
  A_IN_PAGE 0
  T "a.absent", 0
  AT
    jmp B:0
  E 0x0e, 2
  CLEAR_CR cr0, 0x10000

  # What the new task needs is missing: the fault is B's.
  PTE 3, 0
  TASK "b.code_absent", 0, T_EIP, V+0x3010
  AT
    jmp B:0
  E 0x0e, 0, V+0x3010-772b
  O "cr2", [r_cr2], V+0x3010
  TASKS B, 0xb
  call reset_tasks
  call b_in_ring3
  mov dword ptr [tss_b + T_EIP], V + 0x3010
  T "b.code_absent_ring3", 0
  AT
    jmp B:0
  E 0x0e, 4, V+0x3010-772b
  call reset_tasks
  DESC LDT_B, V+0x3000, 0xf, 0x82
  T "b.ldt_absent", 0
  AT
    jmp B:0
  E 0x0e, 0, b_entry-772b
  O "cr2", [r_cr2], V+0x3008
  TASKS B, 0xb
  sldt eax
  O "ldtr", eax, LDT_B, 4

  # Handlers that are tasks.
  .macro TO_TASK vector
    mov dword ptr [idt + \vector*8], B << 16
    mov dword ptr [idt + \vector*8 + 4], 0x8500
  .endm
  call reset_tasks
  TO_TASK 14
  T "pf.task", 3
  AT
    mov al, [V + 0x3123]
  E DONE, 0, b_done-772b
  O "cr2", [r_cr2], V+0x3123
  O "esp", [r_esp], B_STACK-4
  O "err", [B_STACK-4], 4
  O "saved.eip", [tss+T_EIP], 772b
  O "cs", [tss+T_CS], S_C3, 4
  call reset_tasks
  mov dword ptr [tss_b + T_EIP], offset 1f
  T "pf.task_mends_it", 3
    mov ecx, 5
  AT
    mov al, [V + 0x3123]
    mov edx, 7
    int DONE
  1: mov byte ptr [DATA + 0x3123], 0x5a
    mov dword ptr [TABLE1 + 12], DATA + 0x3000 + P + US
    add esp, 4
    iretd
  E DONE, 0, 1b-772b
  O "al", [r_eax], 0x5a, 2
  O "ecx", [r_ecx], 5
  O "edx", [r_edx], 7
  GATE idt, 14*8, S_C0, stubs+14*8, 0x8e
  PTE 3, 0

  # A stack of ring 0 that is absent: #PF cannot be delivered, and the double fault is a task.
  call reset_tasks
  TO_TASK 8
  T "df.stack_absent", 0
    mov esp, V + 0x3800
  AT
    push eax
  E DONE, 0, b_done-772b
  O "esp", [r_esp], B_STACK-4
  O "err", [B_STACK-4], 0
  O "cr2", [r_cr2], V+0x37fc
  O "saved.eip", [tss+T_EIP], 772b
  O "esp", [tss+T_ESP], V+0x3800
  GATE idt, 8*8, S_C0, stubs+8*8, 0x8e
  call reset_tasks
  FINISH

# Copies B's TSS to the window and points its descriptor there.
move_b:
  pushad
  mov eax, S_D0
  mov ds, eax
  mov es, eax
  mov esi, offset tss_b
  mov edi, V_TSS_B
  mov ecx, 26
  rep movsd
  popad
  DESC B, V_TSS_B, 0x67, 0xe9
  ret
