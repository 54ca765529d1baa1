// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.machine;

import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.debug.StepKind;
import org.virtualpok.emu.interp.CodePeek;
import org.virtualpok.emu.interp.Interpreter;
import org.virtualpok.emu.isa.Insn;
import org.virtualpok.emu.isa.Op;

/**
 * A step that is under way. Into: one instruction, or the delivery of an interrupt that came first;
 * of a halted processor, until one comes. Over: as into, but what comes back counts as one.
 *
 * <p>A step of a program counts the instructions of that program alone: it waits until the program
 * runs, a hypercall is one instruction, and what the kernel or other programs do meanwhile is none.
 */
final class PcStep {
  final StepKind kind;
  final int context;
  private final Interpreter interpreter;
  private final PcMemory memory;
  private final CpuState cpu;
  private final CodePeek peek;
  private final PcPrograms programs;

  /** A step of the processor, the kernel's instructions included. */
  private final boolean whole;

  /** False while the program to be stepped has not run yet. */
  private boolean begun;

  private long startRetired;
  private int startEip;
  private int startStack;

  /** The thread that is stepped, if anybody knows threads; 0 in the kernel. */
  private int startRunning;

  /** Linear address where it ends, and its index in memory; -1 if it is one instruction. */
  private int target;

  private int targetIndex = -1;

  /** Something else has run since the program began its instruction. */
  private boolean left;

  /** The next instruction may be the one that enters the program. */
  private boolean closely;

  PcStep(
      StepKind kind,
      int context,
      Interpreter interpreter,
      PcMemory memory,
      CpuState cpu,
      CodePeek peek,
      PcPrograms programs) {
    this.kind = kind;
    this.context = context;
    this.interpreter = interpreter;
    this.memory = memory;
    this.cpu = cpu;
    this.peek = peek;
    this.programs = programs;
    whole = !programs.isProgram(context);
    startRetired = cpu.retired;
    if (kind != StepKind.NEXT_HYPERCALL && inside()) {
      begin();
    }
  }

  private boolean inside() {
    return whole || programs.runs(context);
  }

  private void begin() {
    begun = true;
    startRetired = cpu.retired;
    startEip = cpu.eip;
    startStack = cpu.gpr[CpuState.ESP];
    startRunning = programs.running();
    Insn n = cpu.halted ? null : peek.instruction(cpu);
    if (n != null && (kind == StepKind.OVER && comesBack(n) || !whole && n.op == Op.INT)) {
      runTo(cpu.segment(SegmentName.CS).base + cpu.eip + n.length);
    }
  }

  private static boolean comesBack(Insn n) {
    return switch (n.op) {
      case CALL, CALLF, INT, INT3, INTO -> true;
      case MOVS, CMPS, STOS, LODS, SCAS, INS, OUTS -> n.rep != 0;
      default -> false;
    };
  }

  /** Whether an instruction may lead from the kernel into a program. */
  static boolean isTransfer(Insn n) {
    return switch (n.op) {
      case IRET, RETF, JMPF, CALLF -> true;
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

  /** Whether the interpreter has to stop before hypercalls. */
  boolean wantsCalls() {
    return kind == StepKind.NEXT_HYPERCALL;
  }

  /** Whether the hypercall before which the processor stands is where the step ends. */
  boolean wantsCall() {
    return wantsCalls() && inside() && !isFirst();
  }

  /** Whether the interpreter has to stop before what may lead into the program. */
  boolean wantsTransfers() {
    return !whole && !wantsCalls() && targetIndex < 0 && (!begun || left);
  }

  /** The interpreter has stopped before an instruction that counts for the step or a breakpoint. */
  void stoppedBefore() {
    closely = true;
  }

  /** Instructions that may run before it has to be looked at again. */
  long budget(long most) {
    boolean one = closely || !wantsCalls() && targetIndex < 0 && !wantsTransfers();
    closely = false;
    return one ? Math.min(most, 1) : most;
  }

  /** Whether the instruction that would run next is the first. */
  boolean isFirst() {
    return (begun || wantsCalls()) && cpu.retired == startRetired;
  }

  boolean complete() {
    if (wantsCalls()) {
      return false;
    }
    if (!begun) {
      if (inside()) {
        begin();
      }
      return false;
    }
    if (isFirst()) {
      return false;
    }
    if (targetIndex >= 0) {
      return cpu.segment(SegmentName.CS).base + cpu.eip == target
          && Integer.compareUnsigned(cpu.gpr[CpuState.ESP], startStack) >= 0
          && sameThread();
    }
    if (whole) {
      return true;
    }
    if (!sameThread()) {
      left = true;
      return false;
    }
    if (left && cpu.eip == startEip && cpu.gpr[CpuState.ESP] == startStack) {
      // An interrupt came before the instruction, and only now it is its turn.
      left = false;
      startRetired = cpu.retired;
      return false;
    }
    return true;
  }

  private boolean sameThread() {
    return startRunning == 0 || programs.runs(startRunning);
  }

  /** Takes its breakpoint away; the step is not used any more. */
  void end() {
    if (targetIndex >= 0) {
      interpreter.removeBreakpointAt(targetIndex);
      targetIndex = -1;
    }
  }
}
