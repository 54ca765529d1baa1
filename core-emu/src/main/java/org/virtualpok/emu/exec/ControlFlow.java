// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec;

import org.virtualpok.emu.cpu.CpuState;
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
  private final Fault fault;
  private final FarTransfer transfers;
  private final InterruptReturn interruptReturn;

  public ControlFlow(Operands operands, SegmentLoader loader, Fault fault) {
    this.operands = operands;
    this.memory = operands.memory;
    this.fault = fault;
    TaskSwitch tasks = new TaskSwitch(memory, loader, fault);
    transfers = new FarTransfer(memory, loader, tasks, fault);
    interruptReturn = new InterruptReturn(memory, loader, transfers, tasks, fault);
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
      case RETF -> transfers.returnFar(c, width, n.imm & 0xffff);
      case IRET -> interruptReturn.execute(c, width);
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
      offset = memory.load(n.segment, operands.address(n), n.width);
      selector = memory.load16(n.segment, operands.address(n, n.width >>> 3));
    }
    offset = n.width == 16 ? offset & 0xffff : offset;
    if (n.op == Op.CALLF) {
      transfers.call(c, selector & 0xffff, offset, n.width);
    } else {
      transfers.jump(c, selector & 0xffff, offset);
    }
  }
}
