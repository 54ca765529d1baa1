// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.oracle;

import java.util.List;
import java.util.function.Predicate;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Eflags;
import org.virtualpok.emu.cpu.SegmentName;

/** Chooses the segments, the stack pointer, the flags and the place of the instruction. */
final class Environment {
  private static final int CS = SegmentName.CS.ordinal();
  private static final int SS = SegmentName.SS.ordinal();

  /** No instruction is placed nearer to the ends of the code pages than short jumps reach. */
  private static final int MARGIN = 0x100;

  private static final List<Layout.Segment> DATA = ldt(s -> s.present() && s.readable());
  private static final List<Layout.Segment> LOW =
      DATA.stream().filter(s -> s.first() <= 0xffff).toList();
  private static final List<Layout.Segment> STACKS = ldt(s -> s.present() && s.writable());
  private static final List<Layout.Segment> LOW_STACKS =
      STACKS.stream().filter(s -> s.first() <= 0xffff).toList();
  private static final List<Layout.Segment> CODE = ldt(s -> s.present() && s.code());

  private Environment() {}

  private static List<Layout.Segment> ldt(Predicate<Layout.Segment> which) {
    return Layout.ldt().stream().filter(s -> s != null && which.test(s)).toList();
  }

  private static Layout.Segment any(Chance c, List<Layout.Segment> list) {
    return list.get(c.below(list.size()));
  }

  /** CS; whether it is flat decides what prefixes make sense. */
  static void code(Draft d) {
    boolean flat = !d.chance.oneIn(3);
    d.vector.segment[CS] = flat ? Layout.USER_CS : any(d.chance, CODE).selector();
  }

  static void flags(Draft d) {
    Chance c = d.chance;
    int flags = Eflags.ALWAYS_ONE | Eflags.IF | c.bits() & Eflags.ARITHMETIC;
    flags |= c.oneIn(4) ? Eflags.DF : 0;
    flags |= c.oneIn(8) ? Eflags.ID : 0;
    flags |= c.oneIn(12) ? Eflags.AC : 0;
    flags |= c.oneIn(16) ? Eflags.NT : 0;
    d.vector.eflags = flags;
  }

  /** DS ES SS FS GS, and ESP for SS. */
  static void data(Draft d) {
    Chance c = d.chance;
    int[] s = d.vector.segment;
    boolean flat = !d.address16 && !c.oneIn(3);
    for (SegmentName name : SegmentName.values()) {
      int i = name.ordinal();
      if (i == CS) {
        continue;
      }
      boolean extra = name == SegmentName.FS || name == SegmentName.GS;
      if (flat && !extra) {
        s[i] = Layout.USER_DS;
      } else if (i == SS) {
        s[i] = any(c, d.address16 ? LOW_STACKS : STACKS).selector();
      } else if (c.oneIn(24)) {
        s[i] = c.below(4);
      } else {
        s[i] = any(c, d.address16 ? LOW : DATA).selector();
      }
    }
    int esp = Offsets.stackPointer(c, d.stack());
    if (!d.stack().big()) {
      esp = (c.word() & 0xffff0000) | (esp & 0xffff);
    }
    d.vector.gpr[CpuState.ESP] = esp;
  }

  /** EIP and the address of the code, once its length is known. */
  static void place(Draft d) {
    Vector v = d.vector;
    v.code = d.code();
    v.length = v.code.length;
    Layout.Segment cs = d.segment(CS);
    do {
      v.eip = offset(d.chance, cs, v.length);
      if (!cs.allows(v.eip, 1)) {
        // The harness jumps there: the first byte must be inside, the others need not.
        v.eip = (int) cs.last() - d.chance.below(v.length);
      }
      if (endsAtLimit(v, cs)) {
        v.eip--;
      }
    } while (Math.abs(cs.base() + v.eip - d.targetLinear) < Vector.CODE_BYTES);
    v.codeAddress = cs.base() + v.eip;
  }

  /** Some CPUs then fault even if the branch is taken and the bytes behind it are not wanted. */
  private static boolean endsAtLimit(Vector v, Layout.Segment cs) {
    return switch (v.form.op()) {
      case JCC, LOOP, LOOPE, LOOPNE, JECXZ -> v.eip + v.length == cs.last() + 1;
      default -> false;
    };
  }

  /** An offset in a code segment to which control may go. */
  static int offset(Chance c, Layout.Segment cs, int length) {
    int low = Math.max(Layout.CODE + MARGIN, cs.base());
    int high = Layout.CODE + Layout.CODE_BYTES - MARGIN;
    if (cs.base() != 0) {
      high = (int) Math.min(high, cs.base() + cs.last());
    }
    int linear = c.between(low, high);
    if (c.oneIn(6)) {
      linear = (c.oneIn(2) ? high : Layout.CODE + 0x1000) - c.below(length + 2);
    }
    return linear - cs.base();
  }
}
