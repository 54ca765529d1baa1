# SPDX-License-Identifier: BSD-2-Clause
# Single steps, breakpoints and the debug registers: SDM volume 3, chapter 17.
.include "start.inc"
.include "text.inc"
.include "protected.inc"
.include "steps.inc"

.set N, 0x50
.set GATE_TO_0, S_T
.set TF, 0x100

.macro SET_DR reg, value
  mov eax, offset \value
  mov \reg, eax
.endm

# A breakpoint 0: DR7 is \dr7, DR6 is 0. Other checks leave both off.
.macro BREAK address, dr7
  SET_DR dr0, \address
  SET_DR dr6, 0
  SET_DR dr7, \dr7
.endm
.macro UNBREAK dr6
  SET_DR dr7, 0x400
  mov eax, dr6
  O "dr6", eax, \dr6
  SET_DR dr6, 0
.endm

.set X1, 0                              # DR7's fields for breakpoint 0
.set W1, 0x10000
.set RW1, 0x30000
.set W2, 0x50000
.set W4, 0xd0000
.set RW4, 0xf0000
.set L0, 1
.set G0, 2
.set GD, 0x2000

main:
  GATE idt, N*8, S_C0, int_target, 0xee
  GATE gdt, GATE_TO_0, S_C0, call_target, 0xec
  SET_DR dr6, 0

  # TF traps behind the instruction that starts with it set.
  T "tf.iret", 3, TF+2
  AT
    nop
    nop
  E 0x01, 0, 1
  O "efl", [r_efl], TF+2
  O "cs", [r_cs], S_C3
  mov eax, dr6
  O "dr6", eax, 0xffff4ff0
  SET_DR dr6, 0
  STEP "tf.popf"
    pushfd
    or dword ptr [esp], TF
  AT
    popfd                               # 0
    nop                                 # 1
    nop                                 # 2
    mov eax, 5                          # 3
  E
  STEPS 3, 2, 3, 8
  STEP "tf.popf_clears", 0, TF+2
  AT
    push 2                              # 0
    popfd                               # 2
    nop                                 # 3
  E
  STEPS 2, 2, 3
  STEP "tf.iret_clears", 0, TF+2
  AT
    push 2                              # 0
    push S_C0                           # 2
    push offset 1f                      # 4
    iretd                               # 9
  1:
    nop                                 # 10
  E
  STEPS 4, 2, 4, 9, 10
  STEP "tf.jmp", 3, TF+2
  AT
    jmp 1f                              # 0
    nop
  1:
    nop                                 # 3
  E
  STEPS 2, 3, 4
  STEP "tf.int", 3, TF+2
  AT
    nop                                 # 0
    int N                               # 1
    nop                                 # 3
  E
  STEPS 2, 1, 4
  STEP "tf.int3", 3, TF+2
    nop
  AT
    mov eax, 1
  E
  STEPS 2, 0, 5
  STEP "tf.call_gate", 3, TF+2
  AT
    call GATE_TO_0:0                    # 0
    nop                                 # 7
  E
  STEPS 4, call_target-772b, call_target-772b+1, 7, 8
  STEP "tf.mov_ss", 0, TF+2
    mov eax, ss                         # -2
  AT
    mov ss, eax                         # 0
    nop                                 # 2
    nop                                 # 3
  E
  STEPS 3, 0, 3, 4
  STEP "tf.pop_ss", 0, TF+2
    push ss                             # -1
  AT
    pop ss                              # 0
    nop                                 # 1
    nop                                 # 2
  E
  STEPS 3, 0, 2, 3
  STEP "tf.mov_ds", 0, TF+2
    mov eax, ds
  AT
    mov ds, eax                         # 0
    nop                                 # 2
  E
  STEPS 3, 0, 2, 3
  STEP "tf.sti", 0, TF+2
    nop
  AT
    sti                                 # 0
    cli                                 # 1
  E
  STEPS 3, 0, 1, 2
  STEP "tf.rep", 3, TF+2
    mov esi, DATA
    mov edi, DATA + 0x100
  AT
    mov cl, 3                           # 0
    rep movsb                           # 2
  E
  STEPS 6, -5, 0, 2, 2, 2
  O "ecx", [step_ecx], 0
  T "tf.fault", 3, TF+2
  AT
    hlt
  E 0x0d
  O "efl", [r_efl], RF+TF+2
  T "tf.ud", 3, TF+2
  AT
    ud2
  E 0x06
  STEP "tf.pushf", 3, TF+2
  AT
    pushfd                              # 0
    pop eax                             # 1
  E
  STEPS 2, 1, 2
  O "eax", [r_eax], TF+2
  STEP "tf.retf_outward"
    push S_D3
    push STACK3
    push S_C3
    push offset 1f
    pushfd
    or dword ptr [esp], TF
    popfd
  AT
    retf                                # 0
  1:
    nop                                 # 1
  E
  STEPS 2, 1, 2
  mov eax, dr6
  CHECK "tf.dr6_sticks"
  O "dr6", eax, 0xffff4ff0
  SET_DR dr6, 0
  T "icebp", 3
  AT
    .byte 0xf1
  E 0x01, 0, 1
  O "efl", [r_efl], 2
  mov eax, dr6
  O "dr6", eax, 0xffff0ff0

  # Instruction breakpoints are faults: before the instruction.
  BREAK 1f, 0x400+L0+X1
  T "exec.local", 3
    nop
  AT
  1:
    mov eax, 5
  E 0x01
  O "eax", [r_eax], 0
  UNBREAK 0xffff0ff1
  BREAK 1f, 0x400+G0+X1
  T "exec.global", 0
    nop
  AT
  1:
    mov eax, 5
  E 0x01
  UNBREAK 0xffff0ff1
  BREAK 1f+1, 0x400+G0+X1
  T "exec.inside", 0
    nop
  AT
  1:
    mov eax, 5
  E
  UNBREAK 0xffff0ff0
  BREAK 1f, 0x400+X1
  T "exec.off", 0
    nop
  AT
  1:
    mov eax, 5
  E
  SET_DR dr7, 0x400
  BREAK 1f, 0x400+G0+X1
  T "exec.rf", 3, RF+2
  AT
  1:
    nop
  E
  O "efl", [r_efl], 2
  UNBREAK 0xffff0ff0
  BREAK 1f, 0x400+G0+X1
  T "exec.rf_once", 3, RF+2
    nop
  AT
  1:
    nop
  E 0x01
  UNBREAK 0xffff0ff1
  BREAK 1f, 0x400+G0+X1
  STEP "exec.step_handler_sets_rf", 0
    nop
  AT
  1:
    inc eax
    inc eax
  E
  STEPS 1, 0
  O "eax", [r_eax], 2
  UNBREAK 0xffff0ff1
  BREAK 1f, 0x400+G0+X1
  STEP "exec.and_tf", 3, TF+2
    nop                                 # -1
  AT
  1:
    nop                                 # 0
    nop                                 # 1
  E
  STEPS 3, 0, 1, 2
  UNBREAK 0xffff4ff0
  SET_DR dr3, 1f
  SET_DR dr6, 0
  SET_DR dr7, 0x480
  T "exec.dr3", 3
    nop
  AT
  1:
    nop
  E 0x01
  UNBREAK 0xffff0ff8
  BREAK 1f, 0x400+G0+X1
  T "exec.before_fault", 3
    nop
  AT
  1:
    hlt
  E 0x01
  UNBREAK 0xffff0ff1

  # Data breakpoints are traps: behind the instruction.
  .macro WATCH name, offset, dr7, vec, insn:vararg
    BREAK DATA + 0x10 + \offset, 0x600 + G0 + \dr7
    T "watch.\name", 3
      mov edi, DATA + 0x10
      mov esi, DATA + 0x10
      mov eax, 7
    AT
      \insn
    .ifeq \vec
    E
    UNBREAK 0xffff0ff0
    .else
    E 0x01, 0, \vec
    UNBREAK 0xffff0ff1
    .endif
  .endm
  WATCH "write.write", 0, W1, 2, mov [edi], al
  O "efl", [r_efl], 2
  WATCH "write.read", 0, W1, 0, mov al, [edi]
  WATCH "readwrite.read", 0, RW1, 2, mov al, [edi]
  WATCH "readwrite.write", 0, RW1, 2, mov [edi], eax
  WATCH "w1.beside", 1, W1, 0, mov [edi], al
  WATCH "w1.in_dword", 3, W1, 2, mov [edi], eax
  WATCH "w1.behind_dword", 4, W1, 0, mov [edi], eax
  WATCH "w2.second_byte", 2, W2, 3, mov [edi + 3], al
  WATCH "w2.unaligned_address", 3, W2, 3, mov [edi + 2], al
  WATCH "w2.below", 2, W2, 0, mov [edi + 1], al
  WATCH "w4.last_byte", 0, W4, 3, mov [edi + 3], al
  WATCH "w4.overlap_below", 0, W4, 4, mov [edi - 1], ax
  WATCH "w4.behind", 0, W4, 0, mov [edi + 4], al
  WATCH "rw4.cmp", 0, RW4, 2, cmp [edi], eax
  WATCH "w4.add", 0, W4, 2, add [edi], eax
  WATCH "w4.xchg", 0, W4, 2, xchg [edi], eax
  WATCH "w4.cmpxchg_unequal", 0, W4, 3, cmpxchg [edi], ecx
  WATCH "w4.movsb", 0, W4, 1, movsb
  WATCH "w4.stosd", 0, W4, 1, stosd
  WATCH "rw4.scasd", 0, RW4, 1, scasd
  WATCH "rw4.push_mem", 0, RW4, 2, push dword ptr [edi]
  WATCH "w4.pop_mem", 0, W4, 2, pop dword ptr [edi]
  WATCH "w4.fst", 0, W4, 2, fst dword ptr [edi]
  WATCH "w4.setcc", 0, W4, 3, setc [edi]
  BREAK STACK3-4, 0x600+G0+W4
  T "watch.push", 3
  AT
    push eax
  E 0x01, 0, 1
  O "esp", [r_esp], STACK3-4
  UNBREAK 0xffff0ff1
  BREAK STACK3-4, 0x600+G0+W4
  T "watch.call", 3
  AT
    call 1f
  1:
  E 0x01, 0, 5
  UNBREAK 0xffff0ff1
  BREAK DATA+0x12, 0x600+G0+W1
  T "watch.rep_movsb", 3
    mov esi, DATA + 0x100
    mov edi, DATA + 0x10
    mov ecx, 6
  AT
    rep movsb
  E 0x01
  O "ecx", [r_ecx], 3
  O "edi", [r_edi], DATA+0x13
  UNBREAK 0xffff0ff1
  BREAK DATA+0x10, 0x600+G0+W4
  STEP "watch.and_tf", 3, TF+2
    mov edi, DATA + 0x10
  AT
    mov [edi], eax
  E
  STEPS 2, 0, 2
  UNBREAK 0xffff4ff1
  SET_DR dr0, DATA+0x10
  SET_DR dr1, DATA+0x13
  SET_DR dr6, 0
  SET_DR dr7, 0x11060a
  T "watch.two", 3
    mov edi, DATA + 0x10
  AT
    mov [edi], eax
  E 0x01, 0, 2
  UNBREAK 0xffff0ff3

  # Access to the debug registers.
  SET_DR dr6, 0
  SET_DR dr7, 0x400+GD
  T "gd.read", 0
  AT
    mov eax, dr0
  E 0x01
  mov eax, dr7
  O "dr7", eax, 0x400
  UNBREAK 0xffff2ff0
  SET_DR dr7, 0x400+GD
  T "gd.write_dr7", 0
  AT
    mov dr7, eax
  E 0x01
  UNBREAK 0xffff2ff0
  SET_DR dr7, 0x400
  T "dr7.gd_cleared", 0
    mov eax, 0x400+GD
    mov dr7, eax
  AT
    mov eax, dr6
  E 0x01
  UNBREAK 0xffff2ff0
  CHECK "dr.read_back"
  SET_DR dr0, 0x11111111
  SET_DR dr1, 0x22222222
  SET_DR dr2, 0x33333333
  SET_DR dr3, 0x44444444
  mov eax, dr0
  O "dr0", eax, 0x11111111
  mov eax, dr1
  O "dr1", eax, 0x22222222
  mov eax, dr2
  O "dr2", eax, 0x33333333
  mov eax, dr3
  O "dr3", eax, 0x44444444
  SET_DR dr7, 0xffff0000
  mov eax, dr7
  O "dr7", eax, 0xffff0400
  SET_DR dr7, 0xd000
  mov eax, dr7
  O "dr7.reserved", eax, 0x400
  SET_DR dr7, 0x400
  SET_DR dr6, -1
  mov eax, dr6
  O "dr6", eax, 0xffffeff0|15
  SET_DR dr6, 0
  mov eax, dr6
  O "dr6", eax, 0xffff0ff0
  T "dr4.alias", 0
    .byte 0x0f, 0x21, 0xe0              # mov eax, dr4
  AT
  E
  O "eax", [r_eax], 0xffff0ff0
  T "dr5.alias", 0
    .byte 0x0f, 0x21, 0xe8
  AT
  E
  O "eax", [r_eax], 0x400
  mov eax, 8
  mov cr4, eax
  T "dr4.de", 0
  AT
    .byte 0x0f, 0x21, 0xe0
  E 0x06
  T "dr5.de", 0
  AT
    .byte 0x0f, 0x23, 0xe8
  E 0x06
  xor eax, eax
  mov cr4, eax
  FINISH

int_target:
  nop
  iretd
call_target:
  nop
  retf
