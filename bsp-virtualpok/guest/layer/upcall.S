/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Entry of all interrupts. The hypervisor stored the interrupted state below
 * the interrupted stack pointer S and entered here with ESP = S - 44:
 *
 *      S - 4   EIP          S - 24  EBX
 *      S - 8   EFLAGS       S - 28  S
 *      S - 12  EAX          S - 32  EBP
 *      S - 16  ECX          S - 36  ESI
 *      S - 20  EDX          S - 40  EDI
 *                           S - 44  line      <- ESP, and EAX = line
 *
 * The return call restores all of it, so nothing is saved here. The unwind
 * rules let a debugger walk through the frame to the interrupted code.
 */
        .cfi_sections .debug_frame

        .text
        .globl  _virtualpok_upcall
        .type   _virtualpok_upcall, @function
_virtualpok_upcall:
        .cfi_startproc simple
        .cfi_signal_frame
        .cfi_def_cfa %esp, 44
        .cfi_offset %eip, -4
        .cfi_offset %eflags, -8
        .cfi_offset %eax, -12
        .cfi_offset %ecx, -16
        .cfi_offset %edx, -20
        .cfi_offset %ebx, -24
        .cfi_val_offset %esp, 0
        .cfi_offset %ebp, -32
        .cfi_offset %esi, -36
        .cfi_offset %edi, -40
        movl    %esp, %ebx              /* the frame, safe across calls */
        .cfi_def_cfa %ebx, 44
        andl    $-16, %esp
        subl    $12, %esp
        pushl   %eax
        call    _virtualpok_interrupt

        pushl   $0                      /* a5 ... a2 */
        pushl   $0
        pushl   $0
        pushl   $0
        pushl   %ebx                    /* a1: address of the line word */
        pushl   $1                      /* count */
        movl    %ebx, %esi
        .cfi_def_cfa %esi, 44
        movl    %esp, %ebx
        movl    $32, %eax
        int     $45                     /* does not come back */
        ud2
        .cfi_endproc
        .size   _virtualpok_upcall, . - _virtualpok_upcall

        .section .note.GNU-stack, "", @progbits
