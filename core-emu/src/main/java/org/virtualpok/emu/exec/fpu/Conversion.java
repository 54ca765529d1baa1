// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec.fpu;

import static org.virtualpok.emu.exec.fpu.Format80.BIAS;
import static org.virtualpok.emu.exec.fpu.Format80.EXPONENT;
import static org.virtualpok.emu.exec.fpu.Format80.INTEGER_BIT;
import static org.virtualpok.emu.exec.fpu.Format80.SIGN;

import org.virtualpok.emu.cpu.FpuState;

/** From double extended-precision to the formats of memory; exceptions go to a {@link Result}. */
final class Conversion {
  private static final long DECIMAL_MAX = 999_999_999_999_999_999L;

  private Conversion() {}

  /** To the bits of single precision. */
  static int toSingle(Result r, int se, long a) {
    return (int) toReal(r, se, a, 23, 0xff);
  }

  /** To the bits of double precision. */
  static long toDouble(Result r, int se, long a) {
    return toReal(r, se, a, 52, 0x7ff);
  }

  private static long toReal(Result r, int se, long a, int fractionBits, int exponentMax) {
    long sign = (long) (se >> 15 & 1) << (fractionBits == 52 ? 63 : 31);
    long infinity = sign | (long) exponentMax << fractionBits;
    if (Format80.isNormal(se, a)) {
      int exponent = (se & EXPONENT) - BIAS + (exponentMax >> 1);
      return sign + roundReal(r, se & SIGN, exponent, a, fractionBits, exponentMax);
    }
    if (Format80.isUnsupported(se, a)) {
      r.invalid();
      long one = 1L << (fractionBits == 52 ? 63 : 31);
      return one | (long) exponentMax << fractionBits | 1L << fractionBits - 1;
    }
    if ((se & EXPONENT) == EXPONENT) {
      if (a == INTEGER_BIT) {
        return infinity;
      }
      if (Format80.isSignaling(se, a)) {
        r.exceptions |= FpuState.IE;
      }
      return infinity | (a | Format80.QUIET_BIT) << 1 >>> 64 - fractionBits;
    }
    if (a == 0) {
      return sign;
    }
    // Far below the smallest value of either format.
    return sign
        + roundReal(r, se & SIGN, -EXPONENT, Format80.normalized(a), fractionBits, exponentMax);
  }

  /** Exponent and fraction of the rounded value, as one number so that a carry runs on. */
  private static long roundReal(
      Result r, int sign, int exponent, long a, int fractionBits, int exponentMax) {
    int dropped = 63 - fractionBits;
    long below = a << 64 - dropped;
    long kept = a >>> dropped;
    if (exponent <= 0) {
      return roundTiny(r, sign, exponent, a, fractionBits);
    }
    boolean up = below != 0 && r.roundsUp(sign, below, (kept & 1) != 0);
    if (exponent < exponentMax) {
      long bits = ((long) (exponent - 1) << fractionBits) + kept + (up ? 1 : 0);
      if (bits >>> fractionBits < exponentMax) {
        r.exceptions |= below != 0 ? FpuState.PE : 0;
        r.roundedUp = up;
        return bits;
      }
    }
    r.exceptions |= FpuState.OE | FpuState.PE;
    r.roundedUp = r.roundsUp(sign, -1, true);
    long infinity = (long) exponentMax << fractionBits;
    return r.roundedUp ? infinity : infinity - 1;
  }

  private static long roundTiny(Result r, int sign, int exponent, long a, int fractionBits) {
    int dropped = 63 - fractionBits;
    long below = a << 64 - dropped;
    boolean carries =
        a >>> dropped == (1L << fractionBits + 1) - 1
            && below != 0
            && r.roundsUp(sign, below, true);
    boolean tiny = exponent < 0 || !carries;
    int shift = 1 - exponent;
    long low = Result.shiftRightLow(a, 0, shift);
    long high = shift > 63 ? 0 : a >>> shift;
    long lost = high << 64 - dropped | (low != 0 ? 1 : 0);
    long bits = high >>> dropped;
    boolean up = lost != 0 && r.roundsUp(sign, lost, (bits & 1) != 0);
    if (tiny && (lost != 0 || !r.isMasked(FpuState.UE))) {
      r.exceptions |= FpuState.UE;
    }
    if (lost != 0) {
      r.exceptions |= FpuState.PE;
    }
    r.roundedUp = up;
    return up ? bits + 1 : bits;
  }

  /**
   * To a signed integer by the rounding in force.
   *
   * @param bits 16, 32 or 64
   * @return the integer indefinite with IE where there is none
   */
  static long toInteger(Result r, int se, long a, int bits) {
    long indefinite = -1L << bits - 1;
    if (Format80.isUnsupported(se, a) || (se & EXPONENT) >= BIAS + 64) {
      r.invalid();
      return indefinite;
    }
    long magnitude = roundToInteger(r, se, a);
    boolean negative = (se & SIGN) != 0;
    long limit = negative ? 1L << bits - 1 : (1L << bits - 1) - 1;
    if (Long.compareUnsigned(magnitude, limit) > 0) {
      r.invalid();
      return indefinite;
    }
    return negative ? -magnitude : magnitude;
  }

  /**
   * To the magnitude of a packed BCD integer, in binary.
   *
   * @return -1 with IE where there is none
   */
  static long toDecimal(Result r, int se, long a) {
    if (Format80.isUnsupported(se, a) || (se & EXPONENT) >= BIAS + 64) {
      r.invalid();
      return -1;
    }
    long magnitude = roundToInteger(r, se, a);
    if (Long.compareUnsigned(magnitude, DECIMAL_MAX) > 0) {
      r.invalid();
      return -1;
    }
    return magnitude;
  }

  /** The rounded magnitude of a value below 2^64, with PE and the direction. */
  private static long roundToInteger(Result r, int se, long a) {
    int shift = BIAS + 63 - Math.max(se & EXPONENT, 1);
    long below = Result.shiftRightLow(a, 0, shift);
    long kept = shift > 63 ? 0 : a >>> shift;
    if (below != 0) {
      r.exceptions |= FpuState.PE;
      if (r.roundsUp(se & SIGN, below, (kept & 1) != 0)) {
        r.roundedUp = true;
        kept++;
      }
    }
    return kept;
  }

  /** FRNDINT. */
  static void roundToIntegral(Result r, int se, long a) {
    if (!Format80.isNormal(se, a) && r.special(se, a)) {
      return;
    }
    if ((se & EXPONENT) >= BIAS + 63 || a == 0) {
      r.set(se, a);
      return;
    }
    long magnitude = roundToInteger(r, se, a);
    if (magnitude == 0) {
      r.set(se & SIGN, 0);
    } else {
      int up = Long.numberOfLeadingZeros(magnitude);
      r.set(se & SIGN | BIAS + 63 - up, magnitude << up);
    }
  }
}
