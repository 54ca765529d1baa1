// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config.deployment;

import java.math.BigInteger;

/**
 * An integer as a C compiler for i386 has it: {@code int} and {@code long} have 32 bits, {@code
 * long long} 64. What C leaves undefined (overflow, division by 0, wide shifts) has no value here.
 *
 * @param value what it stands for, from -2^63 to 2^64 - 1
 * @param bits 32 or 64
 */
record CInteger(BigInteger value, int bits, boolean unsigned) {
  static final CInteger ZERO = ofInt(0);
  static final CInteger ONE = ofInt(1);

  static CInteger ofInt(int value) {
    return new CInteger(BigInteger.valueOf(value), 32, false);
  }

  static CInteger of(boolean truth) {
    return truth ? ONE : ZERO;
  }

  boolean isTrue() {
    return value.signum() != 0;
  }

  /**
   * A literal with its prefix and suffix.
   *
   * @param wide whether it is read as a preprocessor's condition, where all have 64 bits
   */
  static CInteger parse(String text, boolean wide) throws UnevaluableException {
    String digits = text.toLowerCase(java.util.Locale.ROOT);
    boolean unsigned = false;
    boolean longLong = wide;
    int suffix = digits.length();
    boolean hex = digits.startsWith("0x");
    while (suffix > 0 && (digits.charAt(suffix - 1) == 'u' || digits.charAt(suffix - 1) == 'l')) {
      suffix--;
    }
    switch (digits.substring(suffix)) {
      case "", "l" -> {}
      case "u", "ul", "lu" -> unsigned = true;
      case "ll" -> longLong = true;
      case "ull", "llu" -> {
        unsigned = true;
        longLong = true;
      }
      default -> throw new UnevaluableException("'" + text + "' is no whole number");
    }
    BigInteger value = magnitude(text, digits.substring(0, suffix), hex);
    boolean decimal = !hex && !(digits.charAt(0) == '0' && suffix > 1);
    for (int bits = longLong ? 64 : 32; bits <= 64; bits += 32) {
      if (!unsigned && value.bitLength() < bits) {
        return new CInteger(value, bits, false);
      }
      if ((unsigned || !decimal) && value.bitLength() <= bits) {
        return new CInteger(value, bits, true);
      }
    }
    throw new UnevaluableException(text + " does not fit 64 bits");
  }

  private static BigInteger magnitude(String text, String digits, boolean hex)
      throws UnevaluableException {
    boolean binary = digits.startsWith("0b");
    boolean octal = digits.length() > 1 && digits.charAt(0) == '0' && !hex && !binary;
    String number = hex || binary ? digits.substring(2) : digits;
    boolean digitsOnly = number.chars().allMatch(c -> Character.digit(c, 16) >= 0);
    if (number.isEmpty() || number.length() > 80 || !digitsOnly) {
      throw new UnevaluableException("'" + text + "' is no whole number");
    }
    try {
      return new BigInteger(number, hex ? 16 : octal ? 8 : binary ? 2 : 10);
    } catch (NumberFormatException e) {
      throw new UnevaluableException("'" + text + "' is no whole number");
    }
  }

  /** As a cast or an assignment does: upper bits are cut off. */
  CInteger cast(int toBits, boolean toUnsigned) {
    BigInteger cut = value.and(BigInteger.ONE.shiftLeft(toBits).subtract(BigInteger.ONE));
    boolean negative = !toUnsigned && cut.testBit(toBits - 1);
    BigInteger result = negative ? cut.subtract(BigInteger.ONE.shiftLeft(toBits)) : cut;
    // Types smaller than int become int as soon as anything is done with them.
    return toBits < 32 ? new CInteger(result, 32, false) : new CInteger(result, toBits, toUnsigned);
  }

  /** The same type for both sides of an operator. */
  CInteger with(CInteger other) {
    int common = Math.max(bits, other.bits);
    boolean toUnsigned = (unsigned && bits == common) || (other.unsigned && other.bits == common);
    return cast(common, toUnsigned);
  }

  /** A result of this type; unsigned ones wrap. */
  private CInteger result(BigInteger exact, String what) throws UnevaluableException {
    if (!unsigned && exact.bitLength() >= bits) {
      throw new UnevaluableException(what + " overflows " + bits + " bits");
    }
    return new CInteger(exact, bits, unsigned).cast(bits, unsigned);
  }

  CInteger negate() throws UnevaluableException {
    return result(value.negate(), "-(" + value + ")");
  }

  CInteger complement() {
    return new CInteger(value.not(), bits, unsigned).cast(bits, unsigned);
  }

  /** Both sides of one operator other than the logical ones. */
  static CInteger binary(String operator, CInteger left, CInteger right)
      throws UnevaluableException {
    if (operator.equals("<<") || operator.equals(">>")) {
      return left.shift(operator, right);
    }
    CInteger a = left.with(right);
    CInteger b = right.with(left);
    String what = a.value + " " + operator + " " + b.value;
    boolean divides = operator.equals("/") || operator.equals("%");
    if (divides && !b.isTrue()) {
      throw new UnevaluableException(what + " divides by 0");
    }
    return switch (operator) {
      case "+" -> a.result(a.value.add(b.value), what);
      case "-" -> a.result(a.value.subtract(b.value), what);
      case "*" -> a.result(a.value.multiply(b.value), what);
      case "/" -> a.result(a.value.divide(b.value), what);
      case "%" -> a.result(a.value.remainder(b.value), what);
      case "&" -> a.result(a.value.and(b.value), what);
      case "|" -> a.result(a.value.or(b.value), what);
      case "^" -> a.result(a.value.xor(b.value), what);
      case "==" -> of(a.value.equals(b.value));
      case "!=" -> of(!a.value.equals(b.value));
      case "<" -> of(a.value.compareTo(b.value) < 0);
      case ">" -> of(a.value.compareTo(b.value) > 0);
      case "<=" -> of(a.value.compareTo(b.value) <= 0);
      case ">=" -> of(a.value.compareTo(b.value) >= 0);
      default -> throw new UnevaluableException("the operator " + operator);
    };
  }

  /** Some number of the type that {@link #binary} gives, where the value does not matter. */
  static CInteger typed(String operator, CInteger left, CInteger right) {
    return switch (operator) {
      case "==", "!=", "<", ">", "<=", ">=" -> ZERO;
      case "<<", ">>" -> left;
      default -> left.with(right);
    };
  }

  private CInteger shift(String operator, CInteger by) throws UnevaluableException {
    String what = value + " " + operator + " " + by.value;
    if (by.value.signum() < 0 || by.value.compareTo(BigInteger.valueOf(bits)) >= 0) {
      throw new UnevaluableException(what + " shifts by more than there are bits");
    }
    int count = by.value.intValue();
    return operator.equals(">>")
        ? new CInteger(value.shiftRight(count), bits, unsigned)
        : result(value.shiftLeft(count), what);
  }
}
