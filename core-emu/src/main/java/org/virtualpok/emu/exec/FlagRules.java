// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec;

import org.virtualpok.emu.cpu.CpuModel;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Eflags;

/** Which bits of EFLAGS an instruction may change (Intel SDM vol. 1, 3.4.3; vol. 2, POPF, IRET). */
final class FlagRules {
  private static final int I386 =
      Eflags.ARITHMETIC
          | Eflags.TF
          | Eflags.IF
          | Eflags.DF
          | Eflags.IOPL
          | Eflags.NT
          | Eflags.RF
          | Eflags.VM;

  private FlagRules() {}

  /** Bits that the processor has. */
  static int existing(CpuModel model) {
    return I386
        | (model.has(CpuModel.I486) ? Eflags.AC : 0)
        | (model.has(CpuModel.PENTIUM) ? Eflags.ID | Eflags.VIF | Eflags.VIP : 0);
  }

  /** Bits that POPF takes from the stack at the present level, in any mode. */
  static int popped(CpuState c, int width) {
    int bits = Eflags.ARITHMETIC | Eflags.TF | Eflags.DF | Eflags.NT | Eflags.AC | Eflags.ID;
    if (c.cpl <= c.iopl()) {
      bits |= Eflags.IF;
    }
    if (c.cpl == 0) {
      bits |= Eflags.IOPL;
    }
    return bits & existing(c.model) & sized(width);
  }

  /** Bits that IRET takes from the stack at the present level, but for VM. */
  static int returned(CpuState c, int width) {
    int bits = popped(c, width) | Eflags.RF;
    if (c.cpl == 0 && c.protectedMode()) {
      bits |= Eflags.VIF | Eflags.VIP;
    }
    return bits & existing(c.model) & sized(width);
  }

  private static int sized(int width) {
    return width == 16 ? 0xffff : -1;
  }

  static void set(CpuState c, int value, int bits) {
    c.setEflags((c.eflags() & ~bits) | (value & bits));
  }
}
