// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec.fpu;

import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.FpuState;
import org.virtualpok.emu.isa.Insn;
import org.virtualpok.emu.isa.Op;

/**
 * The MMX instructions, on the significands of the FPU's registers: each one makes TOP 0 and every
 * register full, and a register that it writes a NaN (Intel SDM vol. 3, 12.2).
 */
final class MmxOps {
  private final FpuMemory memory;
  private CpuState cpu = new CpuState();
  private FpuState f = cpu.fpu;

  MmxOps(FpuMemory memory) {
    this.memory = memory;
  }

  void attach(CpuState newCpu) {
    cpu = newCpu;
    f = newCpu.fpu;
  }

  void execute(Insn n) {
    if (n.op == Op.MOVD) {
      moveDoubleword(n);
    } else if (n.op == Op.MOVQ) {
      if (n.kind1 == Insn.MMX) {
        write(n.reg1, source(n, 8));
      } else {
        memory.probeStore(n.segment, memory.address(n), 8);
        memory.store64(n.segment, memory.address(n), f.significand[n.reg2]);
      }
    } else {
      boolean half = n.op == Op.PUNPCKLBW || n.op == Op.PUNPCKLWD || n.op == Op.PUNPCKLDQ;
      long b = n.kind2 == Insn.IMM ? n.imm : source(n, half ? 4 : 8);
      write(n.reg1, Packed.apply(n.op, f.significand[n.reg1], b));
    }
    f.top = 0;
    f.full = 0xff;
  }

  private void moveDoubleword(Insn n) {
    if (n.kind1 == Insn.MMX) {
      int value =
          n.kind2 == Insn.REG32
              ? cpu.gpr[n.reg2]
              : memory.memory.load32(n.segment, memory.address(n));
      write(n.reg1, value & 0xffffffffL);
    } else {
      int value = (int) f.significand[n.reg2];
      if (n.kind1 == Insn.REG32) {
        cpu.gpr[n.reg1] = value;
      } else {
        memory.memory.store32(n.segment, memory.address(n), value);
      }
    }
  }

  private long source(Insn n, int size) {
    if (n.kind2 == Insn.MMX) {
      return f.significand[n.reg2];
    }
    int at = memory.address(n);
    return size == 8
        ? memory.operand64(n.segment, at)
        : memory.memory.load32(n.segment, at) & 0xffffffffL;
  }

  private void write(int register, long value) {
    f.significand[register] = value;
    f.signExponent[register] = 0xffff;
  }
}
