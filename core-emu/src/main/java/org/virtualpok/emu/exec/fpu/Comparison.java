// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec.fpu;

import static org.virtualpok.emu.exec.fpu.Format80.SIGN;

import org.virtualpok.emu.cpu.FpuState;

/** Order and class of values. */
final class Comparison {
  static final int LESS = 0;
  static final int EQUAL = 1;
  static final int GREATER = 2;
  static final int UNORDERED = 3;

  private Comparison() {}

  /**
   * Compares a with b.
   *
   * @param quiet whether a QNaN is no invalid operation (FUCOM)
   */
  static int compare(Result r, int aSe, long a, int bSe, long b, boolean quiet) {
    if (!Format80.isNormal(aSe, a) || !Format80.isNormal(bSe, b)) {
      if (Format80.isUnsupported(aSe, a) || Format80.isUnsupported(bSe, b)) {
        r.exceptions = FpuState.IE;
        return UNORDERED;
      }
      if (Format80.isNaN(aSe, a) || Format80.isNaN(bSe, b)) {
        boolean signals = Format80.isSignaling(aSe, a) || Format80.isSignaling(bSe, b);
        r.exceptions = signals || !quiet ? FpuState.IE : 0;
        return UNORDERED;
      }
      if (Format80.isDenormal(aSe, a) || Format80.isDenormal(bSe, b)) {
        r.exceptions |= FpuState.DE;
      }
      if (a == 0 && b == 0) {
        return EQUAL;
      }
    }
    if (((aSe ^ bSe) & SIGN) != 0) {
      return (aSe & SIGN) != 0 ? LESS : GREATER;
    }
    int order = Integer.compare(magnitude(aSe), magnitude(bSe));
    if (order == 0) {
      order = Long.compareUnsigned(a, b);
    }
    if ((aSe & SIGN) != 0) {
      order = -order;
    }
    return order < 0 ? LESS : order == 0 ? EQUAL : GREATER;
  }

  /** Denormals and pseudo-denormals weigh as exponent 1. */
  private static int magnitude(int se) {
    return Math.max(se & Format80.EXPONENT, 1);
  }

  /** C3 C2 C0 for an order. */
  static int conditionCodes(int order) {
    return switch (order) {
      case LESS -> FpuState.C0;
      case EQUAL -> FpuState.C3;
      case GREATER -> 0;
      default -> FpuState.C3 | FpuState.C2 | FpuState.C0;
    };
  }

  /** C3 C2 C1 C0 for the class of a value (FXAM). */
  static int classCodes(int se, long a, boolean empty) {
    int sign = (se & SIGN) != 0 ? FpuState.C1 : 0;
    if (empty) {
      return sign | FpuState.C3 | FpuState.C0;
    }
    if (Format80.isUnsupported(se, a)) {
      return sign;
    }
    if ((se & Format80.EXPONENT) == Format80.EXPONENT) {
      return sign | FpuState.C0 | (Format80.isNaN(se, a) ? 0 : FpuState.C2);
    }
    if ((se & Format80.EXPONENT) == 0) {
      return sign | FpuState.C3 | (a == 0 ? 0 : FpuState.C2);
    }
    return sign | FpuState.C2;
  }
}
