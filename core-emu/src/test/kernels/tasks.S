# SPDX-License-Identifier: BSD-2-Clause
# Task switches: SDM volume 3, chapter 7.
.include "start.inc"
.include "text.inc"
.include "protected.inc"
.include "tasks.inc"
.include "paging.inc"

.set DIRECTORY2, 0x43000                # maps the first page of the window to the second of DATA
.set TABLE2, 0x44000

main:
  # JMP: all of B's state comes from its TSS, all of A's goes to its own.
  TASK "jmp", 0, 0, 0, 0x8d7
    mov eax, 0xa0000001
    mov ecx, 0xa0000002
    mov edx, 0xa0000003
    mov ebx, 0xa0000004
    mov ebp, 0xa0000005
    mov esi, 0xa0000006
    mov edi, 0xa0000007
  AT
    jmp B:0x1234
  1:
  E DONE, 0, b_done-772b
  BUSY 9, 0xb
  str eax
  O "tr", eax, B, 4
  sldt eax
  O "ldtr", eax, LDT_B, 4
  mov eax, cr0
  O "cr0", eax, 0x19, 2
  O "efl", [r_efl], 0x8d7
  O "eax", [r_eax], 0xb0000001
  O "ecx", [r_ecx], 0xb0000002
  O "edx", [r_edx], 0xb0000003
  O "ebx", [r_ebx], 0xb0000004
  O "ebp", [r_ebp], 0xb0000005
  O "esi", [r_esi], 0xb0000006
  O "edi", [r_edi], 0xb0000007
  O "esp", [r_esp], B_STACK
  O "cs", [r_cs], S_C0
  O "ss", [r_ss], S_D0
  O "ds", [r_ds], S_D3, 4
  O "fs", [r_fs], S_D0, 4
  O "gs", [r_gs], 0x0f, 4
  O "link", [tss_b], 0x5555, 4
  CHECK "jmp.saved"
  O "eip", [tss+T_EIP], 1b
  O "efl", [tss+T_EFLAGS], 0x8d7
  O "eax", [tss+T_EAX], 0xa0000001
  O "ecx", [tss+T_ECX], 0xa0000002
  O "edx", [tss+T_EDX], 0xa0000003
  O "ebx", [tss+T_EBX], 0xa0000004
  O "ebp", [tss+T_EBP], 0xa0000005
  O "esi", [tss+T_ESI], 0xa0000006
  O "edi", [tss+T_EDI], 0xa0000007
  O "esp", [tss+T_ESP], STACK
  O "es", [tss+T_ES], S_D3, 4
  O "cs", [tss+T_CS], S_C0, 4
  O "ss", [tss+T_SS], S_D0, 4
  O "gs", [tss+T_GS], S_D3, 4
  O "ldt", [tss+T_LDT], S_LDT, 4
  O "link", [tss], 0, 4

  # CALL and interrupts nest; IRET with NT goes back.
  TASK "call"
  AT
    call B:0
  1:
  E DONE, 0, b_done-772b
  BUSY 0xb, 0xb
  O "efl", [r_efl], 0x48d7
  O "link", [tss_b], S_TSS, 4
  O "saved.eip", [tss+T_EIP], 1b
  O "efl", [tss+T_EFLAGS], 2
  TASK "call_iret", 0, T_EIP, b_iret
    mov eax, 0xa0000001
    call B:0
  AT
  E
  BUSY 0xb, 9
  O "eax", [r_eax], 0xa0000001
  O "efl", [r_efl], 2
  O "b.eip", [tss_b+T_EIP], b_after_iret
  O "efl", [tss_b+T_EFLAGS], 0x8d7
  O "link", [tss_b], S_TSS, 4
  str eax
  O "tr", eax, S_TSS, 4
  mov eax, cr0
  O "cr0", eax, 0x19, 2
  TASK "gate.jmp"
  AT
    jmp B_GATE:0
  E DONE, 0, b_done-772b
  BUSY 9, 0xb
  O "efl", [r_efl], 0x8d7
  TASK "gate.call"
  AT
    call B_GATE:0
  E DONE, 0, b_done-772b
  BUSY 0xb, 0xb
  O "efl", [r_efl], 0x48d7
  TASK "gate.int"
  AT
    int N
  1:
  E DONE, 0, b_done-772b
  BUSY 0xb, 0xb
  O "efl", [r_efl], 0x48d7
  O "esp", [r_esp], B_STACK
  O "link", [tss_b], S_TSS, 4
  O "saved.eip", [tss+T_EIP], 1b
  TASK "gate.int_iret", 3, T_EIP, b_iret
    mov eax, 0xa0000001
    int N
  AT
  E
  BUSY 0xb, 9
  O "cs", [r_cs], S_C3
  O "esp", [r_esp], STACK3
  TASK3 "ring3.jmp", 3
  AT
    jmp B:0
  E DONE, 0, b_done-772b
  O "cs", [r_cs], S_C3
  O "ss", [r_ss], S_D3
  O "saved.cs", [tss+T_CS], S_C3
  TASK3 "ring3.call_from0", 0
  AT
    call B:0
  E DONE, 0, b_done-772b
  O "cs", [r_cs], S_C3
  O "efl", [r_efl], 0x48d7
  TASK "gp.gate"
    mov dword ptr [idt + 13*8], B << 16
    mov dword ptr [idt + 13*8 + 4], 0x8500
    mov eax, 0x200
  AT
    mov gs, eax
  E DONE, 0, b_done-772b
  GATE idt, 13*8, S_C0, stubs+13*8, 0x8e
  BUSY 0xb, 0xb
  O "esp", [r_esp], B_STACK-4
  O "err", [B_STACK-4], 0x200
  O "efl", [r_efl], 0x48d7
  O "saved.eip", [tss+T_EIP], 772b
  TASK "ud.gate"
    mov dword ptr [idt + 6*8], B << 16
    mov dword ptr [idt + 6*8 + 4], 0x8500
  AT
    ud2
  E DONE, 0, b_done-772b
  GATE idt, 6*8, S_C0, stubs+6*8, 0x8e
  O "esp", [r_esp], B_STACK
  O "saved.eip", [tss+T_EIP], 772b
  # A double fault through a task gate needs nothing of the task that failed, not even its stack.
  TASK "df.gate"
    mov dword ptr [idt + 8*8], B << 16
    mov dword ptr [idt + 8*8 + 4], 0x8500
    mov eax, IMAGE_D0
    mov ss, eax
    mov esp, 0x20000
  AT
    push eax
  E DONE, 0, b_done-772b
  GATE idt, 8*8, S_C0, stubs+8*8, 0x8e
  O "esp", [r_esp], B_STACK-4
  O "err", [B_STACK-4], 0
  O "saved.eip", [tss+T_EIP], 772b
  O "ss", [tss+T_SS], IMAGE_D0, 4
  O "esp", [tss+T_ESP], 0x20000

  # The LDT of the new task.
  TASK "ldt", 0, T_EIP, 1f
    jmp B:0
  1:
  AT
    mov al, gs:[0x100]
  E 0x0d
  TASK "ldt.read", 0, T_EIP, 1f
    jmp B:0
  1:
  AT
    mov al, gs:[0xff]
  E
  TASK "ldt.null", 0, T_LDT, 0
    mov dword ptr [tss_b + T_GS], 0
  AT
    jmp B:0
  E DONE, 0, b_done-772b
  sldt eax
  O "ldtr", eax, 0, 4

  # Flags that come from the TSS.
  TASK "flags.nt", 0, T_EFLAGS, 0x4002
  AT
    jmp B:0
  E DONE, 0, b_done-772b
  O "efl", [r_efl], 0x4002
  TASK "flags.nt_saved_by_jmp", 0, 0, 0, 0x4002
  AT
    jmp B:0
  E DONE, 0, b_done-772b
  O "saved.efl", [tss+T_EFLAGS], 0x4002
  TASK "flags.reserved", 0, T_EFLAGS, 0xffc0002a
  AT
    jmp B:0
  E DONE, 0, b_done-772b
  O "efl", [r_efl], 2

  # T flag, TS, local breakpoints.
  TASK "trap", 0, T_TRAP, 0x680001
    xor eax, eax
    mov dr6, eax
  AT
    jmp B:0
  E 0x01, 0, b_entry-772b
  mov eax, dr6
  O "dr6", eax, 0xffff8ff0
  xor eax, eax
  mov dr6, eax
  TASK "ts.fpu", 0, T_EIP, 1f
    jmp B:0
  1:
  AT
    fnop
  E 0x07
  TASK "dr7.local", 0
    mov eax, 0x0000073f
    mov dr7, eax
  AT
    jmp B:0
  E DONE, 0, b_done-772b
  mov eax, dr7
  O "dr7", eax, 0x062a, 4
  mov eax, 0x400
  mov dr7, eax

  # A 16-bit TSS, from and to a 32-bit one.
  TASK "b16.jmp"
  AT
    jmp B16:0
  E DONE, 0, b_done-772b
  O "b16", [gdt+B16+5], 0xe3, 2
  O "a", [gdt+S_TSS+5], 0x89, 2
  O "efl", [r_efl], 0x8d7
  O "ax", [r_eax], 0xb001, 4
  O "bx", [r_ebx], 0xb004, 4
  O "di", [r_edi], 0xb007, 4
  O "sp", [r_esp], 0x9000, 4
  O "cs", [r_cs], IMAGE_C0
  O "ds", [r_ds], S_D3, 4
  O "fs", [r_fs], 0, 4
  sldt eax
  O "ldtr", eax, LDT_B, 4
  TASK "b16.call_iret"
    mov word ptr [tss_b16 + 14], offset b_iret - image
    mov eax, 0xa0000001
    call B16:0
  AT
  E
  O "eax", [r_eax], 0xa0000001
  O "b16", [gdt+B16+5], 0xe1, 2
  O "link", [tss_b16], S_TSS, 4
  O "b16.ip", [tss_b16+14], b_after_iret-0x10000, 4
  O "fl", [tss_b16+16], 0x8d7, 4
  O "ax", [tss_b16+18], 0xb001, 4
  O "es", [tss_b16+34], S_D3, 4
  TASK "b16.to_b32", 0, T_EIP, b_entry
    mov word ptr [tss_b16 + 14], offset 1f - image
    jmp B16:0
  1:
  AT
    jmp B:0
  E DONE, 0, b_done-772b
  O "eax", [r_eax], 0xb0000001
  O "b16", [gdt+B16+5], 0xe1, 2
  call reset_tasks

  # CR3 comes from the TSS, and is never saved there.
  call paging_on
  mov dword ptr [task_cr3], DIRECTORY
  mov dword ptr [DIRECTORY2], TABLE0 + P + RW + US
  mov dword ptr [DIRECTORY2 + 4], TABLE2 + P + RW + US
  mov dword ptr [TABLE2], DATA + 0x1000 + P + RW + US
  mov dword ptr [DATA], 0x11111111
  mov dword ptr [DATA + 0x1000], 0x22222222
  TASK "cr3.jmp", 0, T_CR3, DIRECTORY2
    mov dword ptr [tss_b + T_EIP], offset 1f
    mov ecx, [V]
    jmp B:0
  1:
    mov eax, [V]
    mov ebx, cr3
  AT
  E
  O "eax", [r_eax], 0x22222222
  O "cr3", [r_ebx], DIRECTORY2
  O "a.ecx", [tss+T_ECX], 0x11111111
  O "cr3", [tss+T_CR3], DIRECTORY
  TASK "cr3.call_iret", 0, T_CR3, DIRECTORY2
    mov dword ptr [tss_b + T_EIP], offset 1f
    call B:0
    mov eax, [V]
    mov ebx, cr3
    jmp 2f
  1:
    mov eax, [V]
    iretd
  2:
  AT
  E
  O "eax", [r_eax], 0x11111111
  O "cr3", [r_ebx], DIRECTORY
  O "b.eax", [tss_b+T_EAX], 0x22222222
  O "cr3", [tss_b+T_CR3], DIRECTORY2
  mov eax, DIRECTORY
  mov cr3, eax
  TASK "cr3.same", 0
  AT
    jmp B:0
  E DONE, 0, b_done-772b
  mov eax, cr3
  O "cr3", eax, DIRECTORY
  call reset_tasks
  FINISH
