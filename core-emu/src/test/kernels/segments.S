# SPDX-License-Identifier: BSD-2-Clause
# What a segment register, VERR, VERW, LAR, LSL and a far jump take: SDM volume 3, 5.4 to 5.8, and
# those instructions in volume 2.
.include "start.inc"
.include "text.inc"
.include "protected.inc"

.set ABSENT, S_T + 3
.set ABSENT_CODE, S_T + 8 + 3
.set PLAIN, S_T + 16 + 3
.set EXECUTE_ONLY, S_T + 24 + 3
.set READ_ONLY, S_T + 32 + 3
.set PROBED, S_T + 40
.set BEYOND, 0x200 + 3                  # behind the GDT's limit

# One access through GS, in ring 3.
.macro VIA_GS name, sel, insn:vararg
  T "\name", 3
    mov eax, \sel
    mov gs, eax
  AT
    \insn
.endm

.include "types.inc"

main:
  DESC ABSENT, DATA, 0xfff, 0x73, 4
  DESC ABSENT_CODE, 0, 0xfffff, 0x7b, 12
  DESC PLAIN, DATA, 0xffff, 0xf2, 4
  DESC EXECUTE_ONLY, 0, 0xfffff, 0xf9, 12
  DESC READ_ONLY, DATA, 0xfff, 0xf1, 4

  # Null selectors.
  .irp rpl, 0, 1, 2, 3
  VIA_GS "null.load_gs.rpl\rpl", \rpl, nop
  E
  O "gs", [r_gs], \rpl, 4
  .endr
  VIA_GS "null.read", 0, mov al, gs:[0]
  E 0x0d
  VIA_GS "null.write", 3, mov gs:[0], al
  E 0x0d
  VIA_GS "null.lea", 3, .byte 0x65, 0x8d, 0x05, 0, 0, 0, 0
  E
  T "null.movsb_es", 3
    push 0
    pop es
    mov esi, DATA
  AT
    movsb
  E 0x0d
  O "esi", [r_esi], DATA
  T "null.load_ss.ring3", 3
    mov eax, 3
  AT
    mov ss, eax
  E 0x0d
  T "null.load_ss.ring0", 0
  AT
    mov ss, eax
  E 0x0d
  T "null.pop_ss", 3
    push 0
  AT
    pop ss
  E 0x0d
  O "esp", [r_esp], STACK3-4
  T "null.lss", 3
    push 0
    push 5
    mov ecx, 7
  AT
    lss ecx, [esp]
  E 0x0d
  O "ecx", [r_ecx], 7
  T "null.jmp_far", 3
  AT
    jmp 0:0
  E 0x0d
  T "null.call_far", 3
  AT
    call 3:0
  E 0x0d
  O "esp", [r_esp], STACK3
  T "null.retf", 3
    push 3
    push 0
  AT
    retf
  E 0x0d
  O "esp", [r_esp], STACK3-8

  # Not present, behind the table's limit, no LDT.
  T "absent.gs", 3
    mov eax, ABSENT
  AT
    mov gs, eax
  E 0x0b, ABSENT & 0xfffc
  T "absent.ss", 3
    mov eax, ABSENT
  AT
    mov ss, eax
  E 0x0c, ABSENT & 0xfffc
  T "absent.jmp_far", 3
  AT
    jmp ABSENT_CODE:0
  E 0x0b, ABSENT_CODE & 0xfffc
  T "absent.les", 3
    push ABSENT
    push 5
    mov ecx, 7
  AT
    les ecx, [esp]
  E 0x0b, ABSENT & 0xfffc
  O "ecx", [r_ecx], 7
  O "es", [r_es], S_D3, 4
  T "absent.pop_ds", 3
    push ABSENT
  AT
    pop ds
  E 0x0b, ABSENT & 0xfffc
  O "esp", [r_esp], STACK3-4
  O "ds", [r_ds], S_D3, 4
  T "beyond.gs", 3
    mov eax, BEYOND
  AT
    mov gs, eax
  E 0x0d, BEYOND & 0xfffc
  T "beyond.ss", 3
    mov eax, BEYOND
  AT
    mov ss, eax
  E 0x0d, BEYOND & 0xfffc
  T "beyond.jmp_far", 3
  AT
    jmp BEYOND:0
  E 0x0d, BEYOND & 0xfffc
  T "beyond.high", 3
    mov eax, 0xfffb
  AT
    mov fs, eax
  E 0x0d, 0xfff8
  mov dword ptr [ldt + 0x78], 0x0000ffff
  mov dword ptr [ldt + 0x7c], 0x00cff302
  T "ldt.last", 3
    mov eax, 0x7f
  AT
    mov fs, eax
  E
  T "ldt.beyond", 3
    mov eax, 0x87
  AT
    mov fs, eax
  E 0x0d, 0x84
  T "ldt.beyond_ss", 3
    mov eax, 0x87
  AT
    mov ss, eax
  E 0x0d, 0x84
  xor eax, eax
  lldt ax
  T "ldt.none", 3
    mov eax, 7
  AT
    mov fs, eax
  E 0x0d, 4
  T "ldt.none_jmp", 3
  AT
    jmp 0x0f:0
  E 0x0d, 0x0c
  mov eax, S_LDT
  lldt ax
  T "gs.bad_number", 3
    mov eax, S_D3
  AT
    .byte 0x8e, 0xf0                    # mov segment register 6
  E 0x06
  T "gs.load_cs", 3
    mov eax, S_C3
  AT
    .byte 0x8e, 0xc8                    # mov cs, ax
  E 0x06
  T "les.register", 3
  AT
    .byte 0xc4, 0xc0
  E 0x06

  VIA_GS "execonly.load_gs", EXECUTE_ONLY, mov al, 0
  E 0x0d, EXECUTE_ONLY & 0xfffc, -2
  T "stack.read_only", 3
    mov eax, READ_ONLY
  AT
    mov ss, eax
  E 0x0d, READ_ONLY & 0xfffc

  # What was loaded stays until the next load.
  T "cached.absent", 0
    mov eax, PLAIN
    mov gs, eax
    and byte ptr [gdt + (PLAIN & 0xfff8) + 5], 0x7f
  AT
    mov al, gs:[0xffff]
  E
  O "access", [gdt + (PLAIN & 0xfff8) + 4], 0x00407302
  DESC PLAIN, DATA, 0xffff, 0xf2, 4
  T "cached.limit", 0
    mov eax, PLAIN
    mov gs, eax
    mov word ptr [gdt + (PLAIN & 0xfff8)], 0
    mov al, gs:[0xffff]
    mov gs, eax
  AT
    mov al, gs:[1]
  E 0x0d, 0
  DESC PLAIN, DATA, 0xffff, 0xf2, 4

  # Loads of each type, by ring, RPL and DPL. A digit for each of the 16 types: 0 loaded, d #GP,
  # c #SS, b #NP, and e if the error code, the descriptor or the register is not as it must be.
  PROBE "mov_gs", code_mov_gs, rule_data
  PROBE "mov_ss", code_mov_ss, rule_stack
  PROBE "jmp_far", code_jmp_far, rule_code, cs_cpl, 0
  PROBE "verr", code_verr, rule_verr
  PROBE "verw", code_verw, rule_verw
  PROBE "lar", code_lar, rule_lar
  PROBE "lsl", code_lsl, rule_lsl
  FINISH

# The pieces of code: EAX is the selector; DL is what they answer.
code_mov_gs:
  mov gs, eax
  int DONE
code_mov_ss:
  mov ss, eax
  int DONE
code_jmp_far:
  mov [far_pointer + 4], ax
  jmp fword ptr [far_pointer]
far_target:
  mov edx, cs
  int DONE
code_verr:
  verr ax
  setz dl
  int DONE
code_verw:
  verw ax
  setz dl
  int DONE
code_lar:
  mov ecx, 0x55555555
  lar ecx, eax
  setz dl
  int DONE
code_lsl:
  mov ecx, 0x55555555
  lsl ecx, eax
  setz dl
  int DONE

.balign 4
far_pointer: .long far_target, 0
