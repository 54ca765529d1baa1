// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec.fpu;

import static org.virtualpok.emu.exec.fpu.Format80.BIAS;
import static org.virtualpok.emu.exec.fpu.Format80.EXPONENT;
import static org.virtualpok.emu.exec.fpu.Format80.INTEGER_BIT;
import static org.virtualpok.emu.exec.fpu.Format80.SIGN;

import org.virtualpok.emu.cpu.FpuState;

/**
 * Sum, difference, product, quotient and square root. Operands are sign and exponent, then
 * significand; the answer goes to a {@link Result}. Budget: 10 ns for normal operands.
 */
final class Arithmetic {
  private static final long LOW = 0xffffffffL;

  private Arithmetic() {}

  /**
   * a + b, or a - b.
   *
   * @param flip 8000 to subtract, 0 to add
   */
  static void add(Result r, int aSe, long a, int bSe, long b, int flip) {
    if (Format80.isNormal(aSe, a) && Format80.isNormal(bSe, b)) {
      addFinite(r, aSe & SIGN, aSe & EXPONENT, a, (bSe ^ flip) & SIGN, bSe & EXPONENT, b);
    } else if (!r.special(aSe, a, bSe, b)) {
      addSpecial(r, aSe, a, bSe ^ flip, b);
    }
  }

  private static void addSpecial(Result r, int aSe, long a, int bSe, long b) {
    boolean bInfinite = Format80.isInfinity(bSe, b);
    if (Format80.isInfinity(aSe, a)) {
      if (bInfinite && aSe != bSe) {
        r.invalid();
      } else {
        r.set(aSe, a);
      }
    } else if (bInfinite) {
      r.set(bSe, b);
    } else if (a == 0 && b == 0) {
      if (aSe == bSe) {
        r.set(aSe, 0);
      } else {
        r.setZeroSum();
      }
    } else if (a == 0) {
      r.round(bSe & SIGN, Format80.exponent(bSe, b), Format80.normalized(b), 0);
    } else if (b == 0) {
      r.round(aSe & SIGN, Format80.exponent(aSe, a), Format80.normalized(a), 0);
    } else {
      int aExponent = Format80.exponent(aSe, a);
      int bExponent = Format80.exponent(bSe, b);
      long x = Format80.normalized(a);
      addFinite(r, aSe & SIGN, aExponent, x, bSe & SIGN, bExponent, Format80.normalized(b));
    }
  }

  /** Puts the larger magnitude first; with masks, as no branch could be predicted. */
  private static void addFinite(
      Result r, int aSign, int aExponent, long a, int bSign, int bExponent, long b) {
    int distance = aExponent - bExponent;
    int less = (int) ((~a & b | ~(a ^ b) & a - b) >>> 63);
    int swap = -(distance >>> 31 | distance - 1 >>> 31 & less);
    long change = (a ^ b) & swap;
    int sign = aSign ^ (aSign ^ bSign) & swap;
    int exponent = aExponent - (distance & swap);
    int shift = (distance ^ swap) - swap;
    addOrdered(r, sign, exponent, a ^ change, aSign ^ bSign, shift, b ^ change);
  }

  /**
   * The first operand has the larger magnitude.
   *
   * @param flip 8000 if the signs differ
   */
  private static void addOrdered(
      Result r, int sign, int exponent, long a, int flip, int shift, long b) {
    long low;
    long high;
    if (shift < 64) {
      low = b << 1 << 63 - shift;
      high = b >>> shift;
    } else {
      low = Result.shiftRightLow(b, 0, shift);
      high = 0;
    }
    long minus = -(long) (flip >>> 15);
    long borrow = (low | -low) >>> 63 & minus;
    long sum = a + ((high ^ minus) - minus) - borrow;
    low = (low ^ minus) - minus;
    // A carry out of bit 63, which only a sum can have.
    long carry = (a & high | (a | high) & ~sum) >>> 63 & ~minus;
    low = low >>> carry | low & carry | (sum & carry) << 63;
    sum = sum >>> carry | carry << 63;
    if (sum == 0) {
      if (low == 0) {
        r.setZeroSum();
        return;
      }
      sum = low;
      low = 0;
      exponent -= 64;
    }
    int up = Long.numberOfLeadingZeros(sum);
    sum = sum << up | low >>> 1 >>> 63 - up;
    low <<= up;
    r.round(sign, exponent + (int) carry - up, sum, low);
  }

  static void multiply(Result r, int aSe, long a, int bSe, long b) {
    int sign = (aSe ^ bSe) & SIGN;
    if (Format80.isNormal(aSe, a) && Format80.isNormal(bSe, b)) {
      multiplyFinite(r, sign, (aSe & EXPONENT) + (bSe & EXPONENT), a, b);
    } else if (!r.special(aSe, a, bSe, b)) {
      boolean infinite = Format80.isInfinity(aSe, a) || Format80.isInfinity(bSe, b);
      if (a == 0 || b == 0) {
        if (infinite) {
          r.invalid();
        } else {
          r.set(sign, 0);
        }
      } else if (infinite) {
        r.set(sign | EXPONENT, INTEGER_BIT);
      } else {
        int exponents = Format80.exponent(aSe, a) + Format80.exponent(bSe, b);
        multiplyFinite(r, sign, exponents, Format80.normalized(a), Format80.normalized(b));
      }
    }
  }

  private static void multiplyFinite(Result r, int sign, int exponents, long a, long b) {
    long high = multiplyHigh(a, b);
    long low = a * b;
    int exponent = exponents - BIAS + 1;
    // One place up if the leading bit is clear; a branch could not be predicted.
    int up = (int) (~high >>> 63);
    high = high << up | low >>> 63 & up;
    r.round(sign, exponent - up, high, low << up);
  }

  /** The high half of an unsigned product. */
  static long multiplyHigh(long a, long b) {
    return Math.multiplyHigh(a, b) + (a >> 63 & b) + (b >> 63 & a);
  }

  static void divide(Result r, int aSe, long a, int bSe, long b) {
    int sign = (aSe ^ bSe) & SIGN;
    if (Format80.isNormal(aSe, a) && Format80.isNormal(bSe, b)) {
      divideFinite(r, sign, (aSe & EXPONENT) - (bSe & EXPONENT), a, b);
    } else if (!r.special(aSe, a, bSe, b)) {
      boolean bInfinite = Format80.isInfinity(bSe, b);
      if (Format80.isInfinity(aSe, a)) {
        if (bInfinite) {
          r.invalid();
        } else {
          r.set(sign | EXPONENT, INTEGER_BIT);
        }
      } else if (bInfinite) {
        r.set(sign, 0);
      } else if (b == 0) {
        if (a == 0) {
          r.invalid();
        } else {
          // A denormal dividend does not count then.
          r.exceptions = FpuState.ZE;
          r.set(sign | EXPONENT, INTEGER_BIT);
        }
      } else if (a == 0) {
        r.set(sign, 0);
      } else {
        int exponent = Format80.exponent(aSe, a) - Format80.exponent(bSe, b);
        divideFinite(r, sign, exponent, Format80.normalized(a), Format80.normalized(b));
      }
    }
  }

  private static void divideFinite(Result r, int sign, int exponents, long a, long b) {
    boolean less = Long.compareUnsigned(a, b) < 0;
    long high = less ? a : a >>> 1;
    long low = less ? 0 : a << 63;
    long quotient = divide128(high, low, b);
    long remainder = low - quotient * b;
    long below = 0;
    if (remainder != 0) {
      // Twice the remainder against the divisor, without its 65th bit.
      int half = Long.compareUnsigned(remainder, b - remainder);
      below = half < 0 ? 1 : half == 0 ? INTEGER_BIT : INTEGER_BIT | 1;
    }
    r.round(sign, exponents + BIAS - (less ? 1 : 0), quotient, below);
  }

  /** Quotient of an unsigned division by a divisor with bit 63 set that is above the high half. */
  static long divide128(long high, long low, long divisor) {
    long q1 = digit(high, low >>> 32, divisor);
    long rest = (high << 32 | low >>> 32) - q1 * divisor;
    long q0 = digit(rest, low & LOW, divisor);
    return q1 << 32 | q0;
  }

  /** One digit to the base 2^32: (rest : next) / divisor; rest is below the divisor. */
  private static long digit(long rest, long next, long divisor) {
    long top = divisor >>> 32;
    long q = Long.divideUnsigned(rest, top);
    long left = rest - q * top;
    // The estimate from the top half is at most 2 too large.
    while (q > LOW || Long.compareUnsigned(q * (divisor & LOW), left << 32 | next) > 0) {
      q--;
      left += top;
      if (left > LOW) {
        break;
      }
    }
    return q;
  }

  static void squareRoot(Result r, int se, long a) {
    if (!Format80.isNormal(se, a)) {
      if (r.special(se, a)) {
        return;
      }
      if (a == 0) {
        r.set(se, 0);
        return;
      }
    }
    if ((se & SIGN) != 0) {
      r.invalid();
    } else if ((se & EXPONENT) == EXPONENT) {
      r.set(se, a);
    } else {
      rootFinite(r, Format80.exponent(se, a) - BIAS, Format80.normalized(a));
    }
  }

  private static void rootFinite(Result r, int exponent, long a) {
    boolean odd = (exponent & 1) != 0;
    long high = odd ? a : a >>> 1;
    long low = odd ? 0 : a << 63;
    long root = root128(high, low);
    long square = root * root;
    long restHigh =
        high - multiplyHigh(root, root) - (Long.compareUnsigned(low, square) < 0 ? 1 : 0);
    long rest = low - square;
    long below = 0;
    if (restHigh != 0 || Long.compareUnsigned(rest, root) > 0) {
      below = INTEGER_BIT | 1;
    } else if (rest != 0) {
      below = 1;
    }
    r.round(0, (exponent >> 1) + BIAS, root, below);
  }

  /** The integer root of an unsigned value of 2^126 or more. */
  private static long root128(long high, long low) {
    long top = root64(high);
    long rest = high - top * top;
    // One division gives the lower half: (rest : next digit) / 2 top; rest is at most 2 top.
    long numerator = rest << 31 | low >>> 33;
    long q = Long.divideUnsigned(numerator, top);
    long root = q > LOW ? top << 32 | LOW : (top << 32) + q;
    while (squareExceeds(root, high, low)) {
      root--;
    }
    return root;
  }

  private static boolean squareExceeds(long root, long high, long low) {
    int order = Long.compareUnsigned(multiplyHigh(root, root), high);
    return order > 0 || order == 0 && Long.compareUnsigned(root * root, low) > 0;
  }

  /** The integer root of an unsigned value of 2^62 or more. */
  private static long root64(long value) {
    double approximate = Math.sqrt((double) (value >>> 1) * 2.0);
    long root = Math.min((long) approximate, LOW);
    while (Long.compareUnsigned(root * root, value) > 0) {
      root--;
    }
    while (root < LOW && Long.compareUnsigned((root + 1) * (root + 1), value) <= 0) {
      root++;
    }
    return root;
  }
}
