// SPDX-License-Identifier: BSD-2-Clause
/**
 * What instructions are: the table of forms, the decoder, the disassembler. Knows no memory and no
 * machine. Start with {@link org.virtualpok.emu.isa.InsnTable}.
 */
package org.virtualpok.emu.isa;
