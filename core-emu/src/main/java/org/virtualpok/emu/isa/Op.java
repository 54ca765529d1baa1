// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.isa;

import static org.virtualpok.emu.cpu.Eflags.AF;
import static org.virtualpok.emu.cpu.Eflags.ARITHMETIC;
import static org.virtualpok.emu.cpu.Eflags.CF;
import static org.virtualpok.emu.cpu.Eflags.DF;
import static org.virtualpok.emu.cpu.Eflags.IF;
import static org.virtualpok.emu.cpu.Eflags.OF;
import static org.virtualpok.emu.cpu.Eflags.PF;
import static org.virtualpok.emu.cpu.Eflags.SF;
import static org.virtualpok.emu.cpu.Eflags.ZF;

import java.util.Locale;

/**
 * What an instruction does, apart from its operands; with the flags that it reads, writes, and
 * leaves undefined (Intel SDM vol. 1, appendix A).
 */
public enum Op {
  ADD(0, ARITHMETIC, 0),
  OR(0, ARITHMETIC, AF),
  ADC(CF, ARITHMETIC, 0),
  SBB(CF, ARITHMETIC, 0),
  AND(0, ARITHMETIC, AF),
  SUB(0, ARITHMETIC, 0),
  XOR(0, ARITHMETIC, AF),
  CMP(0, ARITHMETIC, 0),
  TEST(0, ARITHMETIC, AF),
  NOT,
  NEG(0, ARITHMETIC, 0),
  INC(0, ARITHMETIC & ~CF, 0),
  DEC(0, ARITHMETIC & ~CF, 0),
  MUL(0, CF | OF, SF | ZF | AF | PF),
  IMUL(0, CF | OF, SF | ZF | AF | PF),
  DIV(0, 0, ARITHMETIC),
  IDIV(0, 0, ARITHMETIC),
  ROL(0, CF | OF, OF),
  ROR(0, CF | OF, OF),
  RCL(CF, CF | OF, OF),
  RCR(CF, CF | OF, OF),
  SHL(0, ARITHMETIC, AF | OF),
  SHR(0, ARITHMETIC, AF | OF),
  SAR(0, ARITHMETIC, AF),
  SHLD(0, ARITHMETIC, AF | OF),
  SHRD(0, ARITHMETIC, AF | OF),
  MOV,
  MOVZX,
  MOVSX,
  LEA,
  XCHG,
  XADD(0, ARITHMETIC, 0),
  CMPXCHG(0, ARITHMETIC, 0),
  CMPXCHG8B(0, ZF, 0),
  BSWAP,
  PUSH,
  POP,
  PUSHA,
  POPA,
  PUSHF(ARITHMETIC, 0, 0),
  POPF(0, ARITHMETIC, 0),
  ENTER,
  LEAVE,
  CALL(true),
  CALLF(true),
  JMP(true),
  JMPF(true),
  RET(true),
  RETF(true),
  IRET(true),
  JCC(true),
  JECXZ(true),
  LOOP(true),
  LOOPE(true),
  LOOPNE(true),
  INT(true),
  INT1(true),
  INT3(true),
  INTO(true),
  SETCC(ARITHMETIC, 0, 0),
  CMOVCC(ARITHMETIC, 0, 0),
  MOVS(DF, 0, 0),
  CMPS(DF, ARITHMETIC, 0),
  STOS(DF, 0, 0),
  LODS(DF, 0, 0),
  SCAS(DF, ARITHMETIC, 0),
  INS(DF, 0, 0),
  OUTS(DF, 0, 0),
  CBW,
  CWD,
  CLC(0, CF, 0),
  STC(0, CF, 0),
  CMC(CF, CF, 0),
  CLD(0, DF, 0),
  STD(0, DF, 0),
  CLI(0, IF, 0),
  STI(0, IF, 0),
  LAHF(ARITHMETIC, 0, 0),
  SAHF(0, SF | ZF | AF | PF | CF, 0),
  NOP,
  HLT(true),
  BT(0, CF, OF | SF | AF | PF),
  BTS(0, CF, OF | SF | AF | PF),
  BTR(0, CF, OF | SF | AF | PF),
  BTC(0, CF, OF | SF | AF | PF),
  BSF(0, ZF, CF | OF | SF | AF | PF),
  BSR(0, ZF, CF | OF | SF | AF | PF),
  DAA(CF | AF, ARITHMETIC, OF),
  DAS(CF | AF, ARITHMETIC, OF),
  AAA(AF, AF | CF, OF | SF | ZF | PF),
  AAS(AF, AF | CF, OF | SF | ZF | PF),
  AAM(0, SF | ZF | PF, OF | AF | CF),
  AAD(0, SF | ZF | PF, OF | AF | CF),
  XLAT,
  SALC(CF, 0, 0),
  BOUND,
  ARPL(0, ZF, 0),
  LES,
  LDS,
  LSS,
  LFS,
  LGS,
  IN,
  OUT,
  CPUID,
  RDTSC,
  RDPMC,
  SYSENTER(true),
  SYSEXIT(true),
  RDMSR,
  WRMSR,
  UD2(true),
  WAIT,
  LAR(0, ZF, 0),
  LSL(0, ZF, 0),
  VERR(0, ZF, 0),
  VERW(0, ZF, 0),
  SLDT,
  STR,
  LLDT,
  LTR,
  SGDT,
  SIDT,
  LGDT,
  LIDT,
  SMSW,
  LMSW,
  INVLPG,
  INVD,
  WBINVD,
  CLTS,
  MOVCR,
  MOVDR,
  FADD,
  FADDP,
  FIADD,
  FMUL,
  FMULP,
  FIMUL,
  FSUB,
  FSUBP,
  FISUB,
  FSUBR,
  FSUBRP,
  FISUBR,
  FDIV,
  FDIVP,
  FIDIV,
  FDIVR,
  FDIVRP,
  FIDIVR,
  FCOM,
  FCOMP,
  FCOMPP,
  FICOM,
  FICOMP,
  FUCOM,
  FUCOMP,
  FUCOMPP,
  FCOMI(0, ARITHMETIC, 0),
  FCOMIP(0, ARITHMETIC, 0),
  FUCOMI(0, ARITHMETIC, 0),
  FUCOMIP(0, ARITHMETIC, 0),
  FTST,
  FXAM,
  FLD,
  FILD,
  FBLD,
  FST,
  FSTP,
  FIST,
  FISTP,
  FBSTP,
  FLD1,
  FLDL2T,
  FLDL2E,
  FLDPI,
  FLDLG2,
  FLDLN2,
  FLDZ,
  FCHS,
  FABS,
  FSQRT,
  FRNDINT,
  FSCALE,
  FXTRACT,
  FPREM,
  FPREM1,
  F2XM1,
  FYL2X,
  FYL2XP1,
  FPTAN,
  FPATAN,
  FSIN,
  FCOS,
  FSINCOS,
  FCMOVCC(CF | PF | ZF, 0, 0),
  FXCH,
  FFREE,
  FFREEP,
  FINCSTP,
  FDECSTP,
  FNOP,
  /** Orders to an 8087 or 80287 that every later FPU passes over. */
  FNENI,
  FNDISI,
  FNSETPM,
  FNINIT,
  FNCLEX,
  FLDCW,
  FNSTCW,
  FNSTSW,
  FLDENV,
  FNSTENV,
  FRSTOR,
  FNSAVE,
  FXSAVE,
  FXRSTOR,
  LDMXCSR,
  STMXCSR,
  SFENCE,
  PREFETCHNTA,
  PREFETCHT0,
  PREFETCHT1,
  PREFETCHT2,
  EMMS,
  /** No instruction has these bytes. */
  BAD(true);

  /** EFLAGS bits read, written, and left undefined. */
  public final int flagsRead;

  public final int flagsWritten;
  public final int flagsUndefined;

  /** Control does not simply go on behind it. */
  public final boolean endsBlock;

  Op() {
    this(0, 0, 0, false);
  }

  Op(boolean endsBlock) {
    this(0, 0, 0, endsBlock);
  }

  Op(int read, int written, int undefined) {
    this(read, written, undefined, false);
  }

  Op(int read, int written, int undefined, boolean endsBlock) {
    flagsRead = read;
    flagsWritten = written;
    flagsUndefined = undefined;
    this.endsBlock = endsBlock;
  }

  /** The name in small letters; the disassembler refines it where operands change the name. */
  public String mnemonic() {
    return name().toLowerCase(Locale.ROOT);
  }
}
