/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Says which calls this image speaks. Name "VirtualPOK", type 1; the
 * descriptor is a version word, 1, and the name of the ABI.
 */
        .section .note.virtualpok, "a", @note
        .balign 4
        .long   2f - 1f
        .long   4f - 3f
        .long   1
1:      .asciz  "VirtualPOK"
2:      .balign 4
3:      .long   1
        .asciz  "pok-2013"
4:      .balign 4

        .section .note.GNU-stack, "", @progbits
