# SPDX-License-Identifier: BSD-2-Clause
# Interrupt and trap gates, error codes and double faults: SDM volume 3, 6.10 to 6.15, and INT n,
# INTO, INT3, BOUND of volume 2.
.include "start.inc"
.include "text.inc"
.include "protected.inc"

.set N, 0x50                            # the vector that is tried
.set ERR, N * 8 + 2                     # its error code: IDT
.set CONF0, S_T
.set ABSENT_C0, S_T + 8
.set SHORT_C0, S_T + 16                 # base image, limit 0fh
.set IMAGE_C0, S_T + 24                 # base image
.set ABSENT_D1, S_T + 32 + 1
.set READ_ONLY_D1, S_T + 40 + 1
.set SMALL_D1, S_T + 48 + 1             # base DATA, limit 13h
.set IMAGE_C3, S_T + 56 + 3
.set CONF3, S_T + 64
.set SMALL_D3, S_T + 72 + 3
.set BEYOND, 0x200
.set IF, 0x200

# INT N through such a gate.
.macro INTS name, ring, sel, access, high=1, efl=2, label=target
  GATE idt, N*8, \sel, \label, \access, 0, \high
  T "\name", \ring, \efl
  AT
    int N
.endm

# UD2 through such a gate.
.macro UDS name, ring, sel, access, high=1, label=target
  GATE idt, 6*8, \sel, \label, \access, 0, \high
  T "\name", \ring
  AT
    ud2
.endm

main:
  DESC CONF0, 0, 0xfffff, 0x9f, 12
  DESC ABSENT_C0, 0, 0xfffff, 0x1b, 12
  DESC_AT SHORT_C0, image, 0xf, 0x9b, 4
  DESC_AT IMAGE_C0, image, 0xffff, 0x9b, 4
  DESC_AT IMAGE_C3, image, 0xffff, 0xfb, 4
  DESC ABSENT_D1, 0, 0xfffff, 0x33, 12
  DESC READ_ONLY_D1, 0, 0xfffff, 0xb1, 12
  DESC SMALL_D1, DATA, 0x13, 0xb3, 4
  DESC SMALL_D3, DATA, 0xf, 0xf3, 4
  DESC CONF3, 0, 0xfffff, 0xff, 12

  # What is pushed, and the flags in the handler.
  INTS "int.gate32.3to0", 3, S_C0, 0xee, 1, 0xad7
  E DONE, 0, target_done-772b
  O "cs", [r_cs], S_C0
  O "esp", [r_esp], STACK_TSS0-20
  O "efl", [r_ebx], 0x8d7
  O "pushed.ss", [STACK_TSS0-4], S_D3
  O "esp", [STACK_TSS0-8], STACK3
  O "efl", [STACK_TSS0-12], 0xad7
  O "cs", [STACK_TSS0-16], S_C3
  O "eip", [STACK_TSS0-20], 772b+2
  INTS "int.trap32.3to0", 3, S_C0, 0xef, 1, 0xa02
  E DONE, 0, target_done-772b
  O "efl", [r_ebx], 0xa02
  INTS "int.gate32.iopl_nt", 3, S_C0, 0xee, 1, 0x7002
  E DONE, 0, target_done-772b
  O "efl", [r_ebx], 0x3002
  O "pushed.efl", [STACK_TSS0-12], 0x7002
  INTS "int.trap32.ac_id", 3, S_C0, 0xef, 1, 0x240002
  E DONE, 0, target_done-772b
  O "efl", [r_ebx], 0x240002
  INTS "int.gate32.3to1", 3, S_C1, 0xee
  E DONE, 0, target_done-772b
  O "cs", [r_cs], S_C1
  O "ss", [r_ss], S_D1
  O "esp", [r_esp], STACK_TSS1-20
  INTS "int.gate32.3to2", 3, S_C2, 0xee
  E DONE, 0, target_done-772b
  O "cs", [r_cs], S_C2
  O "esp", [r_esp], STACK_TSS2-20
  INTS "int.gate32.2to1", 2, S_C1, 0xee
  E DONE, 0, target_done-772b
  O "cs", [r_cs], S_C1
  O "pushed.ss", [STACK_TSS1-4], S_D2
  INTS "int.gate32.same0", 0, S_C0, 0x8e
  E DONE, 0, target_done-772b
  O "esp", [r_esp], STACK-12
  INTS "int.gate32.same3", 3, S_C3, 0xee
  E DONE, 0, target_done-772b
  O "cs", [r_cs], S_C3
  O "esp", [r_esp], STACK3-12
  INTS "int.gate32.conforming", 3, CONF0, 0xee
  E DONE, 0, target_done-772b
  O "cs", [r_cs], CONF0+3
  O "esp", [r_esp], STACK3-12
  INTS "int.gate32.selector_rpl3", 3, (S_C0|3), 0xee
  E DONE, 0, target_done-772b
  O "cs", [r_cs], S_C0
  INTS "int.gate16.3to0", 3, IMAGE_C0, 0xe6, 0xffff, 0xa02
  E DONE, 0, target_done-772b
  O "esp", [r_esp], STACK_TSS0-10
  O "efl", [r_ebx], 0x802
  O "pushed.ss", [STACK_TSS0-2], S_D3, 4
  O "sp", [STACK_TSS0-4], STACK3&0xffff, 4
  O "fl", [STACK_TSS0-6], 0xa02, 4
  O "cs", [STACK_TSS0-8], S_C3, 4
  O "ip", [STACK_TSS0-10], 772b+2, 4
  INTS "int.trap16.same0", 0, IMAGE_C0, 0x87, 0xffff, 0x802
  E DONE, 0, target_done-772b
  O "esp", [r_esp], STACK-6
  O "efl", [r_ebx], 0x802

  # What the gate and its target must be.
  INTS "gate.dpl0", 3, S_C0, 0x8e
  E 0x0d, ERR
  O "esp", [r_esp], STACK3
  INTS "gate.dpl2", 3, S_C0, 0xce
  E 0x0d, ERR
  INTS "gate.dpl2_cpl2", 2, S_C0, 0xce
  E DONE, 0, target_done-772b
  INTS "gate.absent", 3, S_C0, 0x6e
  E 0x0b, ERR
  INTS "gate.absent_dpl0", 3, S_C0, 0x0e
  E 0x0d, ERR
  .irp type, 0, 1, 2, 3, 4, 8, 9, 10, 11, 12, 13
  INTS "gate.type\type", 3, S_C0, 0xe0+\type
  E 0x0d, ERR
  .endr
  INTS "gate.segment", 3, S_C0, 0xfb
  E 0x0d, ERR
  T "gate.beyond", 3
  AT
    int 0x80
  E 0x0d, 0x402
  T "gate.beyond_last", 0
  AT
    int 0xff
  E 0x0d, 0x7fa
  INTS "target.null", 3, 3, 0xee
  E 0x0d, 0
  INTS "target.beyond", 3, BEYOND, 0xee
  E 0x0d, BEYOND
  INTS "target.data", 3, S_D0, 0xee
  E 0x0d, S_D0
  INTS "target.ldt_system", 3, S_LDT, 0xee
  E 0x0d, S_LDT
  INTS "target.absent", 3, ABSENT_C0, 0xee
  E 0x0b, ABSENT_C0
  INTS "target.outward", 0, S_C3, 0x8e
  E 0x0d, S_C3&0xfffc
  INTS "target.conforming_outward", 0, CONF3, 0x8e
  E 0x0d, CONF3
  INTS "target.limit_same", 0, SHORT_C0, 0x8e, 0
  E 0x0d
  O "esp", [r_esp], STACK
  INTS "target.limit_inward", 3, SHORT_C0, 0xee, 0
  E 0x0d
  O "esp", [r_esp], STACK3

  # The stack in the TSS.
  mov dword ptr [tss + 16], 0
  INTS "tss.ss_null", 3, S_C1, 0xee
  E 0x0a, 0
  mov dword ptr [tss + 16], S_D1 & 0xfffc
  INTS "tss.ss_rpl", 3, S_C1, 0xee
  E 0x0a, S_D1&0xfffc
  mov dword ptr [tss + 16], (S_D2 & 0xfffc) + 1
  INTS "tss.ss_dpl", 3, S_C1, 0xee
  E 0x0a, S_D2&0xfffc
  mov dword ptr [tss + 16], READ_ONLY_D1
  INTS "tss.ss_read_only", 3, S_C1, 0xee
  E 0x0a, READ_ONLY_D1&0xfffc
  mov dword ptr [tss + 16], BEYOND + 1
  INTS "tss.ss_beyond", 3, S_C1, 0xee
  E 0x0a, BEYOND
  mov dword ptr [tss + 16], ABSENT_D1
  INTS "tss.ss_absent", 3, S_C1, 0xee
  E 0x0c, ABSENT_D1&0xfffc
  O "esp", [r_esp], STACK3
  mov dword ptr [tss + 16], SMALL_D1
  mov dword ptr [tss + 12], 0x14
  INTS "tss.room20", 3, S_C1, 0xee, 1, 2, bare
  E DONE, 0, bare_done-772b
  O "ss", [r_ss], SMALL_D1
  O "esp", [r_esp], 0
  mov dword ptr [tss + 12], 0x13
  INTS "tss.room19", 3, S_C1, 0xee
  E 0x0c, SMALL_D1&0xfffc
  O "esp", [r_esp], STACK3

  # Exceptions: EXT is set in the error codes of what goes wrong on their way.
  mov dword ptr [tss + 12], 0x14
  UDS "ud.room20", 3, S_C1, 0x8e, 1, bare
  E DONE, 0, bare_done-772b
  mov dword ptr [tss + 12], 0x13
  UDS "ud.room19", 3, S_C1, 0x8e
  E 0x0c, SMALL_D1&0xfffc|1
  mov dword ptr [tss + 12], STACK_TSS1
  mov dword ptr [tss + 16], 0
  UDS "ud.tss_ss_null", 3, S_C1, 0x8e
  E 0x0a, 1
  mov dword ptr [tss + 16], S_D2
  UDS "ud.tss_ss_dpl", 3, S_C1, 0x8e
  E 0x0a, S_D2&0xfffc|1
  mov dword ptr [tss + 16], ABSENT_D1
  UDS "ud.tss_ss_absent", 3, S_C1, 0x8e
  E 0x0c, ABSENT_D1&0xfffc|1
  mov dword ptr [tss + 16], S_D1
  UDS "ud.dpl0_gate", 3, S_C0, 0x8e
  E DONE, 0, target_done-772b
  O "pushed.eip", [STACK_TSS0-20], 772b
  UDS "ud.absent", 3, S_C0, 0x6e
  E 0x0b, 0x33
  UDS "ud.bad_type", 3, S_C0, 0xe8
  E 0x0d, 0x33
  UDS "ud.target_null", 3, 0, 0xee
  E 0x0d, 1
  UDS "ud.target_absent", 3, ABSENT_C0, 0xee
  E 0x0b, ABSENT_C0|1
  UDS "ud.target_data", 0, S_D0, 0x8e
  E 0x0d, S_D0|1
  UDS "ud.target_limit", 0, SHORT_C0, 0x8e, 0
  E 0x0d, 1
  UDS "ud.target_outward", 0, S_C3, 0x8e
  E 0x0d, S_C3&0xfffc|1
  GATE idt, 6*8, S_C0, stubs+6*8, 0x8e

  # A fault with an error code, through gates of both widths.
  GATE idt, 13*8, S_C0, target, 0x8e
  T "gp.gate32", 3
    mov eax, BEYOND
  AT
    mov gs, eax
  E DONE, 0, target_done-772b
  O "esp", [r_esp], STACK_TSS0-24
  O "err", [STACK_TSS0-24], BEYOND
  O "eip", [STACK_TSS0-20], 772b
  O "efl", [STACK_TSS0-12], 0x10002
  GATE idt, 13*8, IMAGE_C0, target, 0x86, 0, 0
  T "gp.gate16", 3
    mov eax, BEYOND
  AT
    mov gs, eax
  E DONE, 0, target_done-772b
  O "esp", [r_esp], STACK_TSS0-12
  O "err", [STACK_TSS0-12], BEYOND, 4
  O "ip", [STACK_TSS0-10], 772b, 4
  O "fl", [STACK_TSS0-6], 2, 4
  # INT 13 pushes no error code.
  GATE idt, 13*8, S_C0, target, 0xee
  T "gp.int13", 3
  AT
    int 13
  E DONE, 0, target_done-772b
  O "esp", [r_esp], STACK_TSS0-20

  # Double faults: a contributory exception on the way of another. Its EIP is that of the first.
  GATE idt, 13*8, S_C0, target, 0x0e
  T "df.gp_np", 3
  AT
    hlt
  E 0x08
  T "df.gp_np.ring0", 0
    mov eax, BEYOND
  AT
    mov gs, eax
  E 0x08
  GATE idt, 13*8, S_D0, target, 0x8e
  T "int13.gp", 0
  AT
    int 13
  E 0x08
  GATE idt, 13*8, S_C0, stubs+13*8, 0x8e
  GATE idt, 0*8, S_C0, target, 0x0e
  T "df.de_np", 3
  AT
    div eax
  E 0x08
  GATE idt, 0*8, 0, target, 0x8e
  T "df.de_gp", 3
  AT
    div eax
  E 0x08
  GATE idt, 0*8, S_C0, stubs, 0x8e
  GATE idt, 11*8, S_C0, target, 0x0e
  GATE idt, N*8, S_C0, target, 0x6e
  T "df.np_np", 3
  AT
    int N
  E 0x08
  GATE idt, 11*8, S_C0, stubs+11*8, 0x8e
  GATE idt, 12*8, S_C0, target, 0x0e
  T "df.ss_np", 3
    mov eax, SMALL_D3
    mov ss, eax
  AT
    push eax
  E 0x08
  GATE idt, 12*8, S_C0, stubs+12*8, 0x8e
  mov dword ptr [tss + 16], 0
  GATE idt, 13*8, S_C1, target, 0x8e
  T "df.gp_ts", 3
  AT
    hlt
  E 0x08
  mov dword ptr [tss + 16], S_D1
  GATE idt, 13*8, S_C0, stubs+13*8, 0x8e

  # INT3, INTO, INT1, BOUND, #DE, #UD.
  T "int3", 3
  AT
    int3
  E 0x03, 0, 1
  O "efl", [r_efl], 2
  T "int3.cd", 3
  AT
    .byte 0xcd, 3
  E 0x03, 0, 2
  T "into.of", 3, 0x802
  AT
    into
  E 0x04, 0, 1
  T "into.no_of", 3
  AT
    into
  E
  T "int1", 3
  AT
    .byte 0xf1
  E 0x01, 0, 1
  T "int1.cd", 3
  AT
    int 1
  E 0x0d, 0x0a
  and byte ptr [idt + 3 * 8 + 5], 0x9f
  and byte ptr [idt + 4 * 8 + 5], 0x9f
  T "int3.dpl0", 3
  AT
    int3
  E 0x0d, 0x1a
  T "into.dpl0", 3, 0x802
  AT
    into
  E 0x0d, 0x22
  and byte ptr [idt + 3 * 8 + 5], 0x7f
  T "int3.absent", 0
  AT
    int3
  E 0x0b, 0x1a
  or byte ptr [idt + 3 * 8 + 5], 0xe0
  T "bound.below", 3
    push 9
    push 1
  AT
    bound eax, [esp]
  E 0x05
  O "efl", [r_efl], 0x10002
  T "bound.above", 3
    push 9
    push 1
    mov eax, 10
  AT
    bound eax, [esp]
  E 0x05
  T "bound.at", 3
    push 9
    push 1
    mov eax, 9
  AT
    bound eax, [esp]
  E
  T "bound.register", 3
  AT
    .byte 0x62, 0xc0
  E 0x06
  T "div.zero", 3
    mov eax, 7
  AT
    div ecx
  E 0x00
  O "eax", [r_eax], 7
  T "div.overflow", 3
    mov ecx, 5
    mov edx, 5
  AT
    div ecx
  E 0x00
  T "idiv.overflow", 3
    mov eax, 0x80000000
    mov edx, -1
    mov ecx, -1
  AT
    idiv ecx
  E 0x00
  O "edx", [r_edx], 0xffffffff
  T "aam.zero", 3
  AT
    .byte 0xd4, 0
  E 0x00
  T "ud.0fff", 3
  AT
    .byte 0x0f, 0xff, 0xc0
  E 0x06
  T "ud.lock_mov", 3
  AT
    .byte 0xf0, 0x8b, 0x00
  E 0x06
  T "ud.lock_register", 3
  AT
    .byte 0xf0, 0x01, 0xc0
  E 0x06
  T "ud.lea_register", 3
  AT
    .byte 0x8d, 0xc0
  E 0x06
  T "gp.16_bytes", 3
  AT
    .rept 15
    .byte 0x26
    .endr
    nop
  E 0x0d
  T "run.15_bytes", 3
    .rept 14
    .byte 0x26
    .endr
  AT
    nop
  E
  FINISH

target:
  pushfd
  pop ebx
  int DONE
target_done:

bare:
  int DONE
bare_done:
