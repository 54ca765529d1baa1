# SPDX-License-Identifier: BSD-2-Clause
# Virtual-8086 mode without VME: SDM volume 3, chapter 20.
.include "start.inc"
.include "text.inc"
.include "protected.inc"
.include "v86.inc"

.set N, 0x50
.set CONF0, S_T
.set BIG, S_T + 8                       # a TSS with a bitmap
.set V_TASK, S_T + 16                   # a task in V86 mode
.set TSS_BIG, 0x50000
.set TSS_V, 0x53000

# One instruction: #GP(0) below IOPL 3.
.macro IOPL name, insn:vararg
  V "iopl0.\name", 0
  AT
    \insn
  EV 0x0d
  V "iopl2.\name", 2
  AT
    \insn
  EV 0x0d
.endm

# One instruction that is no V86 mode's.
.macro BAD86 name, vec, insn:vararg
  V "\name", 3
    mov bx, 0x100
  AT
    \insn
  EV \vec
.endm

main:
  DESC CONF0, 0, 0xfffff, 0x9f, 12
  GATE idt, N*8, S_C0, target, 0xee
  mov dword ptr [DATA + 0x100], 0
  mov dword ptr [DATA + 0x104], 0

  # Into the mode and out of it.
  V "frame", 3, 0x8d5
    mov eax, 0x12345678
  AT
    nop
  EV 3, 0, 771b-772b
  O "eax", [r_eax], 0x12345678
  O "cs", [r_cs], 0x1000
  O "efl", [r_efl], 0x238d7
  O "ss", [r_ss], V_SS
  O "esp", [r_esp], V_SP
  O "es", [r_v86_es], 0x2100, 4
  O "ds", [r_v86_ds], 0x2000, 4
  O "fs", [r_v86_fs], 0x2200, 4
  O "gs", [r_v86_gs], 0x2300, 4
  O "handler.es", [r_es], 0, 4
  O "ds", [r_ds], 0, 4
  O "fs", [r_fs], 0, 4
  O "gs", [r_gs], 0, 4
  O "ss", [r_entry_ss], S_D0
  V "frame.iopl0", 0, 0x200
  AT
    nop
  EV_NONE
  O "efl", [r_efl], 0x20202
  V "frame.gp", 0
  AT
    hlt
  EV 0x0d
  O "efl", [r_efl], 0x30002
  O "err.esp", [r_top], STACK_TSS0

  # Sensitive instructions.
  IOPL "cli", cli
  IOPL "sti", sti
  IOPL "pushf", pushf
  IOPL "popf", popf
  IOPL "pushfd", pushfd
  IOPL "popfd", popfd
  IOPL "iret", iret
  IOPL "iretd", iretd
  IOPL "int", int N
  IOPL "int_03", .byte 0xcd, 3
  V "iopl3.cli", 3, 0x202
  AT
    cli
  EV_NONE
  O "efl", [r_efl], 0x23002
  V "iopl3.sti"
  AT
    sti
  EV_NONE
  O "efl", [r_efl], 0x23202
  V "iopl3.pushf", 3, 0xcd5
    pushf
    pop ax
  AT
  EV_NONE
  O "ax", [r_eax], 0x3cd7
  V "iopl3.pushfd", 3, 0x240cd5
    pushfd
    pop eax
  AT
  EV_NONE
  O "eax", [r_eax], 0x243cd7
  V "iopl3.popf"
    push 0x0ed5
    popf
  AT
  EV_NONE
  O "efl", [r_efl], 0x23ed7
  V "iopl3.popf_iopl"
    push 0x4000
    popf
  AT
  EV_NONE
  O "efl", [r_efl], 0x27002
  V "iopl3.popfd", 3, 0x200
    mov eax, 0x25cd5
    push eax
    popfd
  AT
  EV_NONE
  O "efl", [r_efl], 0x27cd7
  V "iopl3.popfd_vm"
    mov eax, 0x10002
    push eax
    popfd
  AT
  EV_NONE
  O "efl", [r_efl], 0x23002
  V "iopl3.iret"
    push 0x0cd5
    push 0x2000 - 0x1000
    push 1f - image
    iret
  1:
  AT
  EV_NONE
  O "cs", [r_cs], 0x1000
  O "efl", [r_efl], 0x23cd7
  O "sp", [r_esp], V_SP
  V "iopl3.iretd"
    mov eax, 0x240cd5
    push eax
    mov eax, 0x1000
    push eax
    mov eax, offset 1f - image
    push eax
    iretd
  1:
  AT
  EV_NONE
  O "efl", [r_efl], 0x263cd7
  O "sp", [r_esp], V_SP
  V "iopl3.int"
  AT
    int N
  EV DONE, 0, target_done-772b
  O "cs", [r_cs], S_C0
  O "efl", [r_efl], 0x3002
  O "esp", [r_esp], STACK_TSS0-36
  O "pushed.gs", [STACK_TSS0-4], 0x2300
  O "es", [STACK_TSS0-16], 0x2100
  O "ss", [STACK_TSS0-20], V_SS
  O "efl", [STACK_TSS0-28], 0x23002
  O "ip", [STACK_TSS0-36], 772b+2-0x10000
  mov byte ptr [idt + N*8 + 5], 0x8e
  V "iopl3.int_dpl0"
  AT
    int N
  EV 0x0d, N*8+2
  GATE idt, N*8, S_C1, target, 0xee
  V "int.ring1"
  AT
    int N
  EV 0x0d, S_C1&0xfffc
  GATE idt, N*8, CONF0, target, 0xee
  V "int.conforming"
  AT
    int N
  EV 0x0d, CONF0
  GATE idt, N*8, S_C3, target, 0xee
  V "int.ring3"
  AT
    int N
  EV 0x0d, S_C3&0xfffc
  GATE idt, N*8, S_C0, target, 0xef
  V "int.trap_gate", 3, 0x200
  AT
    int N
  EV DONE, 0, target_done-772b
  O "efl", [r_efl], 0x3202
  and byte ptr [idt + 3 * 8 + 5], 0x9f
  V "int3.dpl0", 0
  AT
    int3
  EV 0x0d, 0x1a
  or byte ptr [idt + 3 * 8 + 5], 0x60
  V "into", 0, 0x800
  AT
    into
  EV 4, 0, 1
  V "ud", 0
  AT
    ud2
  EV 6
  V "div", 0
  AT
    div cx
  EV 0
  GATE idt, 6*8, S_C1, target, 0x8e
  V "ud.ring1", 0
  AT
    ud2
  EV 0x0d, S_C1&0xfffc|1
  GATE idt, 6*8, S_C0, stubs+6*8, 0x8e

  # Instructions of ring 0 and of protected mode.
  BAD86 "hlt", 0x0d, hlt
  BAD86 "clts", 0x0d, clts
  BAD86 "lgdt", 0x0d, lgdt [bx]
  BAD86 "lidt", 0x0d, lidt [bx]
  BAD86 "lmsw", 0x0d, lmsw ax
  BAD86 "mov_cr0", 0x0d, mov cr0, eax
  BAD86 "mov_from_cr3", 0x0d, mov eax, cr3
  BAD86 "mov_dr7", 0x0d, mov dr7, eax
  BAD86 "invlpg", 0x0d, invlpg [bx]
  BAD86 "wbinvd", 0x0d, wbinvd
  BAD86 "rdmsr", 0x0d, rdmsr
  BAD86 "sldt", 6, sldt ax
  BAD86 "str", 6, str ax
  BAD86 "lldt", 6, lldt ax
  BAD86 "ltr", 6, ltr ax
  BAD86 "lar", 6, lar ax, ax
  BAD86 "lsl", 6, lsl ax, ax
  BAD86 "verr", 6, verr ax
  BAD86 "verw", 6, verw ax
  BAD86 "arpl", 6, arpl ax, ax
  BAD86 "lock_mov", 6, .byte 0xf0, 0x89, 0x07
  V "smsw"
    smsw ax
  AT
  EV_NONE
  O "ax", [r_eax], 0x11, 4
  V "sgdt"
    mov bx, 0x100
    sgdt [bx]
  AT
  EV_NONE
  O "limit", [DATA+0x100], 0x1ff, 4

  # I/O asks the bitmap at every IOPL.
  V "io.no_bitmap", 3
    mov dx, 0x10
  AT
    in al, dx
  EV 0x0d
  mov esi, offset tss
  mov edi, TSS_BIG
  mov ecx, 26
  rep movsd
  mov word ptr [TSS_BIG + 0x68], 0xff00
  mov word ptr [TSS_BIG + 0x6a], 0xff00
  DESC BIG, TSS_BIG, 0x6b, 0x89
  mov eax, BIG
  ltr ax
  V "io.open", 0
  AT
    in al, 4
  EV_NONE
  V "io.closed", 3
  AT
    in al, 8
  EV 0x0d
  V "io.crossing", 3
  AT
    in ax, 7
  EV 0x0d
  V "io.out_open", 3
    mov dx, 0x10
  AT
    out dx, eax
  EV_NONE
  V "io.insb_closed", 3
    mov dx, 0x18
  AT
    insb
  EV 0x0d
  DESC_AT S_TSS, tss, 0x67, 0x89
  mov eax, S_TSS
  ltr ax

  # Segments: base = selector * 16, limit FFFFh.
  mov dword ptr [0x8ffc], 0x44332211
  V "segment.base"
    mov ax, 0x7ff
    mov gs, ax
    mov eax, gs:[0x100c]
  AT
  EV_NONE
  O "eax", [r_eax], 0x44332211
  V "segment.byte_ffff"
    mov al, [0xffff]
  AT
  EV_NONE
  V "segment.word_ffff"
    mov si, -1
  AT
    mov ax, [si]
  EV 0x0d
  V "segment.dword_10000"
    mov eax, 0x10000
  AT
    mov al, [eax]
  EV 0x0d
  V "segment.stack"
    mov bp, 0xfffd
  AT
    mov eax, [bp]
  EV 0x0c
  V "segment.push_wraps"
    xor sp, sp
    push ax
  AT
  EV_NONE
  O "esp", [r_esp], 0xfffe
  V "segment.write_cs"
    mov dword ptr cs:[v86_word - image], 0x1234
    mov eax, cs:[v86_word - image]
  AT
  EV_NONE
  O "eax", [r_eax], 0x1234
  V "segment.any_selector"
    mov ax, 0xffff
    mov ds, ax
    mov es, ax
    mov fs, ax
  AT
  EV_NONE
  O "ds", [r_v86_ds], 0xffff, 4
  V "far.jmp"
    .byte 0xea
    .word 1f - image - 0x100, 0x1010
  1:
  AT
  EV 3, 0, 771b-772b
  O "cs", [r_cs], 0x1010
  V "far.call_ret"
    .byte 0x9a
    .word 1f - image, 0x1000
    jmp 2f
  1: mov ax, sp
    retf
  2:
  AT
  EV_NONE
  O "ax", [r_eax], V_SP-4
  O "sp", [r_esp], V_SP
  V "jmp_beyond"
    mov eax, 0x10000
  AT
    jmp eax
  EV 0x0d

  # A task in V86 mode, and one left from it.
  mov dword ptr [TSS_V + 4], STACK_TSS0
  mov dword ptr [TSS_V + 8], S_D0
  mov dword ptr [TSS_V + 32], offset v86_entry - image
  mov dword ptr [TSS_V + 36], VM + 2
  mov dword ptr [TSS_V + 56], V_SP
  mov dword ptr [TSS_V + 72], 0x2100
  mov dword ptr [TSS_V + 76], 0x1000
  mov dword ptr [TSS_V + 80], V_SS
  mov dword ptr [TSS_V + 84], 0x2000
  mov dword ptr [TSS_V + 88], 3
  mov dword ptr [TSS_V + 92], 0xffff
  mov dword ptr [TSS_V + 100], 0x680000
  DESC V_TASK, TSS_V, 0x67, 0x89
  T "task.jmp", 0
  AT
    jmp V_TASK:0
  E 0x03, 0, v86_entry+1-772b
  O "cs", [r_cs], 0x1000
  O "efl", [r_efl], 0x20002
  O "ss", [r_ss], V_SS
  O "fs", [r_v86_fs], 3, 4
  O "gs", [r_v86_gs], 0xffff, 4
  DESC_AT S_TSS, tss, 0x67, 0x89
  mov eax, S_TSS
  ltr ax
  mov dword ptr [TSS_V + 36], 2
  mov dword ptr [TSS_V + 32], offset target
  mov dword ptr [TSS_V + 56], STACK1
  mov dword ptr [TSS_V + 72], 0
  mov dword ptr [TSS_V + 76], S_C0
  mov dword ptr [TSS_V + 80], S_D0
  mov dword ptr [TSS_V + 84], S_D0
  mov dword ptr [TSS_V + 88], 0
  mov dword ptr [TSS_V + 92], 0
  DESC V_TASK, TSS_V, 0x67, 0x89
  mov dword ptr [idt + N*8], V_TASK << 16
  mov dword ptr [idt + N*8 + 4], 0xe500
  V "task.int"
  AT
    int N
  1:
  EV DONE, 0, target_done-772b
  O "efl", [r_efl], 0x4002
  O "saved.efl", [tss+36], 0x23002
  O "eip", [tss+32], 1b-0x10000
  O "cs", [tss+76], 0x1000, 4
  O "ds", [tss+84], 0x2000, 4
  FINISH

target:
  int DONE
target_done:

.balign 4
v86_word: .long 0
v86_entry:
  int3
