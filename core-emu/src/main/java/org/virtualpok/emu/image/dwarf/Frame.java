// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image.dwarf;

import java.util.OptionalInt;
import org.virtualpok.emu.awareness.GuestMemory;

/**
 * A function's activation, for places in it.
 *
 * @param pc address of the instruction, as the image has it
 * @param registers by DWARF's numbers for the i386, EAX ECX EDX EBX ESP EBP ESI EDI EIP; a shorter
 *     array means that the rest is unknown
 * @param cfa the canonical frame address: ESP before the call that made the frame, logical; empty
 *     if unknown
 * @param frameBase of the function
 * @param memory through the segment of the program's data
 */
public record Frame(
    int pc, int[] registers, OptionalInt cfa, Location frameBase, GuestMemory memory) {
  public Frame {
    registers = registers.clone();
  }

  @Override
  public int[] registers() {
    return registers.clone();
  }

  OptionalInt register(long number) {
    return number >= 0 && number < registers.length
        ? OptionalInt.of(registers[(int) number])
        : OptionalInt.empty();
  }
}
