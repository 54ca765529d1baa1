// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.isa;

import org.virtualpok.emu.cpu.CpuModel;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.SegmentName;

/** Turns bytes into {@link Insn}, by the rows of {@link InsnTable}. */
public final class Decoder {
  /** No instruction is longer (Intel SDM vol. 2, 2.3.11). */
  public static final int MAX_LENGTH = 15;

  /** Where the bytes come from; it may throw a fault where no byte can be had. */
  public interface Fetch {
    /**
     * The byte at a distance from the instruction's start, 0 to 255. One at {@link #MAX_LENGTH} or
     * beyond is asked for only by an instruction that is too long.
     */
    int byteAt(int distance);
  }

  private static final InsnForm BAD = InsnForm.of(0, -1, Op.BAD, 0);
  private static final int ES = SegmentName.ES.ordinal();
  private static final int SS = SegmentName.SS.ordinal();
  private static final int DS = SegmentName.DS.ordinal();

  private Fetch fetch;
  private int at;
  private Insn insn;
  private boolean wide;

  /**
   * Decodes one instruction. Bytes that are none give an Insn with {@link Op#BAD}.
   *
   * @param big whether the code segment's default size is 32 bits
   */
  public Insn decode(Fetch source, boolean big) {
    return decode(source, big, CpuModel.PENTIUM_III);
  }

  /** The same as a processor of some age does it, to which later instructions are none. */
  public Insn decode(Fetch source, boolean big, CpuModel model) {
    fetch = source;
    at = 0;
    insn = new Insn();
    wide = big;
    insn.address16 = !big;
    InsnForm form = form(big);
    if (form == null || !model.has(form.since())) {
      return bad();
    }
    insn.form = form;
    insn.op = form.op();
    insn.width = wide ? 32 : 16;
    int modrm = -1;
    if (form.needsModRm()) {
      modrm = fetch.byteAt(at++);
      insn.modrm = modrm;
      boolean register = form.op() == Op.MOVCR || form.op() == Op.MOVDR;
      if (modrm < 0xc0 && !register) {
        memory(modrm);
      }
    }
    for (int i = 0; i < form.operands().size(); i++) {
      if (!operand(i, form.operand(i), modrm)) {
        return bad();
      }
    }
    // CL and 1 as counts must not make a dword shift a byte one: the first operand decides.
    if (insn.kind1 == Insn.REG8 || insn.kind1 == Insn.MEM8) {
      insn.width = 8;
    }
    if (insn.lock && model != CpuModel.PENTIUM_III_QEMU && !lockAllowed()) {
      return bad();
    }
    insn.length = at;
    return at > MAX_LENGTH ? bad() : insn;
  }

  private Insn bad() {
    insn.form = BAD;
    insn.op = Op.BAD;
    insn.length = Math.min(Math.max(at, 1), MAX_LENGTH);
    insn.kind1 = Insn.NONE;
    insn.kind2 = Insn.NONE;
    insn.kind3 = Insn.NONE;
    return insn;
  }

  /** Prefixes and opcode; null where no row has them. */
  private InsnForm form(boolean big) {
    while (at <= MAX_LENGTH) {
      int b = fetch.byteAt(at++);
      switch (b) {
        case 0x26, 0x2e, 0x36, 0x3e -> insn.segmentOverride = (b >> 3) & 3;
        case 0x64, 0x65 -> insn.segmentOverride = b - 0x60;
        case 0x66 -> wide = !big;
        case 0x67 -> insn.address16 = big;
        case 0xf0 -> insn.lock = true;
        case 0xf2, 0xf3 -> insn.rep = b;
        case 0x0f -> {
          return select(0x0f00 | fetch.byteAt(at++));
        }
        default -> {
          return select(b);
        }
      }
    }
    return null;
  }

  private InsnForm select(int opcode) {
    return InsnTable.isGroup(opcode)
        ? InsnTable.form(opcode, fetch.byteAt(at))
        : InsnTable.form(opcode);
  }

  private boolean lockAllowed() {
    if (!Insn.isMemory(insn.kind1)) {
      return false;
    }
    return switch (insn.op) {
      case ADD, OR, ADC, SBB, AND, SUB, XOR, NOT, NEG, INC, DEC, XCHG, XADD -> true;
      case CMPXCHG, CMPXCHG8B, BTS, BTR, BTC -> true;
      default -> false;
    };
  }

  private boolean operand(int i, OperandSpec spec, int modrm) {
    int sized = wide ? Insn.REG32 : Insn.REG16;
    int reg = (modrm >> 3) & 7;
    switch (spec) {
      case Eb -> rm(i, modrm, Insn.REG8, Insn.MEM8);
      case Ew -> rm(i, modrm, Insn.REG16, Insn.MEM16);
      case Ev -> {
        // A segment register goes to a whole register but to a word of memory.
        boolean sreg = insn.form.operand(1) == OperandSpec.Sw;
        rm(i, modrm, sized, wide && !sreg ? Insn.MEM32 : Insn.MEM16);
      }
      case Gb -> set(i, Insn.REG8, reg);
      case Gw -> set(i, Insn.REG16, reg);
      case Gv -> set(i, sized, reg);
      case Zb -> set(i, Insn.REG8, insn.form.opcode() & 7);
      case Zv -> set(i, sized, insn.form.opcode() & 7);
      case AL -> set(i, Insn.REG8, CpuState.EAX);
      case RAX -> set(i, sized, CpuState.EAX);
      case CL -> set(i, Insn.REG8, CpuState.ECX);
      case DX -> set(i, Insn.REG16, CpuState.EDX);
      case Ib -> immediate(i, fetch.byteAt(at++));
      case SIb -> immediate(i, (byte) fetch.byteAt(at++));
      case Iw -> immediate(i, fetch(2));
      case Iv -> immediate(i, wide ? fetch(4) : fetch(2));
      case ONE -> immediate(i, 1);
      case Jb -> {
        insn.imm = (byte) fetch.byteAt(at++);
        set(i, Insn.REL, 0);
      }
      case Jv -> {
        insn.imm = wide ? fetch(4) : (short) fetch(2);
        set(i, Insn.REL, 0);
      }
      case Ap -> {
        insn.imm = wide ? fetch(4) : fetch(2);
        insn.imm2 = fetch(2);
        set(i, Insn.FAR, 0);
      }
      case Ob, Ov -> {
        insn.disp = insn.address16 ? fetch(2) : fetch(4);
        insn.dispBytes = insn.address16 ? 2 : 4;
        segment(DS);
        set(i, spec == OperandSpec.Ob ? Insn.MEM8 : wide ? Insn.MEM32 : Insn.MEM16, 0);
      }
      case M, Ma, Mp, Mq, Ms, Mb, Md -> {
        if (modrm >= 0xc0) {
          return false;
        }
        set(i, Insn.MEM, 0);
      }
      case Sw -> {
        set(i, Insn.SREG, reg);
        return reg < 6 && !(i == 0 && reg == SegmentName.CS.ordinal());
      }
      case ES, CS, SS, DS, FS, GS -> set(i, Insn.SREG, spec.ordinal() - OperandSpec.ES.ordinal());
      case Xb, Xv -> {
        segment(DS);
        string(i, spec == OperandSpec.Xb);
      }
      case Yb, Yv -> string(i, spec == OperandSpec.Yb);
      case M32fp, M64fp, M80fp, M16int, M32int, M64int, M80bcd, M2byte, Menv, Msave, M512byte -> {
        // Register forms of these opcodes have rows of their own.
        set(i, Insn.MEM, 0);
      }
      case ST -> set(i, Insn.ST, 0);
      case Pq -> set(i, Insn.MMX, reg);
      case Qq, Qd -> rm(i, modrm, Insn.MMX, Insn.MEM);
      case Ed -> rm(i, modrm, Insn.REG32, Insn.MEM32);
      case Nq -> {
        set(i, Insn.MMX, modrm & 7);
        return modrm >= 0xc0;
      }
      case STi -> set(i, Insn.ST, modrm & 7);
      case AX -> set(i, Insn.REG16, CpuState.EAX);
      case Cd, Dd -> set(i, Insn.SPECIAL, reg);
      case Rd -> set(i, Insn.REG32, modrm & 7);
      case NONE -> {}
    }
    return true;
  }

  private void string(int i, boolean isByte) {
    set(i, Insn.STRING, 0);
    if (isByte) {
      insn.width = 8;
    }
  }

  private void immediate(int i, int value) {
    if (insn.form.op() == Op.ENTER && i == 1) {
      insn.imm2 = value;
    } else {
      insn.imm = value;
    }
    set(i, Insn.IMM, 0);
  }

  private void rm(int i, int modrm, int registerKind, int memoryKind) {
    if (modrm >= 0xc0) {
      set(i, registerKind, modrm & 7);
    } else {
      set(i, memoryKind, 0);
    }
  }

  private void set(int i, int kind, int reg) {
    switch (i) {
      case 0 -> {
        insn.kind1 = kind;
        insn.reg1 = reg;
      }
      case 1 -> {
        insn.kind2 = kind;
        insn.reg2 = reg;
      }
      default -> {
        insn.kind3 = kind;
        insn.reg3 = reg;
      }
    }
  }

  private int fetch(int bytes) {
    int value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= fetch.byteAt(at++) << (8 * i);
    }
    return value;
  }

  private void segment(int natural) {
    insn.segment = insn.segmentOverride >= 0 ? insn.segmentOverride : natural;
  }

  private void memory(int modrm) {
    if (insn.address16) {
      memory16(modrm);
      return;
    }
    int mod = modrm >> 6;
    int base = modrm & 7;
    if (base == 4) {
      int sib = fetch.byteAt(at++);
      insn.sib = true;
      base = sib & 7;
      insn.index = ((sib >> 3) & 7) == 4 ? -1 : (sib >> 3) & 7;
      insn.scale = sib >> 6;
    }
    boolean absolute = mod == 0 && base == 5;
    insn.base = absolute ? -1 : base;
    if (absolute || mod == 2) {
      insn.disp = fetch(4);
      insn.dispBytes = 4;
    } else if (mod == 1) {
      insn.disp = (byte) fetch.byteAt(at++);
      insn.dispBytes = 1;
    }
    segment(insn.base == CpuState.ESP || insn.base == CpuState.EBP ? SS : DS);
  }

  private static final int[] BASE16 = {
    CpuState.EBX, CpuState.EBX, CpuState.EBP, CpuState.EBP,
    CpuState.ESI, CpuState.EDI, CpuState.EBP, CpuState.EBX
  };
  private static final int[] INDEX16 = {
    CpuState.ESI, CpuState.EDI, CpuState.ESI, CpuState.EDI, -1, -1, -1, -1
  };

  private void memory16(int modrm) {
    int mod = modrm >> 6;
    int rm = modrm & 7;
    boolean absolute = mod == 0 && rm == 6;
    insn.base = absolute ? -1 : BASE16[rm];
    insn.index = absolute ? -1 : INDEX16[rm];
    if (absolute || mod == 2) {
      insn.disp = fetch(2);
      insn.dispBytes = 2;
    } else if (mod == 1) {
      insn.disp = (byte) fetch.byteAt(at++);
      insn.dispBytes = 1;
    }
    segment(insn.base == CpuState.EBP ? SS : DS);
  }

  /** Segment of the destination of string instructions; it cannot be overridden. */
  public static int stringDestination() {
    return ES;
  }
}
