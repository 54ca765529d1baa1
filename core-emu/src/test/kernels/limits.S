# SPDX-License-Identifier: BSD-2-Clause
# Limits and types of segments at accesses, on stacks and in CS: SDM volume 3, 5.3 and 5.4.
.include "start.inc"
.include "text.inc"
.include "protected.inc"

.set SMALL, S_T + 3                      # each of ring 3, base DATA
.set PAGED, S_T + 8 + 3
.set TINY, S_T + 16 + 3
.set DOWN32, S_T + 24 + 3
.set DOWN16, S_T + 32 + 3
.set DOWN_PAGE, S_T + 40 + 3
.set DOWN_PAGE16, S_T + 48 + 3
.set READ_ONLY, S_T + 56 + 3
.set EXECUTE_ONLY, S_T + 64 + 3
.set READABLE, S_T + 72 + 3
.set STACK16, S_T + 96 + 3
.set SHORT_CODE, S_T + 104 + 3          # base image, ends behind short_end
.set DOWN_ALL, S_T + 120 + 3

# One access through GS, in ring 3.
.macro VIA_GS name, sel, insn:vararg
  T "\name", 3
    mov eax, \sel
    mov gs, eax
  AT
    \insn
.endm

# One access through SS = \sel, in ring 3 with ESP = \esp.
.macro VIA_SS name, sel, esp, insn:vararg
  T "\name", 3
    mov eax, \sel
    mov ss, eax
    mov esp, \esp
  AT
    \insn
.endm

main:
  DESC SMALL, DATA, 0xfff, 0xf3, 4
  DESC PAGED, DATA, 1, 0xf3, 12
  DESC TINY, DATA, 0, 0xf3, 4
  DESC DOWN32, DATA, 0xfff, 0xf7, 4
  DESC DOWN16, DATA, 0xfff, 0xf7, 0
  DESC DOWN_PAGE, DATA, 1, 0xf7, 12
  DESC DOWN_PAGE16, DATA, 1, 0xf7, 8
  DESC READ_ONLY, DATA, 0xfff, 0xf1, 4
  DESC EXECUTE_ONLY, 0, 0xfffff, 0xf9, 12
  DESC READABLE, 0, 0xfffff, 0xfb, 12
  DESC STACK16, DATA, 0xffff, 0xf3, 0
  DESC_AT SHORT_CODE, image, (short_end - image - 1), 0xfb, 4
  DESC DOWN_ALL, DATA, 0xffff, 0xf7, 0

  # Byte granular.
  VIA_GS "byte.read8.fff", SMALL, mov al, gs:[0xfff]
  E
  VIA_GS "byte.read8.1000", SMALL, mov al, gs:[0x1000]
  E 0x0d
  O "cs", [r_cs], S_C3
  O "efl", [r_efl], 0x10002
  VIA_GS "byte.read16.ffe", SMALL, mov ax, gs:[0xffe]
  E
  VIA_GS "byte.read16.fff", SMALL, mov ax, gs:[0xfff]
  E 0x0d
  VIA_GS "byte.read32.ffc", SMALL, mov eax, gs:[0xffc]
  E
  VIA_GS "byte.read32.ffd", SMALL, mov eax, gs:[0xffd]
  E 0x0d
  VIA_GS "byte.read32.fffffffe", SMALL, mov eax, gs:[0xfffffffe]
  E 0x0d
  VIA_GS "byte.write8.fff", SMALL, mov gs:[0xfff], al
  E
  VIA_GS "byte.write8.1000", SMALL, mov gs:[0x1000], al
  E 0x0d
  VIA_GS "byte.write16.fff", SMALL, mov gs:[0xfff], ax
  E 0x0d
  VIA_GS "byte.write32.ffd", SMALL, mov dword ptr gs:[0xffd], -1
  E 0x0d
  O "unchanged", [DATA + 0xffc], 0x83000000
  VIA_GS "byte.inc32.ffc", SMALL, inc dword ptr gs:[0xffc]
  E
  O "value", [DATA + 0xffc], 0x83000001
  VIA_GS "byte.inc32.ffd", SMALL, inc dword ptr gs:[0xffd]
  E 0x0d
  VIA_GS "byte.lea", SMALL, .byte 0x65, 0x8d, 0x05, 0, 0x10, 0, 0
  E
  VIA_GS "byte.jmp_mem", SMALL, jmp dword ptr gs:[0xffd]
  E 0x0d
  VIA_GS "byte.push_mem", SMALL, push dword ptr gs:[0xffd]
  E 0x0d
  O "esp", [r_esp], STACK3
  VIA_GS "byte.pop_mem", SMALL, pop dword ptr gs:[0xffd]
  E 0x0d
  O "esp", [r_esp], STACK3
  VIA_GS "byte.bt_far_bit", SMALL, bts dword ptr gs:[0xff8], ebx
  E
  T "byte.bt_beyond", 3
    mov eax, SMALL
    mov gs, eax
    mov eax, 64
  AT
    bts gs:[0xff8], eax
  E 0x0d
  T "byte.bt_below", 3
    mov eax, SMALL
    mov gs, eax
    mov eax, -1
  AT
    bts gs:[0], eax
  E 0x0d
  T "byte.cmpxchg8b", 3
    mov eax, SMALL
    mov gs, eax
  AT
    cmpxchg8b gs:[0xff9]
  E 0x0d
  T "byte.bound", 3
    mov eax, SMALL
    mov gs, eax
  AT
    bound eax, gs:[0xff9]
  E 0x0d
  T "byte.xlat", 3
    mov eax, SMALL
    mov gs, eax
    mov ebx, 0xfff
    mov al, 1
  AT
    .byte 0x65
    xlatb
  E 0x0d
  T "byte.rep_movsb", 3
    mov eax, SMALL
    mov es, eax
    mov esi, DATA + 0x2000
    mov edi, 0xffd
    mov ecx, 8
  AT
    rep movsb
  E 0x0d
  O "ecx", [r_ecx], 5
  O "esi", [r_esi], DATA + 0x2003
  O "edi", [r_edi], 0x1000
  T "byte.rep_movsd_back", 3
    mov eax, SMALL
    mov ds, eax
    mov esi, 8
    mov edi, DATA + 0x3008
    mov ecx, 8
    std
  AT
    rep movsd
  E 0x0d
  O "ecx", [r_ecx], 5
  O "esi", [r_esi], 0xfffffffc
  O "edi", [r_edi], DATA + 0x2ffc
  T "byte.repne_scasw", 3
    mov eax, SMALL
    mov es, eax
    mov edi, 0xffb
    mov eax, -1
    mov ecx, 8
  AT
    repne scasw
  E 0x0d
  O "ecx", [r_ecx], 6
  O "edi", [r_edi], 0xfff
  T "byte.rep_lodsb_none", 3
    mov eax, SMALL
    mov ds, eax
    mov esi, 0x1000
  AT
    rep lodsb
  E
  T "byte.address16_wraps", 3
    mov eax, SMALL
    mov gs, eax
    mov ebx, 0x1ffff
  AT
    mov al, gs:[bx + 2]
  E
  VIA_GS "byte.fld64", SMALL, fld qword ptr gs:[0xff9]
  E 0x0d
  VIA_GS "byte.fst80", SMALL, fstp tbyte ptr gs:[0xff7]
  E 0x0d
  VIA_GS "byte.sgdt", SMALL, sgdt gs:[0xffb]
  E 0x0d
  VIA_GS "byte.prefetch", SMALL, prefetcht0 gs:[0x1000]
  E

  # Page granular: the low 12 bits of an offset are not checked.
  VIA_GS "page.read8.1fff", PAGED, mov al, gs:[0x1fff]
  E
  VIA_GS "page.read8.2000", PAGED, mov al, gs:[0x2000]
  E 0x0d
  VIA_GS "page.write32.1ffd", PAGED, mov gs:[0x1ffd], eax
  E 0x0d
  VIA_GS "zero.read8.0", TINY, mov al, gs:[0]
  E
  VIA_GS "zero.read8.1", TINY, mov al, gs:[1]
  E 0x0d
  VIA_GS "zero.read16.0", TINY, mov ax, gs:[0]
  E 0x0d

  # Expand-down.
  VIA_GS "down32.read8.fff", DOWN32, mov al, gs:[0xfff]
  E 0x0d
  VIA_GS "down32.read8.1000", DOWN32, mov al, gs:[0x1000]
  E
  VIA_GS "down32.read16.fff", DOWN32, mov ax, gs:[0xfff]
  E 0x0d
  VIA_GS "down32.read8.ffffffff", DOWN32, mov al, gs:[0xffffffff]
  E
  VIA_GS "down32.write32.fffffffd", DOWN32, mov gs:[0xfffffffd], eax
  E 0x0d
  VIA_GS "down32.read8.0", DOWN32, mov al, gs:[0]
  E 0x0d
  VIA_GS "down16.read8.fff", DOWN16, mov al, gs:[0xfff]
  E 0x0d
  VIA_GS "down16.read8.1000", DOWN16, mov al, gs:[0x1000]
  E
  VIA_GS "down16.read8.ffff", DOWN16, mov al, gs:[0xffff]
  E
  VIA_GS "down16.read16.ffff", DOWN16, mov ax, gs:[0xffff]
  E 0x0d
  VIA_GS "down16.read8.10000", DOWN16, mov al, gs:[0x10000]
  E 0x0d
  VIA_GS "down16.write8.fff", DOWN16, mov gs:[0xfff], al
  E 0x0d
  VIA_GS "down_page.read8.1fff", DOWN_PAGE, mov al, gs:[0x1fff]
  E 0x0d
  VIA_GS "down_page.read8.2000", DOWN_PAGE, mov al, gs:[0x2000]
  E
  VIA_GS "down_page16.read8.1fff", DOWN_PAGE16, mov al, gs:[0x1fff]
  E 0x0d
  VIA_GS "down_page16.read8.ffff", DOWN_PAGE16, mov al, gs:[0xffff]
  E
  VIA_GS "down_page16.read8.10000", DOWN_PAGE16, mov al, gs:[0x10000]
  E 0x0d
  VIA_GS "down_all.read8.ffff", DOWN_ALL, mov al, gs:[0xffff]
  E 0x0d

  # Type.
  VIA_GS "readonly.read", READ_ONLY, mov al, gs:[0]
  E
  VIA_GS "readonly.write", READ_ONLY, mov gs:[0], al
  E 0x0d
  VIA_GS "readonly.add", READ_ONLY, add gs:[0], al
  E 0x0d
  VIA_GS "readonly.cmp", READ_ONLY, cmp gs:[0], al
  E
  VIA_GS "readonly.xchg", READ_ONLY, xchg gs:[0], al
  E 0x0d
  O "eax", [r_eax], READ_ONLY
  T "readonly.cmpxchg_unequal", 3
    mov eax, READ_ONLY
    mov gs, eax
  AT
    cmpxchg gs:[0], ecx
  E 0x0d
  O "eax", [r_eax], READ_ONLY
  VIA_GS "readonly.bts", READ_ONLY, bts dword ptr gs:[0], 0
  E 0x0d
  VIA_GS "readonly.setcc", READ_ONLY, setc byte ptr gs:[0]
  E 0x0d
  VIA_GS "readonly.shl_by_0", READ_ONLY, shl dword ptr gs:[0], cl
  E 0x0d
  VIA_GS "readable.read", READABLE, mov al, gs:[DATA]
  E
  VIA_GS "readable.write", READABLE, mov gs:[DATA], al
  E 0x0d
  T "execonly.read_cs", 3
    jmp EXECUTE_ONLY:1f
  1:
  AT
    mov al, cs:[DATA]
  E 0x0d
  O "cs", [r_cs], EXECUTE_ONLY
  T "readable.read_cs", 3
  AT
    mov al, cs:[DATA]
  E
  T "readable.write_cs", 3
  AT
    mov cs:[DATA], al
  E 0x0d

  # Stacks.
  VIA_SS "stack.down32.push", DOWN32, 0x1004, push eax
  E
  VIA_SS "stack.down32.push_below", DOWN32, 0x1000, push eax
  E 0x0c
  O "esp", [r_esp], 0x1000
  O "ss", [r_ss], DOWN32, 4
  VIA_SS "stack.down32.push16_below", DOWN32, 0x1001, push ax
  E 0x0c
  O "esp", [r_esp], 0x1001
  VIA_SS "stack.down32.pop", DOWN32, 0xfff, pop ecx
  E 0x0c
  VIA_SS "stack.down32.pusha", DOWN32, 0x101c, pusha
  E 0x0c
  O "esp", [r_esp], 0x101c
  VIA_SS "stack.down32.call", DOWN32, 0x1002, call 1b
  E 0x0c
  VIA_SS "stack.down32.enter", DOWN32, 0x1008, enter 8, 0
  E 0x0c
  O "esp", [r_esp], 0x1008
  O "ebp", [r_ebp], 0
  VIA_SS "stack.byte.push", SMALL, 0x1000, push eax
  E
  VIA_SS "stack.byte.push_beyond", SMALL, 0x1003, push eax
  E 0x0c
  VIA_SS "stack.byte.push_at_0", SMALL, 0, push eax
  E 0x0c
  VIA_SS "stack.byte.pop_beyond", SMALL, 0xffd, pop eax
  E 0x0c
  VIA_SS "stack.byte.popa", SMALL, 0xff0, popa
  E 0x0c
  O "esp", [r_esp], 0xff0
  O "edi", [r_edi], 0
  VIA_SS "stack.byte.ret", SMALL, 0xffe, ret
  E 0x0c
  VIA_SS "stack.byte.iret", SMALL, 0xff8, iretd
  E 0x0c
  VIA_SS "stack.byte.retf", SMALL, 0xffc, retf
  E 0x0c
  VIA_SS "stack.byte.leave", SMALL, 0x800, leave
  E
  VIA_SS "stack.byte.ss_override", SMALL, 0x800, mov al, ss:[0x1000]
  E 0x0c
  T "stack.byte.ebp", 3
    mov eax, SMALL
    mov ss, eax
    mov ebp, 0x1000
  AT
    mov al, [ebp]
  E 0x0c
  T "stack.byte.ebp_ds", 3
    mov eax, SMALL
    mov ss, eax
    mov ebp, 0x1000
  AT
    mov al, ds:[ebp]
  E
  T "stack.byte.leave_beyond", 3
    mov eax, SMALL
    mov ss, eax
    mov ebp, 0xffe
    mov esp, 0x800
  AT
    leave
  E 0x0c
  O "esp", [r_esp], 0x800
  VIA_SS "stack16.push_wraps", STACK16, 0x70000, push eax
  E
  O "esp", [r_esp], 0x7fffc
  O "value", [DATA + 0xfffc], STACK16
  VIA_SS "stack16.push_at_2", STACK16, 2, push eax
  E 0x0c
  O "esp", [r_esp], 2
  VIA_SS "stack16.push16_at_1", STACK16, 1, push ax
  E 0x0c
  VIA_SS "stack16.pop_at_fffc", STACK16, 0xfffc, pop eax
  E
  O "esp", [r_esp], 0, 8
  VIA_SS "stack16.pop_at_fffe", STACK16, 0xfffe, pop eax
  E 0x0c
  VIA_SS "stack16.pusha_at_10", STACK16, 0x10, pusha
  E
  O "esp", [r_esp], 0xfff0
  VIA_SS "stack16.pusha_at_12", STACK16, 0x12, pusha
  E 0x0c

  # The limit of CS.
  T "code.jmp_to_end", 3
    jmp SHORT_CODE:(1f - image)
  1:
  AT
    jmp short_end
  E 0x0d
  O "cs", [r_cs], SHORT_CODE
  T "code.jcc_to_end", 3
    jmp SHORT_CODE:(1f - image)
  1:
  AT
    jnc short_end
  E 0x0d
  T "code.call_to_end", 3
    jmp SHORT_CODE:(1f - image)
  1:
  AT
    call short_end
  E 0x0d
  O "esp", [r_esp], STACK3
  T "code.jmp_reg_to_end", 3
    mov eax, offset short_end - image
    jmp SHORT_CODE:(1f - image)
  1:
  AT
    jmp eax
  E 0x0d
  T "code.ret_to_end", 3
    push offset short_end - image
    jmp SHORT_CODE:(1f - image)
  1:
  AT
    ret
  E 0x0d
  O "esp", [r_esp], STACK3-4
  T "code.far_to_end", 3
  AT
    jmp SHORT_CODE:(short_end - image)
  E 0x0d
  O "cs", [r_cs], S_C3
  T "code.runs_over_end", 3
  AT
    jmp SHORT_CODE:(short_end - image - 1)
  E 0x0d, 0, short_end-1-772b
  O "cs", [r_cs], SHORT_CODE

  FINISH

  .byte 0x90, 0xb0                      # mov al, with its operand behind the limit
short_end:
  nop                                   # an emulator without limits comes here
  int DONE

