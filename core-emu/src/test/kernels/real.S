# SPDX-License-Identifier: BSD-2-Clause
# Real mode: interrupts, limits, stacks and strings: SDM volume 3, 20.1.
.include "start.inc"
.include "text.inc"
.include "protected.inc"
.include "real.inc"

.set N, 0x50

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
  mov word ptr [N * 4], offset int_target - image

  # Interrupts.
  R "int", 0x3ed7
    mov eax, 0x12345678
  AT
    int N
  ER DONE, int_done-772b
  O "eax", [r_eax], 0x12345678
  O "fl", [r_ebx], 0x3cd7, 4
  O "sp", [r_esp], R_SP-6
  O "pushed.ip", [0x8000+R_SP-6], 772b+2-0x10000, 4
  O "cs", [0x8000+R_SP-4], 0x1000, 4
  O "fl", [0x8000+R_SP-2], 0x3ed7, 4
  R "int.nt_tf", 0x4002
  AT
    int N
  ER DONE, int_done-772b
  O "fl", [r_ebx], 0x4002, 4
  R "int.sp4"
    mov sp, 4
  AT
    int N
  ER DONE, int_done-772b
  O "sp", [r_esp], 0xfffe
  O "cs", [0x8000], 0x1000, 4
  R "int.sp0"
    xor sp, sp
  AT
    int N
  ER DONE, int_done-772b
  O "sp", [r_esp], 0xfffa
  R "iret"
    push 0x3ed5
    push 0x1010
    push 1f - image - 0x100
  AT
    iret
  1:
  ER
  O "fl", [r_efl], 0x3ed7, 4
  O "cs", [r_cs], 0x1010
  O "sp", [r_esp], R_SP
  R "iretd"
    mov eax, 0x240ed5
    push eax
    mov eax, 0xabcd1000
    push eax
    mov eax, offset 1f - image
    push eax
  AT
    iretd
  1:
    pushfd
    pop eax
  ER
  O "efl", [r_eax], 0x240ed7
  O "cs", [r_cs], 0x1000
  R "iret.keeps_high", 0x240002
    push 2
    push 0x1000
    push 1f - image
    iret
  1:
    pushfd
    pop eax
  ER
  O "efl", [r_eax], 0x240002
  mov esi, 0
  mov edi, DATA + 0x1000
  mov ecx, 128
  rep movsd
  mov word ptr [DATA + 0x1000 + N * 4], offset int_target2 - image
  R "lidt.base"
    lidt cs:[moved_ivt - image]
  AT
    int N
  ER DONE, int_done2-772b
  O "bx", [r_ebx], 0x77
  R "lidt.limit"
    lidt cs:[short_ivt - image]
  AT
    int N
  ER 0x0d
  R "lidt.limit_inside"
    lidt cs:[short_ivt - image]
  AT
    int N - 1
  ER N-1, 2
  R "int3.trap"
  AT
    int3
  ER 3, 1
  R "into", 0x802
  AT
    into
  ER 4, 1
  R "icebp"
  AT
    .byte 0xf1
  ER 1, 1
  R "tf"
    pushf
    pop ax
    or ax, 0x100
    push ax
    popf
  AT
    nop
    nop
  ER 1, 1
  O "fl", [r_efl], 0x102, 4
  xor eax, eax
  mov dr6, eax
  ONE "div", 0, div ax
  R "aam"
    mov ax, 5
  AT
    .byte 0xd4, 0
  ER 0
  R "bound"
    mov dword ptr [0x100], 0x00050003
    mov ax, 6
  AT
    bound ax, [0x100]
  ER 5
  R "bound.inside"
    mov ax, 5
  AT
    bound ax, [0x100]
  ER

  # Limits: FFFFh for every segment, with no error code.
  ONE "limit.byte_ffff", DONE, mov al, [0xffff]
  ONE "limit.word_fffe", DONE, mov ax, [0xfffe]
  ONE "limit.word_ffff", 0x0d, mov ax, ds:[bx + 0xfeff]
  ONE "limit.write_ffff", 0x0d, mov ds:[bx + 0xfeff], ax
  ONE "limit.dword_fffd", 0x0d, mov eax, [bx + 0xfefd]
  R "limit.base16_wraps"
    mov byte ptr [2], 0x5a
    mov bx, 0xffff
    mov al, [bx + 3]
  AT
  ER
  O "al", [r_eax], 0x5a, 2
  R "limit.base32"
    mov eax, 0x10000
  AT
    mov cl, [eax]
  ER 0x0d
  R "limit.base32_index"
    mov eax, 0x8000
    mov cl, [eax + eax * 1 - 1]
  AT
    mov cl, [eax + eax * 1]
  ER 0x0d
  R "limit.stack"
    mov bp, 0xffff
  AT
    mov ax, [bp]
  ER 0x0c
  R "limit.stack_override"
    mov bp, 0xffff
  AT
    mov ax, ds:[bp]
  ER 0x0d
  R "limit.jmp32"
    mov eax, 0x10000
  AT
    jmp eax
  ER 0x0d
  R "limit.jmp_far32"
  AT
    .byte 0x66, 0xea
    .long 0x10000
    .word 0x1000
  ER 0x0d
  R "limit.ret32"
    mov eax, 0x12340000
    push eax
  AT
    .byte 0x66
    ret
  ER 0x0d
  mov byte ptr [DATA + 0xffff], 0xb0
  R "limit.runs_over_end"
    .byte 0xea
    .word 0xffff, 0x2000
  AT
  ER 0x0d, DATA+0xffff-772b
  mov byte ptr [DATA + 0xffff], 0x90
  R "limit.falls_off_end"
    .byte 0xea
    .word 0xffff, 0x2000
  AT
  ER 0x0d, DATA-772b
  R "limit.write_cs"
    mov dword ptr cs:[real_word - image], 0x1234
    mov eax, cs:[real_word - image]
  AT
  ER
  O "eax", [r_eax], 0x1234

  # Stacks and strings wrap in 64 KiB, elements do not.
  R "stack.push_at_0"
    xor sp, sp
  AT
    push ax
  ER
  O "sp", [r_esp], 0xfffe
  R "stack.push32_at_2"
    mov sp, 2
  AT
    push eax
  ER 0x0c
  O "sp", [r_esp], 2
  R "stack.push32_at_0"
    xor sp, sp
  AT
    push eax
  ER
  O "sp", [r_esp], 0xfffc
  R "stack.pusha_at_6"
    mov sp, 6
  AT
    pusha
  ER
  O "sp", [r_esp], 0xfff6
  R "stack.pushad_at_12"
    mov sp, 12
  AT
    pushad
  ER
  O "sp", [r_esp], 0xffec
  R "stack.pop_at_ffff"
    mov sp, 0xffff
  AT
    pop ax
  ER 0x0c
  O "sp", [r_esp], 0xffff
  R "stack.pop_at_fffe"
    mov sp, 0xfffe
    pop ax
  AT
  ER
  O "sp", [r_esp], 0
  R "stack.leave"
    mov bp, 0xffff
  AT
    leave
  ER 0x0c
  O "sp", [r_esp], R_SP
  R "stack.enter"
    mov bp, 0x1234
    enter 0x10, 0
  AT
  ER
  O "sp", [r_esp], R_SP-0x12
  O "bp", [r_ebp], R_SP-2
  R "stack.push_sp"
    push sp
    pop ax
  AT
  ER
  O "ax", [r_eax], R_SP
  R "string.lodsb"
    mov esi, 0x1ffff
  AT
    lodsb
  ER
  O "esi", [r_esi], 0x10000
  R "string.movsw"
    mov si, 0xffff
  AT
    movsw
  ER 0x0d
  R "string.rep_stosb"
    mov edi, 0xabcdfffe
    mov ecx, 0x10004
  AT
    rep stosb
  ER
  O "edi", [r_edi], 0xabcd0002
  O "ecx", [r_ecx], 0x10000
  R "string.rep_stosw"
    mov di, 0xfffd
    mov cx, 4
  AT
    rep stosw
  ER 0x0d
  O "di", [r_edi], 0xffff
  O "cx", [r_ecx], 3
  R "string.rep_movsb32"
    mov esi, 0xfffe
    mov ecx, 4
  AT
    .byte 0x67
    rep movsb
  ER 0x0d
  O "esi", [r_esi], 0x10000
  O "ecx", [r_ecx], 2

  FINISH

.code16
int_target:
  pushf
  pop bx
  int DONE
int_done:
int_target2:
  mov bx, 0x77
  int DONE
int_done2:
.balign 4
real_word: .long 0
moved_ivt: .word 0x3ff
  .long DATA + 0x1000
short_ivt: .word N * 4 + 2
  .long 0
