/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * First instructions of a partition. The loader copied the image, cleared its
 * .bss, set the segment registers and a stack at the end of the partition, and
 * put 0xDEAD in EAX, 0xBEAF in EBX and 0 in the other registers.
 */
        .cfi_sections .debug_frame

        .text
        .globl  start
        .type   start, @function
start:
        .cfi_startproc
        .cfi_undefined %eip             /* nobody called: the stack ends here */
        xorl    %ebp, %ebp
        andl    $-16, %esp
        subl    $12, %esp
        pushl   $0                      /* no command line */
        call    boot_card
        ud2                             /* boot_card does not return */
        .cfi_endproc
        .size   start, . - start

        .section .note.GNU-stack, "", @progbits
