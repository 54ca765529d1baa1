// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec.fpu;

import static org.virtualpok.emu.exec.fpu.Format80.EXPONENT;
import static org.virtualpok.emu.exec.fpu.Format80.INTEGER_BIT;
import static org.virtualpok.emu.exec.fpu.Format80.QUIET_BIT;

import org.virtualpok.emu.cpu.FpuState;

/**
 * What an operation gives: a value, the exceptions that it met, and whether it was rounded away
 * from zero (C1). Rounding is done here, by the control word (Intel SDM vol. 1, 4.8.4 and 4.9.1).
 */
final class Result {
  /** Added to or taken from the exponent where an unmasked underflow or overflow has a result. */
  private static final int WRAP = 24576;

  private static final int NEAREST = 0;
  private static final int DOWN = 1;
  private static final int UP = 2;

  /** Bits of the significand that the precision control drops: 24, reserved, 53, 64 bits. */
  private static final int[] DROPPED = {40, 0, 11, 0};

  long significand;
  int signExponent;

  /** Exception flags as in the status word, masked or not. */
  int exceptions;

  boolean roundedUp;

  private int control;

  /** Before every operation. */
  void begin(int newControl) {
    control = newControl;
    exceptions = 0;
    roundedUp = false;
  }

  void set(int newSignExponent, long newSignificand) {
    signExponent = newSignExponent;
    significand = newSignificand;
  }

  /** The masked answer to an invalid operation; no other exception counts then. */
  void invalid() {
    exceptions = FpuState.IE;
    roundedUp = false;
    set(Format80.INDEFINITE, Format80.INDEFINITE_SIGNIFICAND);
  }

  boolean isMasked(int exception) {
    return (control & exception) != 0;
  }

  /** Sign of an exact zero that is the sum of opposite values. */
  void setZeroSum() {
    set((control >> 10 & 3) == DOWN ? Format80.SIGN : 0, 0);
  }

  /**
   * Takes care of operands without a value.
   *
   * @return whether the result is known: one is unsupported or a NaN. If not, a denormal one is
   *     noted.
   */
  boolean special(int aSe, long a, int bSe, long b) {
    if (Format80.isUnsupported(aSe, a) || Format80.isUnsupported(bSe, b)) {
      invalid();
      return true;
    }
    boolean aNaN = Format80.isNaN(aSe, a);
    if (aNaN || Format80.isNaN(bSe, b)) {
      nan(aSe, a, bSe, b, aNaN);
      return true;
    }
    if (Format80.isDenormal(aSe, a) || Format80.isDenormal(bSe, b)) {
      exceptions |= FpuState.DE;
    }
    return false;
  }

  /** The same for one operand. */
  boolean special(int se, long a) {
    return special(se, a, se, a);
  }

  /** Intel SDM vol. 1, table 4-7: a QNaN wins over an SNaN, then the larger, then the positive. */
  private void nan(int aSe, long a, int bSe, long b, boolean aNaN) {
    boolean aSignals = Format80.isSignaling(aSe, a);
    boolean bSignals = Format80.isSignaling(bSe, b);
    exceptions = aSignals || bSignals ? FpuState.IE : 0;
    boolean first;
    if (!aNaN || !Format80.isNaN(bSe, b)) {
      first = aNaN;
    } else if (aSignals != bSignals) {
      first = bSignals;
    } else {
      int order = Long.compareUnsigned(a, b);
      first = order > 0 || order == 0 && aSe < bSe;
    }
    set(first ? aSe : bSe, (first ? a : b) | QUIET_BIT);
  }

  /**
   * Rounds to the precision in force.
   *
   * @param sign 0 or 8000
   * @param exponent biased, of any size
   * @param hi the significand, integer bit set
   * @param lo the bits below, exact or with bit 0 set for all that is lost
   */
  void round(int sign, int exponent, long hi, long lo) {
    int dropped = DROPPED[control >> 8 & 3];
    if (exponent > 0 && (control >> 10 & 3) == NEAREST) {
      roundNearest(sign, exponent, hi, lo, dropped);
    } else {
      roundDropping(sign, exponent, hi, lo, dropped);
    }
  }

  /**
   * The common case, without a branch that hangs on the value: half of them would be mispredicted,
   * at several nanoseconds each.
   */
  private void roundNearest(int sign, int exponent, long hi, long lo, int dropped) {
    long below = dropped == 0 ? lo : hi << 64 - dropped | oneIfNot0(lo);
    long kept = hi >>> dropped << dropped;
    long up = below >>> 63 & (oneIfNot0(below << 1) | kept >>> dropped);
    exceptions |= (int) oneIfNot0(below) * FpuState.PE;
    roundedUp = up != 0;
    kept += up << dropped;
    int e = exponent;
    if (kept == 0) {
      kept = INTEGER_BIT;
      e++;
    }
    if (e >= EXPONENT) {
      overflow(sign, e, kept, dropped);
    } else {
      set(sign | e, kept);
    }
  }

  private static long oneIfNot0(long x) {
    return (x | -x) >>> 63;
  }

  /** Rounds to 64 bits whatever the precision control says. */
  void roundWhole(int sign, int exponent, long hi, long lo) {
    roundDropping(sign, exponent, hi, lo, 0);
  }

  private void roundDropping(int sign, int exponent, long hi, long lo, int dropped) {
    if (exponent <= 0) {
      roundTiny(sign, exponent, hi, lo, dropped);
      return;
    }
    long below = dropped == 0 ? lo : hi << 64 - dropped | (lo != 0 ? 1 : 0);
    long kept = hi >>> dropped << dropped;
    int e = exponent;
    if (below != 0) {
      exceptions |= FpuState.PE;
      if (roundsUp(sign, below, (kept >>> dropped & 1) != 0)) {
        roundedUp = true;
        kept += 1L << dropped;
        if (kept == 0) {
          kept = INTEGER_BIT;
          e++;
        }
      }
    }
    if (e >= EXPONENT) {
      overflow(sign, e, kept, dropped);
    } else {
      set(sign | e, kept);
    }
  }

  private void overflow(int sign, int exponent, long kept, int dropped) {
    exceptions |= FpuState.OE;
    if (!isMasked(FpuState.OE)) {
      if (exponent - WRAP < EXPONENT) {
        set(sign | exponent - WRAP, kept);
      } else {
        exceptions |= FpuState.PE;
        roundedUp = true;
        set(sign | EXPONENT, INTEGER_BIT);
      }
      return;
    }
    exceptions |= FpuState.PE;
    roundedUp = roundsUp(sign, -1, true);
    if (roundedUp) {
      set(sign | EXPONENT, INTEGER_BIT);
    } else {
      set(sign | EXPONENT - 1, -1L << dropped);
    }
  }

  /** Exponent 0 or below: tininess is told after rounding, as if the exponent had no end. */
  private void roundTiny(int sign, int exponent, long hi, long lo, int dropped) {
    long below = dropped == 0 ? lo : hi << 64 - dropped | (lo != 0 ? 1 : 0);
    long kept = hi >>> dropped << dropped;
    boolean up = below != 0 && roundsUp(sign, below, (kept >>> dropped & 1) != 0);
    boolean carries = up && kept + (1L << dropped) == 0;
    boolean tiny = exponent < 0 || !carries;
    if (tiny && !isMasked(FpuState.UE)) {
      exceptions |= below != 0 ? FpuState.UE | FpuState.PE : FpuState.UE;
      roundedUp = up;
      long rounded = up ? kept + (1L << dropped) : kept;
      int e = exponent + WRAP + (carries ? 1 : 0);
      if (e > 0) {
        set(sign | e, carries ? INTEGER_BIT : rounded);
      } else {
        // Only FSCALE gets so far that wrapping does not help.
        exceptions |= FpuState.PE;
        set(sign, 0);
      }
      return;
    }
    roundDenormal(sign, 1 - exponent, hi, lo, dropped, tiny);
  }

  private void roundDenormal(int sign, int shift, long hi, long lo, int dropped, boolean tiny) {
    long low = shiftRightLow(hi, lo, shift);
    long high = shift > 63 ? 0 : hi >>> shift;
    long below = dropped == 0 ? low : high << 64 - dropped | (low != 0 ? 1 : 0);
    long kept = high >>> dropped << dropped;
    if (below != 0) {
      exceptions |= tiny ? FpuState.UE | FpuState.PE : FpuState.PE;
      if (roundsUp(sign, below, (kept >>> dropped & 1) != 0)) {
        roundedUp = true;
        kept += 1L << dropped;
      }
    }
    set(sign | (kept < 0 ? 1 : 0), kept);
  }

  /** The low half of hi:lo shifted right, bit 0 set if anything is lost. */
  static long shiftRightLow(long hi, long lo, int shift) {
    if (shift == 0) {
      return lo;
    }
    if (shift < 64) {
      return hi << 64 - shift | lo >>> shift | (lo << 64 - shift != 0 ? 1 : 0);
    }
    if (shift == 64) {
      return hi | (lo != 0 ? 1 : 0);
    }
    if (shift < 128) {
      return hi >>> shift - 64 | (hi << 128 - shift != 0 || lo != 0 ? 1 : 0);
    }
    return hi != 0 || lo != 0 ? 1 : 0;
  }

  /**
   * Whether rounding goes away from zero.
   *
   * @param below the dropped bits, the first one in bit 63; not 0
   * @param odd lowest bit that is kept
   */
  boolean roundsUp(int sign, long below, boolean odd) {
    return switch (control >> 10 & 3) {
      case NEAREST -> below < 0 && (odd || below != INTEGER_BIT);
      case DOWN -> sign != 0;
      case UP -> sign == 0;
      default -> false;
    };
  }
}
