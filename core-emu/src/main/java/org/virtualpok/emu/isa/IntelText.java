// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.isa;

import java.util.ArrayList;
import java.util.List;

/** Intel syntax as {@code objdump -M intel} spells it. */
final class IntelText extends InsnText {
  IntelText(Insn n, byte[] bytes, long target, boolean big) {
    super(n, bytes, target, big);
  }

  @Override
  String mnemonic() {
    boolean wide = n.width == 32;
    return switch (n.op) {
      case JCC -> "j" + condition();
      case SETCC -> "set" + condition();
      case CMOVCC -> "cmov" + condition();
      case CBW -> wide ? "cwde" : "cbw";
      case CWD -> wide ? "cdq" : "cwd";
      case JECXZ -> n.address16 ? "jcxz" : "jecxz";
      case PUSHA, POPA, PUSHF, POPF, IRET, LEAVE, RET, ENTER -> sized(n.op.mnemonic());
      case PUSH, POP -> tellsSize() ? n.op.mnemonic() : sized(n.op.mnemonic());
      case CALL, JMP -> n.kind1 != Insn.REL ? n.op.mnemonic() : sized(n.op.mnemonic());
      case CALLF -> "call";
      case JMPF -> "jmp";
      case SGDT, SIDT, LGDT, LIDT -> n.op.mnemonic() + (wide ? "d" : "w");
      case RETF -> sized("retf");
      case MOVCR, MOVDR -> "mov";
      case NOP -> n.form.opcode() == 0x90 && !isPlainNop() ? "xchg" : nop();
      case WAIT -> "fwait";
      case FLDENV, FNSTENV, FRSTOR, FNSAVE -> sized(n.op.mnemonic());
      default -> fpuName();
    };
  }

  /** The operand itself tells its size. */
  private boolean tellsSize() {
    return n.kind1 == Insn.REG16 || n.kind1 == Insn.REG32 || Insn.isMemory(n.kind1);
  }

  @Override
  String operands() {
    if (n.op == Op.NOP && n.form.opcode() == 0x90) {
      return isPlainNop() ? "" : n.width == 32 ? "eax,eax" : "ax,ax";
    }
    if (isEndbr()) {
      return "";
    }
    if (n.op == Op.XLAT) {
      return "BYTE PTR "
          + SREG[n.segmentOverride >= 0 ? n.segmentOverride : 3]
          + (n.address16 ? ":[bx]" : ":[ebx]");
    }
    if ((n.op == Op.AAM || n.op == Op.AAD) && n.imm == 10) {
      return "";
    }
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < count(); i++) {
      parts.add(operand(i));
    }
    return String.join(",", parts);
  }

  private String operand(int i) {
    OperandSpec spec = n.form.operand(i);
    int kind = kind(i);
    if (spec == OperandSpec.DX && isPort()) {
      return "dx";
    }
    if (spec == OperandSpec.Ob || spec == OperandSpec.Ov) {
      return memory();
    }
    return switch (kind) {
      case Insn.IMM -> immediate(i);
      case Insn.REL -> Long.toHexString(target);
      case Insn.FAR -> hex(n.imm2) + ":" + hex(n.imm);
      case Insn.STRING -> string(spec);
      case Insn.MEM8 -> "BYTE PTR " + memory();
      case Insn.MEM16 -> "WORD PTR " + memory();
      case Insn.MEM32 -> "DWORD PTR " + memory();
      case Insn.MEM -> pointer(spec) + memory();
      case Insn.ST -> spec == OperandSpec.ST ? "st" : "st(" + reg(i) + ")";
      default -> registerName(kind, reg(i));
    };
  }

  private boolean isPort() {
    return switch (n.op) {
      case IN, OUT, INS, OUTS -> true;
      default -> false;
    };
  }

  private String pointer(OperandSpec spec) {
    return switch (spec) {
      case Mp -> n.width == 32 ? "FWORD PTR " : "DWORD PTR ";
      case Mq -> "QWORD PTR ";
      case Mb -> "BYTE PTR ";
      case M16int, M2byte -> "WORD PTR ";
      case M32fp, M32int, Md, Qd -> "DWORD PTR ";
      case M64fp, M64int, Qq -> "QWORD PTR ";
      case M80fp, M80bcd -> "TBYTE PTR ";
      case Ma -> n.width == 32 ? "QWORD PTR " : "DWORD PTR ";
      default -> "";
    };
  }

  private String string(OperandSpec spec) {
    String size = n.width == 8 ? "BYTE" : n.width == 16 ? "WORD" : "DWORD";
    boolean source = spec == OperandSpec.Xb || spec == OperandSpec.Xv;
    String segment = source ? SREG[n.segment] : "es";
    String register = (n.address16 ? "" : "e") + (source ? "si" : "di");
    return size + " PTR " + segment + ":[" + register + "]";
  }

  private String memory() {
    String segment = n.segmentOverride >= 0 && segmentShown() ? SREG[n.segmentOverride] + ":" : "";
    boolean plain = n.base < 0 && n.index < 0 && !n.sib;
    if (plain) {
      String shown = segment.isEmpty() && n.op != Op.LEA ? "ds:" : segment;
      int disp = n.address16 ? n.disp & 0xffff : n.disp;
      return (n.op == Op.LEA && shown.isEmpty() ? "ds:" : shown) + hex(disp);
    }
    StringBuilder s = new StringBuilder(segment).append('[');
    if (n.address16) {
      s.append(pair16(n, "+", ""));
    } else {
      boolean any = false;
      if (n.base >= 0) {
        s.append(REG32[n.base]);
        any = true;
      }
      boolean noIndexShown = n.sib && n.index < 0 && (n.base != 4 || n.scale != 0);
      if (n.index >= 0 || noIndexShown) {
        s.append(any ? "+" : "");
        s.append(n.index >= 0 ? REG32[n.index] : "eiz").append('*').append(1 << n.scale);
      }
    }
    if (n.dispBytes > 0) {
      int disp = n.dispBytes == 2 ? (short) n.disp : n.disp;
      s.append(disp < 0 ? "-" : "+").append(hex(disp < 0 ? -disp : disp));
    }
    return s.append(']').toString();
  }

  @Override
  String suffix32() {
    return "d";
  }

  @Override
  String debugRegister() {
    return "dr";
  }
}
