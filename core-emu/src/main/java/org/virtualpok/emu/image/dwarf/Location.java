// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image.dwarf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;

/**
 * Where a variable lies: one expression for everywhere, or one for each of some ranges of code
 * (DWARF 5, section 2.6). Without any it was optimised away.
 */
public record Location(List<Entry> entries) {
  /** Nowhere. */
  public static final Location NONE = new Location(List.of());

  private static final int DW_OP_ADDR = 0x03;
  private static final int DW_OP_IMPLICIT_VALUE = 0x9e;

  /**
   * An expression and where it holds.
   *
   * @param low first address of code, unsigned
   * @param high first address behind it; both 0 for everywhere
   * @param expression DWARF's operations
   */
  public record Entry(int low, int high, byte[] expression) {}

  public Location {
    entries = List.copyOf(entries);
  }

  /** One expression that holds everywhere. */
  public static Location everywhere(byte[] expression) {
    return new Location(List.of(new Entry(0, 0, expression)));
  }

  /** The value itself, which lies nowhere: of DW_AT_const_value (DWARF 5, section 4.1). */
  static Location constant(Object value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(DW_OP_IMPLICIT_VALUE);
    byte[] bytes = new byte[0];
    if (value instanceof Long n) {
      bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(n).array();
    } else if (value instanceof byte[] block) {
      bytes = block;
    } else if (value instanceof String text) {
      bytes = (text + '\0').getBytes(StandardCharsets.UTF_8);
    }
    for (int left = bytes.length; left >= 0; left = left >>> 7 == 0 ? -1 : left >>> 7) {
      out.write(left & 0x7f | (left >>> 7 == 0 ? 0 : 0x80));
    }
    out.writeBytes(bytes);
    return everywhere(out.toByteArray());
  }

  /** The address, if it is the same everywhere: a single DW_OP_addr. */
  public OptionalInt staticAddress() {
    if (entries.size() != 1) {
      return OptionalInt.empty();
    }
    byte[] e = entries.get(0).expression;
    if (e.length != 5 || e[0] != DW_OP_ADDR) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(
        e[1] & 0xff | (e[2] & 0xff) << 8 | (e[3] & 0xff) << 16 | (e[4] & 0xff) << 24);
  }
}
