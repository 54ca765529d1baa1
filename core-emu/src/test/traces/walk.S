# SPDX-License-Identifier: BSD-2-Clause
# A short walk for register traces: real mode, REP strings, undefined flags, an interrupt, protected
# mode, a stop. Built with the linker script of ../kernels.
.intel_syntax noprefix
.section .reset, "ax"
.code16
  jmp start

.section .text
.code16
image:
gdt:
  .quad 0
  .quad 0x00cf9a000000ffff              # 08h: flat code
  .quad 0x00cf92000000ffff              # 10h: flat data
gdtr:
  .word 23
  .long 0xf0000 + gdt - image
start:
  cli
  xor edx, edx
  xor ax, ax
  mov ds, ax
  mov ss, ax
  mov sp, 0x7000
  mov es, ax
  mov di, 0x500
  mov cx, 5
  cld
  rep stosb
  mov word ptr [0x80], offset handler - image
  mov word ptr [0x82], 0xf000
  int 0x20
  mov al, 0x7f
  mov bl, 0x23
  mul bl
  stc
  shl ax, 3
  mov cx, 3
1:
  add dx, cx
  loop 1b
  .byte 0x2e, 0x66, 0x0f, 0x01, 0x16    # lgdt cs:[gdtr], 32-bit base
  .word gdtr - image
  mov eax, cr0
  or al, 1
  mov cr0, eax
  .byte 0x66, 0xea                      # jmp 08h:thirty_two
  .long 0xf0000 + thirty_two - image
  .word 8
handler:
  inc si
  iret

.code32
thirty_two:
  mov eax, 0x10
  mov ds, eax
  mov es, eax
  mov ss, eax
  mov esp, 0x8000
  mov esi, 0x500
  mov edi, 0x600
  mov ecx, 3
  rep movsb
  push esp
  pushfd
  pop eax
  call leaf
  hlt
leaf:
  imul edx, ecx, 0x12345
  ret
