// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.isa;

import java.util.ArrayList;
import java.util.List;

/** What both syntaxes share: prefixes and names. */
abstract class InsnText {
  static final String[] CONDITIONS = {
    "o", "no", "b", "ae", "e", "ne", "be", "a", "s", "ns", "p", "np", "l", "ge", "le", "g"
  };
  private static final String[] FPU_CONDITIONS = {
    "", "", "b", "nb", "e", "ne", "be", "nbe", "", "", "u", "nu"
  };
  static final String[] REG32 = {"eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi"};
  static final String[] REG16 = {"ax", "cx", "dx", "bx", "sp", "bp", "si", "di"};
  static final String[] REG8 = {"al", "cl", "dl", "bl", "ah", "ch", "dh", "bh"};
  static final String[] SREG = {"es", "cs", "ss", "ds", "fs", "gs"};

  final Insn n;
  final byte[] bytes;
  final long target;

  /** The code segment's default size is 32 bits. */
  final boolean big;

  InsnText(Insn n, byte[] bytes, long target, boolean big) {
    this.n = n;
    this.bytes = bytes;
    this.target = target;
    this.big = big;
  }

  abstract String mnemonic();

  abstract String operands();

  /** What syntax appends to a name for an operand size of 32 bits. */
  abstract String suffix32();

  /** A name that tells the operand size only where it is not the code segment's own. */
  String sized(String name) {
    boolean wide = n.width == 32;
    return name + (wide == big ? "" : wide ? suffix32() : "w");
  }

  /** 90, which is XCHG with itself where a prefix changes its size. */
  boolean isPlainNop() {
    return n.form.opcode() == 0x90 && (n.width == 32) == big;
  }

  static String hex(int value) {
    return "0x" + Integer.toHexString(value);
  }

  boolean isString() {
    return switch (n.op) {
      case MOVS, CMPS, STOS, LODS, SCAS, INS, OUTS -> true;
      default -> false;
    };
  }

  /** Prefixes that are not part of an operand, in the order of the bytes. */
  String prefixes() {
    List<String> words = new ArrayList<>();
    int sizes = 0;
    for (byte b : bytes) {
      int p = b & 0xff;
      boolean segment = p == 0x26 || p == 0x2e || p == 0x36 || p == 0x3e || p == 0x64 || p == 0x65;
      if (p == 0x66) {
        sizes++;
        if (sizes > 1 || !usesOperandSize() || isEndbr()) {
          words.add(big ? "data16" : "data32");
        }
      } else if (p == 0xf0) {
        words.add("lock");
      } else if (p == 0xf3) {
        if (isEndbr()) {
          continue;
        }
        words.add(n.op == Op.CMPS || n.op == Op.SCAS || !isString() ? "repz" : "rep");
      } else if (p == 0xf2) {
        words.add("repnz");
      } else if (segment) {
        if (!segmentShown()) {
          words.add(SREG[p >= 0x64 ? p - 0x60 : (p >> 3) & 3]);
        }
      } else if (p == 0x67) {
        if (!n.hasMemory() && !isString() && n.op != Op.JECXZ && n.op != Op.XLAT) {
          words.add(big ? "addr16" : "addr32");
        }
      } else {
        break;
      }
    }
    return words.isEmpty() ? "" : String.join(" ", words) + " ";
  }

  /** F3 0F 1E FA or FB: a mark for later processors where indirect branches may go. */
  boolean isEndbr() {
    return n.form.opcode() == 0x0f1e && n.rep == 0xf3 && n.modrm >= 0xfa && n.modrm <= 0xfb;
  }

  /** The same instruction by the name that a disassembler has for it. */
  String nop() {
    if (isEndbr()) {
      return n.modrm == 0xfa ? "endbr64" : "endbr32";
    }
    return "nop";
  }

  private boolean usesOperandSize() {
    return switch (n.op) {
      case CLC,
          STC,
          CMC,
          CLD,
          STD,
          CLI,
          STI,
          LAHF,
          SAHF,
          HLT,
          INT,
          INT3,
          INTO,
          DAA,
          DAS,
          AAA,
          AAS,
          AAM,
          AAD,
          XLAT,
          SETCC,
          CPUID,
          RDTSC,
          UD2,
          WAIT,
          LLDT,
          LTR,
          VERR,
          VERW,
          LMSW ->
          false;
      case NOP -> true;
      case FLDENV, FNSTENV, FRSTOR, FNSAVE -> true;
      default -> n.width != 8 && !isFpu() && !n.op.isMmx();
    };
  }

  /** Whether an override shows up in an operand, or has to be named in front. */
  boolean segmentShown() {
    if (isString()) {
      return n.op != Op.STOS && n.op != Op.SCAS && n.op != Op.INS;
    }
    return n.hasMemory() && n.op != Op.LEA && n.op != Op.NOP || n.op == Op.XLAT;
  }

  String condition() {
    return CONDITIONS[n.condition()];
  }

  /** An x87 escape, D8 to DF, or one of the instructions that came with its later state. */
  boolean isFpu() {
    int opcode = n.form.opcode();
    return opcode >= 0xd8 && opcode <= 0xdf
        || opcode == 0x0fae
        || opcode == 0x0f18 && n.op != Op.NOP
        || opcode == 0x0f77;
  }

  /** Names of the FPU that both syntaxes spell alike; those of orders to older FPUs with a note. */
  String fpuName() {
    return switch (n.op) {
      case FNENI, FNDISI -> n.op.mnemonic() + "(8087 only)";
      case FNSETPM -> "fnsetpm(287 only)";
      case FCMOVCC -> "fcmov" + FPU_CONDITIONS[n.condition()];
      default -> n.op.mnemonic();
    };
  }

  String registerName(int kind, int reg) {
    // Selectors come from the low half of a register that is named whole.
    if (kind == Insn.REG16
        && n.width == 32
        && n.form.operand(1) == OperandSpec.Ew
        && isSelector()) {
      return REG32[reg];
    }
    return switch (kind) {
      case Insn.REG8 -> REG8[reg];
      case Insn.REG16 -> REG16[reg];
      case Insn.SREG -> SREG[reg];
      case Insn.ST -> "st";
      case Insn.MMX -> "mm" + reg;
      case Insn.SPECIAL -> (n.op == Op.MOVDR ? debugRegister() : "cr") + reg;
      default -> REG32[reg];
    };
  }

  private boolean isSelector() {
    return n.op == Op.MOV || n.op == Op.LAR || n.op == Op.LSL;
  }

  /** The assemblers disagree on the name of a debug register. */
  abstract String debugRegister();

  int kind(int i) {
    return i == 0 ? n.kind1 : i == 1 ? n.kind2 : n.kind3;
  }

  int reg(int i) {
    return i == 0 ? n.reg1 : i == 1 ? n.reg2 : n.reg3;
  }

  int count() {
    return n.form.operands().size();
  }

  /** The immediate as the operand size shows it. */
  String immediate(int i) {
    OperandSpec spec = n.form.operand(i);
    if (n.op == Op.ENTER && i == 1) {
      return hex(n.imm2 & 0xff);
    }
    return switch (spec) {
      case Ib -> hex(n.imm & 0xff);
      case Iw -> hex(n.imm & 0xffff);
      case ONE -> "1";
      default -> hex(n.width == 16 ? n.imm & 0xffff : n.imm);
    };
  }

  /** Registers of a 16-bit address: "bx+si". */
  static String pair16(Insn n, String join, String prefix) {
    String base = prefix + REG16[n.base];
    return n.index < 0 ? base : base + join + prefix + REG16[n.index];
  }
}
