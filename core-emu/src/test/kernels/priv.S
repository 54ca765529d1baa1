# SPDX-License-Identifier: BSD-2-Clause
# Privileged instructions, control registers, alignment, the FPU's traps: SDM volume 3, 2.5, 2.8,
# 5.9, 6.15.
.include "start.inc"
.include "text.inc"
.include "protected.inc"

# An instruction from ring 3 and, if \inner is an exception or DONE, from ring 0.
.macro PRIV name, insn:vararg
  T "ring3.\name", 3
    mov edi, DATA
  AT
    \insn
  E 0x0d
  T "ring1.\name", 1
    mov edi, DATA
  AT
    \insn
  E 0x0d
.endm

.macro RUNS name, ring, vec, insn:vararg
  T "\name", \ring
    mov edi, DATA
  AT
    \insn
  E \vec
.endm

# MOV to a control register of EAX = \value, in ring 0.
.macro TO_CR name, reg, value, vec
  T "\name", 0
    mov eax, \value
  AT
    mov \reg, eax
  E \vec
.endm

.macro SET_CR0 value
  mov eax, \value
  mov cr0, eax
.endm

.set BASE, 0x60000011                    # as the harness runs
.set F_MP, 2
.set F_EM, 4
.set F_TS, 8
.set F_NE, 0x20
.set F_AM, 0x40000

main:
  PRIV "hlt", hlt
  PRIV "clts", clts
  PRIV "lgdt", lgdt [edi]
  PRIV "lidt", lidt [edi]
  PRIV "lldt", lldt ax
  PRIV "ltr", ltr ax
  PRIV "lmsw", lmsw ax
  PRIV "lmsw_memory", lmsw [edi]
  PRIV "mov_cr0_to", mov cr0, eax
  PRIV "mov_cr0_from", mov eax, cr0
  PRIV "mov_cr2_from", mov eax, cr2
  PRIV "mov_cr3_to", mov cr3, eax
  PRIV "mov_cr4_from", mov eax, cr4
  PRIV "mov_dr0_to", mov dr0, eax
  PRIV "mov_dr6_from", mov eax, dr6
  PRIV "mov_dr7_from", mov eax, dr7
  PRIV "invlpg", invlpg [edi]
  PRIV "invd", invd
  PRIV "wbinvd", wbinvd
  PRIV "rdmsr", rdmsr
  PRIV "wrmsr", wrmsr
  RUNS "ring3.sgdt", 3, DONE, sgdt [edi]
  RUNS "ring3.sidt", 3, DONE, sidt [edi]
  RUNS "ring3.smsw", 3, DONE, smsw ax
  O "ax", [r_eax], BASE&0xffff, 4
  RUNS "ring3.cpuid", 3, DONE, cpuid
  RUNS "ring3.rdtsc", 3, DONE, rdtsc
  RUNS "ring3.ud2", 3, 6, ud2
  RUNS "ring3.rsm", 3, 6, rsm
  RUNS "ring0.rsm", 0, 6, rsm

  # CLI and STI by ring and IOPL.
  .macro IF_BY ring, iopl, allowed
    T "cli.ring\ring\().iopl\iopl", \ring, \iopl*0x1000+0x202
    AT
      cli
    .if \allowed
    E
    O "efl", [r_efl], \iopl*0x1000+2
    .else
    E 0x0d
    O "efl", [r_efl], \iopl*0x1000+0x10202
    .endif
    T "sti.ring\ring\().iopl\iopl", \ring, \iopl*0x1000+2
    AT
      sti
    .if \allowed
    E
    O "efl", [r_efl], \iopl*0x1000+0x202
    .else
    E 0x0d
    .endif
  .endm
  IF_BY 0, 0, 1
  IF_BY 1, 0, 0
  IF_BY 1, 1, 1
  IF_BY 2, 1, 0
  IF_BY 2, 2, 1
  IF_BY 3, 0, 0
  IF_BY 3, 2, 0
  IF_BY 3, 3, 1

  # Control registers.
  TO_CR "cr0.nw_without_cd", cr0, 0x20000011, 0x0d
  TO_CR "cr0.reserved", cr0, 0x7ffaffd1, DONE
  T "cr0.reserved_read", 0
    mov eax, cr0
  E
  O "eax", [r_eax], 0x60040011, 4
  SET_CR0 BASE
  TO_CR "cr0.et_stays", cr0, 0x60000001, DONE
  mov eax, cr0
  O "cr0", eax, BASE
  SET_CR0 BASE
  TO_CR "cr4.reserved31", cr4, 0x80000000, 0x0d
  TO_CR "cr4.reserved11", cr4, 0x00000800, 0x0d
  TO_CR "cr4.known", cr4, 0x000000dc, DONE
  mov eax, cr4
  O "cr4", eax, 0xdc
  xor eax, eax
  mov cr4, eax
  TO_CR "cr2", cr2, 0x12345678, DONE
  mov eax, cr2
  O "cr2", eax, 0x12345678
  RUNS "cr1.from", 0, 6, .byte 0x0f, 0x20, 0xc8
  RUNS "cr1.to", 0, 6, .byte 0x0f, 0x22, 0xc8
  RUNS "cr5.from", 0, 6, .byte 0x0f, 0x20, 0xe8
  RUNS "cr7.to", 0, 6, .byte 0x0f, 0x22, 0xf8
  RUNS "cr0.mod_ignored", 0, DONE, .byte 0x0f, 0x20, 0x00
  O "eax", [r_eax], BASE
  T "lmsw.sets", 0
    mov eax, 0xfff0 + F_MP + F_EM + F_TS
  AT
    lmsw ax
  E
  mov eax, cr0
  O "cr0", eax, BASE+F_MP+F_EM+F_TS
  T "lmsw.keeps_pe", 0
    xor eax, eax
  AT
    lmsw ax
  E
  mov eax, cr0
  O "cr0", eax, BASE
  T "clts", 0
    mov eax, BASE + F_TS
    mov cr0, eax
  AT
    clts
  E
  mov eax, cr0
  O "cr0", eax, BASE
  T "rdmsr.unknown", 0
    mov ecx, 0x12345678
  AT
    rdmsr
  E 0x0d
  T "wrmsr.unknown", 0
    mov ecx, 0x12345678
  AT
    wrmsr
  E 0x0d
  SET_CR0 BASE
  mov eax, 4
  mov cr4, eax
  RUNS "tsd.ring3", 3, 0x0d, rdtsc
  RUNS "tsd.ring1", 1, 0x0d, rdtsc
  RUNS "tsd.ring0", 0, DONE, rdtsc
  xor eax, eax
  mov cr4, eax
  RUNS "rdpmc.ring3", 3, 0x0d, rdpmc
  T "id_flag", 3
    pushfd
    xor dword ptr [esp], 0x200000
    popfd
  E
  O "efl", [r_efl], 0x200002

  # The FPU: EM, MP, TS, NE.
  .macro FPU name, cr0, vec, insn:vararg
    SET_CR0 BASE + \cr0
    T "\name", 3
      mov edi, DATA
    AT
      \insn
    E \vec
  .endm
  FPU "fpu.em", F_EM, 7, fnop
  FPU "fpu.em_wait", F_EM, DONE, wait
  FPU "fpu.ts", F_TS, 7, fnop
  FPU "fpu.ts_wait", F_TS, DONE, wait
  FPU "fpu.mp_wait", F_MP, DONE, wait
  FPU "fpu.mp_ts_wait", (F_MP+F_TS), 7, wait
  FPU "fpu.mp_em_wait", (F_MP+F_EM), DONE, wait
  FPU "fpu.ts_fninit", F_TS, 7, fninit
  FPU "fpu.ts_fnstsw", F_TS, 7, fnstsw ax
  FPU "fpu.em_fnstcw", F_EM, 7, fnstcw [edi]
  FPU "fpu.em_memory", F_EM, 7, fld qword ptr [edi]
  FPU "fpu.ts_fxsave", F_TS, 7, fxsave [edi]
  FPU "fpu.em_fxsave", F_EM, 7, fxsave [edi]
  FPU "mmx.em", F_EM, 6, emms
  FPU "mmx.ts", F_TS, 7, emms
  SET_CR0 BASE + F_NE
  T "fpu.unmasked_waits", 3
    fninit
    push 0x37b                          # unmask division by zero
    fldcw [esp]
    fld1
    fldz
    fdivp
  AT
    wait
  E 0x10
  T "fpu.unmasked_next", 3
    fninit
    push 0x37b
    fldcw [esp]
    fld1
    fldz
    fdivp
    fnstsw ax
  AT
    fld1
  E 0x10
  O "sw", [r_eax], 0xb084, 4
  T "fpu.fnclex", 3
    fnclex
  AT
    wait
  E
  fninit
  T "fxsave.misaligned", 3
    mov edi, DATA + 8
  AT
    fxsave [edi]
  E 0x0d
  SET_CR0 BASE

  # Alignment: in ring 3 with CR0.AM and EFLAGS.AC.
  .macro ALIGN name, ring, efl, vec, insn:vararg
    T "align.\name", \ring, \efl
      mov edi, DATA + 1
      mov esi, DATA + 4
    AT
      \insn
    E \vec
  .endm
  .set F_AC, 0x40002
  ALIGN "am0", 3, F_AC, DONE, mov eax, [edi]
  SET_CR0 BASE + F_AM
  ALIGN "ac0", 3, 2, DONE, mov eax, [edi]
  ALIGN "ring0", 0, F_AC, DONE, mov eax, [edi]
  ALIGN "ring2", 2, F_AC, DONE, mov eax, [edi]
  ALIGN "dword", 3, F_AC, 0x11, mov eax, [edi]
  O "cs", [r_cs], S_C3
  ALIGN "dword_write", 3, F_AC, 0x11, mov [edi + 1], eax
  ALIGN "dword_at_4", 3, F_AC, DONE, mov eax, [edi + 3]
  ALIGN "word", 3, F_AC, 0x11, mov ax, [edi]
  ALIGN "word_at_2", 3, F_AC, DONE, mov ax, [edi + 1]
  ALIGN "byte", 3, F_AC, DONE, mov al, [edi]
  ALIGN "add", 3, F_AC, 0x11, add dword ptr [edi], 1
  ALIGN "fld32", 3, F_AC, 0x11, fld dword ptr [edi + 1]
  ALIGN "fld64", 3, F_AC, 0x11, fld qword ptr [esi]
  ALIGN "fld64_at_8", 3, F_AC, DONE, fld qword ptr [esi + 4]
  ALIGN "fld80", 3, F_AC, 0x11, fld tbyte ptr [esi]
  ALIGN "fild64", 3, F_AC, 0x11, fild qword ptr [esi]
  ALIGN "fistp64", 3, F_AC, 0x11, fistp qword ptr [esi]
  ALIGN "fst64", 3, F_AC, 0x11, fst qword ptr [esi]
  ALIGN "fst32_at_4", 3, F_AC, DONE, fst dword ptr [esi]
  ALIGN "movsd", 3, F_AC, 0x11, movsd
  ALIGN "cmpxchg8b", 3, F_AC, 0x11, cmpxchg8b [esi]
  ALIGN "les", 3, F_AC, 0x11, les eax, [edi]
  T "align.push", 3, F_AC
    dec esp
  AT
    push eax
  E 0x11
  O "esp", [r_esp], STACK3-1
  T "align.pop", 3, F_AC
    sub esp, 6
  AT
    pop eax
  E 0x11
  T "align.pusha", 3, F_AC
    dec esp
  AT
    pusha
  E 0x11
  SET_CR0 BASE
  TO_CR "cr0.pg_without_pe", cr0, 0xe0000010, 0x0d
  FINISH
