/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Entry of exceptions: a stub per vector makes one frame of those with and
 * without an error code (Intel SDM 3A, 6.13), struct exception_frame in idt.c.
 */
        .cfi_sections .debug_frame

        .text
        .type   native_exception_entry, @function
native_exception_entry:
        .cfi_startproc simple
        .cfi_signal_frame
        .cfi_def_cfa %esp, 20
        .cfi_offset %eip, -12
        .cfi_offset %eflags, -4
        .cfi_val_offset %esp, 0
        pushal
        .cfi_def_cfa_offset 52
        .cfi_offset %eax, -24
        .cfi_offset %ecx, -28
        .cfi_offset %edx, -32
        .cfi_offset %ebx, -36
        .cfi_offset %ebp, -44
        .cfi_offset %esi, -48
        .cfi_offset %edi, -52
        cld
        movl    %esp, %ebx
        .cfi_def_cfa %ebx, 52
        andl    $-16, %esp
        subl    $12, %esp
        pushl   %ebx
        call    native_exception        /* does not come back */
        ud2
        .cfi_endproc
        .size   native_exception_entry, . - native_exception_entry

        .macro  stub vector
        .type   exception_\vector, @function
exception_\vector:
        .cfi_startproc simple
        .cfi_signal_frame
        .cfi_offset %eip, -12
        .cfi_offset %eflags, -4
        .cfi_val_offset %esp, 0
        .if     \vector == 8 || (\vector >= 10 && \vector <= 14) || \vector == 17 || \
                \vector == 21 || \vector == 29 || \vector == 30
        .cfi_def_cfa %esp, 16
        .else
        .cfi_def_cfa %esp, 12
        pushl   $0                      /* in the place of an error code */
        .cfi_def_cfa_offset 16
        .endif
        pushl   $\vector
        .cfi_def_cfa_offset 20
        jmp     native_exception_entry
        .cfi_endproc
        .size   exception_\vector, . - exception_\vector
        .section .rodata
        .long   exception_\vector
        .text
        .endm

        .section .rodata
        .balign 4
        .globl  native_exception_entries
native_exception_entries:
        .text
        .irp    vector, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
        stub    \vector
        .endr
        .irp    vector, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
        stub    \vector
        .endr

        .section .note.GNU-stack, "", @progbits
