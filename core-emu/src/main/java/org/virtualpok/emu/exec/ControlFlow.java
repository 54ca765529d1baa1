// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec;

import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Eflags;
import org.virtualpok.emu.cpu.Fault;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.isa.Insn;
import org.virtualpok.emu.isa.Op;

/**
 * Jumps, calls, returns. EIP is already behind the instruction when it runs here; a target outside
 * the code segment faults at the instruction that goes there, before anything changed.
 */
public final class ControlFlow {
  private final Operands operands;
  private final SegmentedMemory memory;
  private final SegmentLoader loader;
  private final Fault fault;

  public ControlFlow(Operands operands, SegmentLoader loader, Fault fault) {
    this.operands = operands;
    this.memory = operands.memory;
    this.loader = loader;
    this.fault = fault;
  }

  /** A near target, checked against the limit of CS. */
  public int target(CpuState c, int offset, int width) {
    int t = width == 16 ? offset & 0xffff : offset;
    if (Integer.compareUnsigned(t, c.segment(SegmentName.CS).limit) > 0) {
      throw fault.setAccess(Fault.GP, 0, SegmentName.CS, t, false);
    }
    return t;
  }

  /** Runs it; false if the operation is none of this class. */
  public boolean execute(Insn n) {
    CpuState c = operands.cpu;
    int width = n.width;
    switch (n.op) {
      case JCC -> relative(c, n, Condition.holds(c, n.condition()));
      case JMP -> c.eip = target(c, destination(c, n), width);
      case CALL -> {
        int t = target(c, destination(c, n), width);
        memory.push(c.eip, width);
        c.eip = t;
      }
      case RET -> {
        int t = target(c, memory.peek(0, width), width);
        memory.moveStack((width >>> 3) + (n.imm & 0xffff));
        c.eip = t;
      }
      case JECXZ -> relative(c, n, counter(c, n) == 0);
      case LOOP, LOOPE, LOOPNE -> loop(c, n);
      case JMPF, CALLF -> far(c, n);
      case RETF -> {
        int bytes = width >>> 3;
        int offset = memory.peek(0, width);
        loader.loadCode(c, sameLevel(c, memory.peek(bytes, width)), offset);
        memory.moveStack(2 * bytes + (n.imm & 0xffff));
        c.eip = offset;
      }
      case IRET -> interruptReturn(c, width);
      default -> {
        return false;
      }
    }
    return true;
  }

  private int destination(CpuState c, Insn n) {
    return n.kind1 == Insn.REL ? c.eip + n.imm : operands.read1(n);
  }

  private void relative(CpuState c, Insn n, boolean taken) {
    if (taken) {
      c.eip = target(c, c.eip + n.imm, n.width);
    }
  }

  private static int counter(CpuState c, Insn n) {
    return n.address16 ? c.gpr[CpuState.ECX] & 0xffff : c.gpr[CpuState.ECX];
  }

  private void loop(CpuState c, Insn n) {
    int mask = n.address16 ? 0xffff : -1;
    int count = (c.gpr[CpuState.ECX] - 1) & mask;
    boolean taken =
        count != 0
            && switch (n.op) {
              case LOOPE -> c.zf();
              case LOOPNE -> !c.zf();
              default -> true;
            };
    relative(c, n, taken);
    c.gpr[CpuState.ECX] = (c.gpr[CpuState.ECX] & ~mask) | count;
  }

  private void far(CpuState c, Insn n) {
    int offset = n.imm;
    int selector = n.imm2;
    if (n.kind1 == Insn.MEM) {
      int at = operands.address(n);
      offset = memory.load(n.segment, at, n.width);
      selector = memory.load16(n.segment, at + (n.width >>> 3));
    }
    int bytes = n.width >>> 3;
    int oldSelector = c.segment(SegmentName.CS).selector;
    if (n.op == Op.CALLF) {
      int top = c.gpr[CpuState.ESP] - 2 * bytes;
      memory.probe(SegmentName.SS.ordinal(), top, 2 * bytes, true);
      loader.loadCode(c, selector, offset);
      memory.push(oldSelector, n.width);
      memory.push(c.eip, n.width);
    } else {
      loader.loadCode(c, selector, offset);
    }
    c.eip = offset;
  }

  /**
   * A return goes to the same level; to an inner one it is forbidden, an outer one there is not.
   */
  private int sameLevel(CpuState c, int selector) {
    if ((selector & 3) != c.cpl) {
      throw fault.set(Fault.GP, selector & 0xfffc);
    }
    return selector;
  }

  private void interruptReturn(CpuState c, int width) {
    if ((c.flagsOther & Eflags.NT) != 0) {
      throw fault.set(Fault.TS, 0);
    }
    int bytes = width >>> 3;
    int offset = memory.peek(0, width);
    int selector = memory.peek(bytes, width);
    int image = memory.peek(2 * bytes, width);
    loader.loadCode(c, sameLevel(c, selector), offset);
    memory.moveStack(3 * bytes);
    c.eip = offset;
    int mask = Eflags.ARITHMETIC | Eflags.TF | Eflags.DF | Eflags.NT;
    if (width == 32) {
      mask |= Eflags.AC | Eflags.ID;
    }
    c.setEflags((c.eflags() & ~mask) | (image & mask));
  }
}
