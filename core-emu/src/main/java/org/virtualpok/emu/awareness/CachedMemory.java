// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.awareness;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Memory of a guest that stands still for a while: awareness reads many small things that lie close
 * together, and each read of a machine costs a translation.
 */
final class CachedMemory implements GuestMemory {
  private static final int LINE_BITS = 8;

  /** A power of 2, and no more than a page, so that a line is readable as a whole or not at all. */
  private static final int LINE_BYTES = 1 << LINE_BITS;

  /** Bounds what a walk through a damaged guest can make us keep: 1 MiB. */
  private static final int LINES_MAX = 4096;

  private final GuestMemory memory;
  private final Map<Integer, byte[]> lines = new HashMap<>();
  private boolean open;

  CachedMemory(GuestMemory memory) {
    this.memory = memory;
  }

  /** From now on nothing changes. */
  void begin() {
    open = true;
  }

  /** From now on everything may. */
  void end() {
    open = false;
    lines.clear();
  }

  @Override
  public byte[] read(int address, int lengthBytes) {
    int offset = address & LINE_BYTES - 1;
    if (!open || lengthBytes <= 0 || offset + (long) lengthBytes > LINE_BYTES) {
      return memory.read(address, lengthBytes);
    }
    byte[] line = line(address - offset);
    // Where memory ends within a line, it says itself how far it goes.
    return line.length == LINE_BYTES
        ? Arrays.copyOfRange(line, offset, offset + lengthBytes)
        : memory.read(address, lengthBytes);
  }

  private byte[] line(int address) {
    int number = address >>> LINE_BITS; // addresses of lines would all fall into a few buckets
    byte[] line = lines.get(number);
    if (line == null) {
      line = memory.read(address, LINE_BYTES);
      if (lines.size() < LINES_MAX) {
        lines.put(number, line);
      }
    }
    return line;
  }
}
