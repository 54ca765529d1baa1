/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Virtualization layer, processor part: what an executive asks of the
 * hypervisor in the place of privileged instructions.
 *
 * A level is the virtual interrupt flag: 1 open, 0 closed. The parameter of
 * _CPU_Virtual_Interrupts_disable is there for callers that pass one; nothing
 * reads it.
 */
#ifndef VIRTUALIZATIONLAYERCPU_H
#define VIRTUALIZATIONLAYERCPU_H

#ifndef __ASSEMBLER__

/* Asks for a line; from now on C_dispatch_isr is called for it. 0 if granted. */
int _CPU_Virtual_Irq_request(int vector);

/* Gives a line back. 0 if this partition had it. */
int _CPU_Virtual_Irq_detach(int vector);

/* Closes the virtual interrupt flag; the result is the level before. */
int _CPU_Virtual_Interrupts_disable(int level);

/* Sets the flag to a level that _CPU_Virtual_Interrupts_disable returned. */
void _CPU_Virtual_Interrupts_enable(int level);

/* Lets what is pending in, at the given level, and closes the flag again. */
void _CPU_Virtual_Interrupts_flash(int level);

/* The level now. */
int _CPU_Virtual_Interrupts_get_level(int level);

void _CPU_Virtual_Interrupts_open(void);
void _CPU_Virtual_Interrupts_close(void);

/* Opens the flag and sleeps until an interrupt was served. Call it in a loop. */
void _CPU_Virtual_idle_thread(void);

/* Ends the partition with an exit code. Does not return. */
void _CPU_Virtual_exec_stop_error(int error) __attribute__((noreturn));

/*
 * What the layer asks of the executive. C_dispatch_isr runs the handlers of a
 * line, between enter and leave. When leave says 1, another task has to run
 * first: the layer ends the service of the line early and calls dispatch,
 * which comes back when the interrupted task is to go on. All four are called
 * with the flag closed and must leave it so.
 */
void C_dispatch_isr(int vector);
void _CPU_Virtual_Isr_enter(void);
int _CPU_Virtual_Isr_leave(void);
void _CPU_Virtual_Isr_dispatch(void);

#endif

#endif
