// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec;

import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Fault;
import org.virtualpok.emu.isa.Insn;
import org.virtualpok.emu.isa.Op;

/** Decimal adjustment (Intel SDM vol. 2: DAA, DAS, AAA, AAS, AAM, AAD). */
final class Bcd {
  private Bcd() {}

  static void execute(CpuState c, Insn n, Fault fault) {
    int al = c.gpr[CpuState.EAX] & 0xff;
    int ah = (c.gpr[CpuState.EAX] >>> 8) & 0xff;
    switch (n.op) {
      case DAA, DAS -> decimal(c, al, n.op == Op.DAA ? 1 : -1);
      case AAA, AAS -> ascii(c, n.op == Op.AAA ? 1 : -1);
      case AAM -> {
        int radix = n.imm & 0xff;
        if (radix == 0) {
          throw fault.set(Fault.DE, 0);
        }
        setAx(c, (al / radix << 8) | (al % radix));
        IntegerOps.flags(c, al % radix, 0, 8);
      }
      default -> {
        int r = (al + ah * (n.imm & 0xff)) & 0xff;
        setAx(c, r);
        IntegerOps.flags(c, r, 0, 8);
      }
    }
  }

  private static void decimal(CpuState c, int al, int sign) {
    boolean carry = c.cf();
    boolean adjust = (al & 0xf) > 9 || c.af();
    boolean newCarry = false;
    int r = al;
    if (adjust) {
      r = al + sign * 6;
      newCarry = carry || (r & ~0xff) != 0;
    }
    if (al > 0x99 || carry) {
      r += sign * 0x60;
      newCarry = true;
    }
    Operands.setReg8(c.gpr, 0, r);
    IntegerOps.flags(c, r, Alu.carryOverflow(newCarry, false) | (adjust ? 8 : 0), 8);
  }

  private static void ascii(CpuState c, int sign) {
    int ax = c.gpr[CpuState.EAX] & 0xffff;
    boolean adjust = (ax & 0xf) > 9 || c.af();
    if (adjust) {
      ax += sign * 0x106;
    }
    setAx(c, ax & 0xff0f);
    IntegerOps.flags(c, ax & 0xf, Alu.carryOverflow(adjust, false) | (adjust ? 8 : 0), 8);
  }

  private static void setAx(CpuState c, int value) {
    c.gpr[CpuState.EAX] = (c.gpr[CpuState.EAX] & 0xffff0000) | (value & 0xffff);
  }
}
