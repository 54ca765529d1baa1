# SPDX-License-Identifier: BSD-2-Clause
# Real mode: wide operands, segment registers, what exists in protected mode only, and the way there
# and back: SDM volume 3, 9.9 and 20.1.
.include "start.inc"
.include "text.inc"
.include "protected.inc"
.include "real.inc"

.set WHOLE, S_T                         # 4 GiB of data

# One instruction.
.macro ONE name, vec, insn:vararg
  R "\name"
    mov bx, 0x100
  AT
    \insn
  ER \vec
.endm

main:
  call fill_ivt
  DESC WHOLE, 0, 0xfffff, 0x93, 12

  # 32-bit operands and addresses.
  R "wide.address"
    mov dword ptr [0x230], 0x89abcdef
    mov ebx, 0x200
    mov ecx, 0x0c
    mov eax, [ebx + ecx * 4]
  AT
  ER
  O "eax", [r_eax], 0x89abcdef
  R "wide.pushad"
    mov eax, 0x11111111
    mov edi, 0x22222222
    pushad
    xor eax, eax
    xor edi, edi
    popad
  AT
  ER
  O "eax", [r_eax], 0x11111111
  O "edi", [r_edi], 0x22222222
  O "sp", [r_esp], R_SP
  R "wide.popfd"
    mov eax, 0x277ed5
    push eax
    popfd
    pushfd
    pop eax
  AT
  ER
  O "efl", [r_eax], 0x247ed7
  R "wide.loop"
    mov ecx, 0x10002
    xor eax, eax
  1: inc eax
    .byte 0x67, 0xe2, -5
  AT
  ER
  O "eax", [r_eax], 0x10002
  R "wide.loop16"
    mov ecx, 0x10002
    xor eax, eax
  1: inc eax
    loop 1b
  AT
  ER
  O "eax", [r_eax], 2
  O "ecx", [r_ecx], 0x10000
  R "wide.jcxz"
    mov ecx, 0x10000
    jcxz 1f
    inc ax
  1: .byte 0x67, 0xe3, 1
    inc ax
  AT
  ER
  O "ax", [r_eax], 1, 4
  R "wide.call"
    .byte 0x66, 0xe8
    .long 1f - . - 4
    jmp 2f
  1: mov ax, sp
    .byte 0x66
    ret
  2:
  AT
  ER
  O "ax", [r_eax], R_SP-4, 4
  O "sp", [r_esp], R_SP
  R "wide.call_far"
    .byte 0x66, 0x9a
    .long 1f - image
    .word 0x1000
    jmp 2f
  1: mov ax, sp
    .byte 0x66
    retf
  2:
  AT
  ER
  O "ax", [r_eax], R_SP-8, 4
  O "sp", [r_esp], R_SP

  # Segment registers take every selector; a far transfer changes CS.
  R "segment.load"
    mov dword ptr [0x100], 0xffff1234
    lds si, [0x100]
    mov ax, 3
    mov fs, ax
  AT
  ER
  O "ds", [r_ds], 0xffff, 4
  O "fs", [r_fs], 3, 4
  O "si", [r_esi], 0x1234
  R "segment.lss"
    mov dword ptr [0x100], 0x08100e00
    lss sp, [0x100]
  AT
  ER
  O "ss", [r_ss], 0x810, 4
  O "sp", [r_esp], 0xe00
  R "segment.call_ret"
    .byte 0x9a
    .word 1f - image - 0x100, 0x1010
    jmp 2f
  1: mov ax, cs
    mov bx, sp
    retf 2
  2:
  AT
  ER
  O "ax", [r_eax], 0x1010
  O "bx", [r_ebx], R_SP-4
  O "sp", [r_esp], R_SP+2
  ONE "segment.mov_cs", 6, .byte 0x8e, 0xc8
  ONE "segment.mov_6", 6, .byte 0x8e, 0xf0

  # What exists in protected mode only, and what does not need it.
  ONE "ud.sldt", 6, sldt ax
  ONE "ud.str", 6, str ax
  ONE "ud.lldt", 6, lldt ax
  ONE "ud.ltr", 6, ltr ax
  ONE "ud.lar", 6, lar ax, ax
  ONE "ud.lsl", 6, lsl ax, ax
  ONE "ud.verr", 6, verr ax
  ONE "ud.verw", 6, verw ax
  ONE "ud.arpl", 6, arpl ax, ax
  ONE "ud.lock_mov", 6, .byte 0xf0, 0x89, 0x07
  ONE "ud.les_register", 6, .byte 0xc4, 0xc0
  ONE "run.clts", DONE, clts
  ONE "run.cli", DONE, cli
  ONE "run.mov_cr0", DONE, mov eax, cr0
  O "eax", [r_eax], 0x60000010
  ONE "run.smsw", DONE, smsw ax
  O "ax", [r_eax], 0x10, 4
  ONE "run.mov_dr7", DONE, mov eax, dr7
  O "eax", [r_eax], 0x400
  ONE "run.sgdt", DONE, sgdt [bx]
  O "limit", [DATA+0x100], 0x1ff, 4
  O "base", [DATA+0x102], gdt
  ONE "run.lmsw_without_pe", DONE, lmsw ax
  R "rdmsr.unknown"
    mov ecx, 0x12345678
  AT
    rdmsr
  ER 0x0d
  R "prefixes.16_bytes"
  AT
    .rept 15
    .byte 0x26
    .endr
    nop
  ER 0x0d

  # To protected mode by LMSW, and back with limits of 4 GiB.
  R "mode.lmsw"
    mov ax, 0x11
    lmsw ax
    jmp 1f
  1: smsw dx
    xor ax, ax
    lmsw ax
    smsw bx
    mov eax, cr0
    and al, 0xfe
    mov cr0, eax
    jmp 1f
  1: smsw cx
  AT
  ER
  O "dx", [r_edx], 0x11, 4
  O "bx", [r_ebx], 0x11, 4
  O "cx", [r_ecx], 0x10, 4
  O "cs", [r_cs], 0x1000
  .macro UNREAL
    mov eax, cr0
    or al, 1
    mov cr0, eax
    mov dx, WHOLE
    mov fs, dx
    and al, 0xfe
    mov cr0, eax
  .endm
  mov dword ptr [0x200100], 0x600df00d
  R "unreal.read"
    UNREAL
    mov ebx, 0x200100
  AT
    mov eax, fs:[ebx]
  ER
  O "eax", [r_eax], 0x600df00d
  R "unreal.limit_stays"
    UNREAL
    mov dx, 0x10
    mov fs, dx
    mov ebx, 0x200000
  AT
    mov eax, fs:[ebx]
  ER
  O "eax", [r_eax], 0x600df00d
  R "unreal.others"
    UNREAL
    mov ebx, 0x200100
  AT
    mov eax, [ebx]
  ER 0x0d
  R "mode.far16"
    mov eax, cr0
    or al, 1
    mov cr0, eax
    .byte 0xea
    .word 1f - image, S_C16
  1: mov cx, cs
    mov dx, S_D16
    mov ds, dx
    mov bx, ds
    and al, 0xfe
    mov cr0, eax
    .byte 0xea
    .word 1f - image, 0x1000
  1:
  AT
  ER
  O "cx", [r_ecx], S_C16
  O "bx", [r_ebx], S_D16
  O "cs", [r_cs], 0x1000
  FINISH
