// SPDX-License-Identifier: BSD-2-Clause
/**
 * The emulator against the CPU under the JVM: vectors made from the instruction table, what the
 * silicon answers (asked now, or recorded), and what the emulator does with the same. Start with
 * {@link org.virtualpok.emu.oracle.SiliconTest}.
 */
package org.virtualpok.emu.oracle;
