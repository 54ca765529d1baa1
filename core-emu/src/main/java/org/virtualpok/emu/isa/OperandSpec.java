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
  Rd,
  AX,
  /** ST(0). */
  ST,
  /** ST(i), i in the ModRM r/m field. */
  STi,
  /** Memory operands of the FPU, named as in SDM vol. 2, 3.1.1.3: size and format. */
  M32fp,
  M64fp,
  M80fp,
  M16int,
  M32int,
  M64int,
  M80bcd,
  M2byte,
  /** Environment, 14 or 28 bytes by operand size. */
  Menv,
  /** Environment and registers, 94 or 108 bytes by operand size. */
  Msave,
  M512byte,
  /** A byte and a doubleword in memory. */
  Mb,
  Md,
  /** MMX register in the ModRM reg field. */
  Pq,
  /** MMX register in the ModRM r/m field. */
  Nq,
  /** MMX register or eight bytes of memory; or four, of which the low half is used. */
  Qq,
  Qd,
  /** General register of 32 bits or doubleword of memory, whatever the operand size. */
  Ed;

  boolean needsModRm() {
    return switch (this) {
      case Eb, Ew, Ev, Gb, Gw, Gv, M, Ma, Mp, Mq, Ms, Sw, Cd, Dd, Rd, STi -> true;
      case M32fp, M64fp, M80fp, M16int, M32int, M64int, M80bcd, M2byte -> true;
      case Menv, Msave, M512byte, Mb, Md, Pq, Nq, Qq, Qd, Ed -> true;
      default -> false;
    };
  }
}
