# SPDX-License-Identifier: BSD-2-Clause
# The virtual interrupt flag, by CR4.VME and CR4.PVI: SDM volume 3, 20.3 and 20.4.
.include "start.inc"
.include "text.inc"
.include "protected.inc"
.include "v86.inc"

.set N, 0x50
.set BIG, S_T + 8                       # a TSS with a bitmap
.set TSS_BIG, 0x50000

# One instruction that IOPL 0 still forbids.
.macro REFUSED name, efl, insn:vararg
  V "\name", 0, \efl
  AT
    \insn
  EV 0x0d
  O "efl", [r_efl], VM + 0x10000 + \efl
.endm

# FLAGS on the stack, and POPF at IOPL 0.
.macro POPS name, efl, image
  V "\name", 0, \efl
    push \image
  AT
    popf
.endm

# The same for IRET, which goes to the next line.
.macro IRETS name, efl, image
  V "\name", 0, \efl
    push \image
    push 0x1000
    push 1f - image
  AT
    iret
  1:
.endm

.set VIF, 0x80000
.set VIP, 0x100000
.set MAP, 0x88                          # I/O bitmap in the TSS; the redirection bitmap is before it

main:
  mov esi, offset tss
  mov edi, TSS_BIG
  mov ecx, 26
  rep movsd
  mov word ptr [TSS_BIG + 0x66], MAP
  DESC BIG, TSS_BIG, 0x1ff, 0x89
  mov eax, BIG
  ltr ax
  GATE idt, N*8, S_C0, target, 0xee
  mov dword ptr [N*4], 0x10000000 + (redirected - image)
  mov eax, 3                            # VME and PVI
  mov cr4, eax

  V "cli", 0, VIF+0x202
    cli
  AT
  EV_NONE
  O "efl", [r_efl], VM+0x202
  V "sti", 0
    sti
  AT
  EV_NONE
  O "efl", [r_efl], VM+VIF+2
  REFUSED "sti.vip", VIP+2, sti
  V "cli.iopl3", 3, VIF+0x202
    cli
  AT
  EV_NONE
  O "efl", [r_efl], VM+VIF+0x3002
  V "sti.iopl3", 3, VIP+2
    sti
  AT
  EV_NONE
  O "efl", [r_efl], VM+VIP+0x3202
  V "pushf", 0, VIF+2
    pushf
    pop ax
  AT
  EV_NONE
  O "ax", [r_eax], 0x3202
  V "pushf.clear", 0, 0x202
    pushf
    pop ax
  AT
  EV_NONE
  O "ax", [r_eax], 0x3002
  V "pushf.iopl3", 3, VIF+2
    pushf
    pop ax
  AT
  EV_NONE
  O "ax", [r_eax], 0x3002
  REFUSED "pushfd", 2, pushfd
  REFUSED "popfd", 2, popfd
  REFUSED "iretd", 2, iretd
  POPS "popf", 0x202, 0x3cd5
  EV 3, 0, 771b-772b
  O "efl", [r_efl], VM+0x0ed7
  POPS "popf.if", 2, 0x202
  EV 3, 0, 771b-772b
  O "efl", [r_efl], VM+VIF+2
  POPS "popf.nt", VIF+2, 0x7002
  EV 3, 0, 771b-772b
  O "efl", [r_efl], VM+0x4002
  POPS "popf.vip", VIP+2, 0x202
  EV 0x0d
  O "sp", [r_esp], V_SP-2
  POPS "popf.vip_clear", VIP+2, 2
  EV 3, 0, 771b-772b
  O "efl", [r_efl], VM+VIP+2
  V "vif_vip", 0, VIP+VIF+2
  AT
    nop
  EV 0x0d
  POPS "popf.tf", 2, 0x102
  EV 0x0d
  IRETS "iret", 2, 0x2d5
  EV 3, 0, 771b-772b
  O "efl", [r_efl], VM+VIF+0xd7
  O "cs", [r_cs], 0x1000
  O "sp", [r_esp], V_SP
  IRETS "iret.clear", VIF+0x202, 0x7002
  EV 3, 0, 771b-772b
  O "efl", [r_efl], VM+0x4202
  IRETS "iret.vip", VIP+2, 0x202
  EV 0x0d
  O "sp", [r_esp], V_SP-6
  IRETS "iret.tf", 2, 0x102
  EV 0x0d

  # INT n goes to the program where its bit is clear.
  V "int", 0, VIF+0x602
  AT
    int N
  EV 3, 0, redirected_end+1-772b
  O "cs", [r_cs], 0x1000
  O "ip", [r_eax], 772b+2-0x10000
  O "pushed.cs", [r_ecx], 0x1000
  O "flags", [r_edx], 0x3602
  O "efl", [r_efl], VM+0x602
  V "int.iopl3", 3, VIF+0x202
  AT
    int N
  EV 3, 0, redirected_end+1-772b
  O "flags", [r_edx], 0x3202
  O "efl", [r_efl], VM+VIF+0x3002
  V "int.nt", 0, 0x4002
  AT
    int N
  EV 3, 0, redirected_end+1-772b
  O "flags", [r_edx], 0x7002
  O "efl", [r_efl], VM+0x4002
  V "int3.opcode", 0
  AT
    int3
  EV 3, 0, 1
  mov byte ptr [TSS_BIG + MAP - 32 + N / 8], 1 << (N % 8)
  REFUSED "int.bit", 2, int N
  V "int.bit_iopl3", 3, VIF+0x202
  AT
    int N
  EV DONE, 0, target_done-772b
  O "efl", [r_efl], VIF+0x3002
  O "pushed.efl", [STACK_TSS0-28], VM+VIF+0x3202
  mov dword ptr [(N+1)*4], 0x10000000 + (redirected - image)
  V "int.other", 0
  AT
    int N + 1
  EV 3, 0, redirected_end+1-772b
  mov byte ptr [TSS_BIG + MAP - 32 + N / 8], 0
  mov word ptr [TSS_BIG + 0x66], 0x216
  REFUSED "int.map_at_limit", 2, int N
  mov word ptr [TSS_BIG + 0x66], 0x215
  V "int.map_inside", 0
  AT
    int N
  EV 3, 0, redirected_end+1-772b
  mov word ptr [TSS_BIG + 0x66], MAP
  mov word ptr [N*4], 0xffff
  V "int.at_ffff", 0
  AT
    int N
  EV 0x0d, 0, 0x20000-772b
  mov word ptr [N*4], offset redirected - image

  # IRET into the mode ignores the upper half of EIP.
  mov byte ptr [try86_high + 2], 0xff
  V "eip_above", 0
  AT
    nop
  EV_NONE
  mov byte ptr [try86_high + 2], 0

  # PVI: only CLI and STI, only at CPL 3.
  T "pvi.cli", 3, VIF+0x202
    cli
  AT
  E
  O "efl", [r_efl], 0x202
  T "pvi.sti", 3, 2
    sti
  AT
  E
  O "efl", [r_efl], VIF+2
  T "pvi.sti_vip", 3, VIP+2
  AT
    sti
  E 0x0d
  T "pvi.vif_vip", 3, VIP+VIF+2
  AT
    nop
  E 0x0d
  T "pvi.vif_vip_ring2", 2, VIP+VIF+2
    nop
  AT
  E
  T "pvi.iopl3", 3, 0x3202
    cli
  AT
  E
  O "efl", [r_efl], 0x3002
  T "pvi.ring2", 2, 0x202
  AT
    cli
  E 0x0d
  T "pvi.pushf", 3, VIF+2
    pushf
    pop ax
  AT
  E
  O "ax", [r_eax], 2
  T "pvi.popf", 3, 0x202
    push 0
    popfd
  AT
  E
  O "efl", [r_efl], 0x202
  FINISH

.code16
redirected:
  pop ax
  pop cx
  pop dx
redirected_end:
  int3
.code32

target:
  int DONE
target_done:
