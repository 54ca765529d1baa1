// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug.tables;

import java.util.ArrayList;
import java.util.List;

/**
 * An entry of the interrupt vector table of real mode (Intel SDM vol. 3, 20.1.4).
 *
 * @param vector 0 to 255
 * @param segment loaded into CS
 * @param offset loaded into IP
 */
public record RealVector(int vector, int segment, int offset) {
  public static final int SIZE = 4;

  /** Decodes as many whole entries as there are bytes for. */
  public static List<RealVector> table(byte[] bytes) {
    List<RealVector> entries = new ArrayList<>(bytes.length / SIZE);
    for (int i = 0; i < bytes.length / SIZE; i++) {
      entries.add(new RealVector(i, word(bytes, SIZE * i + 2), word(bytes, SIZE * i)));
    }
    return entries;
  }

  private static int word(byte[] bytes, int at) {
    return bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8;
  }

  /** Where the handler begins. */
  public int linear() {
    return (segment << 4) + offset;
  }

  public boolean empty() {
    return segment == 0 && offset == 0;
  }
}
