// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec.fpu;

/**
 * The elementary functions by their power series, in {@link Wide} numbers, good to about 100 bits.
 * An instance is the scratch space of one FPU.
 */
final class Series {
  static final Wide ONE = Wide.ofInteger(1);
  static final Wide PI = new Wide(1, 0xc90fdaa22168c234L, 0xc4c6628b80dc1cd1L);
  static final Wide HALF_PI = new Wide(0, 0xc90fdaa22168c234L, 0xc4c6628b80dc1cd1L);
  private static final Wide QUARTER_PI = new Wide(-1, 0xc90fdaa22168c234L, 0xc4c6628b80dc1cd1L);
  private static final Wide LN_2 = new Wide(-1, 0xb17217f7d1cf79abL, 0xc9e3b39803f2f6afL);
  private static final Wide TWO_LOG2_E = new Wide(1, 0xb8aa3b295c17f0bbL, 0xbe87fed0691d3e89L);
  private static final Wide HALF = new Wide(-1, Format80.INTEGER_BIT, 0);
  private static final Wide ATAN_HALF = new Wide(-2, 0xed63382b0dda7b45L, 0x6fe445ecbc3a8d03L);

  private static final int TERMS = 32;

  /** 1/n!. */
  private static final Wide[] FACTORIAL = new Wide[TERMS];

  /** 1/(2n+1). */
  private static final Wide[] ODD = new Wide[TERMS];

  static {
    FACTORIAL[0] = ONE;
    for (int n = 0; n < TERMS; n++) {
      ODD[n] = new Wide().divide(ONE, Wide.ofInteger(2L * n + 1));
      if (n > 0) {
        FACTORIAL[n] = new Wide().divide(FACTORIAL[n - 1], Wide.ofInteger(n));
      }
    }
  }

  private final Wide square = new Wide();
  private final Wide sum = new Wide();
  private final Wide other = new Wide();

  /** result = sin x for a magnitude up to pi/4. */
  void sin(Wide result, Wide x) {
    square.multiply(x, x);
    square.negate();
    sum.set(FACTORIAL[27]);
    for (int n = 25; n >= 1; n -= 2) {
      sum.multiply(sum, square);
      sum.add(sum, FACTORIAL[n]);
    }
    result.multiply(sum, x);
  }

  /** result = cos x for a magnitude up to pi/4. */
  void cos(Wide result, Wide x) {
    square.multiply(x, x);
    square.negate();
    sum.set(FACTORIAL[26]);
    for (int n = 24; n >= 0; n -= 2) {
      sum.multiply(sum, square);
      sum.add(sum, FACTORIAL[n]);
    }
    result.set(sum);
  }

  /** result = atan t for t from 0 to 1. */
  void atan(Wide result, Wide t) {
    Wide offset = null;
    Wide u = other.set(t);
    if (t.exponent >= -2) {
      // atan t = atan c + atan ((t - c) / (1 + t c)) with c the nearer of 1/2 and 1.
      boolean one = t.exponent >= 0 || t.high >= 0xc000000000000000L;
      Wide c = one ? ONE : HALF;
      offset = one ? QUARTER_PI : ATAN_HALF;
      sum.multiply(t, c);
      sum.add(sum, ONE);
      square.set(c);
      square.negate();
      u.add(t, square);
      u.divide(u, sum);
    }
    odd(result, u, true);
    if (offset != null) {
      result.add(result, offset);
    }
  }

  /** result = log2 of a ratio, by s = (ratio - 1) / (ratio + 1), of a magnitude up to 0.18. */
  void log2(Wide result, Wide s) {
    odd(result, s, false);
    result.multiply(result, TWO_LOG2_E);
  }

  /** x - x^3/3 + x^5/5 ..., or with all signs plus. */
  private void odd(Wide result, Wide x, boolean alternating) {
    square.multiply(x, x);
    if (alternating) {
      square.negate();
    }
    sum.set(ODD[TERMS - 1]);
    for (int n = TERMS - 2; n >= 0; n--) {
      sum.multiply(sum, square);
      sum.add(sum, ODD[n]);
    }
    result.multiply(sum, x);
  }

  /** result = 2^x - 1 for a magnitude up to 1. */
  void exp2Minus1(Wide result, Wide x) {
    square.multiply(x, LN_2);
    sum.set(FACTORIAL[29]);
    for (int n = 28; n >= 1; n--) {
      sum.multiply(sum, square);
      sum.add(sum, FACTORIAL[n]);
    }
    result.multiply(sum, square);
  }
}
