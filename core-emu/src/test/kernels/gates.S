# SPDX-License-Identifier: BSD-2-Clause
# Call gates and far returns: SDM volume 3, 5.8, and CALL, JMP, RET of volume 2.
.include "start.inc"
.include "text.inc"
.include "protected.inc"

.set G, S_T                             # the call gate
.set CONF0, S_T + 8                     # conforming code of DPL 0
.set CONF3, S_T + 16
.set ABSENT_C0, S_T + 24
.set SHORT_C0, S_T + 32                 # base image, limit 0fh
.set ABSENT_D1, S_T + 40 + 1
.set READ_ONLY_D1, S_T + 48 + 1
.set SMALL_D1, S_T + 56 + 1             # base DATA, limit 0fh
.set READABLE_C0, S_T + 64
.set ABSENT_C3, S_T + 72 + 3
.set ABSENT_D3, S_T + 80 + 3
.set READ_ONLY_D3, S_T + 88 + 3
.set SMALL_D0, S_T + 96
.set D16_1, S_T + 104 + 1               # 16-bit stack of DPL 1, base 0
.set SHORT_C3, S_T + 112 + 3
.set SMALL_D3, S_T + 120 + 3            # base DATA, limit 0fh
.set BEYOND, 0x200

# Sets the gate, and calls it from a ring.
.macro CALLS name, ring, sel, access, count, high=1
  GATE gdt, G, \sel, target, \access, \count, \high
  T "\name", \ring
    push 0x33333333
    push 0x22222222
    push 0x11111111
  AT
    call (G | \ring):0x98765432
.endm

# A far return from ring 0 with these four on the stack.
.macro RETS name, ss, esp, cs, eip
  T "\name", 0
    push \ss
    push \esp
    push \cs
    push offset \eip
  AT
    retf
.endm

main:
  DESC CONF0, 0, 0xfffff, 0x9f, 12
  DESC CONF3, 0, 0xfffff, 0xff, 12
  DESC ABSENT_C0, 0, 0xfffff, 0x1b, 12
  DESC_AT SHORT_C0, image, 0xf, 0x9b, 4
  DESC_AT SHORT_C3, image, 0xf, 0xfb, 4
  DESC ABSENT_D1, 0, 0xfffff, 0x33, 12
  DESC READ_ONLY_D1, 0, 0xfffff, 0xb1, 12
  DESC SMALL_D1, DATA, 0xf, 0xb3, 4
  DESC SMALL_D3, DATA, 0xf, 0xf3, 4
  DESC SMALL_D0, DATA, 0xf, 0x93, 4
  DESC READABLE_C0, 0, 0xfffff, 0x9b, 12
  DESC ABSENT_C3, 0, 0xfffff, 0x7b, 12
  DESC ABSENT_D3, 0, 0xfffff, 0x73, 12
  DESC READ_ONLY_D3, 0, 0xfffff, 0xf1, 12
  DESC D16_1, 0, 0xffff, 0xb3, 0

  # 32-bit gates inward, with parameters.
  CALLS "call32.3to0.params3", 3, S_C0, 0xec, 3
  E DONE, 0, target_done-772b
  O "cs", [r_cs], S_C0
  O "ss", [r_ss], S_D0
  O "esp", [r_esp], STACK_TSS0-28
  O "pushed.ss", [STACK_TSS0-4], S_D3
  O "esp", [STACK_TSS0-8], STACK3-12
  O "p", [STACK_TSS0-12], 0x33333333
  O "p", [STACK_TSS0-16], 0x22222222
  O "p", [STACK_TSS0-20], 0x11111111
  O "cs", [STACK_TSS0-24], S_C3
  O "eip", [STACK_TSS0-28], 772b+7
  CALLS "call32.3to0.params0", 3, S_C0, 0xec, 0
  E DONE, 0, target_done-772b
  O "esp", [r_esp], STACK_TSS0-16
  CALLS "call32.3to1.params1", 3, S_C1, 0xec, 1
  E DONE, 0, target_done-772b
  O "cs", [r_cs], S_C1
  O "ss", [r_ss], S_D1
  O "esp", [r_esp], STACK_TSS1-20
  O "p", [STACK_TSS1-12], 0x11111111
  CALLS "call32.3to2.params31", 3, S_C2, 0xec, 31
  E DONE, 0, target_done-772b
  O "cs", [r_cs], S_C2
  O "ss", [r_ss], S_D2
  O "esp", [r_esp], STACK_TSS2-16-124
  CALLS "call32.2to1", 2, S_C1, 0xcc, 0
  E DONE, 0, target_done-772b
  O "cs", [r_cs], S_C1
  O "pushed.ss", [STACK_TSS1-4], S_D2
  CALLS "call32.selector_rpl3", 3, (S_C0 | 3), 0xec, 0
  E DONE, 0, target_done-772b
  O "cs", [r_cs], S_C0

  # The same ring, and conforming targets: no other stack, no parameters.
  CALLS "call32.same0", 0, S_C0, 0x8c, 3
  E DONE, 0, target_done-772b
  O "esp", [r_esp], STACK-20
  CALLS "call32.same3", 3, S_C3, 0xec, 3
  E DONE, 0, target_done-772b
  O "cs", [r_cs], S_C3
  O "esp", [r_esp], STACK3-20
  CALLS "call32.conforming", 3, CONF0, 0xec, 3
  E DONE, 0, target_done-772b
  O "cs", [r_cs], CONF0+3
  O "ss", [r_ss], S_D3
  O "esp", [r_esp], STACK3-20
  O "pushed.cs", [STACK3-16], S_C3

  # 16-bit gates: words, and the low 16 bits of EIP.
  mov dword ptr [gdt + G], (target - image) | (READABLE_C0 << 16)
  DESC_AT READABLE_C0, image, 0xffff, 0x9b, 4
  mov dword ptr [gdt + G + 4], 0xffffe402
  T "call16.3to0.params2", 3
    push 0x44443333
    push 0x22221111
  AT
    call (G | 3):0
  E DONE, 0, target_done-772b
  O "cs", [r_cs], READABLE_C0
  O "esp", [r_esp], STACK_TSS0-12
  O "pushed.ss", [STACK_TSS0-2], S_D3, 4
  O "sp", [STACK_TSS0-4], (STACK3-8)&0xffff, 4
  O "p", [STACK_TSS0-8], 0x22221111
  O "cs", [STACK_TSS0-10], S_C3, 4
  O "ip", [STACK_TSS0-12], 772b+7, 4
  DESC READABLE_C0, 0, 0xfffff, 0x9b, 12

  # JMP through a gate changes no ring.
  GATE gdt, G, S_C3, target, 0xec
  T "jmp32.same3", 3
  AT
    jmp (G | 3):0
  E DONE, 0, target_done-772b
  O "esp", [r_esp], STACK3
  GATE gdt, G, S_C0, target, 0xec
  T "jmp32.3to0", 3
  AT
    jmp (G | 3):0
  E 0x0d, S_C0
  GATE gdt, G, CONF0, target, 0xec
  T "jmp32.conforming", 3
  AT
    jmp (G | 3):0
  E DONE, 0, target_done-772b
  O "cs", [r_cs], CONF0+3

  # What the gate and its target must be.
  CALLS "gate.dpl2_cpl3", 3, S_C0, 0xcc, 0
  E 0x0d, G
  O "esp", [r_esp], STACK3-12
  GATE gdt, G, S_C0, target, 0x8c
  T "gate.dpl0_rpl3_cpl0", 0
  AT
    call (G | 3):0
  E 0x0d, G
  CALLS "gate.absent", 3, S_C0, 0x6c, 0
  E 0x0b, G
  CALLS "gate.absent_dpl0", 3, S_C0, 0x0c, 0
  E 0x0d, G
  CALLS "gate.interrupt_gate", 3, S_C0, 0xee, 0
  E 0x0d, G
  CALLS "gate.trap_gate16", 3, S_C0, 0xe7, 0
  E 0x0d, G
  CALLS "gate.ldt", 3, S_C0, 0xe2, 0
  E 0x0d, G
  CALLS "gate.type0", 3, S_C0, 0xe0, 0
  E 0x0d, G
  CALLS "gate.type8", 3, S_C0, 0xe8, 0
  E 0x0d, G
  CALLS "gate.busy_tss", 3, S_C0, 0xeb, 0
  E 0x0d, G
  CALLS "target.null", 3, 0, 0xec, 0
  E 0x0d, 0
  CALLS "target.beyond", 3, BEYOND, 0xec, 0
  E 0x0d, BEYOND
  CALLS "target.data", 3, S_D0, 0xec, 0
  E 0x0d, S_D0
  CALLS "target.absent", 3, ABSENT_C0, 0xec, 0
  E 0x0b, ABSENT_C0
  CALLS "target.outward", 0, S_C3, 0x8c, 0
  E 0x0d, S_C3&0xfffc
  CALLS "target.conforming_outward", 0, CONF3, 0x8c, 0
  E 0x0d, CONF3
  CALLS "target.limit_same", 0, SHORT_C0, 0x8c, 0, 0
  E 0x0d
  O "cs", [r_cs], S_C0
  O "esp", [r_esp], STACK-12
  CALLS "target.limit_inward", 3, SHORT_C0, 0xec, 0, 0
  E 0x0d
  O "cs", [r_cs], S_C3
  O "esp", [r_esp], STACK3-12

  # The stack in the TSS.
  mov dword ptr [tss + 16], 0
  CALLS "tss.ss_null", 3, S_C1, 0xec, 0
  E 0x0a, 0
  O "esp", [r_esp], STACK3-12
  mov dword ptr [tss + 16], S_D1 & 0xfffc
  CALLS "tss.ss_rpl", 3, S_C1, 0xec, 0
  E 0x0a, S_D1&0xfffc
  mov dword ptr [tss + 16], (S_D2 & 0xfffc) + 1
  CALLS "tss.ss_dpl", 3, S_C1, 0xec, 0
  E 0x0a, S_D2&0xfffc
  mov dword ptr [tss + 16], READ_ONLY_D1
  CALLS "tss.ss_read_only", 3, S_C1, 0xec, 0
  E 0x0a, READ_ONLY_D1&0xfffc
  mov dword ptr [tss + 16], S_C1
  CALLS "tss.ss_code", 3, S_C1, 0xec, 0
  E 0x0a, S_C1&0xfffc
  mov dword ptr [tss + 16], BEYOND + 1
  CALLS "tss.ss_beyond", 3, S_C1, 0xec, 0
  E 0x0a, BEYOND
  mov dword ptr [tss + 16], ABSENT_D1
  CALLS "tss.ss_absent", 3, S_C1, 0xec, 0
  E 0x0c, ABSENT_D1&0xfffc
  mov dword ptr [tss + 16], SMALL_D1
  mov dword ptr [tss + 12], 0x10
  CALLS "tss.room16_params0", 3, S_C1, 0xec, 0
  E DONE, 0, target_done-772b
  O "esp", [r_esp], 0
  O "ss", [r_ss], SMALL_D1
  CALLS "tss.room16_params1", 3, S_C1, 0xec, 1
  E 0x0c, SMALL_D1&0xfffc
  O "cs", [r_cs], S_C3
  O "esp", [r_esp], STACK3-12
  mov dword ptr [tss + 12], 0x14
  CALLS "tss.beyond", 3, S_C1, 0xec, 0
  E 0x0c, SMALL_D1&0xfffc
  mov dword ptr [tss + 12], 0x71000
  mov dword ptr [tss + 16], D16_1
  CALLS "tss.ss16", 3, S_C1, 0xec, 0
  E DONE, 0, target_done-772b
  O "sp", [r_esp], 0x0ff0, 4
  O "pushed.ss", [0x0ffc], S_D3
  mov dword ptr [tss + 12], STACK_TSS1
  mov dword ptr [tss + 16], S_D1
  # The limit of the TSS: SS1 ends at 13h+2.
  DESC_AT S_TSS, tss, 0x11, 0x89
  mov eax, S_TSS
  ltr ax
  CALLS "tss.limit_11", 3, S_C1, 0xec, 0
  E 0x0a, S_TSS
  DESC_AT S_TSS, tss, 0x67, 0x89
  mov eax, S_TSS
  ltr ax

  # Returns outward.
  T "retf.0to3", 0
    mov eax, S_D0
    mov ds, eax
    mov eax, S_D3
    mov es, eax
    mov eax, CONF0
    mov fs, eax
    mov eax, S_D1
    mov gs, eax
    push 0x55555555
    push S_D3
    push 0x33800
    push 0x77777777
    push S_C3
    push offset 1f
  AT
    retf 4
  1:
  E
  O "cs", [r_cs], S_C3
  O "ss", [r_ss], S_D3
  O "esp", [r_esp], 0x33804
  O "ds", [r_ds], 0, 4
  O "es", [r_es], S_D3, 4
  O "fs", [r_fs], CONF0, 4
  O "gs", [r_gs], 0, 4
  T "retf.0to1", 0
    mov eax, S_D1
    mov gs, eax
    mov eax, S_D0
    mov fs, eax
    push S_D1
    push 0x33800
    push S_C1
    push offset 1f
  AT
    retf
  1:
  E
  O "cs", [r_cs], S_C1
  O "gs", [r_gs], S_D1, 4
  O "fs", [r_fs], 0, 4
  T "retf.2to3", 2
    push S_D3
    push 0x33800
    push S_C3
    push offset 1f
  AT
    retf
  1:
  E
  O "cs", [r_cs], S_C3
  T "retf.same", 3
    push 0
    push S_C3
    push offset 1f
  AT
    retf 4
  1:
  E
  O "esp", [r_esp], STACK3
  T "retf.o16", 0
    push 0
    .byte 0x66, 0x68
    .word S_C16
    .byte 0x66, 0x68
    .word 1f - image
  AT
    .byte 0x66
    retf
    .code16
  1: int DONE
    .code32
  E DONE, 0, 1b+2-772b
  O "esp", [r_esp], STACK-4

  RETS "retf.inward", 0, 0, S_C0, target
  E DONE, 0, target_done-772b
  T "retf.rpl_below_cpl", 3
    push S_C0
    push offset target
  AT
    retf
  E 0x0d, S_C0
  O "esp", [r_esp], STACK3-8
  RETS "retf.cs_null", S_D3, STACK3, 0, target
  E 0x0d
  RETS "retf.cs_beyond", S_D3, STACK3, BEYOND+3, target
  E 0x0d, BEYOND
  RETS "retf.cs_data", S_D3, STACK3, S_D3, target
  E 0x0d, S_D3&0xfffc
  RETS "retf.cs_gate", S_D3, STACK3, G+3, target
  E 0x0d, G
  RETS "retf.cs_dpl", S_D3, STACK3, (S_C2|3), target
  E 0x0d, S_C2&0xfffc
  RETS "retf.cs_absent", S_D3, STACK3, ABSENT_C3, target
  E 0x0b, ABSENT_C3&0xfffc
  RETS "retf.cs_conforming_dpl", S_D1, STACK3, CONF3+1, target
  E 0x0d, CONF3
  RETS "retf.ss_null", 0, STACK3, S_C3, target
  E 0x0d
  RETS "retf.ss_null3", 3, STACK3, S_C3, target
  E 0x0d
  RETS "retf.ss_rpl", (S_D3&0xfffc), STACK3, S_C3, target
  E 0x0d, S_D3&0xfffc
  RETS "retf.ss_dpl", (S_D2|3), STACK3, S_C3, target
  E 0x0d, S_D2&0xfffc
  RETS "retf.ss_read_only", READ_ONLY_D3, STACK3, S_C3, target
  E 0x0d, READ_ONLY_D3&0xfffc
  RETS "retf.ss_absent", ABSENT_D3, STACK3, S_C3, target
  E 0x0c, ABSENT_D3&0xfffc
  O "esp", [r_esp], STACK-16
  RETS "retf.ss_beyond", BEYOND+3, STACK3, S_C3, target
  E 0x0d, BEYOND
  RETS "retf.eip_beyond", S_D3, STACK3, SHORT_C3, target-0x10000
  E 0x0d
  O "esp", [r_esp], STACK-16
  T "retf.no_room", 3
    mov eax, SMALL_D3
    mov ss, eax
    mov esp, 12
  AT
    retf
  E 0x0c
  FINISH

target:
  mov ebx, esp
  int DONE
target_done:
