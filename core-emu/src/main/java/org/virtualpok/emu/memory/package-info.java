// SPDX-License-Identifier: BSD-2-Clause
/**
 * Memory by physical and by linear address: RAM and ROM, page tables, the software TLB, and which
 * pages hold decoded code. Knows the processor's registers and no instruction. Start with {@link
 * org.virtualpok.emu.memory.LinearMemory}.
 */
package org.virtualpok.emu.memory;
