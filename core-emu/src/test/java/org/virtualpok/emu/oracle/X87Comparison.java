// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.oracle;

import org.virtualpok.emu.cpu.FpuState;
import org.virtualpok.emu.isa.Insn;
import org.virtualpok.emu.isa.Op;

/**
 * Holds two FPU states against each other. Pointers and opcode of the last instruction are not
 * compared: CPUs keep them or not (Intel SDM vol. 1, 8.1.8; AMD saves them with exceptions only).
 */
final class X87Comparison {
  private static final int EXPONENT = 0x7fff;

  private X87Comparison() {}

  /** Appends what differs. */
  static void difference(StringBuilder s, Insn n, byte[] silicon, byte[] emulated) {
    boolean near = transcendental(n.op);
    differ(s, "cw", X87Image.control(silicon), X87Image.control(emulated), 0xffff);
    // The last bit of these results is not defined, so neither is whether it was rounded up.
    int mask = near ? 0xffff & ~FpuState.C1 : 0xffff;
    differ(s, "sw", X87Image.status(silicon), X87Image.status(emulated), mask);
    differ(s, "tw", X87Image.tags(silicon), X87Image.tags(emulated), 0xffff);
    for (int i = 0; i < 8; i++) {
      int se = X87Image.signExponent(silicon, i);
      long f = X87Image.significand(silicon, i);
      int ourSe = X87Image.signExponent(emulated, i);
      long ourF = X87Image.significand(emulated, i);
      boolean same = se == ourSe && f == ourF;
      if (!same && !(near && neighbours(se, f, ourSe, ourF))) {
        s.append(String.format(" st%d %04x:%016x, not %04x:%016x;", i, se, f, ourSe, ourF));
      }
    }
  }

  private static void differ(StringBuilder s, String what, int silicon, int emulated, int mask) {
    if (((silicon ^ emulated) & mask) != 0) {
      s.append(String.format(" %s %x, not %x;", what, silicon, emulated));
    }
  }

  /** The instructions that the manual holds to one unit in the last place (SDM vol. 1, 8.3.10). */
  static boolean transcendental(Op op) {
    return switch (op) {
      case FSIN, FCOS, FSINCOS, FPTAN, FPATAN, F2XM1, FYL2X, FYL2XP1 -> true;
      default -> false;
    };
  }

  /** Finite numbers of one sign, one unit in the last place apart. */
  private static boolean neighbours(int se, long f, int otherSe, long otherF) {
    boolean finite = (se & EXPONENT) != EXPONENT && (otherSe & EXPONENT) != EXPONENT;
    if (!finite || ((se ^ otherSe) & 0x8000) != 0) {
      return false;
    }
    if (se == otherSe) {
      return Math.abs(f - otherF) == 1;
    }
    boolean up = otherSe == se + 1 && f == -1L && otherF == Long.MIN_VALUE;
    return up || se == otherSe + 1 && otherF == -1L && f == Long.MIN_VALUE;
  }
}
