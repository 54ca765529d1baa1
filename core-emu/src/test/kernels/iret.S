# SPDX-License-Identifier: BSD-2-Clause
# IRET inside protected mode, and what it and POPF make of the flags: IRET, POPF of volume 2.
.include "start.inc"
.include "text.inc"
.include "protected.inc"

.set CONF0, S_T
.set CONF3, S_T + 8
.set ABSENT_C3, S_T + 16 + 3
.set ABSENT_D3, S_T + 24 + 3
.set READ_ONLY_D3, S_T + 32 + 3
.set SHORT_C3, S_T + 40 + 3             # base image, limit 0fh
.set SHORT_C0, S_T + 48
.set SMALL_D3, S_T + 56 + 3             # base DATA, limit 0fh
.set DATA_D3, S_T + 64 + 3
.set D16_3, S_T + 72 + 3
.set GATE_3, S_T + 80 + 3
.set BEYOND, 0x200

# IRET from ring 0 with these five on the stack.
.macro IRETS name, ss, esp, efl, cs, eip
  T "\name", 0
    push \ss
    push \esp
    push \efl
    push \cs
    push offset \eip
  AT
    iretd
.endm

# IRET to the same ring with such flags; observes the flags that it leaves.
.macro IRET_FLAGS name, ring, before, popped, after
  T "\name", \ring, \before
    push \popped
    push \ring * 0x11 + 8
    push offset 1f
  AT
    iretd
  1:
  E
  O "efl", [r_efl], \after
.endm

.macro POPF_FLAGS name, ring, before, popped, after
  T "\name", \ring, \before
    push \popped
  AT
    popfd
  E
  O "efl", [r_efl], \after
.endm

main:
  DESC CONF0, 0, 0xfffff, 0x9f, 12
  DESC CONF3, 0, 0xfffff, 0xff, 12
  DESC ABSENT_C3, 0, 0xfffff, 0x7b, 12
  DESC ABSENT_D3, 0, 0xfffff, 0x73, 12
  DESC READ_ONLY_D3, 0, 0xfffff, 0xf1, 12
  DESC_AT SHORT_C3, image, 0xf, 0xfb, 4
  DESC_AT SHORT_C0, image, 0xf, 0x9b, 4
  DESC SMALL_D3, DATA, 0xf, 0xf3, 4
  DESC DATA_D3, 0, 0xfffff, 0xf3, 12
  DESC D16_3, 0, 0xffff, 0xf3, 0
  GATE gdt, GATE_3, S_C3, target, 0xec

  T "iret.same0", 0
    push 0x12345678
    pushfd
    push S_C0
    push offset 1f
  AT
    iretd
  1:
  E
  O "esp", [r_esp], STACK-4
  T "iret.0to3", 0
    mov eax, S_D0
    mov ds, eax
    mov eax, CONF0
    mov es, eax
    mov eax, S_D2
    mov fs, eax
    push S_D3
    push 0x33800
    push 0x2
    push S_C3
    push offset 1f
  AT
    iretd
  1:
  E
  O "cs", [r_cs], S_C3
  O "ss", [r_ss], S_D3
  O "esp", [r_esp], 0x33800
  O "ds", [r_ds], 0, 4
  O "es", [r_es], CONF0, 4
  O "fs", [r_fs], 0, 4
  O "gs", [r_gs], S_D3, 4
  IRETS "iret.0to1", S_D1, 0x31800, 2, S_C1, target
  E DONE, 0, target_done-772b
  O "cs", [r_cs], S_C1
  O "ss", [r_ss], S_D1
  O "ds", [r_ds], S_D3, 4
  IRETS "iret.to_conforming", S_D3, STACK3, 2, CONF0+3, target
  E DONE, 0, target_done-772b
  O "cs", [r_cs], CONF0+3
  IRETS "iret.to_ss16", D16_3, 0x12348000, 2, S_C3, target
  E DONE, 0, target_done-772b
  O "sp", [r_esp], 0x8000, 4
  T "iret.o16_same", 0
    .byte 0x66, 0x68
    .word 2
    .byte 0x66, 0x68
    .word S_C16
    .byte 0x66, 0x68
    .word 1f - image
  AT
    .byte 0x66, 0xcf
    .code16
  1: int DONE
    .code32
  E DONE, 0, 1b+2-772b
  O "esp", [r_esp], STACK
  T "iret.o16_flags", 0, 0x240002
    .byte 0x66, 0x68
    .word 0x0cd7
    .byte 0x66, 0x68
    .word S_C16
    .byte 0x66, 0x68
    .word 1f - image
  AT
    .byte 0x66, 0xcf
    .code16
  1: int DONE
    .code32
  E DONE, 0, 1b+2-772b
  O "efl", [r_efl], 0x240cd7

  # What the stack must hold.
  T "iret.inward", 3
    push 2
    push S_C0
    push offset target
  AT
    iretd
  E 0x0d, S_C0
  O "esp", [r_esp], STACK3-12
  IRETS "cs.null", S_D3, STACK3, 2, 0, target
  E 0x0d
  IRETS "cs.null3", S_D3, STACK3, 2, 3, target
  E 0x0d
  IRETS "cs.beyond", S_D3, STACK3, 2, BEYOND+3, target
  E 0x0d, BEYOND
  IRETS "cs.data", S_D3, STACK3, 2, DATA_D3, target
  E 0x0d, DATA_D3&0xfffc
  IRETS "cs.gate", S_D3, STACK3, 2, GATE_3, target
  E 0x0d, GATE_3&0xfffc
  IRETS "cs.dpl_below_rpl", S_D3, STACK3, 2, (S_C2|3), target
  E 0x0d, S_C2&0xfffc
  IRETS "cs.dpl_above_rpl", S_D1, STACK1, 2, (S_C3&0xfffc|1), target
  E 0x0d, S_C3&0xfffc
  IRETS "cs.conforming_dpl", S_D1, STACK1, 2, CONF3+1, target
  E 0x0d, CONF3
  IRETS "cs.absent", S_D3, STACK3, 2, ABSENT_C3, target
  E 0x0b, ABSENT_C3&0xfffc
  IRETS "ss.null", 0, STACK3, 2, S_C3, target
  E 0x0d
  IRETS "ss.null3", 3, STACK3, 2, S_C3, target
  E 0x0d
  IRETS "ss.rpl", (S_D3&0xfffc), STACK3, 2, S_C3, target
  E 0x0d, S_D3&0xfffc
  IRETS "ss.dpl", (S_D2|3), STACK3, 2, S_C3, target
  E 0x0d, S_D2&0xfffc
  IRETS "ss.code", S_C3, STACK3, 2, S_C3, target
  E 0x0d, S_C3&0xfffc
  IRETS "ss.read_only", READ_ONLY_D3, STACK3, 2, S_C3, target
  E 0x0d, READ_ONLY_D3&0xfffc
  IRETS "ss.beyond", BEYOND+3, STACK3, 2, S_C3, target
  E 0x0d, BEYOND
  IRETS "ss.absent", ABSENT_D3, STACK3, 2, S_C3, target
  E 0x0b, ABSENT_D3&0xfffc               # #NP, as IRET's page says, where RET's has #SS
  O "esp", [r_esp], STACK-20
  IRETS "eip.beyond", S_D3, STACK3, 2, SHORT_C3, target-0x10000
  E 0x0d
  O "esp", [r_esp], STACK-20
  IRETS "eip.beyond_same", 0, 0, 2, SHORT_C0, target-0x10000
  E 0x0d
  O "cs", [r_cs], S_C0
  T "stack.no_room", 3
    mov eax, SMALL_D3
    mov ss, eax
    mov esp, 8
  AT
    iretd
  E 0x0c
  O "esp", [r_esp], 8

  # Flags by ring and IOPL: IOPL changes in ring 0 only, IF where CPL <= IOPL.
  IRET_FLAGS "flags.iret.ring0", 0, 2, 0x243ed7-0x200, 0x243cd7
  IRET_FLAGS "flags.iret.ring0_if", 0, 2, 0x202, 0x202
  IRET_FLAGS "flags.iret.ring3.iopl0", 3, 2, 0x243ed7, 0x240cd7
  IRET_FLAGS "flags.iret.ring3.iopl3", 3, 0x3002, 0x240ed7, 0x243ed7
  IRET_FLAGS "flags.iret.ring3.iopl3_cli", 3, 0x3202, 2, 0x3002
  IRET_FLAGS "flags.iret.ring3.iopl2_cli", 3, 0x2202, 2, 0x2202
  IRET_FLAGS "flags.iret.ring1.iopl1", 1, 0x1002, 0x3202, 0x1202
  IRET_FLAGS "flags.iret.ring1.iopl0", 1, 0x0002, 0x3202, 0x0002
  IRET_FLAGS "flags.iret.ring2.iopl2", 2, 0x2202, 0x0002, 0x2002
  IRET_FLAGS "flags.iret.reserved", 0, 2, 0xffc08028, 2
  IRET_FLAGS "flags.iret.rf", 0, 2, 0x10002, 2
  IRETS "flags.iret.0to3", S_D3, STACK3, 0x3202, S_C3, target
  E DONE, 0, target_done-772b
  O "efl", [r_efl], 0x3202
  IRET_FLAGS "flags.iret.ring3_vm", 3, 2, 0x20002, 2
  POPF_FLAGS "flags.popf.ring0", 0, 2, 0x243ed7-0x200, 0x243cd7
  POPF_FLAGS "flags.popf.ring0_nt", 0, 2, 0x4002, 0x4002
  POPF_FLAGS "flags.popf.ring0_off", 0, 0x243cd7, 2, 2
  POPF_FLAGS "flags.popf.ring3.iopl0", 3, 2, 0x247ed7, 0x244cd7
  POPF_FLAGS "flags.popf.ring3.iopl3", 3, 0x3002, 0x240ed7, 0x243ed7
  POPF_FLAGS "flags.popf.ring3.iopl2", 3, 0x2202, 0x0002, 0x2202
  POPF_FLAGS "flags.popf.ring1.iopl1", 1, 0x1202, 0x3002, 0x1002
  POPF_FLAGS "flags.popf.reserved", 0, 2, 0xffc08028, 2
  POPF_FLAGS "flags.popf.vm_rf", 0, 2, 0x30002, 2
  POPF_FLAGS "flags.popf.vif_vip", 0, 2, 0x180002, 2
  T "flags.popf16.keeps_high", 0, 0x240002
    .byte 0x66, 0x6a, 2
  AT
    .byte 0x66, 0x9d
  E
  O "efl", [r_efl], 0x240002
  T "flags.pushf", 3, 0x243ed7
  AT
    pushfd
    pop eax
  E
  O "eax", [r_eax], 0x243ed7
  T "flags.pushf16", 3, 0x243ed7
    push -1
  AT
    .byte 0x66, 0x9c
    pop eax
  E
  O "eax", [r_eax], 0xffff3ed7
  T "flags.sahf", 3, 0xcd7
  AT
    sahf
  E
  O "efl", [r_efl], 0xc02
  T "flags.lahf", 3, 0xcd7
  AT
    lahf
  E
  O "eax", [r_eax], 0xd700
  FINISH

target:
  int DONE
target_done:
