// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.oracle;

import java.util.List;

/**
 * Chooses selectors of which both sides know the descriptor: null ones, Linux's flat segments and
 * its own at DPL 0, the LDT's, and such that lie beyond the tables.
 */
final class Selectors {
  /** GDT entries that are the same in every process; 6 would go to 64-bit mode, 12 to 15 vary. */
  private static final int[] GDT = {1, 2, 3, 4, 4, 5, 5, 7, 8, 9, 10, 11};

  private static final List<Layout.Segment> CODE =
      Layout.ldt().stream().filter(s -> s != null && s.code()).toList();

  private Selectors() {}

  /** Anything that may be loaded, or looked at. */
  static int any(Chance c) {
    return switch (c.below(16)) {
      case 0 -> c.below(4);
      case 1, 2, 3 -> GDT[c.below(GDT.length)] << 3 | rpl(c);
      case 4 -> 0x80 + c.below(64) | rpl(c);
      case 5 -> (Layout.ldt().size() + c.below(16)) << 3 | 4 | rpl(c);
      default -> c.below(Layout.ldt().size()) << 3 | 4 | rpl(c);
    };
  }

  /** Mostly what control may be transferred to. */
  static int code(Chance c) {
    return switch (c.below(8)) {
      case 0 -> any(c);
      case 1, 2 -> Layout.USER_CS & ~3 | rpl(c);
      default -> CODE.get(c.below(CODE.size())).selector() & ~3 | rpl(c);
    };
  }

  private static int rpl(Chance c) {
    return c.oneIn(6) ? c.below(4) : 3;
  }
}
