// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.oracle;

import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Eflags;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.isa.Insn;
import org.virtualpok.emu.isa.InsnForm;
import org.virtualpok.emu.isa.Op;
import org.virtualpok.emu.isa.OperandSpec;

/** What an operation needs beyond random state, so that it meets its interesting cases often. */
final class Preparation {
  private static final int ES = SegmentName.ES.ordinal();
  private static final int CS = SegmentName.CS.ordinal();
  private static final int DS = SegmentName.DS.ordinal();

  private Preparation() {}

  static boolean lockable(Op op) {
    return switch (op) {
      case ADD, OR, ADC, SBB, AND, SUB, XOR, NOT, NEG, INC, DEC, XCHG, XADD -> true;
      case CMPXCHG, CMPXCHG8B, BTS, BTR, BTC -> true;
      default -> false;
    };
  }

  /** With LOCK this names CR8 on some CPUs. */
  static boolean lockNamesOther(Op op) {
    return op == Op.MOVCR;
  }

  /** One vector in how many gets F2 or F3. */
  static int repeatable(Op op) {
    return switch (op) {
      case MOVS, CMPS, STOS, LODS, SCAS, INS, OUTS -> 2;
      // With F3 these are TZCNT and LZCNT on later CPUs.
      case BSF, BSR -> Integer.MAX_VALUE;
      // The prefix changes the condition on some CPUs.
      case LOOPE, LOOPNE -> Integer.MAX_VALUE;
      default -> 48;
    };
  }

  /** 66, F2 and F3 are part of the opcode here, and make another instruction or none of it. */
  static boolean prefixesChangeIt(Op op) {
    return switch (op) {
      case EMMS, FXSAVE, FXRSTOR, LDMXCSR, STMXCSR, SFENCE -> true;
      default -> false;
    };
  }

  /** A register where memory is asked for is #UD, and no other instruction. */
  static boolean registerIsUndefined(InsnForm form) {
    return switch (form.op()) {
      case LEA, LSS, LFS, LGS, CMPXCHG8B -> true;
      default -> false;
    };
  }

  static boolean usesStack(Op op) {
    return switch (op) {
      case PUSH, POP, PUSHA, POPA, PUSHF, POPF, ENTER, LEAVE, CALL, CALLF, RET, RETF, IRET -> true;
      default -> false;
    };
  }

  /** Registers that must have their values before addresses are made of the others. */
  static void before(Draft d) {
    Chance c = d.chance;
    Op op = d.vector.form.op();
    if (usesStack(op)) {
      d.fixed[CpuState.ESP] = true;
    }
    d.ownMemory = loadsTarget(op) || loadsSelector(d.vector.form);
    if (op == Op.FXSAVE || op == Op.FXRSTOR) {
      // Off its alignment only where no limit is near: which of the two comes first is open.
      Layout.Segment s = d.segment(d.override >= 0 ? d.override : DS);
      d.alignment = s != null && s.base() == 0 && c.oneIn(8) ? 1 : 16;
      d.ownMemory = true;
    }
    int up = d.stackLinear(0) - Layout.READONLY;
    if (d.ownMemory && up >= -32 && up < Layout.READONLY_BYTES) {
      d.vector.gpr[CpuState.ESP] -= Layout.READONLY - Layout.STACK;
    }
    switch (op) {
      case MOVS, CMPS, STOS, LODS, SCAS, INS, OUTS -> string(d);
      case XLAT -> {
        int segment = d.override >= 0 ? d.override : DS;
        int base = Offsets.choose(d, segment, 1, d.address16) - (d.gpr(CpuState.EAX) & 0xff);
        d.setSized(CpuState.EBX, d.address16 ? 16 : 32, base);
      }
      case LOOP, LOOPE, LOOPNE, JECXZ ->
          d.set(CpuState.ECX, c.pick(0, 1, 2, 0x10000, 0x10001, 0xffff0000, c.word()));
      case DIV, IDIV -> {
        if (!c.oneIn(4)) {
          int top = c.pick(0, 1, 2, 9, -1, -2);
          d.setSized(CpuState.EDX, d.wide ? 32 : 16, top);
        }
      }
      case ENTER, LEAVE -> d.set(CpuState.EBP, frame(d));
      default -> {}
    }
  }

  /** EBP as ENTER and LEAVE want it: a place in the stack with room below. */
  private static int frame(Draft d) {
    int offset = Offsets.stackPointer(d.chance, d.stack());
    return d.stack().big() ? offset : (d.chance.word() & 0xffff0000) | (offset & 0xffff);
  }

  private static void string(Draft d) {
    Chance c = d.chance;
    int count = c.below(12);
    d.set(CpuState.ECX, d.address16 ? (c.word() & 0xffff0000) | count : count);
    int width = d.address16 ? 16 : 32;
    int from = Offsets.choose(d, d.override >= 0 ? d.override : DS, 4, d.address16);
    int to = Offsets.choose(d, ES, 4, d.address16);
    d.setSized(CpuState.ESI, width, from);
    d.setSized(CpuState.EDI, width, to);
    if (c.oneIn(2)) {
      equalStrings(d, from, to);
    }
  }

  /** Runs of equal elements, so that repeated comparisons go on for a while. */
  private static void equalStrings(Draft d, int from, int to) {
    Layout.Segment source = d.segment(d.override >= 0 ? d.override : DS);
    Layout.Segment destination = d.segment(ES);
    long value = (d.gpr(CpuState.EAX) & 0xff) * 0x0101010101010101L;
    d.setSized(CpuState.EAX, 32, (int) value);
    for (int i = -8; i <= 8; i += 8) {
      if (source != null) {
        d.poke(source.base() + from + i, value, 8);
      }
      if (destination != null) {
        d.poke(destination.base() + to + i, value, 8);
      }
    }
  }

  static int regField(Draft d, OperandSpec spec) {
    int r = d.chance.below(8);
    Op op = d.vector.form.op();
    if (spec == OperandSpec.Gv && bitOp(op)) {
      // A bit number that names a place not far from the operand.
      int width = d.wide ? 32 : 16;
      d.setSized(r, width, d.chance.between(-200, 200));
    }
    return r;
  }

  private static boolean bitOp(Op op) {
    return op == Op.BT || op == Op.BTS || op == Op.BTR || op == Op.BTC;
  }

  static int rmRegister(Draft d) {
    Op op = d.vector.form.op();
    int r = d.chance.below(8);
    boolean jump = op == Op.CALL || op == Op.JMP;
    return jump && r == CpuState.ESP ? CpuState.EAX : r;
  }

  static int operandBytes(Draft d, OperandSpec spec) {
    int sized = d.wide ? 4 : 2;
    return switch (spec) {
      case Eb, Mb -> 1;
      case Ew -> 2;
      case Md, Qd, Ed -> 4;
      case Ma -> 2 * sized;
      case Mp -> sized + 2;
      case Mq, Qq -> 8;
      case Ms -> 6;
      case M -> 0;
      case M16int, M2byte -> 2;
      case M32fp, M32int -> 4;
      case M64fp, M64int -> 8;
      case M80fp, M80bcd -> 10;
      case Menv -> d.wide ? 28 : 14;
      case Msave -> d.wide ? 108 : 94;
      case M512byte -> 512;
      default -> d.vector.form.operands().contains(OperandSpec.Sw) ? 2 : sized;
    };
  }

  static void registerOperand(Draft d, OperandSpec spec, int r) {
    Op op = d.vector.form.op();
    int width = spec == OperandSpec.Eb ? 8 : spec == OperandSpec.Ew || !d.wide ? 16 : 32;
    if ((op == Op.DIV || op == Op.IDIV) && d.chance.oneIn(2) && !d.fixed[width == 8 ? r & 3 : r]) {
      d.setSized(r, width, d.chance.word());
    }
    if (op == Op.CALL || op == Op.JMP) {
      d.setSized(r, width, target(d));
    }
    if (takesSelector(d.vector.form)) {
      d.loadedSelector = Selectors.any(d.chance);
      d.setSized(r, 16, d.loadedSelector);
    }
    if ((op == Op.BSF || op == Op.BSR) && d.chance.oneIn(8)) {
      d.setSized(r, width, 0);
    }
  }

  /** The word in register or memory is a selector to be looked up. */
  private static boolean takesSelector(InsnForm form) {
    return switch (form.op()) {
      case LAR, LSL, VERR, VERW -> true;
      case MOV -> form.operands().get(0) == OperandSpec.Sw;
      default -> false;
    };
  }

  /** A target comes from memory, and must not lie where the process has something of its own. */
  private static boolean loadsTarget(Op op) {
    return switch (op) {
      case RET, RETF, IRET, CALL, JMP -> true;
      default -> false;
    };
  }

  /** A selector comes from memory, and must not be one that differs from process to process. */
  private static boolean loadsSelector(InsnForm form) {
    return switch (form.op()) {
      case LES, LDS, LSS, LFS, LGS, CALLF, JMPF -> true;
      default -> takesSelector(form) || popsSegment(form);
    };
  }

  private static boolean popsSegment(InsnForm form) {
    if (form.op() != Op.POP) {
      return false;
    }
    OperandSpec to = form.operands().get(0);
    return to.ordinal() >= OperandSpec.ES.ordinal() && to.ordinal() <= OperandSpec.GS.ordinal();
  }

  static void memoryOperand(Draft d, OperandSpec spec) {
    Chance c = d.chance;
    Op op = d.vector.form.op();
    int bytes = operandBytes(d, spec);
    int at = d.operandLinear;
    if (X87Operands.poke(d, spec)) {
      return;
    }
    int sized = d.wide ? 4 : 2;
    switch (op) {
      case CALL, JMP -> d.poke(at, target(d), bytes);
      case CMPXCHG -> d.poke(at, c.oneIn(2) ? d.gpr(CpuState.EAX) : c.word(), bytes);
      case CMPXCHG8B -> {
        int low = c.oneIn(8) ? c.word() : d.gpr(CpuState.EAX);
        int high = c.oneIn(4) ? c.word() : d.gpr(CpuState.EDX);
        d.poke(at, (low & 0xffffffffL) | (long) high << 32, 8);
      }
      case BOUND -> {
        int low = c.word();
        int high = c.oneIn(2) ? low + c.between(0, 99) : c.word();
        d.poke(at, low, sized);
        d.poke(at + sized, high, sized);
      }
      case LES, LDS, LSS, LFS, LGS -> {
        d.loadedSelector = Selectors.any(c);
        d.poke(at + sized, d.loadedSelector, 2);
      }
      case CALLF, JMPF -> {
        int selector = farSelector(d);
        d.poke(at, farOffset(d, selector), sized);
        d.poke(at + sized, selector, 2);
      }
      case BSF, BSR -> d.poke(at, c.oneIn(4) ? 0 : c.word() << c.below(32), bytes);
      default -> {
        if (takesSelector(d.vector.form)) {
          d.loadedSelector = Selectors.any(c);
          d.poke(at, d.loadedSelector, 2);
        } else if (bytes > 0 && c.oneIn(2)) {
          d.poke(at, c.word(), Math.min(bytes, 4));
        }
      }
    }
  }

  static int immediateByte(Draft d) {
    Chance c = d.chance;
    return switch (d.vector.form.op()) {
      case AAM, AAD -> c.oneIn(2) ? 10 : c.bits();
      case ENTER -> c.oneIn(4) ? c.bits() & 31 : c.below(4);
      // 80 is Linux's system call; 3 and 4 are gates for all.
      case INT -> c.oneIn(4) ? c.pick(3, 4) : c.pick(c.below(0x80), 0x81 + c.below(0x7f));
      default -> c.word();
    };
  }

  static int immediateWord(Draft d) {
    // Bytes that RET drops or ENTER takes: few, or about as many as there are.
    d.immediateWord = d.chance.oneIn(8) ? d.chance.word() & 0xffff : 4 * d.chance.below(16);
    return d.immediateWord;
  }

  /** A near target in the code segment, now and then one outside. */
  private static int target(Draft d) {
    Layout.Segment cs = d.segment(CS);
    boolean one = d.vector.form.op() == Op.CALL && !Offsets.roomy(d);
    int offset;
    do {
      offset = Environment.offset(d.chance, cs, 1);
      // Which of two faults comes first is not defined: no bad target with a bad stack.
    } while (one && !cs.allows(offset, 1));
    d.targetLinear = cs.base() + offset;
    return offset;
  }

  /** The same once the instruction has its place: never in the instruction, which would loop. */
  private static int lateTarget(Draft d) {
    while (true) {
      int to = target(d);
      if (to < d.vector.eip - 1 || to >= d.vector.eip + Vector.CODE_BYTES) {
        return to;
      }
    }
  }

  /** A selector for a far transfer, so that the offset fits the operand size. */
  private static int farSelector(Draft d) {
    while (true) {
      int selector = Selectors.code(d.chance);
      boolean flat = (selector & ~3) == (Layout.USER_CS & ~3);
      if (d.wide || !flat) {
        return selector;
      }
    }
  }

  /** An offset for a far transfer: in the code where the selector has some. */
  private static int farOffset(Draft d, int selector) {
    Layout.Segment s = Layout.segment(selector);
    if (s == null || !s.code()) {
      return d.chance.word();
    }
    int offset = Environment.offset(d.chance, s, 1);
    d.targetLinear = s.base() + offset;
    return offset;
  }

  /** Linear places of the stack's words, if they can be written: what a far return will find. */
  private static void farReturn(Draft d, int sized, boolean flags) {
    // With a bad stack and a wrong level it is open which fault comes first.
    boolean roomy = Offsets.roomy(d) && d.immediateWord < 64;
    int selector = farSelector(d) | (roomy ? 0 : 3);
    int offset;
    Layout.Segment s = Layout.segment(selector);
    do {
      offset = farOffset(d, selector);
    } while (s != null && inside(d, s.base() + offset));
    d.poke(d.stackLinear(0), offset, sized);
    d.poke(d.stackLinear(sized), selector | d.chance.word() << 16, sized);
    if (flags) {
      d.poke(d.stackLinear(2 * sized), flagsImage(d.chance), sized);
    }
  }

  /** A target in the instruction itself would loop. */
  private static boolean inside(Draft d, int linear) {
    int at = d.vector.codeAddress;
    return linear >= at - 1 && linear < at + Vector.CODE_BYTES;
  }

  /** Relative targets and stack contents, which need to know where the instruction stands. */
  static void after(Draft d) {
    Op op = d.vector.form.op();
    int sized = d.wide ? 4 : 2;
    switch (op) {
      case RET -> d.poke(d.stackLinear(0), lateTarget(d), sized);
      case POPF -> d.poke(d.stackLinear(0), flagsImage(d.chance), sized);
      case RETF -> farReturn(d, sized, false);
      case IRET -> farReturn(d, sized, true);
      default -> {
        if (popsSegment(d.vector.form)) {
          d.loadedSelector = Selectors.any(d.chance);
          d.poke(d.stackLinear(0), d.loadedSelector | d.chance.word() << 16, sized);
        }
      }
    }
    if (op == Op.IRET) {
      // In a process of a 64-bit kernel there are no nested tasks: #GP instead of #TS.
      d.vector.eflags &= ~Eflags.NT;
    }
    if (alignmentIsOpen(d)) {
      d.vector.eflags &= ~Eflags.AC;
    }
    for (OperandSpec spec : d.vector.form.operands()) {
      if (spec == OperandSpec.Jb) {
        int rel = d.chance.oneIn(2) ? d.chance.between(1, 127) : d.chance.between(-128, -32);
        d.patch(d.length() - 1, rel, 1);
      } else if (spec == OperandSpec.Jv) {
        int rel = lateTarget(d) - (d.vector.eip + d.length());
        d.patch(d.length() - sized, rel, sized);
      } else if (spec == OperandSpec.Ap) {
        int selector = farSelector(d);
        int offset;
        Layout.Segment s = Layout.segment(selector);
        do {
          offset = farOffset(d, selector);
        } while (s != null && inside(d, s.base() + offset));
        d.patch(d.length() - 2 - sized, offset, sized);
        d.patch(d.length() - 2, selector, 2);
      }
    }
    useLoadedSegment(d);
    if (op == Op.POPF && d.chance.oneIn(2)) {
      // TF, if it came, traps behind this and not at the INT3.
      d.emit(0x90, 1);
    }
  }

  /** A load through the segment register that was just loaded: what the CPU cached of it counts. */
  private static void useLoadedSegment(Draft d) {
    Layout.Segment s = d.loadedSelector < 0 ? null : Layout.segment(d.loadedSelector);
    int register = loadedRegister(d);
    if (s != null && register >= 0) {
      boolean big = d.segment(CS).big();
      d.emit(VectorGenerator.SEGMENT_PREFIX[register], 1);
      d.emit(0xa0, 1); // MOV AL,moffs8
      d.emit(Offsets.oneByte(d.chance, s, !big), big ? 4 : 2);
    }
  }

  /** The data segment register that the instruction loads; -1 if none. */
  private static int loadedRegister(Draft d) {
    InsnForm form = d.vector.form;
    return switch (form.op()) {
      case LES -> ES;
      case LSS -> SegmentName.SS.ordinal();
      case LDS -> DS;
      case LFS -> SegmentName.FS.ordinal();
      case LGS -> SegmentName.GS.ordinal();
      case MOV, POP -> {
        Insn n = d.vector.decode();
        yield n.kind1 == Insn.SREG ? n.reg1 : -1;
      }
      default -> -1;
    };
  }

  /**
   * Whether #AC comes, or comes before another fault, is not defined: PUSH of a segment register
   * may write two bytes or four, ENTER may touch the new top or not.
   */
  private static boolean alignmentIsOpen(Draft d) {
    return switch (d.vector.form.op()) {
      case PUSH -> Insn.SREG == d.vector.decode().kind1;
      case ENTER -> (d.immediateWord & 3) != 0;
      case FLDENV, FNSTENV, FRSTOR, FNSAVE, FXSAVE, FXRSTOR -> true;
      case CALL, CALLF, RETF, IRET, PUSHA, POPA ->
          !Offsets.roomy(d) || ((d.gpr(CpuState.ESP) | d.immediateWord) & 3) != 0;
      default -> false;
    };
  }

  /** What POPF and IRET may find: every bit random. */
  private static int flagsImage(Chance c) {
    return c.bits();
  }
}
