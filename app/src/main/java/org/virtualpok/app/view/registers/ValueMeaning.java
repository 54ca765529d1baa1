// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.registers;

import java.util.List;
import java.util.Optional;
import org.virtualpok.emu.debug.HypercallInfo;
import org.virtualpok.emu.image.SymbolTable;
import org.virtualpok.emu.image.SymbolTable.Symbol;

/** Puts the values of registers into the user's words, as far as the image tells. */
final class ValueMeaning {
  private static final int DECIMAL_MIN = 10;
  private static final int DECIMAL_MAX = 99_999;

  /** Below this distance above ESP an EBP is taken for the frame of the running function. */
  private static final int FRAME_MAX = 0x10000;

  private ValueMeaning() {}

  /** A place of the image, "name+0x1c"; else a small number in decimal; else nothing. */
  static String of(int value, SymbolTable symbols) {
    String place = place(value, symbols);
    return place.isEmpty() ? decimal(value) : place;
  }

  /** "name+0x1c" for an offset inside a function or an object of the image; else empty. */
  static String place(int offset, SymbolTable symbols) {
    Symbol best = null;
    for (Symbol s : symbols.all()) {
      if (Integer.compareUnsigned(s.address(), offset) > 0) {
        break;
      }
      boolean inside =
          s.size() == 0
              ? s.function() || s.address() == offset
              : Integer.compareUnsigned(offset - s.address(), s.size()) < 0;
      if (inside) {
        best = s;
      } else if (best != null && best.size() == 0 && s.address() != best.address()) {
        best = null; // a function of unknown size ends where the next symbol begins
      }
    }
    if (best == null) {
      return "";
    }
    int distance = offset - best.address();
    if (best.size() == 0 && Integer.compareUnsigned(distance, FRAME_MAX) >= 0) {
      return "";
    }
    return distance == 0 ? best.name() : best.name() + "+0x" + Integer.toHexString(distance);
  }

  private static String decimal(int value) {
    int size = Math.abs(value);
    boolean small = value < 0 ? size >= 0 && size <= DECIMAL_MAX : size <= DECIMAL_MAX;
    return small && (value < 0 || size >= DECIMAL_MIN) ? Integer.toString(value) : "";
  }

  /** EBP, seen from ESP. */
  static String frame(int ebp, int esp, SymbolTable symbols) {
    int distance = ebp - esp;
    if (distance >= 0 && distance < FRAME_MAX && esp != 0) {
      return distance == 0 ? "frame, at ESP" : "frame, ESP+0x" + Integer.toHexString(distance);
    }
    return of(ebp, symbols);
  }

  /** "28 IRQ_PARTITION_DISABLE" if the code at EIP enters a hypercall, else empty. */
  static Optional<String> hypercall(byte[] code, int eax, List<HypercallInfo> known) {
    if (code.length < 2 || (code[0] & 0xff) != 0xcd) {
      return Optional.empty();
    }
    int vector = code[1] & 0xff;
    return known.stream()
        .filter(h -> h.vector() == vector && h.number() == eax)
        .findFirst()
        .map(h -> h.number() + " " + h.name());
  }

  /** 8 MiB, 8388 KiB, 12 bytes: as short as it is exact. */
  static String size(int limit) {
    long bytes = Integer.toUnsignedLong(limit) + 1;
    if (bytes % (1L << 30) == 0) {
      return (bytes >> 30) + " GiB";
    }
    if (bytes % (1L << 20) == 0) {
      return (bytes >> 20) + " MiB";
    }
    if (bytes % (1L << 10) == 0) {
      return (bytes >> 10) + " KiB";
    }
    return bytes + " bytes";
  }
}
