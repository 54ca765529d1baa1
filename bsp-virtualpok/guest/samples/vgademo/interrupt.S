/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Gates of the IDT lead straight here. Frame: EFLAGS at S - 4, CS, EIP at
 * S - 12 (S: the interrupted stack pointer), then PUSHA's registers.
 */
        .cfi_sections .debug_frame

        .macro  handler name, service
        .globl  \name
        .type   \name, @function
\name:
        .cfi_startproc simple
        .cfi_signal_frame
        .cfi_def_cfa %esp, 12
        .cfi_offset %eip, -12
        .cfi_offset %eflags, -4
        .cfi_val_offset %esp, 0
        .cfi_remember_state
        pushal
        .cfi_def_cfa_offset 44
        .cfi_offset %eax, -16
        .cfi_offset %ecx, -20
        .cfi_offset %edx, -24
        .cfi_offset %ebx, -28
        .cfi_offset %ebp, -36
        .cfi_offset %esi, -40
        .cfi_offset %edi, -44
        cld
        call    \service
        popal
        .cfi_restore_state
        iret
        .cfi_endproc
        .size   \name, . - \name
        .endm

        .text
        handler timer_interrupt, timer_service
        handler keyboard_interrupt, keyboard_service
        handler spurious_interrupt, spurious_service

        .section .note.GNU-stack, "", @progbits
