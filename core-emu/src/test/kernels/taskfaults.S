# SPDX-License-Identifier: BSD-2-Clause
# What a task switch may meet: SDM volume 3, 7.2 and 7.3; LTR, STR, LLDT, SLDT of volume 2.
.include "start.inc"
.include "text.inc"
.include "protected.inc"
.include "tasks.inc"

.set BEYOND, 0x200
.set ABSENT_C3, S_T + 0x60 + 3
.set ABSENT_D3, S_T + 0x68 + 3
.set READ_ONLY_D3, S_T + 0x70 + 3
.set SHORT_C3, S_T + 0x78 + 3
.set ABSENT_LDT, S_T + 0x80
.set EXECUTE_ONLY, S_T + 0x88 + 3
.set CONF3, S_T + 0x90
.set CONF0, S_T + 0x98

# A switch by JMP to B in ring 3 with one field changed faults in B.
.macro IN_B name, field, value, vec, err, eip=b_entry
  TASK3 "\name", 0, \field, \value
  AT
    jmp B:0
  E \vec, \err, \eip-772b
.endm

# IRET with NT and such a back link, in A.
.macro BACK name, link, vec, err
  call reset_tasks
  mov dword ptr [tss], \link
  T "\name", 0, 0x4002
  AT
    iretd
  E \vec, \err
.endm

main:
  DESC ABSENT_C3, 0, 0xfffff, 0x7b, 12
  DESC ABSENT_D3, 0, 0xfffff, 0x73, 12
  DESC READ_ONLY_D3, 0, 0xfffff, 0xf1, 12
  DESC_AT SHORT_C3, image, 0xf, 0xfb, 4
  DESC_AT ABSENT_LDT, ldt_b, 0xf, 0x02
  DESC EXECUTE_ONLY, 0, 0xfffff, 0xf9, 12
  DESC CONF3, 0, 0xfffff, 0xff, 12
  DESC CONF0, 0, 0xfffff, 0x9f, 12

  # Before the switch: faults in A.
  TASK "tss.dpl", 3
  AT
    jmp S_TSS:0
  E 0x0d, S_TSS
  TASK "tss.rpl", 0
    and byte ptr [gdt + B + 5], 0x9f
  AT
    jmp (B | 3):0
  E 0x0d, B
  TASK "tss.busy_jmp"
  AT
    jmp S_TSS:0
  E 0x0d, S_TSS
  TASK "tss.busy_call"
  AT
    call S_TSS:0
  E 0x0d, S_TSS
  TASK "tss.absent"
    and byte ptr [gdt + B + 5], 0x7f
  AT
    jmp B:0
  E 0x0b, B
  O "b", [gdt+B+5], 0x69, 2
  TASK "tss.limit66"
    mov byte ptr [gdt + B], 0x66
  AT
    jmp B:0
  E 0x0a, B
  str eax
  O "tr", eax, S_TSS, 4
  TASK "tss16.limit2a"
    mov byte ptr [gdt + B16], 0x2a
  AT
    jmp B16:0
  E 0x0a, B16
  TASK "gate.dpl", 3
    jmp 1f
  1:
  AT
    call B_GATE:0
  E DONE, 0, b_done-772b
  call reset_tasks
  mov byte ptr [gdt + B_GATE + 5], 0x85
  T "gate.dpl0", 3
  AT
    call B_GATE:0
  E 0x0d, B_GATE
  mov byte ptr [gdt + B_GATE + 5], 0x65
  T "gate.absent", 3
  AT
    call B_GATE:0
  E 0x0b, B_GATE
  .macro GATE_TO name, sel, vec, err
    mov dword ptr [gdt + B_GATE], (\sel) << 16
    mov dword ptr [idt + N*8], (\sel) << 16
    mov byte ptr [gdt + B_GATE + 5], 0xe5
    T "gate.\name", 3
    AT
      jmp B_GATE:0
    E \vec, \err
    T "int.\name", 3
    AT
      int N
    E \vec, \err
  .endm
  GATE_TO "null", 0, 0x0d, 0
  GATE_TO "ldt", 0x0c, 0x0d, 0x0c
  GATE_TO "beyond", BEYOND, 0x0d, BEYOND
  GATE_TO "code", S_C0, 0x0d, S_C0
  GATE_TO "busy", S_TSS, 0x0d, S_TSS
  and byte ptr [gdt + B + 5], 0x7f
  GATE_TO "absent", B, 0x0b, B
  or byte ptr [gdt + B + 5], 0x80
  mov byte ptr [gdt + B], 0x66
  GATE_TO "limit66", B, 0x0a, B
  call reset_tasks
  and byte ptr [gdt + B + 5], 0x9f      # a gate makes the DPL of the TSS irrelevant
  T "gate.tss_dpl0", 3
  AT
    call B_GATE:0
  E DONE, 0, b_done-772b
  call reset_tasks
  mov dword ptr [idt + 6*8], S_TSS << 16
  mov dword ptr [idt + 6*8 + 4], 0x8500
  T "ud.busy", 3
  AT
    ud2
  E 0x0d, S_TSS|1
  GATE idt, 6*8, S_C0, stubs+6*8, 0x8e

  BACK "iret.null", 0, 0x0a, 0
  BACK "iret.ldt", 0x0c, 0x0a, 0x0c
  BACK "iret.beyond", BEYOND, 0x0a, BEYOND
  BACK "iret.code", S_C0, 0x0a, S_C0
  BACK "iret.free", B, 0x0a, B
  call reset_tasks
  or byte ptr [gdt + B + 5], 2
  and byte ptr [gdt + B + 5], 0x7f
  mov dword ptr [tss], B
  T "iret.absent", 0, 0x4002
  AT
    iretd
  E 0x0b, B
  O "efl", [r_efl], 0x14002
  call reset_tasks
  or byte ptr [gdt + B + 5], 2
  mov dword ptr [tss], B
  T "iret.busy", 0, 0x4002
  AT
    iretd
  1:
  E DONE, 0, b_done-772b
  BUSY 9, 0xb
  O "efl", [r_efl], 0x8d7
  O "saved.efl", [tss+T_EFLAGS], 2
  O "eip", [tss+T_EIP], 1b
  call reset_tasks
  or byte ptr [gdt + B + 5], 2
  mov dword ptr [tss], B
  T "iret.ring3", 3, 0x4002
  AT
    iretd
  E DONE, 0, b_done-772b

  # After the switch: faults in B, which is current and busy then.
  IN_B "b.ldt_code", T_LDT, S_C0, 0x0a, S_C0
  str eax
  O "tr", eax, B, 4
  BUSY 9, 0xb
  IN_B "b.ldt_ldt", T_LDT, 0x0c, 0x0a, 0x0c
  IN_B "b.ldt_beyond", T_LDT, BEYOND, 0x0a, BEYOND
  IN_B "b.ldt_absent", T_LDT, ABSENT_LDT, 0x0a, ABSENT_LDT
  IN_B "b.cs_null", T_CS, 3, 0x0a, 0
  IN_B "b.cs_data", T_CS, S_D3, 0x0a, S_D3&0xfffc
  IN_B "b.cs_beyond", T_CS, BEYOND+3, 0x0a, BEYOND
  IN_B "b.cs_dpl", T_CS, (S_C2|3), 0x0a, S_C2&0xfffc
  IN_B "b.cs_absent", T_CS, ABSENT_C3, 0x0b, ABSENT_C3&0xfffc
  IN_B "b.cs_conforming", T_CS, CONF0+3, DONE, 0, b_done
  O "cs", [r_cs], CONF0+3
  IN_B "b.ss_null", T_SS, 3, 0x0a, 0
  IN_B "b.ss_code", T_SS, S_C3, 0x0a, S_C3&0xfffc
  IN_B "b.ss_read_only", T_SS, READ_ONLY_D3, 0x0a, READ_ONLY_D3&0xfffc
  IN_B "b.ss_rpl", T_SS, (S_D3&0xfffc), 0x0a, S_D3&0xfffc
  IN_B "b.ss_dpl", T_SS, (S_D2|3), 0x0a, S_D2&0xfffc
  IN_B "b.ss_beyond", T_SS, BEYOND+3, 0x0a, BEYOND
  IN_B "b.ss_absent", T_SS, ABSENT_D3, 0x0c, ABSENT_D3&0xfffc
  IN_B "b.ds_dpl", T_DS, S_D0, 0x0a, S_D0
  IN_B "b.ds_system", T_DS, S_LDT+3, 0x0a, S_LDT
  IN_B "b.ds_execute_only", T_DS, EXECUTE_ONLY, 0x0a, EXECUTE_ONLY&0xfffc
  IN_B "b.es_absent", T_ES, ABSENT_D3, 0x0b, ABSENT_D3&0xfffc
  IN_B "b.fs_beyond", T_FS, BEYOND+3, 0x0a, BEYOND
  IN_B "b.gs_null", T_GS, 2, DONE, 0, b_done
  O "gs", [r_gs], 2, 4
  IN_B "b.gs_conforming", T_GS, CONF0, DONE, 0, b_done
  IN_B "b.gs_ldt_beyond", T_GS, 0x17, 0x0a, 0x14
  TASK3 "b.eip_beyond", 0, T_CS, SHORT_C3
    mov dword ptr [tss_b + T_EIP], offset b_entry-0x10000
  AT
    jmp B:0
  E 0x0d, 0, b_entry-772b
  O "cs", [r_cs], SHORT_C3
  TASK3 "b.int_ss_null", 3, T_SS, 3
  AT
    int N
  E 0x0a, 0, b_entry-772b
  O "efl", [r_efl], 0x148d7
  O "link", [tss_b], S_TSS, 4
  mov dword ptr [idt + 6*8], B << 16
  mov dword ptr [idt + 6*8 + 4], 0x8500
  TASK3 "b.ud_ss_null", 3, T_SS, 3
  AT
    ud2
  E 0x0a, 1, b_entry-772b
  GATE idt, 6*8, S_C0, stubs+6*8, 0x8e
  call reset_tasks

  # The registers of tasks and of the LDT.
  .macro LOADS name, insn, sel, vec, err
    T "\name", 0
      mov eax, \sel
    AT
      \insn ax
    E \vec, \err
  .endm
  LOADS "ltr.null", ltr, 0, 0x0d, 0
  LOADS "ltr.null3", ltr, 3, 0x0d, 0
  LOADS "ltr.ldt", ltr, 0x0c, 0x0d, 0x0c
  LOADS "ltr.beyond", ltr, BEYOND, 0x0d, BEYOND
  LOADS "ltr.code", ltr, S_C0, 0x0d, S_C0
  LOADS "ltr.busy", ltr, S_TSS, 0x0d, S_TSS
  LOADS "ltr.ldt_type", ltr, S_LDT, 0x0d, S_LDT
  and byte ptr [gdt + B + 5], 0x7f
  LOADS "ltr.absent", ltr, B, 0x0b, B
  LOADS "lldt.null", lldt, 0, DONE, 0
  LOADS "lldt.null3", lldt, 3, DONE, 0
  LOADS "lldt.ldt", lldt, 0x0c, 0x0d, 0x0c
  LOADS "lldt.beyond", lldt, BEYOND, 0x0d, BEYOND
  LOADS "lldt.data", lldt, S_D0, 0x0d, S_D0
  LOADS "lldt.tss", lldt, S_TSS, 0x0d, S_TSS
  LOADS "lldt.absent", lldt, ABSENT_LDT, 0x0b, ABSENT_LDT
  T "ltr.b16", 0
    mov eax, B16
  AT
    ltr ax
  E
  O "type", [gdt+B16+5], 0xe3, 2
  call reset_tasks
  T "ltr.ring3", 3
  AT
    ltr ax
  E 0x0d
  T "lldt.ring3", 3
  AT
    lldt ax
  E 0x0d
  T "str_sldt.ring3", 3
    mov eax, -1
    mov ecx, -1
    str ax
    sldt ecx
  E
  O "str", [r_eax], 0xffff0000+S_TSS
  O "sldt", [r_ecx], S_LDT
  T "str_memory", 3
    mov dword ptr [DATA], -1
    str [DATA]
  E
  O "value", [DATA], 0xffff0000+S_TSS
  FINISH
