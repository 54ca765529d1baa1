// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec;

import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.isa.Insn;

/** Reads and writes the operands of an instruction, whatever they are. */
public final class Operands {
  final SegmentedMemory memory;
  CpuState cpu = new CpuState();

  public Operands(SegmentedMemory memory) {
    this.memory = memory;
  }

  /** The CPU whose registers apply from now on. */
  public void attach(CpuState newCpu) {
    cpu = newCpu;
    memory.attach(newCpu);
  }

  /** Offset of the memory operand in its segment. */
  public static int effectiveAddress(Insn n, int[] g) {
    int a = n.disp;
    if (n.base >= 0) {
      a += g[n.base];
    }
    if (n.index >= 0) {
      a += g[n.index] << n.scale;
    }
    return n.address16 ? a & 0xffff : a;
  }

  int address(Insn n) {
    return effectiveAddress(n, cpu.gpr);
  }

  /**
   * Offset of what lies some bytes behind the memory operand's start; it wraps as the address does.
   */
  int address(Insn n, int behindBytes) {
    int a = address(n) + behindBytes;
    return n.address16 ? a & 0xffff : a;
  }

  /** AL CL DL BL AH CH DH BH, zero-extended. */
  public static int reg8(int[] g, int r) {
    return (r < 4 ? g[r] : g[r - 4] >>> 8) & 0xff;
  }

  public static void setReg8(int[] g, int r, int value) {
    if (r < 4) {
      g[r] = (g[r] & 0xffffff00) | (value & 0xff);
    } else {
      g[r - 4] = (g[r - 4] & 0xffff00ff) | ((value & 0xff) << 8);
    }
  }

  int read1(Insn n) {
    return read(n, n.kind1, n.reg1);
  }

  int read2(Insn n) {
    return read(n, n.kind2, n.reg2);
  }

  int read3(Insn n) {
    return read(n, n.kind3, n.reg3);
  }

  /** Zero-extended from the operand's own width; immediates as decoded. */
  int read(Insn n, int kind, int reg) {
    return switch (kind) {
      case Insn.REG8 -> reg8(cpu.gpr, reg);
      case Insn.REG16 -> cpu.gpr[reg] & 0xffff;
      case Insn.REG32 -> cpu.gpr[reg];
      case Insn.MEM8 -> memory.load8(n.segment, address(n));
      case Insn.MEM16 -> memory.load16(n.segment, address(n));
      case Insn.MEM32 -> memory.load32(n.segment, address(n));
      case Insn.IMM -> n.imm;
      case Insn.SREG -> cpu.segments[reg].selector;
      default -> throw new AssertionError("operand kind " + kind + " of " + n.form);
    };
  }

  void write1(Insn n, int value) {
    write(n, n.kind1, n.reg1, value);
  }

  void write2(Insn n, int value) {
    write(n, n.kind2, n.reg2, value);
  }

  private void write(Insn n, int kind, int reg, int value) {
    switch (kind) {
      case Insn.REG8 -> setReg8(cpu.gpr, reg, value);
      case Insn.REG16 -> cpu.gpr[reg] = (cpu.gpr[reg] & 0xffff0000) | (value & 0xffff);
      case Insn.REG32 -> cpu.gpr[reg] = value;
      case Insn.MEM8 -> memory.store8(n.segment, address(n), value);
      case Insn.MEM16 -> memory.store16(n.segment, address(n), value);
      case Insn.MEM32 -> memory.store32(n.segment, address(n), value);
      default -> throw new AssertionError("operand kind " + kind + " of " + n.form);
    }
  }

  /** EAX, AX or AL. */
  int accumulator(int width) {
    return width == 32
        ? cpu.gpr[CpuState.EAX]
        : cpu.gpr[CpuState.EAX] & (width == 16 ? 0xffff : 0xff);
  }

  void setAccumulator(int width, int value) {
    setRegister(CpuState.EAX, width, value);
  }

  /** Writes the low bits of one of EAX to EDI; 8 bits only for EAX to EBX. */
  void setRegister(int r, int width, int value) {
    int[] g = cpu.gpr;
    int mask = width == 32 ? -1 : width == 16 ? 0xffff : 0xff;
    g[r] = (g[r] & ~mask) | (value & mask);
  }
}
