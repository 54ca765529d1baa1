// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec.fpu;

/** Double extended-precision format: what a pair of bits is (Intel SDM vol. 1, 4.2.2 and 8.2). */
final class Format80 {
  static final int SIGN = 0x8000;
  static final int EXPONENT = 0x7fff;
  static final int BIAS = 0x3fff;
  static final long INTEGER_BIT = 1L << 63;

  /** Set in a quiet NaN, clear in a signaling one. */
  static final long QUIET_BIT = 1L << 62;

  /** The QNaN floating-point indefinite, answer to every masked invalid operation. */
  static final long INDEFINITE_SIGNIFICAND = INTEGER_BIT | QUIET_BIT;

  static final int INDEFINITE = SIGN | EXPONENT;

  private Format80() {}

  /** Unnormal, pseudo-infinity or pseudo-NaN: no operand since the 387. */
  static boolean isUnsupported(int signExponent, long significand) {
    return (signExponent & EXPONENT) != 0 && significand >= 0;
  }

  /** A normal number, the only kind that needs no special care. */
  static boolean isNormal(int signExponent, long significand) {
    return significand < 0 && (signExponent + 1 & EXPONENT) > 1;
  }

  static boolean isNaN(int signExponent, long significand) {
    return (signExponent & EXPONENT) == EXPONENT && significand << 1 != 0;
  }

  static boolean isSignaling(int signExponent, long significand) {
    return isNaN(signExponent, significand) && (significand & QUIET_BIT) == 0;
  }

  static boolean isInfinity(int signExponent, long significand) {
    return (signExponent & EXPONENT) == EXPONENT && significand == INTEGER_BIT;
  }

  static boolean isZero(int signExponent, long significand) {
    return (signExponent & EXPONENT) == 0 && significand == 0;
  }

  /** Denormal or pseudo-denormal. */
  static boolean isDenormal(int signExponent, long significand) {
    return (signExponent & EXPONENT) == 0 && significand != 0;
  }

  /** Biased exponent, 0 or below for a denormal, that goes with {@link #normalized}. */
  static int exponent(int signExponent, long significand) {
    int exponent = signExponent & EXPONENT;
    return exponent != 0 ? exponent : 1 - Long.numberOfLeadingZeros(significand);
  }

  /** The significand shifted up until its integer bit is set; not for 0. */
  static long normalized(long significand) {
    return significand << Long.numberOfLeadingZeros(significand);
  }
}
