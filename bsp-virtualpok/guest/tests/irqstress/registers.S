/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * uint32_t stress_check_registers(uint32_t turns)
 *
 * Loops with known values in every register, with the carry and the direction
 * flag set, and with a known word at the top of the stack; no instruction of
 * the loop changes any of them but ECX. 0 if all is as it was.
 */
        .cfi_sections .debug_frame

        .text
        .globl  stress_check_registers
        .type   stress_check_registers, @function
stress_check_registers:
        .cfi_startproc
        pushl   %ebp
        .cfi_adjust_cfa_offset 4
        .cfi_rel_offset %ebp, 0
        pushl   %ebx
        .cfi_adjust_cfa_offset 4
        .cfi_rel_offset %ebx, 0
        pushl   %esi
        .cfi_adjust_cfa_offset 4
        .cfi_rel_offset %esi, 0
        pushl   %edi
        .cfi_adjust_cfa_offset 4
        .cfi_rel_offset %edi, 0
        movl    20(%esp), %ecx
        pushl   $0x77777777
        .cfi_adjust_cfa_offset 4
        movl    %esp, saved_esp
        movl    $0x11111111, %eax
        movl    $0x22222222, %ebx
        movl    $0x33333333, %edx
        movl    $0x44444444, %esi
        movl    $0x55555555, %edi
        movl    $0x66666666, %ebp
        std
        stc
1:      jnc     2f
        jecxz   3f
        leal    -1(%ecx), %ecx
        jmp     1b
2:      cld
        movl    saved_esp, %esp
        movl    $1, %eax
        jmp     9f

3:      pushfl
        .cfi_adjust_cfa_offset 4
        cld
        testl   $0x400, (%esp)          /* direction flag */
        leal    4(%esp), %esp
        .cfi_adjust_cfa_offset -4
        jz      2b
        cmpl    $0x11111111, %eax
        jne     2b
        cmpl    $0x22222222, %ebx
        jne     2b
        cmpl    $0x33333333, %edx
        jne     2b
        cmpl    $0x44444444, %esi
        jne     2b
        cmpl    $0x55555555, %edi
        jne     2b
        cmpl    $0x66666666, %ebp
        jne     2b
        cmpl    saved_esp, %esp
        jne     2b
        cmpl    $0x77777777, (%esp)
        jne     2b
        xorl    %eax, %eax
9:      leal    4(%esp), %esp
        .cfi_adjust_cfa_offset -4
        popl    %edi
        .cfi_adjust_cfa_offset -4
        .cfi_restore %edi
        popl    %esi
        .cfi_adjust_cfa_offset -4
        .cfi_restore %esi
        popl    %ebx
        .cfi_adjust_cfa_offset -4
        .cfi_restore %ebx
        popl    %ebp
        .cfi_adjust_cfa_offset -4
        .cfi_restore %ebp
        ret
        .cfi_endproc
        .size   stress_check_registers, . - stress_check_registers

        .local  saved_esp
        .comm   saved_esp, 4, 4

        .section .note.GNU-stack, "", @progbits
