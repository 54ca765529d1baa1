// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec;

/**
 * Shifts and rotates as pure functions (Intel SDM vol. 2: SAL/SAR/SHL/SHR, RCL/RCR/ROL/ROR, SHLD,
 * SHRD). The count is masked to 5 bits and is not 0. Each gives the result, zero-extended from its
 * width, in the low 32 bits of a long, CF in bit 32 and OF in bit 33; OF at counts other than 1
 * (undefined) follows the same formula.
 */
public final class Shift {
  private static final long CARRY = 1L << 32;
  private static final long OVERFLOW = 1L << 33;

  private Shift() {}

  public static int value(long packed) {
    return (int) packed;
  }

  public static boolean carry(long packed) {
    return (packed & CARRY) != 0;
  }

  public static boolean overflow(long packed) {
    return (packed & OVERFLOW) != 0;
  }

  private static long mask(int width) {
    return (1L << width) - 1;
  }

  private static long pack(long value, boolean carry, boolean overflow) {
    return (value & 0xffffffffL) | (carry ? CARRY : 0) | (overflow ? OVERFLOW : 0);
  }

  private static boolean bit(long value, int n) {
    return ((value >>> n) & 1) != 0;
  }

  private static boolean top(long value, int width) {
    return bit(value, width - 1);
  }

  public static long shl(int a, int count, int width) {
    long all = (a & mask(width)) << count;
    long r = all & mask(width);
    boolean carry = bit(all, width);
    return pack(r, carry, carry != top(r, width));
  }

  /** The flag vector of {@code a << count} for 32 bits and 1 to 31, without a branch. */
  public static int shlVector32(int a, int count) {
    return ((a << (count - 1)) & 0x80000000) | (((a << count) >>> 1) & 0x40000000);
  }

  /** The flag vector of {@code a >>> count} for 32 bits and 1 to 31, without a branch. */
  public static int shrVector32(int a, int count) {
    int carry = a >>> (count - 1);
    return (carry << 31) | (((carry ^ (a >>> 31)) & 1) << 30);
  }

  /** The flag vector of {@code a >> count} for 32 bits and 1 to 31, without a branch. */
  public static int sarVector32(int a, int count) {
    int carry = (a >> (count - 1)) & 1;
    return (carry << 31) | (carry << 30);
  }

  public static long shr(int a, int count, int width) {
    long v = a & mask(width);
    return pack(v >>> count, bit(v, count - 1), top(v, width));
  }

  public static long sar(int a, int count, int width) {
    long v = Alu.extend(a, width);
    return pack((v >> count) & mask(width), bit(v, count - 1), false);
  }

  public static long rol(int a, int count, int width) {
    int n = count & (width - 1);
    long v = a & mask(width);
    long r = ((v << n) | (v >>> (width - n))) & mask(width);
    boolean carry = bit(r, 0);
    return pack(r, carry, carry != top(r, width));
  }

  public static long ror(int a, int count, int width) {
    int n = count & (width - 1);
    long v = a & mask(width);
    long r = ((v >>> n) | (v << (width - n))) & mask(width);
    return pack(r, top(r, width), top(r, width) != bit(r, width - 2));
  }

  public static long rcl(int a, int count, int width, boolean carryIn) {
    long v = a & mask(width);
    boolean carry = carryIn;
    for (int i = count % (width + 1); i > 0; i--) {
      boolean out = top(v, width);
      v = ((v << 1) | (carry ? 1 : 0)) & mask(width);
      carry = out;
    }
    return pack(v, carry, carry != top(v, width));
  }

  public static long rcr(int a, int count, int width, boolean carryIn) {
    long v = a & mask(width);
    boolean carry = carryIn;
    for (int i = count % (width + 1); i > 0; i--) {
      boolean out = bit(v, 0);
      v = (v >>> 1) | (carry ? 1L << (width - 1) : 0);
      carry = out;
    }
    return pack(v, carry, top(v, width) != bit(v, width - 2));
  }

  /** Shifts {@code a} left and fills from the top of {@code b}. */
  public static long shld(int a, int b, int count, int width) {
    boolean past = count > width;
    int n = past ? count - width : count;
    long high = (past ? b : a) & mask(width);
    long pair = (high << width) | ((past ? a : b) & mask(width));
    long r = (pair << n >>> width) & mask(width);
    boolean carry = bit(pair, 2 * width - n);
    return pack(r, carry, top(high, width) != top(r, width));
  }

  /** Shifts {@code a} right and fills from the bottom of {@code b}. */
  public static long shrd(int a, int b, int count, int width) {
    boolean past = count > width;
    int n = past ? count - width : count;
    long low = (past ? b : a) & mask(width);
    long pair = (((past ? a : b) & mask(width)) << width) | low;
    long r = (pair >>> n) & mask(width);
    return pack(r, bit(pair, n - 1), top(low, width) != top(r, width));
  }
}
