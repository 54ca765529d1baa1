// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.interp;

import org.virtualpok.emu.isa.Insn;
import org.virtualpok.emu.isa.Op;

/**
 * The cases of the interpreter's switch. The first ones cover every instruction in general form;
 * the rest are the 32-bit forms that compilers emit most, so that no operand kind is asked for at
 * run time: R register, I immediate, M memory, destination first.
 */
final class Code {
  static final int INTEGER = 0;
  static final int CONTROL = 1;
  static final int STACK = 2;
  static final int STRING = 3;
  static final int INTERRUPT = 4;
  static final int HALT = 5;
  static final int BREAKPOINT = 6;
  static final int REFUSE = 7;
  static final int MOV_RR = 9;
  static final int MOV_RI = 10;
  static final int MOV_RM = 11;
  static final int MOV_MR = 12;
  static final int MOV_MI = 13;
  static final int MOV8_RM = 14;
  static final int MOV8_MR = 15;
  static final int MOV8_MI = 16;
  static final int MOVZX8_RM = 17;
  static final int MOVZX8_RR = 18;
  static final int MOVZX16_RM = 19;
  static final int MOVSX8_RM = 20;
  static final int LEA = 21;
  static final int PUSH_R = 22;
  static final int PUSH_I = 23;
  static final int PUSH_M = 24;
  static final int POP_R = 25;
  static final int INC_R = 26;
  static final int DEC_R = 27;
  static final int NEG_R = 28;
  static final int NOT_R = 29;
  static final int SHL_RI = 30;
  static final int SHR_RI = 31;
  static final int SAR_RI = 32;
  static final int IMUL_RR = 33;
  static final int IMUL_RRI = 34;
  static final int CMP8_MI = 35;
  static final int TEST8_RR = 36;
  static final int CMP8_RI = 37;
  static final int CDQ = 38;
  static final int JCC = 39;
  static final int JMP = 40;
  static final int CALL = 41;
  static final int RET = 42;
  static final int SYSTEM = 43;
  static final int IO = 44;
  static final int NOP = 46;
  static final int SETCC_R = 47;
  static final int CMP8_MR = 48;
  static final int ADD_RR = 49;
  static final int ADD_RI = 50;
  static final int ADD_RM = 51;
  static final int ADD_MR = 52;
  static final int ADD_MI = 53;
  static final int SUB_RR = 54;
  static final int SUB_RI = 55;
  static final int SUB_RM = 56;
  static final int SUB_MR = 57;
  static final int SUB_MI = 58;
  static final int CMP_RR = 59;
  static final int CMP_RI = 60;
  static final int CMP_RM = 61;
  static final int CMP_MR = 62;
  static final int CMP_MI = 63;
  static final int AND_RR = 64;
  static final int AND_RI = 65;
  static final int AND_RM = 66;
  static final int AND_MR = 67;
  static final int AND_MI = 68;
  static final int OR_RR = 69;
  static final int OR_RI = 70;
  static final int OR_RM = 71;
  static final int OR_MR = 72;
  static final int OR_MI = 73;
  static final int XOR_RR = 74;
  static final int XOR_RI = 75;
  static final int XOR_RM = 76;
  static final int XOR_MR = 77;
  static final int XOR_MI = 78;
  static final int TEST_RR = 79;
  static final int TEST_RI = 80;

  static final int JE = 81;
  static final int JNE = 82;

  /** Everything of the x87 FPU, WAIT included. */
  static final int FPU = 83;

  private Code() {}

  /** Chooses the case for a decoded instruction. */
  static int of(Insn n) {
    if (n.lock) {
      return general(n);
    }
    int fast = n.width == 32 ? fast32(n) : n.width == 8 ? fast8(n) : -1;
    return fast >= 0 ? fast : general(n);
  }

  private static int general(Insn n) {
    return switch (n.op) {
      case MOVS, CMPS, STOS, LODS, SCAS -> STRING;
      case INT, INT3, INTO, INT1 -> INTERRUPT;
      case HLT -> HALT;
      case JMP, JCC, CALL, RET, JECXZ, LOOP, LOOPE, LOOPNE, JMPF, CALLF, RETF, IRET -> CONTROL;
      case PUSH, POP, PUSHA, POPA, PUSHF, POPF, ENTER, LEAVE, LES, LSS, LDS, LFS, LGS -> STACK;
      case LAR, LSL, VERR, VERW, ARPL -> STACK;
      case MOV -> n.kind1 == Insn.SREG ? STACK : INTEGER;
      case CLI, STI, LLDT, LTR, LGDT, LIDT, LMSW, INVLPG, INVD, WBINVD, CLTS, CPUID -> SYSTEM;
      case MOVCR, MOVDR, RDMSR, WRMSR, RDTSC, RDPMC, SYSENTER, SYSEXIT -> SYSTEM;
      case SLDT, STR, SGDT, SIDT, SMSW -> SYSTEM;
      case IN, OUT, INS, OUTS -> IO;
      case UD2, BAD -> REFUSE;
      case WAIT -> FPU;
      case SFENCE, PREFETCHNTA, PREFETCHT0, PREFETCHT1, PREFETCHT2 -> NOP;
      default -> n.op.compareTo(Op.FADD) >= 0 ? FPU : INTEGER;
    };
  }

  private static int fast32(Insn n) {
    int k1 = n.kind1;
    int k2 = n.kind2;
    boolean r1 = k1 == Insn.REG32;
    boolean m1 = k1 == Insn.MEM32;
    return switch (n.op) {
      case MOV -> pick(r1, m1, k2, MOV_RR, MOV_RI, MOV_RM, MOV_MR, MOV_MI);
      case ADD -> pick(r1, m1, k2, ADD_RR, ADD_RI, ADD_RM, ADD_MR, ADD_MI);
      case SUB -> pick(r1, m1, k2, SUB_RR, SUB_RI, SUB_RM, SUB_MR, SUB_MI);
      case CMP -> pick(r1, m1, k2, CMP_RR, CMP_RI, CMP_RM, CMP_MR, CMP_MI);
      case AND -> pick(r1, m1, k2, AND_RR, AND_RI, AND_RM, AND_MR, AND_MI);
      case OR -> pick(r1, m1, k2, OR_RR, OR_RI, OR_RM, OR_MR, OR_MI);
      case XOR -> pick(r1, m1, k2, XOR_RR, XOR_RI, XOR_RM, XOR_MR, XOR_MI);
      case TEST -> pick(r1, m1, k2, TEST_RR, TEST_RI, -1, -1, -1);
      case MOVZX ->
          k2 == Insn.MEM8
              ? MOVZX8_RM
              : k2 == Insn.REG8 ? MOVZX8_RR : k2 == Insn.MEM16 ? MOVZX16_RM : -1;
      case MOVSX -> k2 == Insn.MEM8 ? MOVSX8_RM : -1;
      case LEA -> LEA;
      case PUSH -> r1 ? PUSH_R : k1 == Insn.IMM ? PUSH_I : m1 ? PUSH_M : -1;
      case POP -> r1 ? POP_R : -1;
      case INC -> r1 ? INC_R : -1;
      case DEC -> r1 ? DEC_R : -1;
      case NEG -> r1 ? NEG_R : -1;
      case NOT -> r1 ? NOT_R : -1;
      case SHL -> r1 && shiftCount(n) ? SHL_RI : -1;
      case SHR -> r1 && shiftCount(n) ? SHR_RI : -1;
      case SAR -> r1 && shiftCount(n) ? SAR_RI : -1;
      case IMUL -> k2 == Insn.REG32 ? (n.kind3 == Insn.IMM ? IMUL_RRI : IMUL_RR) : -1;
      case CWD -> CDQ;
      case JCC -> n.condition() == 4 ? JE : n.condition() == 5 ? JNE : JCC;
      case JMP -> k1 == Insn.REL ? JMP : -1;
      case CALL -> k1 == Insn.REL ? CALL : -1;
      case RET -> n.imm == 0 ? RET : -1;
      case NOP -> NOP;
      default -> -1;
    };
  }

  private static boolean shiftCount(Insn n) {
    return n.kind2 == Insn.IMM && (n.imm & 31) != 0;
  }

  private static int fast8(Insn n) {
    boolean m1 = n.kind1 == Insn.MEM8;
    boolean r1 = n.kind1 == Insn.REG8;
    return switch (n.op) {
      case MOV ->
          m1 ? (n.kind2 == Insn.REG8 ? MOV8_MR : MOV8_MI) : n.kind2 == Insn.MEM8 ? MOV8_RM : -1;
      case CMP -> n.kind2 == Insn.IMM ? (m1 ? CMP8_MI : CMP8_RI) : m1 ? CMP8_MR : -1;
      case TEST -> r1 && n.kind2 == Insn.REG8 ? TEST8_RR : -1;
      case SETCC -> r1 ? SETCC_R : -1;
      default -> -1;
    };
  }

  private static int pick(boolean r1, boolean m1, int k2, int rr, int ri, int rm, int mr, int mi) {
    if (r1) {
      return k2 == Insn.REG32 ? rr : k2 == Insn.IMM ? ri : k2 == Insn.MEM32 ? rm : -1;
    }
    return !m1 ? -1 : k2 == Insn.REG32 ? mr : k2 == Insn.IMM ? mi : -1;
  }
}
