// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.shell;

/** Numbers as the workbench writes them: groups of three, spaces between. */
final class GuestTime {
  private static final char GAP = ' ';

  private GuestTime() {}

  /** Nanoseconds as seconds to ten of them: "10.000 118 46 s". */
  static String seconds(long nanos) {
    long tens = nanos / 10;
    String fraction = String.format("%08d", tens % 100_000_000);
    return grouped(tens / 100_000_000)
        + "."
        + fraction.substring(0, 3)
        + GAP
        + fraction.substring(3, 6)
        + GAP
        + fraction.substring(6)
        + " s";
  }

  /** "412 380 117". */
  static String grouped(long n) {
    String digits = Long.toString(n);
    StringBuilder s = new StringBuilder();
    for (int i = 0; i < digits.length(); i++) {
      if (i > 0 && (digits.length() - i) % 3 == 0) {
        s.append(GAP);
      }
      s.append(digits.charAt(i));
    }
    return s.toString();
  }
}
