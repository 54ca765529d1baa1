# SPDX-License-Identifier: BSD-2-Clause
# Far calls and returns, and gates, to a descriptor of each type, DPL and RPL from each ring: SDM
# volume 3, 5.8, and CALL, RET, IRET, INT n of volume 2.
.include "start.inc"
.include "text.inc"
.include "protected.inc"

.set PROBED, S_T
.set CALL_GATE, S_T + 8 + 3
.set N, 0x50                            # an interrupt gate
.set N_TRAP, 0x51

.include "types.inc"

main:
  PROBE "call_far", code_call_far, rule_code, cs_cpl, 0
  PROBE "retf", code_retf, rule_return, cs_rpl
  PROBE "iret", code_iret, rule_return, cs_rpl
  PROBE "call_gate", code_call_gate, rule_gate, cs_gate
  PROBE "jmp_gate", code_jmp_gate, rule_gate_jump, cs_cpl
  PROBE "int_gate", code_int, rule_gate, cs_gate
  PROBE "trap_gate", code_int_trap, rule_gate, cs_gate
  FINISH

# The pieces of code: EAX is the selector.
code_call_far:
  mov [far_pointer + 4], ax
  call fword ptr [far_pointer]
code_retf:
  mov ecx, eax
  and ecx, 3
  push dword ptr [ring_ss + ecx * 4]
  push dword ptr [ring_esp + ecx * 4]
  push eax
  push offset far_target
  retf
code_iret:
  mov ecx, eax
  and ecx, 3
  push dword ptr [ring_ss + ecx * 4]
  push dword ptr [ring_esp + ecx * 4]
  push 2
  push eax
  push offset far_target
  iretd
code_call_gate:
  mov ecx, CALL_GATE
  call set_gate
  mov byte ptr [gdt + (CALL_GATE & 0xfffc) + 5], 0xec
  call CALL_GATE:0
code_jmp_gate:
  mov ecx, CALL_GATE
  call set_gate
  mov byte ptr [gdt + (CALL_GATE & 0xfffc) + 5], 0xec
  jmp CALL_GATE:0
code_int:
  mov ecx, N * 8 + idt - gdt
  call set_gate
  mov byte ptr [idt + N * 8 + 5], 0xee
  int N
code_int_trap:
  mov ecx, N_TRAP * 8 + idt - gdt
  call set_gate
  mov byte ptr [idt + N_TRAP * 8 + 5], 0xef
  int N_TRAP

# Points the gate at GDT + ECX, less its RPL, to far_target in the selector EAX.
set_gate:
  and ecx, 0xfffc
  mov edx, offset far_target
  mov [gdt + ecx], dx
  mov [gdt + ecx + 2], ax
  shr edx, 16
  mov [gdt + ecx + 6], dx
  mov byte ptr [gdt + ecx + 4], 0
  ret

far_target:
  int DONE

.balign 4
far_pointer: .long far_target, 0
