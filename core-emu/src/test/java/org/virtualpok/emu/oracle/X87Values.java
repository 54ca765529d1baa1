// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.oracle;

import org.virtualpok.emu.isa.InsnForm;
import org.virtualpok.emu.isa.Op;

/** Makes FPU states and operands: every class of number, and values at the edges of rounding. */
final class X87Values {
  private static final int BIAS = 0x3fff;
  private static final long INTEGER_BIT = 1L << 63;
  private static final long ROOT_2_MINUS_1 = 0xd413cccfe7799211L;

  private X87Values() {}

  /** Whether the FPU's state is part of a form's vectors. */
  static boolean apply(InsnForm form) {
    boolean escape = form.opcode() >= 0xd8 && form.opcode() <= 0xdf;
    return escape
        || form.op().isMmx()
        || form.opcode() == 0x0fae
        || form.op() == Op.WAIT
        || form.op() == Op.EMMS;
  }

  /** A whole state that fits the operation. */
  static byte[] state(Chance c, Op op) {
    int exceptions = c.oneIn(4) ? c.below(64) : 0;
    int masks = c.oneIn(3) ? c.below(64) : 0x3f;
    if (!c.oneIn(8)) {
      // Pending exceptions hide the instruction behind #MF.
      exceptions &= masks;
    }
    int control = masks | 0x40 | precision(c) << 8 | c.below(4) << 10 | (c.oneIn(8) ? 0x1000 : 0);
    int conditions = c.bits() & 0x4700;
    int status = exceptions | conditions | c.below(8) << 11 | (c.oneIn(16) ? 0x40 : 0);
    byte[] image = X87Image.of(control, status, c.oneIn(3) ? c.bits() & 0xffff : tagsForMost(c));
    for (int i = 0; i < 8; i++) {
      register(c, image, i, BIAS + c.between(-66, 66));
    }
    if (c.oneIn(3)) {
      related(c, image);
    }
    fit(c, op, image);
    return image;
  }

  /** Mostly 64 bits; 24, 53, and now and then the reserved value. */
  private static int precision(Chance c) {
    return c.oneIn(2) ? 3 : c.pick(0, 0, 2, 2, 2, 3, 1);
  }

  /** Some registers at the bottom of the stack empty, the others full; or the other way round. */
  private static int tagsForMost(Chance c) {
    int tags = 0;
    for (int i = 0; i < 8; i++) {
      tags |= c.oneIn(5) ? 3 << 2 * i : 0;
    }
    return tags;
  }

  private static void register(Chance c, byte[] image, int i, int usualExponent) {
    int sign = c.below(2) << 15;
    int exponent = usualExponent;
    long fraction = significand(c);
    switch (c.below(24)) {
      case 0 -> fraction = exponent = 0;
      case 1 -> {
        exponent = 0;
        fraction >>>= 1 + c.below(63);
      }
      case 2 -> exponent = 0;
      case 3 -> exponent = 1 + c.below(70);
      case 4 -> exponent = 0x7ffe - c.below(70);
      case 5 -> {
        exponent = 0x7fff;
        fraction = INTEGER_BIT;
      }
      case 6 -> {
        exponent = 0x7fff;
        fraction |= 3L << 62;
      }
      case 7 -> {
        exponent = 0x7fff;
        fraction = (fraction & ~(1L << 62)) | 1;
      }
      case 8 -> fraction &= ~INTEGER_BIT;
      case 9 -> {
        exponent = 0x7fff;
        fraction &= ~INTEGER_BIT;
      }
      case 10 -> exponent = BIAS + c.pick(127, 128, -126, -127, -149, 1023, 1024, -1022, -1074);
      case 11 -> exponent = c.bits() & 0x7fff;
      case 12 -> {
        exponent = BIAS;
        fraction = INTEGER_BIT;
      }
      case 13, 14 -> {
        long whole = c.oneIn(2) ? c.below(1000) + 1 : c.next() >>> 1 + c.below(60) | 1;
        int up = Long.numberOfLeadingZeros(whole);
        fraction = whole << up;
        exponent = BIAS + 63 - up - (c.oneIn(3) ? 1 : 0);
      }
      default -> {}
    }
    X87Image.setRegister(image, i, sign | exponent, fraction);
  }

  /**
   * With the integer bit; random, sparse, dense, or just at a half of single, double or integer.
   */
  private static long significand(Chance c) {
    long s =
        switch (c.below(8)) {
          case 0 -> 0;
          case 1 -> -1L;
          case 2 -> c.next() & -(1L << c.below(64));
          case 3 -> -(1L << c.below(64));
          case 4 -> 1L << c.below(64);
          case 5, 6 -> half(c, c.pick(40, 11, 1 + c.below(62)));
          default -> c.next();
        };
    return s | INTEGER_BIT;
  }

  /** The bits that rounding drops are a half, a little more or a little less. */
  private static long half(Chance c, int dropped) {
    long kept = c.next() & -(1L << dropped);
    return kept + (1L << dropped - 1) + c.between(-1, 1);
  }

  /** ST(1) to ST(7) near ST(0), so that sums cancel and quotients are near a whole. */
  private static void related(Chance c, byte[] image) {
    int se = X87Image.signExponent(image, 0);
    long f = X87Image.significand(image, 0);
    for (int i = 1; i < 8; i++) {
      int other = se ^ c.below(2) << 15;
      int exponent = (other & 0x7fff) + c.pick(0, 0, 0, 1, -1, 2, -63, -64, -65, 64);
      long g = c.oneIn(2) ? f : c.oneIn(2) ? f + c.between(-2, 2) : significand(c);
      X87Image.setRegister(image, i, other & 0x8000 | Math.max(0, Math.min(0x7fff, exponent)), g);
    }
  }

  /** Moves the operands into the operation's range, where it does most of its work. */
  private static void fit(Chance c, Op op, byte[] image) {
    if (c.oneIn(4)) {
      return;
    }
    switch (op) {
      case F2XM1 -> number(c, image, 0, BIAS - 1 - (c.oneIn(2) ? 0 : c.below(70)));
      case FYL2XP1 -> {
        number(c, image, 0, BIAS - 2 - (c.oneIn(2) ? 0 : c.below(70)));
        boolean positive = (X87Image.signExponent(image, 0) & 0x8000) == 0;
        long f = X87Image.significand(image, 0);
        if (positive && c.oneIn(4)) {
          X87Image.setRegister(image, 0, BIAS - 2, Math.min(f, ROOT_2_MINUS_1) | INTEGER_BIT);
        }
        number(c, image, 1, BIAS + c.between(-20, 20));
      }
      case FYL2X -> {
        number(c, image, 0, BIAS + (c.oneIn(2) ? c.between(-2, 2) : c.between(-2000, 2000)));
        int se = X87Image.signExponent(image, 0);
        X87Image.setRegister(image, 0, se & 0x7fff, X87Image.significand(image, 0));
        number(c, image, 1, BIAS + c.between(-20, 20));
      }
      case FSIN, FCOS, FSINCOS, FPTAN ->
          number(c, image, 0, BIAS + (c.oneIn(2) ? c.between(-4, 4) : c.between(-70, 63)));
      case FPATAN -> {
        number(c, image, 0, BIAS + c.between(-3, 3));
        number(c, image, 1, BIAS + c.between(-40, 40));
      }
      case FSCALE -> number(c, image, 1, BIAS + c.between(-2, 16));
      case FPREM, FPREM1 -> {
        int e = BIAS + c.between(-50, 50);
        number(c, image, 0, e + c.between(-2, 130));
        number(c, image, 1, e);
      }
      case FIST, FISTP -> number(c, image, 0, BIAS + c.pick(c.between(-2, 66), 14, 15, 30, 31, 62));
      case FBSTP -> number(c, image, 0, BIAS + c.between(-2, 61));
      case FSQRT -> {
        int se = X87Image.signExponent(image, 0);
        X87Image.setRegister(image, 0, se & 0x7fff, X87Image.significand(image, 0));
      }
      default -> {}
    }
  }

  private static void number(Chance c, byte[] image, int i, int exponent) {
    X87Image.setRegister(image, i, c.below(2) << 15 | exponent, significand(c));
  }

  /** An operand in memory of this many bytes, 4 or 8: a floating-point number. */
  static long real(Chance c, int bytes) {
    int fractionBits = bytes == 4 ? 23 : 52;
    int all = bytes == 4 ? 0xff : 0x7ff;
    int middle = all >> 1;
    long exponent = c.oneIn(2) ? middle + c.between(-25, 25) : c.pick(0, 0, 1, all - 1, all, all);
    long fraction =
        switch (c.below(5)) {
          case 0 -> 0;
          case 1 -> -1L;
          case 2 -> 1L << c.below(fractionBits);
          case 3 -> -(1L << c.below(fractionBits));
          default -> c.next();
        };
    long sign = c.below(2);
    fraction &= (1L << fractionBits) - 1;
    return sign << (bytes == 4 ? 31 : 63) | exponent << fractionBits | fraction;
  }

  /** The ten bytes of a register like those of {@link #state}. */
  static byte[] extended(Chance c) {
    byte[] image = X87Image.of(0, 0, 0);
    register(c, image, 0, BIAS + c.between(-66, 66));
    return java.util.Arrays.copyOfRange(image, 28, 38);
  }

  /** Eighteen decimal digits and a sign, now and then with digits that are none. */
  static byte[] decimal(Chance c) {
    byte[] b = new byte[10];
    int digits = c.below(10);
    for (int i = 0; i < 9; i++) {
      int byteValue = c.below(10) << 4 | c.below(10);
      b[i] = (byte) (i > digits ? 0 : c.oneIn(32) ? c.bits() : byteValue);
    }
    b[9] = (byte) (c.oneIn(8) ? c.bits() : c.below(2) << 7);
    return b;
  }

  /** An integer of some bytes. */
  static long whole(Chance c) {
    return switch (c.below(4)) {
      case 0 -> c.word();
      case 1 -> c.pick(0, 1, -1) + (1L << c.below(64));
      default -> c.next();
    };
  }
}
