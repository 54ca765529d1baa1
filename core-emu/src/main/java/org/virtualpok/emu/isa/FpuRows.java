// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.isa;

import static org.virtualpok.emu.isa.OperandSpec.*;

/**
 * The rows of the FPU, with the state-saving and hint instructions of the Pentium III (Intel SDM
 * vol. 2, appendix A.5). Forms that no manual names but every silicon executes have the names that
 * they got at the 80287 or by use: an alias does what its twin does.
 */
final class FpuRows {
  private static final Op[] ARITHMETIC = {
    Op.FADD, Op.FMUL, Op.FCOM, Op.FCOMP, Op.FSUB, Op.FSUBR, Op.FDIV, Op.FDIVR
  };
  private static final Op[] INTEGER = {
    Op.FIADD, Op.FIMUL, Op.FICOM, Op.FICOMP, Op.FISUB, Op.FISUBR, Op.FIDIV, Op.FIDIVR
  };

  private FpuRows() {}

  static void add() {
    memory();
    arithmetic();
    singles();
    for (int i = 0; i < 4; i++) {
      // B E BE U, and their contraries one opcode on.
      int condition = i == 3 ? 10 : 2 + 2 * i;
      conditional(0xda, 0xc0 + 8 * i, condition);
      conditional(0xdb, 0xc0 + 8 * i, condition + 1);
    }
    stack(0xdb, 0xe8, Op.FUCOMI, ST, STi);
    stack(0xdb, 0xf0, Op.FCOMI, ST, STi);
    stack(0xdf, 0xe8, Op.FUCOMIP, ST, STi);
    stack(0xdf, 0xf0, Op.FCOMIP, ST, STi);
    stack(0xdd, 0xc0, Op.FFREE, STi);
    stack(0xdf, 0xc0, Op.FFREEP, STi);
    stack(0xdd, 0xe0, Op.FUCOM, STi);
    stack(0xdd, 0xe8, Op.FUCOMP, STi);
    stack(0xd9, 0xc0, Op.FLD, STi);
    for (int opcode : new int[] {0xd9, 0xdd, 0xdf}) {
      stack(opcode, 0xc8, Op.FXCH, STi);
    }
    stack(0xdd, 0xd0, Op.FST, STi);
    stack(0xdd, 0xd8, Op.FSTP, STi);
    stack(0xd9, 0xd8, Op.FSTP, STi);
    stack(0xdf, 0xd0, Op.FSTP, STi);
    stack(0xdf, 0xd8, Op.FSTP, STi);
    others();
  }

  private static void memory() {
    for (int i = 0; i < 8; i++) {
      InsnTable.group(0xd8, i, ARITHMETIC[i], M32fp);
      InsnTable.group(0xda, i, INTEGER[i], M32int);
      InsnTable.group(0xdc, i, ARITHMETIC[i], M64fp);
      InsnTable.group(0xde, i, INTEGER[i], M16int);
    }
    InsnTable.group(0xd9, 0, Op.FLD, M32fp);
    InsnTable.group(0xd9, 2, Op.FST, M32fp);
    InsnTable.group(0xd9, 3, Op.FSTP, M32fp);
    InsnTable.group(0xd9, 4, Op.FLDENV, Menv);
    InsnTable.group(0xd9, 5, Op.FLDCW, M2byte);
    InsnTable.group(0xd9, 6, Op.FNSTENV, Menv);
    InsnTable.group(0xd9, 7, Op.FNSTCW, M2byte);
    InsnTable.group(0xdb, 0, Op.FILD, M32int);
    InsnTable.group(0xdb, 2, Op.FIST, M32int);
    InsnTable.group(0xdb, 3, Op.FISTP, M32int);
    InsnTable.group(0xdb, 5, Op.FLD, M80fp);
    InsnTable.group(0xdb, 7, Op.FSTP, M80fp);
    InsnTable.group(0xdd, 0, Op.FLD, M64fp);
    InsnTable.group(0xdd, 2, Op.FST, M64fp);
    InsnTable.group(0xdd, 3, Op.FSTP, M64fp);
    InsnTable.group(0xdd, 4, Op.FRSTOR, Msave);
    InsnTable.group(0xdd, 6, Op.FNSAVE, Msave);
    InsnTable.group(0xdd, 7, Op.FNSTSW, M2byte);
    InsnTable.group(0xdf, 0, Op.FILD, M16int);
    InsnTable.group(0xdf, 2, Op.FIST, M16int);
    InsnTable.group(0xdf, 3, Op.FISTP, M16int);
    InsnTable.group(0xdf, 4, Op.FBLD, M80bcd);
    InsnTable.group(0xdf, 5, Op.FILD, M64int);
    InsnTable.group(0xdf, 6, Op.FBSTP, M80bcd);
    InsnTable.group(0xdf, 7, Op.FISTP, M64int);
  }

  private static void arithmetic() {
    Op[] popping = {Op.FADDP, Op.FMULP, Op.FCOMP, null, Op.FSUBRP, Op.FSUBP, Op.FDIVRP, Op.FDIVP};
    // With ST(i) as destination, the codes of plain and reversed are the other way round.
    Op[] toRegister = {Op.FADD, Op.FMUL, Op.FCOM, Op.FCOMP, Op.FSUBR, Op.FSUB, Op.FDIVR, Op.FDIV};
    for (int i = 0; i < 8; i++) {
      int modrm = 0xc0 + 8 * i;
      boolean compares = i == 2 || i == 3;
      if (compares) {
        stack(0xd8, modrm, ARITHMETIC[i], STi);
        stack(0xdc, modrm, toRegister[i], STi);
      } else {
        stack(0xd8, modrm, ARITHMETIC[i], ST, STi);
        stack(0xdc, modrm, toRegister[i], STi, ST);
      }
      if (i == 2) {
        stack(0xde, modrm, popping[i], STi);
      } else if (i != 3) {
        stack(0xde, modrm, popping[i], STi, ST);
      }
    }
  }

  /** D9 D0 to D9 FF without an operand. */
  private static void singles() {
    single(0xd9, 0xd0, Op.FNOP);
    single(0xd9, 0xe0, Op.FCHS);
    single(0xd9, 0xe1, Op.FABS);
    single(0xd9, 0xe4, Op.FTST);
    single(0xd9, 0xe5, Op.FXAM);
    Op[] fromE8 = {
      Op.FLD1, Op.FLDL2T, Op.FLDL2E, Op.FLDPI, Op.FLDLG2, Op.FLDLN2, Op.FLDZ, null,
      Op.F2XM1, Op.FYL2X, Op.FPTAN, Op.FPATAN, Op.FXTRACT, Op.FPREM1, Op.FDECSTP, Op.FINCSTP,
      Op.FPREM, Op.FYL2XP1, Op.FSQRT, Op.FSINCOS, Op.FRNDINT, Op.FSCALE, Op.FSIN, Op.FCOS
    };
    for (int i = 0; i < fromE8.length; i++) {
      if (fromE8[i] != null) {
        single(0xd9, 0xe8 + i, fromE8[i]);
      }
    }
    single(0xda, 0xe9, Op.FUCOMPP);
    single(0xde, 0xd9, Op.FCOMPP);
    single(0xdb, 0xe0, Op.FNENI);
    single(0xdb, 0xe1, Op.FNDISI);
    single(0xdb, 0xe2, Op.FNCLEX);
    single(0xdb, 0xe3, Op.FNINIT);
    single(0xdb, 0xe4, Op.FNSETPM);
    InsnForm status = InsnForm.ofRegister(0xdf, 0xe0, Op.FNSTSW, 0, AX);
    InsnTable.register(0xdf, 0xe0, 1, status);
  }

  private static void others() {
    InsnTable.group(0x0fae, 0, Op.FXSAVE, M512byte);
    InsnTable.group(0x0fae, 1, Op.FXRSTOR, M512byte);
    InsnTable.group(0x0fae, 2, Op.LDMXCSR, Md);
    InsnTable.group(0x0fae, 3, Op.STMXCSR, Md);
    single(0x0fae, 0xf8, Op.SFENCE);
    Op[] prefetches = {Op.PREFETCHNTA, Op.PREFETCHT0, Op.PREFETCHT1, Op.PREFETCHT2};
    for (int i = 0; i < prefetches.length; i++) {
      InsnTable.group(0x0f18, i, prefetches[i], Mb);
      stack(0x0f18, 0xc0 + 8 * i, Op.NOP, Ev);
    }
    for (int i = prefetches.length; i < 8; i++) {
      InsnTable.group(0x0f18, i, Op.NOP, Ev);
    }
    InsnTable.row(0x0f77, Op.EMMS);
  }

  private static void single(int opcode, int modrm, Op op) {
    InsnTable.register(opcode, modrm, 1, InsnForm.ofRegister(opcode, modrm, op, 0));
  }

  private static void stack(int opcode, int modrm, Op op, OperandSpec... operands) {
    InsnForm form = InsnForm.ofRegister(opcode, modrm, op, 0, operands);
    InsnTable.register(opcode, modrm, 8, form);
  }

  private static void conditional(int opcode, int modrm, int condition) {
    InsnForm form = InsnForm.ofRegister(opcode, modrm, Op.FCMOVCC, condition, ST, STi);
    InsnTable.register(opcode, modrm, 8, form);
  }
}
