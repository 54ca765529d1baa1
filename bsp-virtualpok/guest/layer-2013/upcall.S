/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Entry of all interrupts. The kernel of 2013 stored the interrupted state
 * around the interrupted stack pointer and a magic word below it. With T the
 * word behind the saved EIP (the stack pointer itself, or four more where the
 * frame lies as that kernel put it), ESP = T - 48 here and:
 *
 *      T - 4   EIP          T - 24  any
 *      T - 8   EAX          T - 28  EBP
 *      T - 12  ECX          T - 32  ESI
 *      T - 16  EDX          T - 36  EDI
 *      T - 20  EBX          T - 40  line, T - 44  0xFFEEDDCC
 *
 * A function in C cannot know how far below it its compiler put the stack
 * pointer: such guests look for the magic word upward, through words that
 * nobody has written, and so does this one. Twice, since the handler may have
 * come back on another day. The flags are not restored: nobody saved them.
 */
        .equ    MAGIC, 0xffeeddcc
        .equ    LOCALS, 28

        .cfi_sections .debug_frame

        .text
        .globl  _virtualpok_upcall
        .type   _virtualpok_upcall, @function
_virtualpok_upcall:
        .cfi_startproc simple
        .cfi_signal_frame
        .cfi_def_cfa %esp, 48
        .cfi_offset %eip, -4
        .cfi_offset %eax, -8
        .cfi_offset %ecx, -12
        .cfi_offset %edx, -16
        .cfi_offset %ebx, -20
        .cfi_val_offset %esp, 0
        .cfi_offset %ebp, -28
        .cfi_offset %esi, -32
        .cfi_offset %edi, -36
        subl    $LOCALS, %esp
        .cfi_adjust_cfa_offset LOCALS
        movl    %esp, %eax
1:      addl    $4, %eax
        cmpl    $MAGIC, (%eax)
        jne     1b
        movl    4(%eax), %eax
        movl    %eax, (%esp)
        call    _virtualpok_interrupt   /* acknowledges, too */

        movl    %esp, %eax
2:      addl    $4, %eax
        cmpl    $MAGIC, (%eax)
        jne     2b
        leal    8(%eax), %esp
        .cfi_def_cfa %esp, 36
        popal
        .cfi_def_cfa %esp, 4
        .cfi_same_value %edi
        .cfi_same_value %esi
        .cfi_same_value %ebp
        .cfi_same_value %ebx
        .cfi_same_value %edx
        .cfi_same_value %ecx
        .cfi_same_value %eax
        ret
        .cfi_endproc
        .size   _virtualpok_upcall, . - _virtualpok_upcall

        .section .note.GNU-stack, "", @progbits
