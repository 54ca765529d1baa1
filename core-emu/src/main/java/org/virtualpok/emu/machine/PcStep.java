// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.machine;

import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.debug.StepKind;
import org.virtualpok.emu.interp.CodePeek;
import org.virtualpok.emu.interp.Interpreter;
import org.virtualpok.emu.isa.Insn;

/**
 * A step that is under way. Into: one instruction, or the delivery of an interrupt that came first;
 * of a halted processor, until one comes. Over: as into, but what comes back counts as one.
 */
final class PcStep {
  final StepKind kind;
  private final Interpreter interpreter;
  private final PcMemory memory;
  private final CpuState cpu;
  private final long startRetired;
  private final int startStack;

  /** Linear address where it ends, and its index in memory; -1 if it is one instruction. */
  private int target;

  private int targetIndex = -1;

  PcStep(StepKind kind, Interpreter interpreter, PcMemory memory, CpuState cpu, CodePeek peek) {
    this.kind = kind;
    this.interpreter = interpreter;
    this.memory = memory;
    this.cpu = cpu;
    startRetired = cpu.retired;
    startStack = cpu.gpr[CpuState.ESP];
    if (kind == StepKind.OVER && !cpu.halted) {
      Insn n = peek.instruction(cpu);
      if (n != null && comesBack(n)) {
        runTo(cpu.segment(SegmentName.CS).base + cpu.eip + n.length);
      }
    }
  }

  private static boolean comesBack(Insn n) {
    return switch (n.op) {
      case CALL, CALLF, INT, INT3, INTO -> true;
      case MOVS, CMPS, STOS, LODS, SCAS, INS, OUTS -> n.rep != 0;
      default -> false;
    };
  }

  private void runTo(int linear) {
    int index = memory.indexOf(linear);
    if (index >= 0) {
      target = linear;
      targetIndex = index;
      interpreter.addBreakpointAt(index);
    }
  }

  /** Instructions that may run before it has to be looked at again. */
  long budget(long most) {
    return targetIndex < 0 ? Math.min(most, 1) : most;
  }

  /** Whether the instruction that would run next is the first. */
  boolean isFirst() {
    return cpu.retired == startRetired;
  }

  boolean complete() {
    if (isFirst()) {
      return false;
    }
    return targetIndex < 0
        || cpu.segment(SegmentName.CS).base + cpu.eip == target
            && Integer.compareUnsigned(cpu.gpr[CpuState.ESP], startStack) >= 0;
  }

  /** Takes its breakpoint away; the step is not used any more. */
  void end() {
    if (targetIndex >= 0) {
      interpreter.removeBreakpointAt(targetIndex);
      targetIndex = -1;
    }
  }
}
