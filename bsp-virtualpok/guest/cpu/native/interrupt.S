/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Entry of interrupts: a stub per line, through interrupt gates, so with IF
 * closed. The processor pushed EFLAGS, CS and EIP on the interrupted stack S,
 * which all registers join:
 *
 *      S - 4   EFLAGS       S - 28  EDX
 *      S - 8   CS           S - 32  EBX
 *      S - 12  EIP          S - 36  ESP (S - 16)
 *      S - 16  line         S - 40  EBP
 *      S - 20  EAX          S - 44  ESI
 *      S - 24  ECX          S - 48  EDI
 *
 * The unwind rules let a debugger walk through the frame to the interrupted
 * code.
 */
        .cfi_sections .debug_frame

        .text
        .type   native_interrupt_entry, @function
native_interrupt_entry:
        .cfi_startproc simple
        .cfi_signal_frame
        .cfi_def_cfa %esp, 16
        .cfi_offset %eip, -12
        .cfi_offset %eflags, -4
        .cfi_val_offset %esp, 0
        .cfi_remember_state
        pushal
        .cfi_def_cfa_offset 48
        .cfi_offset %eax, -20
        .cfi_offset %ecx, -24
        .cfi_offset %edx, -28
        .cfi_offset %ebx, -32
        .cfi_offset %ebp, -40
        .cfi_offset %esi, -44
        .cfi_offset %edi, -48
        cld
        movl    %esp, %ebx              /* the frame, safe across calls */
        .cfi_def_cfa %ebx, 48
        andl    $-16, %esp
        subl    $12, %esp
        pushl   32(%ebx)
        call    native_interrupt
        movl    %ebx, %esp
        .cfi_def_cfa %esp, 48
        popal
        .cfi_restore_state
        addl    $4, %esp
        .cfi_def_cfa_offset 12
        iret
        .cfi_endproc
        .size   native_interrupt_entry, . - native_interrupt_entry

        .macro  stub line
        .type   interrupt_line_\line, @function
interrupt_line_\line:
        .cfi_startproc simple
        .cfi_signal_frame
        .cfi_def_cfa %esp, 12
        .cfi_offset %eip, -12
        .cfi_offset %eflags, -4
        .cfi_val_offset %esp, 0
        pushl   $\line
        .cfi_def_cfa_offset 16
        jmp     native_interrupt_entry
        .cfi_endproc
        .size   interrupt_line_\line, . - interrupt_line_\line
        .section .rodata
        .long   interrupt_line_\line
        .text
        .endm

        .section .rodata
        .balign 4
        .globl  native_interrupt_entries
native_interrupt_entries:
        .text
        .irp    line, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
        stub    \line
        .endr

        .section .note.GNU-stack, "", @progbits
