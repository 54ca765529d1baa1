// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec.fpu;

import static org.virtualpok.emu.exec.fpu.Format80.BIAS;
import static org.virtualpok.emu.exec.fpu.Format80.EXPONENT;
import static org.virtualpok.emu.exec.fpu.Format80.INTEGER_BIT;
import static org.virtualpok.emu.exec.fpu.Format80.SIGN;

import org.virtualpok.emu.cpu.FpuState;

/**
 * The transcendental functions (Intel SDM vol. 1, 8.3.8 to 8.3.10), rounded from about 100 bits;
 * the precision control does not count. Trigonometric arguments are reduced by the FPU's own pi of
 * 66 bits, as silicon does and the manual says.
 */
final class Transcendental {
  /** pi/2 times 2^65, high and low half. */
  private static final long HALF_PI_HIGH = 3;

  private static final long HALF_PI_LOW = 0x243f6a8885a308d3L;

  /** Below 2 to this power an argument is its tangent but for what no significand holds. */
  private static final int TINY = -64;

  /** Significand of the square root of 2. */
  private static final long ROOT_2 = 0xb504f333f9de6484L;

  /** Trigonometric operands must be below 2 to this power. */
  private static final int RANGE = 63;

  private final Series series = new Series();
  private final Wide x = new Wide();
  private final Wide y = new Wide();
  private final Wide sine = new Wide();
  private final Wide cosine = new Wide();
  private final Operand integer = new Operand();
  private int quadrant;

  /** Whether an operand is too large for FSIN, FCOS, FSINCOS and FPTAN (C2 tells so). */
  static boolean outOfRange(int se, long a) {
    int exponent = se & EXPONENT;
    return a < 0 && exponent != EXPONENT && exponent >= BIAS + RANGE;
  }

  /** Results that need no series: NaN, infinity, zero. */
  private static boolean trigonometricSpecial(Result r, int se, long a, boolean cos) {
    if (r.special(se, a)) {
      return true;
    }
    if ((se & EXPONENT) == EXPONENT) {
      r.invalid();
      return true;
    }
    if (a == 0) {
      r.set(cos ? BIAS : se, cos ? INTEGER_BIT : 0);
      return true;
    }
    return false;
  }

  /** FSIN of an operand in range. */
  void sin(Result r, int se, long a) {
    if (!trigonometricSpecial(r, se, a, false)) {
      reduce(se, a);
      sinOfReduced(r, se);
    }
  }

  /** FCOS of an operand in range. */
  void cos(Result r, int se, long a) {
    if (!trigonometricSpecial(r, se, a, true)) {
      reduce(se, a);
      cosOfReduced(r);
    }
  }

  private void sinOfReduced(Result r, int se) {
    Wide value = (quadrant & 1) == 0 ? sine : cosine;
    y.set(value);
    y.sign ^= (se & SIGN) ^ ((quadrant & 2) != 0 ? SIGN : 0);
    y.round(r);
  }

  private void cosOfReduced(Result r) {
    Wide value = (quadrant & 1) == 0 ? cosine : sine;
    y.set(value);
    y.sign ^= (quadrant + 1 & 2) != 0 ? SIGN : 0;
    y.round(r);
  }

  /** FPTAN of an operand in range. */
  void tan(Result r, int se, long a) {
    if (trigonometricSpecial(r, se, a, false)) {
      return;
    }
    reduce(se, a);
    if (x.exponent < TINY) {
      // Just above the argument, which rounding must not take for just below.
      y.set(x);
    } else if ((quadrant & 1) == 0) {
      y.divide(sine, cosine);
    } else {
      y.divide(cosine, sine);
      y.negate();
    }
    y.sign ^= se & SIGN;
    y.round(r);
  }

  /**
   * Takes multiples of pi/2 off the magnitude, to within pi/4 of 0; leaves sine and cosine of the
   * rest, and the multiple in quadrant.
   */
  private void reduce(int se, long a) {
    int exponent = Format80.exponent(se, a) - BIAS;
    long low = Format80.normalized(a);
    long high = 0;
    quadrant = 0;
    if (exponent < -1) {
      x.sign = 0;
      x.set(exponent, low, 0);
    } else {
      for (int i = exponent + 2; i > 0; i--) {
        high = high << 1 | low >>> 63;
        low <<= 1;
        quadrant <<= 1;
        if (!below(high, low)) {
          high -= HALF_PI_HIGH + (Long.compareUnsigned(low, HALF_PI_LOW) < 0 ? 1 : 0);
          low -= HALF_PI_LOW;
          quadrant |= 1;
        }
      }
      boolean past = !below(high << 1 | low >>> 63, low << 1);
      if (past) {
        high = HALF_PI_HIGH - high - (Long.compareUnsigned(HALF_PI_LOW, low) < 0 ? 1 : 0);
        low = HALF_PI_LOW - low;
        quadrant++;
      }
      x.set(62, high, low);
      x.sign = past ? SIGN : 0;
    }
    series.sin(sine, x);
    series.cos(cosine, x);
  }

  private static boolean below(long high, long low) {
    return high < HALF_PI_HIGH
        || high == HALF_PI_HIGH && Long.compareUnsigned(low, HALF_PI_LOW) < 0;
  }

  /** FPATAN: the angle of the point (b, a). */
  void atan(Result r, int aSe, long a, int bSe, long b) {
    if (r.special(aSe, a, bSe, b)) {
      return;
    }
    int sign = aSe & SIGN;
    boolean left = (bSe & SIGN) != 0;
    boolean aInfinite = (aSe & EXPONENT) == EXPONENT;
    boolean bInfinite = (bSe & EXPONENT) == EXPONENT;
    if (aInfinite && bInfinite) {
      y.set(Series.HALF_PI);
      y.exponent--;
      if (left) {
        y.add(y, Series.HALF_PI);
      }
    } else if (aInfinite || b == 0 && a != 0) {
      y.set(Series.HALF_PI);
    } else if (bInfinite || a == 0) {
      if (!left) {
        r.set(sign, 0);
        return;
      }
      y.set(Series.PI);
    } else {
      angle(aSe, a, bSe, b);
      if (left) {
        y.negate();
        y.add(Series.PI, y);
      }
    }
    y.sign = sign;
    y.round(r);
  }

  /** y = the angle in the first quadrant. */
  private void angle(int aSe, long a, int bSe, long b) {
    sine.setExtended(aSe & EXPONENT, a);
    cosine.setExtended(bSe & EXPONENT, b);
    boolean steep = sine.compareMagnitude(cosine) > 0;
    if (steep) {
      x.divide(cosine, sine);
    } else {
      x.divide(sine, cosine);
    }
    series.atan(y, x);
    if (steep) {
      y.negate();
      y.add(Series.HALF_PI, y);
    }
  }

  /** F2XM1. */
  void exp2Minus1(Result r, int se, long a) {
    if (r.special(se, a)) {
      return;
    }
    boolean negative = (se & SIGN) != 0;
    if ((se & EXPONENT) == EXPONENT) {
      r.set(negative ? SIGN | BIAS : se, a);
    } else if (a == 0) {
      r.set(se, 0);
    } else if ((se & EXPONENT) == BIAS && a == INTEGER_BIT) {
      r.exceptions |= FpuState.PE;
      r.set(negative ? SIGN | BIAS - 1 : BIAS, INTEGER_BIT);
    } else {
      x.setExtended(se, a);
      if (x.exponent >= 0) {
        // Out of the function's range: the manual leaves the result open, silicon gives this.
        r.exceptions |= FpuState.PE;
        r.set(se, a);
        return;
      }
      series.exp2Minus1(y, x);
      y.round(r);
    }
  }

  /** FYL2X: a times log2 of b. */
  void log2(Result r, int aSe, long a, int bSe, long b) {
    if (r.special(aSe, a, bSe, b)) {
      return;
    }
    boolean negative = (bSe & SIGN) != 0;
    boolean aInfinite = (aSe & EXPONENT) == EXPONENT;
    if (b == 0) {
      if (a == 0) {
        r.invalid();
      } else if (aInfinite) {
        r.set(aSe ^ SIGN, INTEGER_BIT);
      } else {
        r.exceptions = FpuState.ZE;
        r.set((aSe ^ SIGN) & SIGN | EXPONENT, INTEGER_BIT);
      }
      return;
    }
    if (negative) {
      r.invalid();
      return;
    }
    boolean bInfinite = (bSe & EXPONENT) == EXPONENT;
    int exponent = Format80.exponent(bSe, b) - BIAS;
    boolean power = Format80.normalized(b) == INTEGER_BIT;
    boolean one = exponent == 0 && power;
    int sign = (aSe & SIGN) ^ (exponent < 0 ? SIGN : 0);
    if (bInfinite || aInfinite) {
      if (bInfinite ? a == 0 : one) {
        r.invalid();
      } else {
        r.set(sign | EXPONENT, INTEGER_BIT);
      }
    } else if (a == 0 || one) {
      r.set(sign, 0);
    } else if (power) {
      integer.fromInteger(exponent);
      multiplyWhole(r, aSe, a, integer);
      // Silicon never takes the logarithm for exact.
      boolean tiny = (r.signExponent & EXPONENT) == 0;
      r.exceptions |= tiny ? FpuState.UE | FpuState.PE : FpuState.PE;
    } else {
      sine.setExtended(bSe, b);
      logarithm();
      x.setExtended(aSe, a);
      y.multiply(y, x);
      y.round(r);
    }
  }

  private void multiplyWhole(Result r, int aSe, long a, Operand n) {
    int sign = (aSe ^ n.signExponent) & SIGN;
    long x1 = Format80.normalized(a);
    long high = Arithmetic.multiplyHigh(x1, n.significand);
    long low = x1 * n.significand;
    int exponent = Format80.exponent(aSe, a) + (n.signExponent & EXPONENT) - BIAS + 1;
    if (high >= 0) {
      high = high << 1 | low >>> 63;
      low <<= 1;
      exponent--;
    }
    r.roundWhole(sign, exponent, high, low);
  }

  /** y = log2 of the sine's place, which is above 0. */
  private void logarithm() {
    // The root of 2 parts what is nearer to this power of two from what is nearer to the next.
    boolean upper = Long.compareUnsigned(sine.high, ROOT_2) > 0;
    int whole = sine.exponent + (upper ? 1 : 0);
    sine.exponent = upper ? -1 : 0;
    cosine.add(sine, Series.ONE);
    x.set(Series.ONE);
    x.negate();
    sine.add(sine, x);
    x.divide(sine, cosine);
    series.log2(y, x);
    if (whole != 0) {
      x.setInteger(whole);
      y.add(y, x);
    }
  }

  /** FYL2XP1: a times log2 of (b + 1). */
  void log2Plus1(Result r, int aSe, long a, int bSe, long b) {
    if (r.special(aSe, a, bSe, b)) {
      return;
    }
    int sign = (aSe ^ bSe) & SIGN;
    boolean aInfinite = (aSe & EXPONENT) == EXPONENT;
    boolean bInfinite = (bSe & EXPONENT) == EXPONENT;
    if (aInfinite && b == 0 || bInfinite && (a == 0 || (bSe & SIGN) != 0)) {
      r.invalid();
    } else if (aInfinite || bInfinite) {
      r.set(sign | EXPONENT, INTEGER_BIT);
    } else if (a == 0 || b == 0) {
      r.set(sign, 0);
    } else {
      x.setExtended(bSe, b);
      sine.add(x, Series.ONE);
      if (sine.sign != 0 || sine.isZero()) {
        // Out of the function's range: the manual leaves the result open, silicon gives this.
        r.exceptions |= FpuState.PE;
        r.set(bSe, b);
        return;
      }
      if (x.exponent < -2) {
        sine.add(sine, Series.ONE);
        x.divide(x, sine);
        series.log2(y, x);
      } else {
        logarithm();
      }
      x.setExtended(aSe, a);
      y.multiply(y, x);
      y.round(r);
    }
  }

  /** Sine and cosine at once: the sine goes to the first result. */
  void sinCos(Result sin, Result cos, int se, long a) {
    if (trigonometricSpecial(sin, se, a, false)) {
      trigonometricSpecial(cos, se, a, true);
      return;
    }
    cos.exceptions = sin.exceptions;
    reduce(se, a);
    sinOfReduced(sin, se);
    cosOfReduced(cos);
  }
}
