// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec;

import org.virtualpok.emu.cpu.CpuModel;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Cr0;
import org.virtualpok.emu.cpu.Cr4;
import org.virtualpok.emu.cpu.DebugRegisters;
import org.virtualpok.emu.cpu.Fault;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.isa.Insn;
import org.virtualpok.emu.memory.LinearMemory;

/** MOV to and from CR0 to CR4 and DR0 to DR7, and LMSW (Intel SDM vol. 3, 2.5 and 17.2). */
final class ControlRegisters {
  private static final int CR0_I386 = Cr0.PE | Cr0.MP | Cr0.EM | Cr0.TS | Cr0.PG;
  private static final int CR0_I486 = CR0_I386 | Cr0.NE | Cr0.WP | Cr0.AM | Cr0.NW | Cr0.CD;

  /** LMSW loads these, and cannot clear PE. */
  private static final int STATUS_WORD = Cr0.PE | Cr0.MP | Cr0.EM | Cr0.TS;

  /** Without PAE: CPUID says that it is not there. */
  private static final int CR4_PENTIUM = Cr4.VME | Cr4.PVI | Cr4.TSD | Cr4.DE | Cr4.PSE | Cr4.MCE;

  private static final int CR4_PENTIUM_III =
      CR4_PENTIUM | Cr4.PGE | Cr4.PCE | Cr4.OSFXSR | Cr4.OSXMMEXCPT;

  private final LinearMemory memory;
  private final Fault fault;

  ControlRegisters(LinearMemory memory, Fault fault) {
    this.memory = memory;
    this.fault = fault;
  }

  void move(CpuState c, Insn n) {
    boolean toControl = n.kind1 == Insn.SPECIAL;
    int number = toControl ? n.reg1 : n.reg2;
    boolean exists = number == 0 || number == 2 || number == 3 || number == 4 && hasCr4(c);
    if (!exists) {
      throw fault.set(Fault.UD, 0);
    }
    if (c.cpl != 0) {
      throw fault.set(Fault.GP, 0);
    }
    if (toControl) {
      write(c, number, c.gpr[n.reg2]);
    } else {
      c.gpr[n.reg1] = read(c, number);
    }
  }

  private static boolean hasCr4(CpuState c) {
    return c.model.has(CpuModel.PENTIUM);
  }

  private static int read(CpuState c, int number) {
    return switch (number) {
      case 0 -> c.cr0;
      case 2 -> c.cr2;
      case 3 -> c.cr3;
      default -> c.cr4;
    };
  }

  private void write(CpuState c, int number, int value) {
    switch (number) {
      case 0 -> writeCr0(c, value);
      case 2 -> c.cr2 = value;
      case 3 -> {
        c.cr3 = value;
        memory.flush();
      }
      default -> writeCr4(c, value);
    }
    memory.modeChanged();
  }

  /** Bits that do not exist are ignored; ET is always one. */
  private void writeCr0(CpuState c, int value) {
    boolean paging = (value & Cr0.PG) != 0;
    boolean nw = (value & Cr0.NW) != 0 && c.model.has(CpuModel.I486);
    if (paging && (value & Cr0.PE) == 0 || nw && (value & Cr0.CD) == 0) {
      throw fault.set(Fault.GP, 0);
    }
    int existing = c.model.has(CpuModel.I486) ? CR0_I486 : CR0_I386;
    int changed = (c.cr0 ^ value) & existing;
    c.cr0 = (value & existing) | Cr0.ET;
    if ((changed & Cr0.PE) != 0 && (value & Cr0.PE) == 0) {
      c.segment(SegmentName.CS).becomeRealCode();
      c.cpl = 0;
    }
    if ((changed & (Cr0.PG | Cr0.PE | Cr0.WP)) != 0) {
      memory.flush();
    }
  }

  private void writeCr4(CpuState c, int value) {
    int existing = c.model.has(CpuModel.PENTIUM_III) ? CR4_PENTIUM_III : CR4_PENTIUM;
    if ((value & ~existing) != 0) {
      throw fault.set(Fault.GP, 0);
    }
    if (((c.cr4 ^ value) & (Cr4.PSE | Cr4.PGE)) != 0) {
      memory.flush();
    }
    c.cr4 = value;
  }

  void loadStatusWord(CpuState c, int value) {
    c.cr0 = (c.cr0 & (~STATUS_WORD | Cr0.PE)) | (value & STATUS_WORD);
    memory.modeChanged();
  }

  void moveDebug(CpuState c, Insn n) {
    boolean toDebug = n.kind1 == Insn.SPECIAL;
    int number = toDebug ? n.reg1 : n.reg2;
    if ((number & ~1) == 4) {
      if ((c.cr4 & Cr4.DE) != 0) {
        throw fault.set(Fault.UD, 0);
      }
      number += 2;
    }
    if (c.cpl != 0) {
      throw fault.set(Fault.GP, 0);
    }
    if ((c.dr7 & DebugRegisters.DR7_GD) != 0) {
      // The delivery of #DB clears GD, so that the handler can use the registers.
      c.dr6 |= DebugRegisters.DR6_BD;
      throw fault.set(Fault.DB, 0);
    }
    if (toDebug) {
      writeDebug(c, number, c.gpr[n.reg2]);
    } else {
      c.gpr[n.reg1] = number < 4 ? c.dr[number] : number == 6 ? c.dr6 : c.dr7;
    }
  }

  private void writeDebug(CpuState c, int number, int value) {
    switch (number) {
      case 6 -> c.dr6 = (value & DebugRegisters.DR6_WRITABLE) | DebugRegisters.DR6_ONES;
      case 7 -> {
        c.dr7 = (value & ~DebugRegisters.DR7_ZEROS) | DebugRegisters.DR7_ONES;
        memory.modeChanged();
      }
      default -> c.dr[number] = value;
    }
  }
}
