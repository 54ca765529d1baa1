// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.oracle;

import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.isa.Insn;
import org.virtualpok.emu.isa.InsnForm;
import org.virtualpok.emu.isa.Op;
import org.virtualpok.emu.isa.OperandSpec;

/**
 * Makes the vectors of one row of the instruction table: every operand kind, size, addressing form
 * and prefix that the row admits, with values at their edges. The stream depends on the seed and
 * the row's name only.
 */
final class VectorGenerator {
  /** By {@link SegmentName} ordinal. */
  static final int[] SEGMENT_PREFIX = {0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65};

  private final InsnForm form;
  private final Chance chance;

  VectorGenerator(InsnForm form, long seed) {
    this.form = form;
    chance = new Chance(Chance.seed(seed, form.toString()));
  }

  /** The next vector; its bytes decode to this generator's row, or to no instruction. */
  Vector next() {
    Draft d = new Draft(form, chance);
    Environment.code(d);
    prefixes(d);
    Environment.data(d);
    Environment.flags(d);
    if (X87Values.apply(form)) {
      d.vector.x87 = X87Values.state(chance, form.op());
    }
    Preparation.before(d);
    int opcode = form.opcode();
    if (opcode > 0xff) {
      d.emit(0x0f, 1);
    }
    d.emit(opcode, 1);
    modRm(d);
    for (OperandSpec spec : form.operands()) {
      immediate(d, spec);
    }
    Environment.place(d);
    Preparation.after(d);
    d.vector.code = d.code();
    check(d.vector);
    return d.vector;
  }

  /** The decoder must see what was meant, else the vector tests something else. */
  private void check(Vector v) {
    Insn n = v.decode();
    boolean refused = n.op == Op.BAD;
    if (!refused && (n.form != form || n.length != v.length)) {
      throw new IllegalStateException("decodes as " + n.form + ", " + n.length + " bytes: " + v);
    }
  }

  private void prefixes(Draft d) {
    boolean big = d.segment(SegmentName.CS.ordinal()).big();
    boolean flat = d.vector.segment[SegmentName.CS.ordinal()] == Layout.USER_CS;
    // In flat code a 16-bit branch leaves our pages.
    boolean plain = Preparation.prefixesChangeIt(form.op()) || form.op().isMmx();
    boolean operandSize = chance.oneIn(3) && !(flat && form.op().endsBlock) && !plain;
    boolean addressSize = chance.oneIn(4);
    d.wide = big != operandSize;
    d.address16 = big == addressSize;
    int[] prefix = new int[5];
    int n = 0;
    if (operandSize) {
      prefix[n++] = 0x66;
    }
    if (addressSize) {
      prefix[n++] = 0x67;
    }
    if (chance.oneIn(4)) {
      d.override = chance.below(6);
      prefix[n++] = SEGMENT_PREFIX[d.override];
    }
    if (d.override >= 0 && chance.oneIn(64)) {
      // No instruction may be longer than 15 bytes.
      for (int i = chance.between(4, 13); i > 0; i--) {
        d.emit(SEGMENT_PREFIX[d.override], 1);
      }
    }
    boolean lockable = Preparation.lockable(form.op());
    if (d.length() == 0
        && chance.oneIn(lockable ? 6 : 64)
        && !Preparation.lockNamesOther(form.op())) {
      prefix[n++] = 0xf0;
    }
    if (!plain && chance.oneIn(Preparation.repeatable(form.op()))) {
      prefix[n++] = chance.pick(0xf2, 0xf3);
    }
    for (int i = n; i > 0; i--) {
      int at = chance.below(i);
      d.emit(prefix[at], 1);
      prefix[at] = prefix[i - 1];
    }
  }

  private void modRm(Draft d) {
    OperandSpec rm = null;
    OperandSpec reg = null;
    for (OperandSpec spec : form.operands()) {
      switch (spec) {
        case Eb, Ew, Ev, M, Ma, Mp, Mq, Ms, Mb, Md, Rd -> rm = spec;
        case M32fp, M64fp, M80fp, M16int, M32int, M64int, M80bcd, M2byte -> rm = spec;
        case Menv, Msave, M512byte, Nq, Qq, Qd, Ed -> rm = spec;
        case Gb, Gw, Gv, Sw, Cd, Dd, Pq -> reg = spec;
        default -> {}
      }
    }
    if (form.modrm() >= 0) {
      d.emit(form.modrm() + (form.anyRegister() ? chance.below(8) : 0), 1);
    }
    if (rm == null || form.modrm() >= 0) {
      return;
    }
    int field = form.digit() >= 0 ? form.digit() : Preparation.regField(d, reg);
    boolean register =
        switch (rm) {
          case Eb, Ew, Ev, Qq, Qd, Ed -> chance.oneIn(2);
          case Rd, Nq -> true;
          case M, Mp, Mq -> Preparation.registerIsUndefined(form) && chance.oneIn(32);
          default -> false;
        };
    if (register) {
      int r = Preparation.rmRegister(d);
      d.emit(0xc0 | field << 3 | r, 1);
      Preparation.registerOperand(d, rm, r);
    } else {
      MemoryOperand.emit(d, field, Preparation.operandBytes(d, rm));
      Preparation.memoryOperand(d, rm);
    }
  }

  private void immediate(Draft d, OperandSpec spec) {
    int sized = d.wide ? 4 : 2;
    switch (spec) {
      case Ib, SIb -> d.emit(Preparation.immediateByte(d), 1);
      case Iw -> d.emit(Preparation.immediateWord(d), 2);
      case Iv -> d.emit(chance.word(), sized);
      case Jb -> d.emit(0, 1);
      case Jv -> d.emit(0, sized);
      case Ap -> d.emit(0, sized + 2);
      case Ob -> MemoryOperand.emitAbsolute(d, 1);
      case Ov -> MemoryOperand.emitAbsolute(d, sized);
      default -> {}
    }
  }
}
