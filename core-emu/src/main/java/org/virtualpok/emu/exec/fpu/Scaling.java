// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec.fpu;

import static org.virtualpok.emu.exec.fpu.Format80.BIAS;
import static org.virtualpok.emu.exec.fpu.Format80.EXPONENT;
import static org.virtualpok.emu.exec.fpu.Format80.INTEGER_BIT;
import static org.virtualpok.emu.exec.fpu.Format80.SIGN;

/** FSCALE, FPREM and FPREM1; the precision control does not count here. */
final class Scaling {
  /** More than any exponent can change. */
  private static final int SCALE_MAX = 0x10000;

  /** Only a step towards the remainder was made. */
  static final int STEP = -1;

  /** An operand had no value. */
  static final int NO_QUOTIENT = -2;

  private Scaling() {}

  /** a times 2 to the power of b truncated. */
  static void scale(Result r, int aSe, long a, int bSe, long b) {
    if (r.special(aSe, a, bSe, b)) {
      return;
    }
    int sign = aSe & SIGN;
    boolean down = (bSe & SIGN) != 0;
    boolean bInfinite = Format80.isInfinity(bSe, b);
    if (Format80.isInfinity(aSe, a)) {
      if (bInfinite && down) {
        r.invalid();
      } else {
        r.set(aSe, a);
      }
    } else if (bInfinite) {
      if (a == 0 && !down) {
        r.invalid();
      } else {
        r.set(down ? sign : sign | EXPONENT, down ? 0 : INTEGER_BIT);
      }
    } else if (a == 0) {
      r.set(aSe, 0);
    } else {
      int exponent = Format80.exponent(aSe, a) + truncated(bSe, b);
      r.roundWhole(sign, exponent, Format80.normalized(a), 0);
    }
  }

  private static int truncated(int se, long b) {
    int exponent = (se & EXPONENT) - BIAS;
    if (exponent < 0) {
      return 0;
    }
    int magnitude = exponent > 15 ? SCALE_MAX : (int) (b >>> 63 - exponent);
    return (se & SIGN) != 0 ? -magnitude : magnitude;
  }

  /**
   * The remainder of a / b, or one step towards it.
   *
   * @param nearest whether the quotient is rounded to nearest (FPREM1) instead of truncated
   * @return the low three bits of the quotient, or {@link #STEP}, or {@link #NO_QUOTIENT}
   */
  static int remainder(Result r, int aSe, long a, int bSe, long b, boolean nearest) {
    if (r.special(aSe, a, bSe, b)) {
      return NO_QUOTIENT;
    }
    if (Format80.isInfinity(aSe, a) || b == 0) {
      r.invalid();
      return NO_QUOTIENT;
    }
    if (a == 0) {
      r.set(aSe, 0);
      return 0;
    }
    int sign = aSe & SIGN;
    int aExponent = Format80.exponent(aSe, a);
    long x = Format80.normalized(a);
    if (Format80.isInfinity(bSe, b)) {
      r.roundWhole(sign, aExponent, x, 0);
      return 0;
    }
    int bExponent = Format80.exponent(bSe, b);
    return reduce(r, sign, aExponent, x, bExponent, Format80.normalized(b), nearest);
  }

  private static int reduce(
      Result r, int sign, int aExponent, long a, int bExponent, long b, boolean nearest) {
    int distance = aExponent - bExponent;
    if (distance < (nearest ? -1 : 0)) {
      r.roundWhole(sign, aExponent, a, 0);
      return 0;
    }
    if (distance < 0) {
      // a is below b, and above half of it if its significand is the larger.
      if (Long.compareUnsigned(a, b) <= 0) {
        r.roundWhole(sign, aExponent, a, 0);
        return 0;
      }
      // b - a in units of a's last bit: 2b - a, which fits as a is above b.
      finish(r, sign ^ SIGN, aExponent, b - (a - b));
      return 1;
    }
    boolean partial = distance >= 64;
    int steps = partial ? distance & 31 | 32 : distance;
    long rest = a;
    long quotient = 0;
    boolean carry = false;
    for (int i = 0; i <= steps; i++) {
      quotient <<= 1;
      if (carry || Long.compareUnsigned(rest, b) >= 0) {
        rest -= b;
        quotient |= 1;
      }
      if (i < steps) {
        carry = rest < 0;
        rest <<= 1;
      }
    }
    if (partial) {
      finish(r, sign, aExponent - steps, rest);
      return STEP;
    }
    int flip = 0;
    if (nearest) {
      int half = Long.compareUnsigned(rest, b - rest);
      if (half > 0 || half == 0 && (quotient & 1) != 0) {
        rest = b - rest;
        quotient++;
        flip = SIGN;
      }
    }
    finish(r, rest == 0 ? sign : sign ^ flip, bExponent, rest);
    return (int) quotient & 7;
  }

  private static void finish(Result r, int sign, int exponent, long rest) {
    if (rest == 0) {
      r.set(sign, 0);
    } else {
      int up = Long.numberOfLeadingZeros(rest);
      r.roundWhole(sign, exponent - up, rest << up, 0);
    }
  }
}
