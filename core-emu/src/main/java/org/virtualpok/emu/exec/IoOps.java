// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec;

import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.DebugRegisters;
import org.virtualpok.emu.cpu.Eflags;
import org.virtualpok.emu.cpu.Fault;
import org.virtualpok.emu.cpu.SegmentRegister;
import org.virtualpok.emu.isa.Decoder;
import org.virtualpok.emu.isa.Insn;
import org.virtualpok.emu.isa.Op;
import org.virtualpok.emu.memory.LinearMemory;

/**
 * IN, OUT, INS, OUTS with the protection of Intel SDM vol. 1, 19.5: IOPL, and the bitmap in the
 * TSS. Registers commit after each element, and a repeated instruction is retired at each.
 */
public final class IoOps {
  private static final int DESTINATION = Decoder.stringDestination();

  /** Offset in a 32-bit TSS of the word that says where the bitmap begins, in bytes. */
  private static final int MAP_BASE = 0x66;

  private final Operands operands;
  private final SegmentedMemory memory;
  private final LinearMemory linear;
  private final PortIo ports;
  private final Fault fault;

  public IoOps(Operands operands, PortIo ports, Fault fault) {
    this.operands = operands;
    this.memory = operands.memory;
    this.linear = memory.linear();
    this.ports = ports;
    this.fault = fault;
  }

  /** Runs it; false if elements are left, and the instruction has to run again. */
  public boolean execute(Insn n) {
    CpuState c = operands.cpu;
    switch (n.op) {
      case IN -> {
        int width = width(n.kind1);
        int port = port(operands.read2(n), n.kind2);
        check(c, port, width >>> 3);
        operands.setAccumulator(width, in(c, port, width >>> 3));
      }
      case OUT -> {
        int width = width(n.kind2);
        int port = port(operands.read1(n), n.kind1);
        check(c, port, width >>> 3);
        out(c, port, operands.accumulator(width), width >>> 3);
      }
      default -> {
        return string(c, n);
      }
    }
    return true;
  }

  private static int width(int kind) {
    return switch (kind) {
      case Insn.REG8 -> 8;
      case Insn.REG16 -> 16;
      default -> 32;
    };
  }

  private static int port(int value, int kind) {
    return kind == Insn.IMM ? value & 0xff : value & 0xffff;
  }

  private int in(CpuState c, int port, int bytes) {
    c.debugHits |= DebugRegisters.portHits(c, port, bytes);
    return ports.in(port, bytes);
  }

  private void out(CpuState c, int port, int value, int bytes) {
    c.debugHits |= DebugRegisters.portHits(c, port, bytes);
    ports.out(port, value, bytes);
  }

  private boolean string(CpuState c, Insn n) {
    if (n.rep == 0) {
      element(c, n);
      return true;
    }
    int mask = n.address16 ? 0xffff : -1;
    int count = c.gpr[CpuState.ECX] & mask;
    if (count == 0) {
      check(c, c.gpr[CpuState.EDX] & 0xffff, n.width >>> 3);
      return true;
    }
    element(c, n);
    c.gpr[CpuState.ECX] = (c.gpr[CpuState.ECX] & ~mask) | ((count - 1) & mask);
    return count == 1;
  }

  private void element(CpuState c, Insn n) {
    int bytes = n.width >>> 3;
    int port = c.gpr[CpuState.EDX] & 0xffff;
    check(c, port, bytes);
    int mask = n.address16 ? 0xffff : -1;
    int register = n.op == Op.INS ? CpuState.EDI : CpuState.ESI;
    int at = c.gpr[register] & mask;
    if (n.op == Op.INS) {
      // A device must not lose what memory cannot take.
      memory.check(DESTINATION, at, bytes, true);
      linear.checkAlignment(c.segments[DESTINATION].base + at, bytes);
      memory.probe(DESTINATION, at, bytes, true);
      memory.store(DESTINATION, at, in(c, port, bytes), n.width);
    } else {
      out(c, port, memory.load(n.segment, at, n.width), bytes);
    }
    int step = (c.flagsOther & Eflags.DF) != 0 ? -bytes : bytes;
    c.gpr[register] = (c.gpr[register] & ~mask) | ((c.gpr[register] + step) & mask);
  }

  /** Throws #GP(0) unless the current program may use some ports, 1, 2 or 4. */
  private void check(CpuState c, int port, int count) {
    boolean byLevel = !c.v86() && c.cpl <= c.iopl();
    if (!byLevel && !inMap(c, port, count)) {
      throw fault.set(Fault.GP, 0);
    }
  }

  /** Two bytes of the map are always read, and both must lie inside the TSS. */
  private boolean inMap(CpuState c, int port, int count) {
    SegmentRegister tr = c.tr;
    boolean wide = (tr.access & Descriptor.WIDE) != 0;
    if (!wide || Integer.compareUnsigned(tr.limit, MAP_BASE + 1) < 0) {
      return false;
    }
    int at = linear.readSystem16(tr.base + MAP_BASE) + (port >>> 3);
    if (Integer.compareUnsigned(at + 1, tr.limit) > 0) {
      return false;
    }
    int bits = linear.readSystem16(tr.base + at) >>> (port & 7);
    return (bits & ((1 << count) - 1)) == 0;
  }
}
