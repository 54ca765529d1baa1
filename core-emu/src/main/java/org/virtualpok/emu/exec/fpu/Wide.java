// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec.fpu;

import static org.virtualpok.emu.exec.fpu.Format80.BIAS;
import static org.virtualpok.emu.exec.fpu.Format80.EXPONENT;
import static org.virtualpok.emu.exec.fpu.Format80.INTEGER_BIT;
import static org.virtualpok.emu.exec.fpu.Format80.SIGN;

/**
 * A floating-point number with 128 bits of significand, in which the transcendental functions are
 * computed: each operation is off by a few units of the last of them. Mutable, so that no operation
 * allocates; an operand may be the target too.
 */
final class Wide {
  /** 0 or 8000. */
  int sign;

  /** Power of two of the leading bit, unbiased. */
  int exponent;

  /** The significand, leading bit in bit 63 of the high half; 0 for the value 0. */
  long high;

  long low;

  Wide() {}

  Wide(int exponent, long high, long low) {
    this.exponent = exponent;
    this.high = high;
    this.low = low;
  }

  static Wide ofInteger(long value) {
    Wide w = new Wide();
    w.setInteger(value);
    return w;
  }

  void setInteger(long value) {
    sign = value < 0 ? SIGN : 0;
    set(63, Math.abs(value), 0);
  }

  Wide set(Wide a) {
    sign = a.sign;
    exponent = a.exponent;
    high = a.high;
    low = a.low;
    return this;
  }

  /** From a value in double extended-precision that is neither infinite nor a NaN. */
  Wide setExtended(int signExponent, long significand) {
    sign = signExponent & SIGN;
    set(Math.max(signExponent & EXPONENT, 1) - BIAS, significand, 0);
    return this;
  }

  /** Sets exponent and significand, and moves its leading bit to the top. */
  void set(int newExponent, long newHigh, long newLow) {
    long h = newHigh;
    long l = newLow;
    int e = newExponent;
    if (h == 0) {
      h = l;
      l = 0;
      e -= 64;
    }
    if (h > 0) {
      int up = Long.numberOfLeadingZeros(h);
      h = h << up | l >>> 64 - up;
      l <<= up;
      e -= up;
    }
    exponent = e;
    high = h;
    low = l;
  }

  boolean isZero() {
    return high == 0;
  }

  void negate() {
    sign ^= SIGN;
  }

  /** Order of the magnitudes, as {@link Long#compare} gives it. */
  int compareMagnitude(Wide b) {
    if (high == 0 || b.high == 0) {
      return Boolean.compare(high != 0, b.high != 0);
    }
    if (exponent != b.exponent) {
      return Integer.compare(exponent, b.exponent);
    }
    int order = Long.compareUnsigned(high, b.high);
    return order != 0 ? order : Long.compareUnsigned(low, b.low);
  }

  /** this = a * b. */
  Wide multiply(Wide a, Wide b) {
    sign = a.sign ^ b.sign;
    if (a.high == 0 || b.high == 0) {
      set(0, 0, 0);
      return this;
    }
    long l = a.high * b.high;
    long h = Arithmetic.multiplyHigh(a.high, b.high);
    long cross = Arithmetic.multiplyHigh(a.high, b.low);
    l += cross;
    h += Long.compareUnsigned(l, cross) < 0 ? 1 : 0;
    cross = Arithmetic.multiplyHigh(a.low, b.high);
    l += cross;
    h += Long.compareUnsigned(l, cross) < 0 ? 1 : 0;
    set(a.exponent + b.exponent + 1, h, l);
    return this;
  }

  /** this = a + b. */
  Wide add(Wide a, Wide b) {
    if (a.high == 0) {
      return set(b);
    }
    if (b.high == 0) {
      return set(a);
    }
    return a.compareMagnitude(b) >= 0 ? addOrdered(a, b) : addOrdered(b, a);
  }

  /** The first operand has the larger magnitude. */
  private Wide addOrdered(Wide a, Wide b) {
    int shift = a.exponent - b.exponent;
    long h = shift > 63 ? 0 : b.high >>> shift;
    long l = Result.shiftRightLow(b.high, b.low, shift);
    if (shift > 0 && shift < 64) {
      l = b.low >>> shift | b.high << 64 - shift;
    }
    int e = a.exponent;
    int resultSign = a.sign;
    if (a.sign == b.sign) {
      l += a.low;
      int carry = Long.compareUnsigned(l, a.low) < 0 ? 1 : 0;
      long sum = a.high + h;
      boolean over = Long.compareUnsigned(sum, h) < 0;
      sum += carry;
      over |= carry != 0 && sum == 0;
      if (over) {
        l = l >>> 1 | sum << 63;
        sum = sum >>> 1 | INTEGER_BIT;
        e++;
      }
      set(e, sum, l);
    } else {
      long difference = a.low - l;
      int borrow = Long.compareUnsigned(a.low, l) < 0 ? 1 : 0;
      set(e, a.high - h - borrow, difference);
    }
    sign = resultSign;
    return this;
  }

  /** this = a / b; b is not 0. */
  Wide divide(Wide a, Wide b) {
    sign = a.sign ^ b.sign;
    if (a.high == 0) {
      set(0, 0, 0);
      return this;
    }
    int e = a.exponent - b.exponent;
    long h = a.high;
    long l = a.low;
    long dh = b.high;
    long dl = b.low;
    long qh = 0;
    long ql = 0;
    boolean carry = false;
    for (int i = 0; i < 128; i++) {
      int order = Long.compareUnsigned(h, dh);
      boolean fits = carry || order > 0 || order == 0 && Long.compareUnsigned(l, dl) >= 0;
      if (fits) {
        h -= dh + (Long.compareUnsigned(l, dl) < 0 ? 1 : 0);
        l -= dl;
      }
      qh = qh << 1 | ql >>> 63;
      ql = ql << 1 | (fits ? 1 : 0);
      carry = h < 0;
      h = h << 1 | l >>> 63;
      l <<= 1;
    }
    set(e, qh, ql);
    return this;
  }

  /** Rounds to double extended-precision; inexact in any case. */
  void round(Result r) {
    r.roundWhole(sign, exponent + BIAS, high, low | 1);
  }
}
