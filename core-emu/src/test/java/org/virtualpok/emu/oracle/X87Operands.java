// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.oracle;

import org.virtualpok.emu.isa.OperandSpec;

/** Puts into memory what FPU instructions load. */
final class X87Operands {
  private static final int MXCSR_AT_RESET = 0x1f80;

  private X87Operands() {}

  /** Fills the memory operand; false if the form's operand is none of the FPU's. */
  static boolean poke(Draft d, OperandSpec spec) {
    Chance c = d.chance;
    int at = d.operandLinear;
    switch (spec) {
      case M32fp -> d.poke(at, X87Values.real(c, 4), 4);
      case M64fp -> d.poke(at, X87Values.real(c, 8), 8);
      case M80fp -> bytes(d, at, X87Values.extended(c));
      case M80bcd -> bytes(d, at, X87Values.decimal(c));
      case M16int -> d.poke(at, X87Values.whole(c), 2);
      case M32int -> d.poke(at, X87Values.whole(c), 4);
      case M64int, Qq -> d.poke(at, X87Values.whole(c), 8);
      case M2byte -> d.poke(at, c.bits() | (c.oneIn(2) ? 0x3f : 0), 2);
      case Menv, Msave -> environment(d, at);
      case M512byte -> {
        d.poke(at, c.bits() & 0xffff | (long) (c.bits() & 0xffff) << 16 | (long) c.bits() << 32, 8);
        d.poke(at + 24, c.oneIn(8) ? c.bits() : MXCSR_AT_RESET, 4);
      }
      case Md -> d.poke(at, c.oneIn(4) ? c.bits() : c.bits() & 0xffbf, 4);
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void bytes(Draft d, int at, byte[] bytes) {
    long low = 0;
    for (int i = 7; i >= 0; i--) {
      low = low << 8 | bytes[i] & 0xff;
    }
    d.poke(at, low, 8);
    d.poke(at + 8, bytes[8] & 0xff | bytes[9] << 8, 2);
  }

  private static void environment(Draft d, int at) {
    Chance c = d.chance;
    byte[] state = X87Values.state(c, d.vector.form.op());
    int step = d.wide ? 4 : 2;
    d.poke(at, X87Image.control(state) | c.bits() << 16, step);
    d.poke(at + step, X87Image.status(state) | c.bits() << 16, step);
    d.poke(at + 2 * step, X87Image.tags(state) | c.bits() << 16, step);
  }
}
