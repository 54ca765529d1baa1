// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.oracle;

import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.SegmentName;

/** Chooses offsets: inside a segment's part of the data, or at the edges of its limit. */
final class Offsets {
  private static final int SS = SegmentName.SS.ordinal();

  private Offsets() {}

  /** What the widest stack instruction moves, but for ENTER. */
  private static final int ROOM = 64;

  /** An offset for an access through a segment register. */
  static int choose(Draft d, int segment, int size, boolean below64K) {
    Layout.Segment s = d.segment(segment);
    if (s == null) {
      return below64K ? d.chance.bits() & 0xffff : d.chance.word();
    }
    if (s.base() == 0 && !below64K && d.chance.oneIn(12)) {
      return nearFaults(d.chance, size, d.ownMemory);
    }
    int offset = choose(d.chance, s, size, below64K, segment == SS ? 2 : 4);
    if (below64K && size > 8 && offset + size > 0x10000) {
      // Long operands are accessed in parts, and it is open whether these wrap one by one.
      offset = 0x10000 - size;
    }
    return (s.base() + offset & -d.alignment) - s.base();
  }

  /** A stack pointer, with room on both sides unless it is one for an edge. */
  static int stackPointer(Chance chance, Layout.Segment s) {
    boolean tight = s.last() - s.first() < 0x800 || s.base() != 0 && chance.oneIn(4);
    if (tight) {
      int size = chance.pick(1, 2, 4, 8, 32);
      for (int i = 0; i < 64; i++) {
        int offset = choose(chance, s, size, !s.big(), 1);
        boolean wraps = !s.big() && (offset < ROOM || offset > 0xffff - ROOM);
        if (acceptable(s, offset - ROOM, 2 * ROOM) && !wraps) {
          return offset;
        }
      }
      // Both ends of the segment lie outside the data.
    }
    if (s.last() - s.first() < 0x800) {
      return (int) s.first();
    }
    if (s.base() == 0 && chance.oneIn(16)) {
      return nearFaults(chance, ROOM / 2, false);
    }
    int offset = Layout.STACK + chance.between(0x200, 0xe00) - s.base();
    return chance.oneIn(4) ? offset : offset & ~3;
  }

  /** Linear addresses around which pages end, are missing, or cannot be written. */
  private static final int[] PAGE_EDGES = {
    Layout.DATA, Layout.DATA_END, Layout.READONLY, Layout.READONLY + Layout.READONLY_BYTES
  };

  /** In or near a page that is not as the data is, or across two pages. */
  private static int nearFaults(Chance c, int size, boolean ownMemory) {
    if (ownMemory) {
      return c.pick(Layout.DATA, Layout.DATA_END) - c.below(size + 2) + c.below(2);
    }
    return switch (c.below(4)) {
      case 0 -> Layout.READONLY + c.below(Layout.READONLY_BYTES - size + 1);
      case 1 -> Layout.DATA + 0x1000 * c.between(1, 2) - c.below(size + 1);
      default -> c.pick(PAGE_EDGES) - c.below(size + 2) + c.below(2);
    };
  }

  private static int choose(
      Chance chance, Layout.Segment s, int size, boolean below64K, int edgeOneIn) {
    for (int i = 0; i < 64; i++) {
      int offset;
      if (s.base() != 0 && chance.oneIn(edgeOneIn)) {
        int near = chance.between(-3, 3) - (chance.oneIn(2) ? size : 0);
        offset = (int) (chance.oneIn(3) ? s.first() : s.last() + 1) + near;
      } else {
        offset = Layout.DATA + chance.below(Layout.DATA_BYTES - 0x40) + 0x20 - s.base();
        if (!s.allows(offset, size) && !chance.oneIn(8)) {
          continue;
        }
      }
      offset &= below64K ? 0xffff : -1;
      if (acceptable(s, offset, size)) {
        return offset;
      }
    }
    // A segment too small for anything inside: its limit then decides.
    return s.base() == 0 ? Layout.DATA : (int) s.first();
  }

  /**
   * No byte is both allowed by the limit and outside the data, so that what comes of the access is
   * the same whatever part of it the CPU checks first.
   */
  private static boolean acceptable(Layout.Segment s, int offset, int size) {
    for (int i = 0; i < Math.max(1, size); i++) {
      int linear = s.base() + offset + i;
      boolean inData = linear >= Layout.DATA && linear < Layout.DATA_END;
      if (s.allows(offset + i, 1) && !inData) {
        return false;
      }
    }
    return true;
  }

  /** An offset for one byte in a segment, often at its edge. */
  static int oneByte(Chance chance, Layout.Segment s, boolean below64K) {
    return choose(chance, s, 1, below64K, 2);
  }

  /** The stack takes and gives some bytes without a fault. */
  static boolean roomy(Draft d) {
    Layout.Segment s = d.stack();
    int top = s.big() ? d.gpr(CpuState.ESP) : d.gpr(CpuState.ESP) & 0xffff;
    int linear = s.base() + top;
    boolean inData = linear >= Layout.DATA + ROOM && linear <= Layout.DATA_END - ROOM;
    return inData && s.allows(top - ROOM, 2 * ROOM);
  }
}
