// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec;

/**
 * Addition and subtraction as pure functions: the value is Java's own, the flag vector of {@link
 * org.virtualpok.emu.cpu.CpuState} comes from here. Width is 8, 16 or 32 bits; call with a constant
 * where speed counts. Operands may carry anything above their width.
 */
public final class Alu {
  private Alu() {}

  /** Sign-extends the low {@code width} bits, which is how a result is kept. */
  public static int extend(int value, int width) {
    int shift = 32 - width;
    return (value << shift) >> shift;
  }

  /**
   * Carries out of each bit, as a flag vector: the carry out of the top bit goes to bit 31 (CF),
   * the one into the top bit to bit 30 (CF ^ OF), the one out of bit 3 is AF.
   */
  private static int vector(int carries, int width) {
    return ((carries << (32 - width)) & 0xc0000000) | (carries & 8);
  }

  /** For a + b (+ carry in) = r. */
  public static int addCarries(int a, int b, int r, int width) {
    return vector((a & b) | ((a | b) & ~r), width);
  }

  /** For a - b (- borrow in) = r. */
  public static int subBorrows(int a, int b, int r, int width) {
    return vector((~a & b) | ((~a | b) & r), width);
  }

  /** CF of the old vector with the other flags of a new one: INC and DEC. */
  public static int keepCarry(int oldAux, int newAux) {
    // Bit 30 is CF ^ OF: the old CF, and OF as the difference of the new vector's top bits.
    int second = (oldAux >>> 1) ^ newAux ^ (newAux >>> 1);
    return (newAux & 0x3fffffff) | (oldAux & 0x80000000) | (second & 0x40000000);
  }

  /** A vector with these CF and OF and nothing else. */
  public static int carryOverflow(boolean carry, boolean overflow) {
    return (carry ? 0x80000000 : 0) | (carry != overflow ? 0x40000000 : 0);
  }
}
