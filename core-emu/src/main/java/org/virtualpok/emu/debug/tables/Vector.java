// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug.tables;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** What the vectors of interrupts and exceptions are (Intel SDM vol. 3, table 6-1). */
public final class Vector {
  public static final int COUNT = 256;

  private static final List<String> NAMES =
      List.of(
          "#DE", "#DB", "NMI", "#BP", "#OF", "#BR", "#UD", "#NM", "#DF", "", "#TS", "#NP", "#SS",
          "#GP", "#PF", "", "#MF", "#AC", "#MC", "#XM");

  private static final List<String> MEANINGS =
      List.of(
          "divide error",
          "debug",
          "non-maskable interrupt",
          "breakpoint",
          "overflow",
          "BOUND range exceeded",
          "invalid opcode",
          "device not available",
          "double fault",
          "coprocessor segment overrun",
          "invalid TSS",
          "segment not present",
          "stack-segment fault",
          "general protection",
          "page fault",
          "reserved",
          "x87 floating-point error",
          "alignment check",
          "machine check",
          "SIMD floating-point");

  private static final int RESERVED_LAST = 31;

  private Vector() {}

  /** "#GP"; empty where the manual gives no mnemonic. */
  public static String name(int vector) {
    return vector < NAMES.size() ? NAMES.get(vector) : "";
  }

  /** "general protection"; empty for the vectors that the system may choose. */
  public static String meaning(int vector) {
    return vector < MEANINGS.size()
        ? MEANINGS.get(vector)
        : vector <= RESERVED_LAST ? "reserved" : "";
  }

  /** "0x0d #GP", "0x20". */
  public static String label(int vector) {
    String name = name(vector);
    return String.format(Locale.ROOT, "0x%02x", vector) + (name.isEmpty() ? "" : " " + name);
  }

  /** Understands "#GP", "gp", "0x0d", "13". */
  public static OptionalInt parse(String text) {
    String t = text.strip().toLowerCase(Locale.ROOT);
    for (int v = 0; v < NAMES.size(); v++) {
      String name = NAMES.get(v).toLowerCase(Locale.ROOT);
      if (!name.isEmpty() && (name.equals(t) || name.equals("#" + t))) {
        return OptionalInt.of(v);
      }
    }
    try {
      int number = t.startsWith("0x") ? Integer.parseInt(t.substring(2), 16) : Integer.parseInt(t);
      return number >= 0 && number < COUNT ? OptionalInt.of(number) : OptionalInt.empty();
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }
}
