// SPDX-License-Identifier: BSD-2-Clause
/**
 * What the processor is between two instructions: registers, flags, segments, faults. Runs nothing;
 * knows no other package. Start with {@link org.virtualpok.emu.cpu.CpuState}.
 */
package org.virtualpok.emu.cpu;
