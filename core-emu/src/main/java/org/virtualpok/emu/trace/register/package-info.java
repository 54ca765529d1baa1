// SPDX-License-Identifier: BSD-2-Clause
/**
 * Register traces: the registers of a processor before each instruction, as text files; ours, and
 * the logs of QEMU and Bochs. Reads them in constant memory, and finds where two of them part.
 *
 * <p>Knows no machine: whoever has one gives its registers to {@link
 * org.virtualpok.emu.trace.register.TraceWriter}. Read {@link
 * org.virtualpok.emu.trace.register.TraceComparison} first.
 */
package org.virtualpok.emu.trace.register;
