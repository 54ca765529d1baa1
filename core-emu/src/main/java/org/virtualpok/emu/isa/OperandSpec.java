// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.isa;

/**
 * How a form names an operand: Intel's letters (SDM vol. 2, appendix A.2). E = ModRM register or
 * memory, G = ModRM reg field, Z = register in the opcode's low bits, I = immediate, J = relative
 * target, O = offset without ModRM, M = memory only, S = segment register, X/Y = string operands; b
 * = byte, w = word, v = word or doubleword by operand size.
 */
public enum OperandSpec {
  NONE,
  Eb,
  Ew,
  Ev,
  Gb,
  Gw,
  Gv,
  Zb,
  Zv,
  Ib,
  Iw,
  Iv,
  /** Immediate byte, sign-extended to the operand size. */
  SIb,
  Jb,
  Jv,
  Ob,
  Ov,
  /** Memory, address only (LEA, INVLPG). */
  M,
  /** Memory pair of operand size (BOUND). */
  Ma,
  /** Far pointer in memory. */
  Mp,
  /** Eight bytes in memory. */
  Mq,
  /** Six bytes in memory (LGDT, SGDT). */
  Ms,
  Sw,
  /** Far pointer in the instruction. */
  Ap,
  AL,
  /** EAX or AX by operand size. */
  RAX,
  CL,
  DX,
  ONE,
  ES,
  CS,
  SS,
  DS,
  FS,
  GS,
  Xb,
  Xv,
  Yb,
  Yv,
  /** Control or debug register, and the general register beside it. */
  Cd,
  Dd,
  Rd;

  boolean needsModRm() {
    return switch (this) {
      case Eb, Ew, Ev, Gb, Gw, Gv, M, Ma, Mp, Mq, Ms, Sw, Cd, Dd, Rd -> true;
      default -> false;
    };
  }
}
