// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.awareness;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.virtualpok.emu.image.dwarf.Type;

/** Characters, texts, enumerators and floating-point numbers as gdb writes them. */
final class GuestText {
  /** More of one character than this are written as a count. */
  private static final int REPEATS_MAX = 10;

  private GuestText() {}

  /** In quotes; what cannot be printed as an octal escape of three digits. */
  static String character(int c) {
    return "'" + escaped(c, '\'') + "'";
  }

  private static String escaped(int c, char quote) {
    return switch (c) {
      case 7 -> "\\a";
      case 8 -> "\\b";
      case 9 -> "\\t";
      case 10 -> "\\n";
      case 11 -> "\\v";
      case 12 -> "\\f";
      case 13 -> "\\r";
      case 27 -> "\\033";
      case '\\' -> "\\\\";
      default ->
          c == quote
              ? "\\" + quote
              : c >= 32 && c < 127 ? String.valueOf((char) c) : String.format("\\%03o", c);
    };
  }

  /** Of a pointer to text, which ends where its NUL was. */
  static String quoted(String text, int max) {
    return quoted(text.getBytes(StandardCharsets.ISO_8859_1), text.length(), max);
  }

  /** An array of characters; the last NUL is left out, as gdb does. */
  static String quoted(byte[] bytes, int max) {
    int length = bytes.length;
    if (length > 0 && bytes[length - 1] == 0) {
      length--;
    }
    return quoted(bytes, length, max);
  }

  /** Runs of one character stand apart: {@code "abc", '\000' <repeats 12 times>}. */
  static String quoted(byte[] bytes, int length, int max) {
    if (length == 0) {
      return "\"\"";
    }
    List<String> parts = new ArrayList<>();
    StringBuilder plain = new StringBuilder();
    int shown = 0;
    int i = 0;
    while (i < length && shown < max) {
      int run = 1;
      while (i + run < length && bytes[i + run] == bytes[i]) {
        run++;
      }
      int c = bytes[i] & 0xff;
      if (run > REPEATS_MAX) {
        close(plain, parts);
        parts.add(character(c) + " <repeats " + run + " times>");
        shown += REPEATS_MAX;
      } else {
        run = Math.min(run, max - shown);
        plain.append(escaped(c, '"').repeat(run));
        shown += run;
      }
      i += run;
    }
    close(plain, parts);
    return String.join(", ", parts) + (i < length ? "..." : "");
  }

  private static void close(StringBuilder plain, List<String> parts) {
    if (plain.length() > 0) {
      parts.add("\"" + plain + "\"");
      plain.setLength(0);
    }
  }

  /** A name, the names of the flags that are set, or the number. */
  static String enumerators(Type.Enumeration type, long value) {
    if (type.nameOf(value).isPresent()) {
      return type.nameOf(value).get();
    }
    boolean flags =
        type.enumerators().stream().allMatch(e -> e.value() >= 0 && Long.bitCount(e.value()) <= 1);
    if (!flags || value <= 0) {
      return Long.toString(value);
    }
    List<String> names = new ArrayList<>();
    long left = value;
    for (Type.Enumerator e : type.enumerators()) {
      if ((left & e.value()) != 0) {
        names.add(e.name());
        left &= ~e.value();
      }
    }
    if (names.isEmpty()) {
      return Long.toString(value);
    }
    if (left != 0) {
      names.add("unknown: 0x" + Long.toHexString(left));
    }
    return "(" + String.join(" | ", names) + ")";
  }

  /** As printf's %g with the digits that the type has; 4, 8 or 12 bytes. */
  static String floating(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length == 4) {
      return general(in.getFloat(), 9);
    }
    return bytes.length == 8 ? general(in.getDouble(), 17) : "<" + bytes.length + " bytes>";
  }

  private static String general(double value, int digits) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    BigDecimal d = new BigDecimal(value).round(new MathContext(digits)).stripTrailingZeros();
    int exponent = d.precision() - d.scale() - 1;
    if (exponent >= -4 && exponent < digits) {
      return d.toPlainString();
    }
    String mantissa = d.scaleByPowerOfTen(-exponent).toPlainString();
    return mantissa + String.format("e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
  }
}
