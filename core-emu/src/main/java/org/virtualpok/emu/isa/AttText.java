// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.isa;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * AT&T syntax as {@code objdump} spells it: a size suffix only where no register tells the size.
 */
final class AttText extends InsnText {
  AttText(Insn n, byte[] bytes, long target, boolean big) {
    super(n, bytes, target, big);
  }

  private String suffix() {
    return n.width == 8 ? "b" : n.width == 16 ? "w" : "l";
  }

  /** One operand in memory, the others (if any) say nothing about its size. */
  private boolean sizeUnknown() {
    if (!Insn.isMemory(n.kind1) || n.kind1 == Insn.MEM) {
      return false;
    }
    OperandSpec second = n.form.operand(1);
    boolean counts = second == OperandSpec.CL && isShift();
    return n.kind2 == Insn.NONE || n.kind2 == Insn.IMM || counts;
  }

  private boolean isShift() {
    return switch (n.op) {
      case ROL, ROR, RCL, RCR, SHL, SHR, SAR -> true;
      default -> false;
    };
  }

  @Override
  String mnemonic() {
    boolean wide = n.width == 32;
    return switch (n.op) {
      case JCC -> "j" + condition();
      case SETCC -> "set" + condition();
      case CMOVCC -> "cmov" + condition();
      case CBW -> wide ? "cwtl" : "cbtw";
      case CWD -> wide ? "cltd" : "cwtd";
      case JECXZ -> n.address16 ? "jcxz" : "jecxz";
      case MOVZX, MOVSX -> {
        boolean fromByte = n.kind2 == Insn.REG8 || n.kind2 == Insn.MEM8;
        yield (n.op == Op.MOVZX ? "movz" : "movs") + (fromByte ? "b" : "w") + suffix();
      }
      case PUSHA, POPA, PUSHF, POPF, IRET, LEAVE, RET, ENTER -> sized(n.op.mnemonic());
      case CALLF -> sized("lcall");
      case JMPF -> sized("ljmp");
      case SGDT, SIDT, LGDT, LIDT -> n.op.mnemonic() + suffix();
      case RETF -> sized("lret");
      case MOVCR, MOVDR -> "mov";
      case NOP ->
          n.form.opcode() == 0x90
              ? (isPlainNop() ? "nop" : "xchg")
              : nop() + (Insn.isMemory(n.kind1) ? suffix() : "");
      case MOVS, CMPS, INS, OUTS -> n.op.mnemonic() + suffix();
      case WAIT -> "fwait";
      case CALL, JMP -> isRegister() ? n.op.mnemonic() : branch();
      case SLDT, STR, LLDT, LTR, VERR, VERW, SMSW, LMSW -> n.op.mnemonic();
      case PUSH, POP -> isRegister() ? n.op.mnemonic() : sized(n.op.mnemonic());
      case FLDENV, FNSTENV, FRSTOR, FNSAVE ->
          n.op.mnemonic() + (wide == big ? "" : wide ? "l" : "s");
      case MOVD -> "movd";
      default -> isFpu() ? fpu() : n.op.mnemonic() + (sizeUnknown() ? suffix() : "");
    };
  }

  private boolean isRegister() {
    return n.kind1 == Insn.REG16 || n.kind1 == Insn.REG32;
  }

  /** Of a near branch through memory, objdump leaves the smaller size out. */
  private String branch() {
    boolean known = n.kind1 != Insn.REL && n.width != 32;
    return known ? n.op.mnemonic() : sized(n.op.mnemonic());
  }

  private String fpu() {
    String name = fpuName();
    // The assembler that set AT&T's syntax took the two for each other where ST(i) is written.
    boolean toRegister = n.form.operand(1) == OperandSpec.ST;
    if (toRegister && (name.startsWith("fsub") || name.startsWith("fdiv"))) {
      boolean pops = name.endsWith("p");
      String plain = pops ? name.substring(0, name.length() - 1) : name;
      String other = plain.endsWith("r") ? plain.substring(0, 4) : plain + "r";
      return pops ? other + "p" : other;
    }
    return switch (n.form.operand(0)) {
      case M32fp, M16int -> name + "s";
      case M64fp, M32int -> name + "l";
      case M80fp -> name + "t";
      case M64int -> name + "ll";
      default -> name;
    };
  }

  @Override
  String operands() {
    if (n.op == Op.NOP && n.form.opcode() == 0x90) {
      return isPlainNop() ? "" : n.width == 32 ? "%eax,%eax" : "%ax,%ax";
    }
    if (isEndbr()) {
      return "";
    }
    if (n.op == Op.XLAT) {
      return "%"
          + SREG[n.segmentOverride >= 0 ? n.segmentOverride : 3]
          + (n.address16 ? ":(%bx)" : ":(%ebx)");
    }
    if ((n.op == Op.AAM || n.op == Op.AAD) && n.imm == 10) {
      return "";
    }
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < count(); i++) {
      String part = operand(i);
      if (!part.isEmpty()) {
        parts.add(part);
      }
    }
    if (n.op != Op.ENTER && n.op != Op.BOUND) {
      Collections.reverse(parts);
    }
    return String.join(",", parts);
  }

  private String operand(int i) {
    OperandSpec spec = n.form.operand(i);
    int kind = kind(i);
    String star = (n.op == Op.CALL || n.op == Op.JMP) && kind != Insn.REL ? "*" : "";
    if (spec == OperandSpec.DX) {
      return "(%dx)";
    }
    if (spec == OperandSpec.ONE) {
      return "";
    }
    return switch (kind) {
      case Insn.IMM -> "$" + immediate(i);
      case Insn.REL -> Long.toHexString(target);
      case Insn.FAR -> "$" + hex(n.imm2) + ",$" + hex(n.imm);
      case Insn.STRING -> string(spec);
      case Insn.MEM8, Insn.MEM16, Insn.MEM32 -> star + memory();
      case Insn.ST -> spec == OperandSpec.ST ? "%st" : "%st(" + reg(i) + ")";
      case Insn.MEM -> (n.op == Op.CALLF || n.op == Op.JMPF ? "*" : "") + memory();
      default -> star + "%" + registerName(kind, reg(i));
    };
  }

  private String string(OperandSpec spec) {
    boolean source = spec == OperandSpec.Xb || spec == OperandSpec.Xv;
    String segment = source ? SREG[n.segment] : "es";
    String register = (n.address16 ? "" : "e") + (source ? "si" : "di");
    return "%" + segment + ":(%" + register + ")";
  }

  private String memory() {
    StringBuilder s = new StringBuilder();
    if (n.segmentOverride >= 0 && segmentShown()) {
      s.append('%').append(SREG[n.segmentOverride]).append(':');
    }
    boolean plain = n.base < 0 && n.index < 0 && !n.sib;
    if (plain) {
      return s.append(hex(n.address16 ? n.disp & 0xffff : n.disp)).toString();
    }
    if (n.dispBytes > 0) {
      int disp = n.dispBytes == 2 ? (short) n.disp : n.disp;
      boolean signed = n.base >= 0 || n.index >= 0 || n.sib && n.scale > 0;
      s.append(signed && disp < 0 ? "-" : "").append(hex(signed && disp < 0 ? -disp : disp));
    }
    s.append('(');
    if (n.address16) {
      s.append(pair16(n, ",", "%"));
    } else {
      s.append(n.base >= 0 ? "%" + REG32[n.base] : "");
      boolean noIndexShown = n.sib && n.index < 0 && (n.base != 4 || n.scale != 0);
      if (n.index >= 0 || noIndexShown) {
        s.append(",%").append(n.index >= 0 ? REG32[n.index] : "eiz");
        s.append(',').append(1 << n.scale);
      }
    }
    return s.append(')').toString();
  }

  @Override
  String suffix32() {
    return "l";
  }

  @Override
  String debugRegister() {
    return "db";
  }
}
