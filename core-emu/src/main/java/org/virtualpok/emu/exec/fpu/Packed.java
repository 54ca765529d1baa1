// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec.fpu;

import org.virtualpok.emu.isa.Op;

/**
 * Arithmetic on eight bytes, four words or two doublewords at once (Intel SDM vol. 1, 9.4): pure
 * functions of two quadwords.
 */
final class Packed {
  private static final long DOUBLEWORD = 0xffffffffL;

  private Packed() {}

  /** The result of an MMX instruction with two quadword operands. */
  static long apply(Op op, long a, long b) {
    return switch (op) {
      case PAND -> a & b;
      case PANDN -> ~a & b;
      case POR -> a | b;
      case PXOR -> a ^ b;
      case PUNPCKLBW -> interleave(a, b, 8);
      case PUNPCKLWD -> interleave(a, b, 16);
      case PUNPCKLDQ -> interleave(a, b, 32);
      case PUNPCKHBW -> interleave(a >>> 32, b >>> 32, 8);
      case PUNPCKHWD -> interleave(a >>> 32, b >>> 32, 16);
      case PUNPCKHDQ -> interleave(a >>> 32, b >>> 32, 32);
      case PACKSSWB -> pack(a, b, 8, -0x80, 0x7f);
      case PACKUSWB -> pack(a, b, 8, 0, 0xff);
      case PACKSSDW -> pack(a, b, 16, -0x8000, 0x7fff);
      case PMADDWD -> multiplyAdd(a, b);
      case PSRLW, PSRAW, PSLLW -> shift(op, a, b, 16);
      case PSRLD, PSRAD, PSLLD -> shift(op, a, b, 32);
      case PSRLQ, PSLLQ -> shift(op, a, b, 64);
      case PADDB, PSUBB, PADDSB, PSUBSB, PADDUSB, PSUBUSB, PCMPEQB, PCMPGTB -> lanes(op, a, b, 8);
      case PADDD, PSUBD, PCMPEQD, PCMPGTD -> lanes(op, a, b, 32);
      default -> lanes(op, a, b, 16);
    };
  }

  private static long lanes(Op op, long a, long b, int width) {
    long mask = -1L >>> 64 - width;
    long result = 0;
    for (int at = 0; at < 64; at += width) {
      long x = lane(a, at, width);
      long y = lane(b, at, width);
      result |= (one(op, x, y, width) & mask) << at;
    }
    return result;
  }

  /** One pair, sign-extended; bits above the width do not count in the answer. */
  private static long one(Op op, long x, long y, int width) {
    long mask = -1L >>> 64 - width;
    long max = mask >>> 1;
    return switch (op) {
      case PADDB, PADDW, PADDD -> x + y;
      case PSUBB, PSUBW, PSUBD -> x - y;
      case PADDSB, PADDSW -> clamp(x + y, ~max, max);
      case PSUBSB, PSUBSW -> clamp(x - y, ~max, max);
      case PADDUSB, PADDUSW -> clamp((x & mask) + (y & mask), 0, mask);
      case PSUBUSB, PSUBUSW -> clamp((x & mask) - (y & mask), 0, mask);
      case PCMPEQB, PCMPEQW, PCMPEQD -> x == y ? -1 : 0;
      case PCMPGTB, PCMPGTW, PCMPGTD -> x > y ? -1 : 0;
      case PMULLW -> x * y;
      case PMULHW -> x * y >> 16;
      default -> throw new AssertionError("no packed operation: " + op);
    };
  }

  private static long lane(long value, int at, int width) {
    return value << 64 - width - at >> 64 - width;
  }

  private static long clamp(long value, long min, long max) {
    return Math.max(min, Math.min(max, value));
  }

  /** Lanes of the low halves, alternately from a and b. */
  private static long interleave(long a, long b, int width) {
    long mask = -1L >>> 64 - width;
    long result = 0;
    for (int at = 0; at < 32; at += width) {
      result |= (a >>> at & mask) << 2 * at | (b >>> at & mask) << 2 * at + width;
    }
    return result;
  }

  /** Halves the width of each lane, saturated: a to the low half, b to the high one. */
  private static long pack(long a, long b, int width, long min, long max) {
    long mask = -1L >>> 64 - width;
    long result = 0;
    for (int at = 0; at < 32; at += width) {
      result |= (clamp(lane(a, 2 * at, 2 * width), min, max) & mask) << at;
      result |= (clamp(lane(b, 2 * at, 2 * width), min, max) & mask) << at + 32;
    }
    return result;
  }

  private static long multiplyAdd(long a, long b) {
    long low = lane(a, 0, 16) * lane(b, 0, 16) + lane(a, 16, 16) * lane(b, 16, 16);
    long high = lane(a, 32, 16) * lane(b, 32, 16) + lane(a, 48, 16) * lane(b, 48, 16);
    return low & DOUBLEWORD | high << 32;
  }

  /** Shifts each lane by the whole quadword b; too far gives 0, or the sign for PSRA. */
  private static long shift(Op op, long a, long b, int width) {
    boolean arithmetic = op == Op.PSRAW || op == Op.PSRAD;
    boolean far = Long.compareUnsigned(b, width) >= 0;
    if (far && !arithmetic) {
      return 0;
    }
    int count = far ? width - 1 : (int) b;
    boolean left = op == Op.PSLLW || op == Op.PSLLD || op == Op.PSLLQ;
    long mask = -1L >>> 64 - width;
    long result = 0;
    for (int at = 0; at < 64; at += width) {
      long x = lane(a, at, width);
      long shifted = left ? x << count : arithmetic ? x >> count : (x & mask) >>> count;
      result |= (shifted & mask) << at;
    }
    return result;
  }
}
