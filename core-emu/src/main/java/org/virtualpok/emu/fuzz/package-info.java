// SPDX-License-Identifier: BSD-2-Clause
/**
 * Runs a processor on random code in random surroundings, to find what makes the emulator itself
 * fail: an exception of the host. Everything comes from a seed, nothing from a clock.
 *
 * <p>Read {@link org.virtualpok.emu.fuzz.CpuFuzzer} first.
 */
package org.virtualpok.emu.fuzz;
