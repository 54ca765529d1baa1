// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec.fpu;

/** FLD1 to FLDZ in the order of their codes, E8 to EE. */
final class Constants {
  private static final int[] EXPONENTS = {0x3fff, 0x4000, 0x3fff, 0x4000, 0x3ffd, 0x3ffe, 0};

  /** 1, log2 10, log2 e, pi, log10 2, ln 2, 0, all cut off behind bit 0. */
  private static final long[] SIGNIFICANDS = {
    0x8000000000000000L,
    0xd49a784bcd1b8afeL,
    0xb8aa3b295c17f0bbL,
    0xc90fdaa22168c234L,
    0x9a209a84fbcff798L,
    0xb17217f7d1cf79abL,
    0
  };

  /** Whether the nearest is one above; log2 10 is the only one of the five where it is not. */
  private static final boolean[] NEAREST_IS_ABOVE = {false, false, true, true, true, true, false};

  private Constants() {}

  static int signExponent(int i) {
    return EXPONENTS[i];
  }

  /** Rounded as the control word says. */
  static long significand(int i, int control) {
    if (i == 0 || i == 6) {
      return SIGNIFICANDS[i];
    }
    boolean up =
        switch (control >> 10 & 3) {
          case 0 -> NEAREST_IS_ABOVE[i];
          case 2 -> true;
          default -> false;
        };
    return SIGNIFICANDS[i] + (up ? 1 : 0);
  }
}
