// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec;

import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Eflags;
import org.virtualpok.emu.isa.Decoder;
import org.virtualpok.emu.isa.Insn;
import org.virtualpok.emu.isa.Op;

/**
 * String instructions (Intel SDM vol. 1, 7.3.9). Registers commit after each element, so that a
 * fault or an interrupt in the middle leaves a state from which the instruction goes on.
 */
public final class StringOps {
  /** Elements after which a repeated instruction lets interrupts in, retired as one each time. */
  public static final int ELEMENTS_PER_TURN = 4096;

  private static final int DESTINATION = Decoder.stringDestination();

  private final Operands operands;
  private final SegmentedMemory memory;
  private int elementsPerTurn = ELEMENTS_PER_TURN;

  public StringOps(Operands operands) {
    this.operands = operands;
    this.memory = operands.memory;
  }

  /** Whether to stop after each element, as the single-step trap and data breakpoints ask. */
  public void setElementByElement(boolean single) {
    elementsPerTurn = single ? 1 : ELEMENTS_PER_TURN;
  }

  /** Runs it; false if elements are left, and the instruction has to run again. */
  public boolean execute(Insn n) {
    CpuState c = operands.cpu;
    if (n.rep == 0) {
      element(c, n);
      return true;
    }
    boolean compares = n.op == Op.CMPS || n.op == Op.SCAS;
    int mask = n.address16 ? 0xffff : -1;
    for (int i = 0; i < elementsPerTurn; i++) {
      int count = c.gpr[CpuState.ECX] & mask;
      if (count == 0) {
        return true;
      }
      element(c, n);
      c.gpr[CpuState.ECX] = (c.gpr[CpuState.ECX] & ~mask) | ((count - 1) & mask);
      if (count == 1 || (compares && c.zf() != (n.rep == 0xf3))) {
        return true;
      }
    }
    return false;
  }

  private void element(CpuState c, Insn n) {
    int width = n.width;
    int mask = n.address16 ? 0xffff : -1;
    int from = c.gpr[CpuState.ESI] & mask;
    int to = c.gpr[CpuState.EDI] & mask;
    switch (n.op) {
      case MOVS -> {
        memory.store(DESTINATION, to, memory.load(n.segment, from, width), width);
        advance(c, CpuState.ESI, width, mask);
        advance(c, CpuState.EDI, width, mask);
      }
      case STOS -> {
        memory.store(DESTINATION, to, c.gpr[CpuState.EAX], width);
        advance(c, CpuState.EDI, width, mask);
      }
      case LODS -> {
        operands.setAccumulator(width, memory.load(n.segment, from, width));
        advance(c, CpuState.ESI, width, mask);
      }
      case SCAS -> {
        compare(c, operands.accumulator(width), memory.load(DESTINATION, to, width), width);
        advance(c, CpuState.EDI, width, mask);
      }
      case CMPS -> {
        int a = memory.load(n.segment, from, width);
        compare(c, a, memory.load(DESTINATION, to, width), width);
        advance(c, CpuState.ESI, width, mask);
        advance(c, CpuState.EDI, width, mask);
      }
      default -> throw new AssertionError(n.form);
    }
  }

  private static void compare(CpuState c, int a, int b, int width) {
    int r = a - b;
    c.flagResult = Alu.extend(r, width);
    c.flagAux = Alu.subBorrows(a, b, r, width);
  }

  private static void advance(CpuState c, int register, int width, int mask) {
    int step = (c.flagsOther & Eflags.DF) != 0 ? -(width >>> 3) : width >>> 3;
    int value = c.gpr[register];
    c.gpr[register] = (value & ~mask) | ((value + step) & mask);
  }
}
