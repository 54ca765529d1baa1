// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations and sizes as people write them. */
final class Quantities {
  private static final Pattern AMOUNT =
      Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,9})?)([a-zA-Z]*)");
  private static final Map<String, Long> NANOS =
      Map.of(
          "ns",
          1L,
          "us",
          1_000L,
          "ms",
          1_000_000L,
          "s",
          1_000_000_000L,
          "m",
          60_000_000_000L,
          "h",
          3_600_000_000_000L);
  private static final Map<String, Long> BYTES =
      Map.of("", 1L, "k", 1L << 10, "m", 1L << 20, "g", 1L << 30);

  private Quantities() {}

  /** A duration in ns: 500ms, 2s, 10us, 1m, 1h, 1.5s. */
  static final class Nanos implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      return amount(text, NANOS, "is no duration; write 500ms, 2s, 10us, 100ns, 1m or 1h");
    }
  }

  /** A size in bytes: 8M, 64K, 1G, or a plain number. */
  static final class Bytes implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      return amount(
          text.toLowerCase(Locale.ROOT),
          BYTES,
          "is no size; write 8M, 64K, 1G or a number of bytes");
    }
  }

  private static long amount(String text, Map<String, Long> units, String problem) {
    Matcher m = AMOUNT.matcher(text);
    if (m.matches() && units.containsKey(m.group(2))) {
      try {
        return new BigDecimal(m.group(1))
            .multiply(BigDecimal.valueOf(units.get(m.group(2))))
            .longValueExact();
      } catch (ArithmeticException e) {
        throw new TypeConversionException("'" + text + "' is too large or too fine");
      }
    }
    throw new TypeConversionException("'" + text + "' " + problem);
  }

  /** A duration for people: "1.5 s", "20 ms", "340 ns". */
  static String duration(long nanos) {
    if (nanos >= 1_000_000_000L) {
      return plain(nanos, 9) + " s";
    }
    if (nanos >= 1_000_000L) {
      return plain(nanos, 6) + " ms";
    }
    return nanos >= 1_000L ? plain(nanos, 3) + " us" : nanos + " ns";
  }

  private static String plain(long nanos, int scale) {
    String text = BigDecimal.valueOf(nanos, scale).stripTrailingZeros().toPlainString();
    return text;
  }
}
