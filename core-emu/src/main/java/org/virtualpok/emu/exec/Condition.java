// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec;

import org.virtualpok.emu.cpu.CpuState;

/** The sixteen conditions of Jcc, SETcc and CMOVcc (Intel SDM vol. 1, appendix B). */
public final class Condition {
  private Condition() {}

  /** Whether the condition with this tttn field holds. */
  public static boolean holds(CpuState c, int tttn) {
    return switch (tttn) {
      case 0 -> c.of();
      case 1 -> !c.of();
      case 2 -> c.cf();
      case 3 -> !c.cf();
      case 4 -> c.flagResult == 0;
      case 5 -> c.flagResult != 0;
      case 6 -> c.cf() || c.flagResult == 0;
      case 7 -> !c.cf() && c.flagResult != 0;
      case 8 -> c.sf();
      case 9 -> !c.sf();
      case 10 -> c.pf();
      case 11 -> !c.pf();
      case 12 -> c.sf() != c.of();
      case 13 -> c.sf() == c.of();
      case 14 -> c.flagResult == 0 || c.sf() != c.of();
      default -> c.flagResult != 0 && c.sf() == c.of();
    };
  }
}
