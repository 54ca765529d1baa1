// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec.fpu;

import static org.virtualpok.emu.exec.fpu.Format80.BIAS;
import static org.virtualpok.emu.exec.fpu.Format80.EXPONENT;
import static org.virtualpok.emu.exec.fpu.Format80.INTEGER_BIT;
import static org.virtualpok.emu.exec.fpu.Format80.SIGN;

/** A value from memory in double extended-precision; exact, and an SNaN stays one. */
final class Operand {
  int signExponent;
  long significand;

  /** It was denormal in its own format, which it no longer is in this one. */
  boolean denormal;

  void fromExtended(int newSignExponent, long newSignificand) {
    signExponent = newSignExponent;
    significand = newSignificand;
    denormal = false;
  }

  /** From single precision. */
  void fromSingle(int bits) {
    long fraction = (long) (bits & 0x7fffff) << 40;
    fromReal(bits >>> 16 & SIGN, bits >>> 23 & 0xff, fraction, 0xff);
  }

  /** From double precision. */
  void fromDouble(long bits) {
    fromReal((int) (bits >>> 48) & SIGN, (int) (bits >>> 52) & 0x7ff, bits << 12 >>> 1, 0x7ff);
  }

  private void fromReal(int sign, int exponent, long fraction, int exponentMax) {
    denormal = false;
    if (exponent == exponentMax) {
      signExponent = sign | EXPONENT;
      significand = INTEGER_BIT | fraction;
    } else if (exponent != 0) {
      signExponent = sign | exponent - (exponentMax >> 1) + BIAS;
      significand = INTEGER_BIT | fraction;
    } else if (fraction == 0) {
      signExponent = sign;
      significand = 0;
    } else {
      int up = Long.numberOfLeadingZeros(fraction);
      denormal = true;
      signExponent = sign | 1 - up - (exponentMax >> 1) + BIAS;
      significand = fraction << up;
    }
  }

  /** From a signed integer. */
  void fromInteger(long value) {
    denormal = false;
    if (value == 0) {
      fromExtended(0, 0);
      return;
    }
    long magnitude = Math.abs(value);
    int up = Long.numberOfLeadingZeros(magnitude);
    signExponent = (value < 0 ? SIGN : 0) | BIAS + 63 - up;
    significand = magnitude << up;
  }

  /**
   * From packed BCD.
   *
   * @param low sixteen digits
   * @param high two digits, and the sign in bit 15
   */
  void fromDecimal(long low, int high) {
    long value = (high >> 4 & 15) * 10L + (high & 15);
    for (int i = 60; i >= 0; i -= 4) {
      value = value * 10 + (low >>> i & 15);
    }
    fromInteger(value);
    signExponent |= high & SIGN;
  }
}
