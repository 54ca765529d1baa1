/* SPDX-License-Identifier: BSD-2-Clause */
        .cfi_sections .debug_frame

        .text
        .globl  _CPU_Context_switch
        .type   _CPU_Context_switch, @function
_CPU_Context_switch:
        .cfi_startproc
        movl    4(%esp), %eax           /* executing */
        movl    8(%esp), %edx           /* heir */
        pushfl
        .cfi_adjust_cfa_offset 4
        popl    (%eax)
        .cfi_adjust_cfa_offset -4
        movl    %esp, 4(%eax)
        movl    %ebp, 8(%eax)
        movl    %ebx, 12(%eax)
        movl    %esi, 16(%eax)
        movl    %edi, 20(%eax)
.Lload:
        movl    12(%edx), %ebx
        movl    16(%edx), %esi
        movl    20(%edx), %edi
        /* Together, so that a debugger sees one stack or the other. */
        movl    8(%edx), %ebp
        movl    4(%edx), %esp
        pushl   (%edx)
        .cfi_adjust_cfa_offset 4
        popfl
        .cfi_adjust_cfa_offset -4
        ret
        .cfi_endproc
        .size   _CPU_Context_switch, . - _CPU_Context_switch

        .globl  _CPU_Context_restore
        .type   _CPU_Context_restore, @function
_CPU_Context_restore:
        .cfi_startproc
        movl    4(%esp), %edx
        jmp     .Lload
        .cfi_endproc
        .size   _CPU_Context_restore, . - _CPU_Context_restore

/* First instructions of every new context: EBX is what to call. */
        .globl  _CPU_Context_begin
        .type   _CPU_Context_begin, @function
_CPU_Context_begin:
        .cfi_startproc
        .cfi_undefined %eip             /* nobody called: the stack ends here */
        call    *%ebx
        ud2                             /* it does not return */
        .cfi_endproc
        .size   _CPU_Context_begin, . - _CPU_Context_begin

        .section .note.GNU-stack, "", @progbits
