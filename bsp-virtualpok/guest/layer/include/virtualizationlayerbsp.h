/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Virtualization layer, board part: console and time without devices.
 */
#ifndef VIRTUALIZATIONLAYERBSP_H
#define VIRTUALIZATIONLAYERBSP_H

#ifndef __ASSEMBLER__

/* Makes the console ready. 0 if it is. */
int _BSP_Virtual_Console_init(void);

/* The next character that was typed, or (char)-1 if there is none. */
char _BSP_Virtual_Char_read(void);

/* Writes a string that ends with NUL. */
void _BSP_Virtual_Char_write(char *text);

/* Makes the clock ready. 0 if it is. */
int _BSP_Virtual_Clock_init(void);

/* Milliseconds of the module's time, modulo 2^32. */
unsigned _BSP_Virtual_Clock_read(void);

/* Where a board's fault handler ends: stops the partition as failed. */
void _BSP_Virtual_faulthandler(void);

/* The first free byte behind the image. */
void *_BSP_Virtual_getworkspacearea(void);

#endif

#endif
