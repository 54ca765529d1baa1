// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.state;

import java.util.List;

/**
 * Some bits of a register that mean something together.
 *
 * @param name as the data sheet has it
 * @param low number of the lowest bit, from 0
 * @param width how many bits, from 1
 * @param meaning in a few words
 * @param words what each value means, from 0; empty or shorter where values need no words
 */
public record BitField(String name, int low, int width, String meaning, List<String> words) {
  public BitField {
    words = List.copyOf(words);
  }

  /** The value of these bits in a register. */
  public long of(long register) {
    return register >>> low & ~(-1L << width);
  }

  /** The value in words; its number where it has none. */
  public String text(long register) {
    long value = of(register);
    return value < words.size() ? words.get((int) value) : Long.toString(value);
  }
}
