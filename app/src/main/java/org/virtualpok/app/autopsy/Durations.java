// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.autopsy;

import java.util.Locale;

/** Guest times and durations, which are in ns, as people read them. */
public final class Durations {
  /** Does not break; thinner ones are not in the font of numbers. */
  private static final char GAP = '\u00a0';

  private Durations() {}

  /**
   * "220 ns", "1.26 µs", "12.6 µs", "8.6 ms", "1.5 s": three figures, no zeros behind the point.
   */
  public static String of(long nanos) {
    if (nanos < 0) {
      return "–" + of(-nanos);
    }
    if (nanos < 1000) {
      return nanos + " ns";
    }
    return nanos < 999_500
        ? figures(nanos / 1e3) + " µs"
        : nanos < 999_500_000 ? figures(nanos / 1e6) + " ms" : figures(nanos / 1e9) + " s";
  }

  private static String figures(double value) {
    int digits = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
    String text = String.format(Locale.ROOT, "%." + digits + "f", value);
    return digits == 0 ? text : text.replaceFirst("\\.?0+$", "");
  }

  /** "2.438 000": seconds down to µs, in groups. */
  public static String seconds(long nanos) {
    return groups(nanos, 2);
  }

  /** "2.438 000 62": seconds down to tens of ns, in groups. */
  public static String exactSeconds(long nanos) {
    return groups(nanos, 2) + GAP + String.format(Locale.ROOT, "%02d", nanos / 10 % 100);
  }

  private static String groups(long nanos, int groups) {
    StringBuilder text = new StringBuilder(grouped(nanos / 1_000_000_000L)).append('.');
    long rest = nanos % 1_000_000_000L;
    for (int i = 0; i < groups; i++) {
      text.append(i == 0 ? "" : GAP).append(String.format(Locale.ROOT, "%03d", rest / 1_000_000));
      rest = rest % 1_000_000 * 1000;
    }
    return text.toString();
  }

  /** Groups of three digits, apart by a space: 20 032. */
  public static String grouped(long value) {
    StringBuilder s = new StringBuilder(Long.toString(value));
    int first = value < 0 ? 1 : 0;
    for (int i = s.length() - 3; i > first; i -= 3) {
      s.insert(i, GAP);
    }
    return s.toString();
  }
}
