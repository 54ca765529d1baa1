/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * First instructions of a native image. A multiboot loader entered 32-bit
 * protected mode without paging, interrupts closed, A20 open, EAX =
 * 0x2BADB002, EBX = address of its information (Multiboot 0.6.96, 3.2); it
 * promises neither a stack nor a GDT that stays.
 */
        .set    HEADER_MAGIC, 0x1badb002
        .set    HEADER_FLAGS, 0         /* asks for nothing */
        .set    LOADER_MAGIC, 0x2badb002
        .set    INFO_HAS_COMMAND_LINE, 1 << 2
        .set    INFO_COMMAND_LINE, 16
        .set    STACK_BYTES, 16384

        .section .multiboot, "a", @progbits
        .balign 4
        .long   HEADER_MAGIC
        .long   HEADER_FLAGS
        .long   -(HEADER_MAGIC + HEADER_FLAGS)

        .cfi_sections .debug_frame

        .text
        .globl  start
        .type   start, @function
start:
        .cfi_startproc
        .cfi_undefined %eip             /* nobody called: the stack ends here */
        cli
        cld
        lgdt    gdt_register
        movw    $0x10, %cx
        movw    %cx, %ds
        movw    %cx, %es
        movw    %cx, %fs
        movw    %cx, %gs
        movw    %cx, %ss
        movl    $stack_end, %esp
        pushl   $0x08
        pushl   $1f
        lret                            /* loads CS */
1:      xorl    %ebp, %ebp

        xorl    %esi, %esi              /* the command line, NULL if there is none */
        cmpl    $LOADER_MAGIC, %eax
        jne     2f
        testl   $INFO_HAS_COMMAND_LINE, (%ebx)
        jz      2f
        movl    INFO_COMMAND_LINE(%ebx), %esi
2:
        movl    $_bss_begin, %edi
        movl    $_bss_end, %ecx
        subl    %edi, %ecx
        xorl    %eax, %eax
        rep stosb

        call    native_initialize
        subl    $12, %esp
        pushl   %esi
        call    boot_card
        ud2                             /* boot_card does not return */
        .cfi_endproc
        .size   start, . - start

/* Flat: base 0, 4 GiB, present, ring 0; accessed, so that no load writes here. */
        .section .rodata
        .balign 8
gdt:    .quad   0
        .quad   0x00cf9b000000ffff      /* 08: code, read and execute */
        .quad   0x00cf93000000ffff      /* 10: data, read and write */
gdt_end:
        .balign 4
        .short  0                       /* so that the base is aligned */
gdt_register:
        .short  gdt_end - gdt - 1
        .long   gdt

        .bss
        .balign 16
        .skip   STACK_BYTES
stack_end:

        .section .note.GNU-stack, "", @progbits
