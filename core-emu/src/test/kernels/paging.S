# SPDX-License-Identifier: BSD-2-Clause
# 32-bit paging: rights, accessed and dirty bits, error codes and CR2, large pages, and what a
# change of an entry needs: SDM volume 3, 4.3 to 4.10.
.include "start.inc"
.include "text.inc"
.include "protected.inc"
.include "paging.inc"

.set SMALL, S_T + 3                     # base V, limit 0ffh

# An access in ring \ring to page 1 of the window, which has such flags.
.macro PAGE1 name, ring, flags, insn:vararg
  PTE 1, \flags
  T "\name", \ring
  AT
    \insn
.endm

main:
  call paging_on
  CHECK "cr"
  mov eax, cr0
  O "cr0", eax, 0xe0000011
  mov eax, cr3
  O "cr3", eax, DIRECTORY
  mov eax, cr4
  O "cr4", eax, 0

  # Rights: all combinations of U/S and R/W at both levels.
  call rights_all

  # Not present.
  PAGE1 "absent.read.ring0", 0, 0, mov al, [V + 0x1234]
  E 0x0e, 0
  O "cr2", [r_cr2], V+0x1234
  PAGE1 "absent.write.ring0", 0, 0, mov [V + 0x1234], al
  E 0x0e, 2
  PAGE1 "absent.read.ring3", 3, RW+US, mov eax, [V + 0x1ffc]
  E 0x0e, 4
  O "cr2", [r_cr2], V+0x1ffc
  O "efl", [r_efl], 0x10002
  PAGE1 "absent.write.ring3", 3, RW+US, mov [V + 0x1000], eax
  E 0x0e, 6
  PAGE1 "absent.write.ring1", 1, RW+US, mov [V + 0x1000], eax
  E 0x0e, 2
  PAGE1 "absent.inc.ring3", 3, 0, inc byte ptr [V + 0x1000]
  E 0x0e, 6
  PAGE1 "absent.cmpxchg", 3, 0, cmpxchg [V + 0x1000], ecx
  E 0x0e, 6
  PAGE1 "absent.bt", 3, 0, bt dword ptr [V + 0x1000], 3
  E 0x0e, 4
  PAGE1 "absent.bts", 3, 0, bts dword ptr [V + 0x1000], 3
  E 0x0e, 6
  PAGE1 "absent.lea", 3, 0, lea eax, [V + 0x1000]
  E
  PAGE1 "absent.prefetch", 3, 0, prefetcht0 [V + 0x1000]
  E
  PAGE1 "absent.fld", 3, 0, fld qword ptr [V + 0x1010]
  E 0x0e, 4
  PAGE1 "absent.sgdt", 3, 0, sgdt [V + 0x1010]
  E 0x0e, 6
  PAGE1 "absent.jmp_mem", 3, 0, jmp dword ptr [V + 0x1010]
  E 0x0e, 4
  PAGE1 "absent.jmp", 3, 0, jmp V + 0x1010
  E 0x0e, 4, V+0x1010-772b
  O "cr2", [r_cr2], V+0x1010
  PAGE1 "absent.call", 3, 0, call V + 0x1010
  E 0x0e, 4, V+0x1010-772b
  O "esp", [r_esp], STACK3-4
  PAGE1 "supervisor.jmp", 3, P+RW, jmp V + 0x1010
  E 0x0e, 5, V+0x1010-772b
  mov dword ptr [DIRECTORY + 4], TABLE1 + RW + US
  PAGE1 "absent.directory.read", 3, P+RW+US, mov al, [V + 0x1234]
  E 0x0e, 4
  PAGE1 "absent.directory.write", 0, P+RW+US, mov [V + 0x1234], al
  E 0x0e, 2
  PDE P+RW+US

  # A limit is checked before the page, and leaves CR2 alone.
  DESC SMALL, V, 0xff, 0xf3, 4
  mov eax, 0x12345678
  mov cr2, eax
  T "limit_first", 3
    mov eax, SMALL
    mov gs, eax
  AT
    mov al, gs:[0x1000]
  E 0x0d
  O "cr2", [r_cr2], 0x12345678

  # Accessed and dirty bits.
  PAGE1 "bits.read", 3, P+RW+US, mov al, [V + 0x1000]
  E
  O "pte", [TABLE1+4], DATA+0x1000+PA+P+RW+US
  T "bits.write_after_read", 3
  AT
    mov [V + 0x1000], al
  E
  O "pte", [TABLE1+4], DATA+0x1000+PA+PD+P+RW+US
  PAGE1 "bits.add_0", 3, P+RW+US, add dword ptr [V + 0x1000], 0
  E
  O "pte", [TABLE1+4], DATA+0x1000+PA+PD+P+RW+US
  PAGE1 "bits.cmpxchg_unequal", 3, P+RW+US, cmpxchg [V + 0x1000], ecx
  E
  O "pte", [TABLE1+4], DATA+0x1000+PA+PD+P+RW+US
  PAGE1 "bits.cmp", 3, P+RW+US, cmp dword ptr [V + 0x1000], 0
  E
  O "pte", [TABLE1+4], DATA+0x1000+PA+P+RW+US
  PAGE1 "bits.avl", 3, P+RW+US+0xe00, mov [V + 0x1000], al
  E
  O "pte", [TABLE1+4], DATA+0x1000+PA+PD+P+RW+US+0xe00
  mov dword ptr [DIRECTORY + 4], TABLE1 + P + RW + US
  PAGE1 "bits.directory", 3, P+RW+US, mov [V + 0x1000], al
  E
  O "pde", [DIRECTORY+4], TABLE1+PA+P+RW+US
  mov byte ptr [DATA + 0x1100], 0xc3
  PAGE1 "bits.fetch", 3, P+US, call V + 0x1100
  E
  O "pte", [TABLE1+4], DATA+0x1000+PA+P+US
  PTE 2, P+RW+US
  PAGE1 "bits.crossing_write", 3, P+RW+US, mov [V + 0x1ffe], eax
  E
  O "pte", [TABLE1+4], DATA+0x1000+PA+PD+P+RW+US
  O "pte", [TABLE1+8], DATA+0x2000+PA+PD+P+RW+US

  # Accesses that cross into page 2: nothing is done when it faults.
  mov dword ptr [DATA + 0x1ffc], 0x44332211
  mov dword ptr [DATA + 0x2000], 0x88776655
  PTE 2, P+RW+US
  PAGE1 "cross.read", 3, P+RW+US, mov eax, [V + 0x1ffe]
  E
  O "eax", [r_eax], 0x66554433
  PTE 2, 0
  PAGE1 "cross.read_second_absent", 3, P+RW+US, mov eax, [V + 0x1ffe]
  E 0x0e, 4
  O "cr2", [r_cr2], V+0x2000
  O "eax", [r_eax], 0
  PAGE1 "cross.write_second_absent", 3, P+RW+US, mov dword ptr [V + 0x1ffe], 0
  E 0x0e, 6
  O "cr2", [r_cr2], V+0x2000
  O "first", [DATA+0x1ffc], 0x44332211
  PAGE1 "cross.add_second_absent", 3, P+RW+US, add dword ptr [V + 0x1fff], 1
  E 0x0e, 6
  O "cr2", [r_cr2], V+0x2000
  PTE 2, P+US
  PAGE1 "cross.write_second_readonly", 3, P+RW+US, mov dword ptr [V + 0x1ffe], 0
  E 0x0e, 7
  O "cr2", [r_cr2], V+0x2000
  O "first", [DATA+0x1ffc], 0x44332211
  PAGE1 "cross.write_first_readonly", 3, P+US, mov word ptr [V + 0x1fff], 0
  E 0x0e, 7
  O "cr2", [r_cr2], V+0x1fff
  PAGE1 "cross.both_absent", 3, 0, mov eax, [V + 0x1ffd]
  E 0x0e, 4
  O "cr2", [r_cr2], V+0x1ffd
  PTE 2, 0
  mov word ptr [DATA + 0x1ffe], 0xb890  # nop, and the first byte of a mov
  PTE 1, P+RW+US
  T "cross.fetch_second_absent", 3
    mov eax, V + 0x1ffe
  AT
    jmp eax
  E 0x0e, 4, V+0x1fff-772b
  O "cr2", [r_cr2], V+0x2000
  PTE 2, P+RW+US
  mov dword ptr [DATA + 0x2000], 0x12345678
  mov dword ptr [DATA + 0x2004], 0x7fcd7fcd
  T "cross.fetch", 3
    mov eax, V + 0x1ffe
  AT
    jmp eax
  E DONE, 0, V+0x2006-772b
  O "eax", [r_eax], 0x12345678

  # Strings stop at the element that faults.
  PTE 2, 0
  T "string.movsb", 3
    mov esi, DATA
    mov edi, V + 0x1ffd
    mov ecx, 8
  AT
    rep movsb
  E 0x0e, 6
  O "ecx", [r_ecx], 5
  O "esi", [r_esi], DATA+3
  O "edi", [r_edi], V+0x2000
  O "cr2", [r_cr2], V+0x2000
  T "string.movsd_source", 3
    mov esi, V + 0x1ff6
    mov edi, DATA + 0x8000
    mov ecx, 8
  AT
    rep movsd
  E 0x0e, 4
  O "ecx", [r_ecx], 6
  O "esi", [r_esi], V+0x1ffe
  O "cr2", [r_cr2], V+0x2000
  T "string.stosd_down", 3
    mov edi, V + 0x3008
    mov ecx, 8
    std
  AT
    rep stosd
  E 0x0e, 6
  O "ecx", [r_ecx], 5
  O "edi", [r_edi], V+0x2ffc
  O "cr2", [r_cr2], V+0x2ffc
  T "string.none", 3
    mov edi, V + 0x2000
  AT
    rep stosd
  E

  # Stacks: ESP stays when a push or a pop faults.
  .macro STACKS name, esp, insn:vararg
    T "\name", 3
      mov esp, \esp
    AT
      \insn
  .endm
  STACKS "stack.push", V+0x3000, push eax
  E 0x0e, 6
  O "esp", [r_esp], V+0x3000
  O "cr2", [r_cr2], V+0x2ffc
  STACKS "stack.push_crossing", V+0x3002, push eax
  E 0x0e, 6
  O "esp", [r_esp], V+0x3002
  O "cr2", [r_cr2], V+0x2ffe
  STACKS "stack.pusha", V+0x3010, pusha
  E 0x0e, 6
  O "esp", [r_esp], V+0x3010
  O "cr2", [r_cr2], V+0x2ffc
  STACKS "stack.call", V+0x3000, call target
  E 0x0e, 6
  O "esp", [r_esp], V+0x3000
  STACKS "stack.enter", V+0x3000, enter 8, 0
  E 0x0e, 6
  O "esp", [r_esp], V+0x3000
  STACKS "stack.pop", V+0x2ffe, pop eax
  E 0x0e, 4
  O "esp", [r_esp], V+0x2ffe
  O "cr2", [r_cr2], V+0x2ffe
  STACKS "stack.pop_to_absent", V+0x3010, pop dword ptr [V + 0x2000]
  E 0x0e, 6
  O "esp", [r_esp], V+0x3010
  STACKS "stack.popa", V+0x1ff0, popa
  E 0x0e, 4
  O "esp", [r_esp], V+0x1ff0
  O "ebx", [r_ebx], 0
  STACKS "stack.ret", V+0x2010, ret
  E 0x0e, 4
  STACKS "stack.iret", V+0x1ff8, iretd
  E 0x0e, 4
  O "esp", [r_esp], V+0x1ff8
  O "cr2", [r_cr2], V+0x2000
  STACKS "stack.retf", V+0x1ffc, retf
  E 0x0e, 4
  O "cr2", [r_cr2], V+0x2000
  T "stack.leave", 3
    mov ebp, V + 0x2004
  AT
    leave
  E 0x0e, 4
  O "esp", [r_esp], STACK3

  # What takes effect without INVLPG, and what with it.
  PTE 1, P+RW+US
  PTE 2, 0
  T "tlb.absent_first", 3
  AT
    mov al, [V + 0x2000]
  E 0x0e, 4
  mov dword ptr [TABLE1 + 8], DATA + 0x2000 + P + RW + US
  T "tlb.then_present", 3
  AT
    mov eax, [V + 0x2000]
  E
  O "eax", [r_eax], 0x12345678
  mov dword ptr [TABLE1 + 8], DATA + 0x1000 + P + RW + US
  mov dword ptr [DATA + 0x1000], 0x0badcafe
  invlpg [V + 0x2345]
  T "tlb.invlpg", 3
  AT
    mov eax, [V + 0x2000]
  E
  O "eax", [r_eax], 0x0badcafe
  mov dword ptr [TABLE1 + 8], DATA + 0x2000 + P + RW + US
  call flush
  T "tlb.cr3", 3
  AT
    mov eax, [V + 0x2000]
  E
  O "eax", [r_eax], 0x12345678
  mov dword ptr [TABLE1 + 8], 0
  CLEAR_CR cr0, 0x80000000
  SET_CR cr0, 0x80000000
  T "tlb.pg", 3
  AT
    mov eax, [V + 0x2000]
  E 0x0e, 4
  SET_CR cr4, 0x80                      # global pages stay over CR3, but not over INVLPG or PGE
  PTE 2, P+RW+US+0x100
  mov al, [V + 0x2000]
  mov dword ptr [TABLE1 + 8], 0
  invlpg [V + 0x2000]
  T "tlb.global_invlpg", 3
  AT
    mov eax, [V + 0x2000]
  E 0x0e, 4
  PTE 2, P+RW+US+0x100
  mov al, [V + 0x2000]
  mov dword ptr [TABLE1 + 8], 0
  CLEAR_CR cr4, 0x80
  T "tlb.global_pge", 3
  AT
    mov eax, [V + 0x2000]
  E 0x0e, 4
  # One entry serves both rings: each access is checked for itself.
  PTE 2, P+RW
  mov al, [V + 0x2000]
  mov [V + 0x2000], al
  T "tlb.supervisor_then_user", 3
  AT
    mov al, [V + 0x2000]
  E 0x0e, 5
  PTE 2, P+US
  mov al, [V + 0x2000]
  mov [V + 0x2000], al
  T "tlb.wp0_then_user_write", 3
  AT
    mov [V + 0x2000], al
  E 0x0e, 7
  T "tlb.wp0", 0
  AT
    mov [V + 0x2000], al
  E
  SET_CR cr0, 0x10000
  T "tlb.wp1", 0
  AT
    mov [V + 0x2000], al
  E 0x0e, 3
  CLEAR_CR cr0, 0x10000
  T "tlb.wp0_again", 0
  AT
    mov [V + 0x2000], al
  E

  # Large pages: without CR4.PSE the bit in the directory means nothing.
  mov dword ptr [DIRECTORY + 4], TABLE1 + PS + P + RW + US
  PTE 1, P+RW+US
  T "large.pse0", 3
  AT
    mov eax, [V + 0x1000]
  E
  O "eax", [r_eax], 0x0badcafe
  SET_CR cr4, 0x10
  mov dword ptr [DIRECTORY + 4], PS + P + RW + US
  call flush
  T "large.read", 3
  AT
    mov eax, [V + DATA + 0x1000]
  E
  O "eax", [r_eax], 0x0badcafe
  O "pde", [DIRECTORY+4], PA+PS+P+RW+US
  T "large.write", 3
  AT
    mov [V + DATA + 0x1004], eax
  E
  O "pde", [DIRECTORY+4], PD+PA+PS+P+RW+US
  mov dword ptr [DIRECTORY + 4], PS + P + US
  call flush
  T "large.readonly", 3
  AT
    mov [V + DATA], eax
  E 0x0e, 7
  O "cr2", [r_cr2], V+DATA
  mov dword ptr [DIRECTORY + 4], PS + P + RW
  call flush
  T "large.supervisor", 3
  AT
    mov al, [V + DATA]
  E 0x0e, 5
  mov dword ptr [DIRECTORY + 4], PS + P + RW + US
  mov dword ptr [DIRECTORY + 8], TABLE1 + P + RW + US
  mov dword ptr [TABLE1], 0
  call flush
  T "large.crossing_to_small", 3
  AT
    mov eax, [V + 0x3ffffe]
  E 0x0e, 4
  O "cr2", [r_cr2], V+0x400000
  mov dword ptr [DIRECTORY + 4], (1 << 21) + PS + P + RW + US
  call flush
  T "large.reserved", 3
  AT
    mov al, [V + DATA]
  E 0x0e, 0x0d
  O "cr2", [r_cr2], V+DATA
  T "large.reserved_write", 0
  AT
    mov [V + DATA], al
  E 0x0e, 0x0b
  mov dword ptr [DIRECTORY + 4], (1 << 21) + PS + RW + US
  call flush
  T "large.reserved_absent", 3
  AT
    mov al, [V + DATA]
  E 0x0e, 4
  CLEAR_CR cr4, 0x10
  mov dword ptr [DIRECTORY + 4], TABLE1 + P + RW + US
  call flush

  # CR3 keeps its flags; the rest of its low bits is ignored.
  CHECK "cr3.flags"
  mov eax, DIRECTORY + 0x18
  mov cr3, eax
  mov ecx, cr3
  O "cr3", ecx, DIRECTORY+0x18
  mov eax, DIRECTORY
  mov cr3, eax
  FINISH

target:
  int DONE

.include "rights.inc"
