// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec;

import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Cr4;
import org.virtualpok.emu.cpu.Eflags;

/**
 * The virtual interrupt flag, which stands for IF where IOPL forbids to change it: in virtual-8086
 * mode with CR4.VME, at CPL 3 with CR4.PVI (Intel SDM vol. 3, 20.3 and 20.4).
 */
public final class VirtualFlags {
  private VirtualFlags() {}

  /** An interrupt waits though VIF is set: the next instruction is #GP(0). */
  public static boolean overdue(CpuState c) {
    int both = Eflags.VIF | Eflags.VIP;
    return (c.flagsOther & both) == both && c.cpl == 3 && offered(c);
  }

  /** IOPL allows the program to change IF itself. */
  static boolean direct(CpuState c) {
    return c.cpl <= c.iopl();
  }

  /** CLI and STI mean VIF, unless {@link #direct}. */
  static boolean offered(CpuState c) {
    return c.v86() ? extended(c) : c.cpl == 3 && (c.cr4 & Cr4.PVI) != 0;
  }

  /** PUSHF, POPF, IRET and INT n of 16 bits work with VIF, unless {@link #direct}. */
  static boolean extended(CpuState c) {
    return (c.cr4 & Cr4.VME) != 0;
  }

  /** FLAGS as a program in virtual-8086 mode with CR4.VME sees them: IOPL 3, and VIF as IF. */
  static int seen(CpuState c) {
    int flags = (c.eflags() | Eflags.IOPL) & ~Eflags.IF;
    return flags | ((c.flagsOther & Eflags.VIF) != 0 ? Eflags.IF : 0);
  }

  /** Whether FLAGS may be loaded that way: no trap, and no interrupt that is waiting for IF. */
  static boolean loadable(CpuState c, int image) {
    boolean waits = (image & Eflags.IF) != 0 && (c.flagsOther & Eflags.VIP) != 0;
    return !waits && (image & Eflags.TF) == 0;
  }

  /** Loads FLAGS that way: IF and IOPL stay, VIF becomes the image's IF. */
  static void load(CpuState c, int image) {
    int bits = Eflags.ARITHMETIC | Eflags.TF | Eflags.DF | Eflags.NT | Eflags.VIF | Eflags.RF;
    int vif = (image & Eflags.IF) != 0 ? Eflags.VIF : 0;
    FlagRules.set(c, image & 0xffff | vif, bits);
  }
}
