// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.debug.Breakpoint;
import org.virtualpok.emu.interp.CodePeek;
import org.virtualpok.emu.interp.Interpreter;
import org.virtualpok.emu.isa.Insn;
import org.virtualpok.emu.isa.Op;

/**
 * Finds the boundaries of the hypercalls that a PC's programs make, while anybody wants to stop at
 * one. The entry is at the INT, which has not run: registers, stack and memory are the caller's.
 * The exit is behind it, where the very same thread, by its CS and ESP, comes back.
 */
final class PcHypercalls {
  /** A call that is under way, and that somebody wants to see come back. */
  private record Call(int codeBase, int eip, int esp, int running, int vector, int number) {}

  /** Where the processor stands. */
  record Boundary(int vector, int number, Breakpoint breakpoint, boolean entry) {}

  /** More threads than that cannot be in a call; those that never come back are forgotten. */
  private static final int CALLS_MAX = 256;

  private final Interpreter interpreter;
  private final CpuState cpu;
  private final PcMemory memory;
  private final PcBreakpoints breakpoints;
  private final CodePeek peek;
  private final List<Call> calls = new ArrayList<>();
  private final List<Integer> planted = new ArrayList<>();
  private PcPrograms programs = PcPrograms.NONE;

  /** What the interpreter stops before now. */
  private boolean watchesCalls;

  private boolean watchesTransfers;

  PcHypercalls(
      Interpreter interpreter,
      CpuState cpu,
      PcMemory memory,
      PcBreakpoints breakpoints,
      CodePeek peek) {
    this.interpreter = interpreter;
    this.cpu = cpu;
    this.memory = memory;
    this.breakpoints = breakpoints;
    this.peek = peek;
  }

  void setPrograms(PcPrograms newPrograms) {
    programs = newPrograms;
    watchesCalls = false;
    watchesTransfers = false;
  }

  /** The machine starts anew, or hypercalls are of no interest any more. */
  void forget() {
    planted.forEach(interpreter::removeBreakpointAt);
    planted.clear();
    calls.clear();
  }

  /** Lets the interpreter stop where a breakpoint or this step, which may be null, wants it. */
  void prepare(PcStep step) {
    boolean wantCalls = breakpoints.wantsCalls() || step != null && step.wantsCalls();
    boolean wantTransfers = step != null && step.wantsTransfers();
    if (wantCalls != watchesCalls || wantTransfers != watchesTransfers) {
      watchesCalls = wantCalls;
      watchesTransfers = wantTransfers;
      interpreter.setWatch(watch());
      if (!wantCalls) {
        forget();
      }
    }
  }

  private Predicate<Insn> watch() {
    if (!watchesCalls && !watchesTransfers) {
      return null;
    }
    PcPrograms all = programs;
    boolean transfers = watchesTransfers;
    boolean ints = watchesCalls;
    return n ->
        ints && n.op == Op.INT && all.isCall(n.imm & 0xff) || transfers && PcStep.isTransfer(n);
  }

  /** The INT at CS:EIP is about to run although it is passed over: its exit may be wanted. */
  void aboutToRun() {
    if (watchesCalls) {
      call(peek.instruction(cpu));
    }
  }

  /**
   * The boundary at which the processor stands and that somebody wants, the hit counted; null if
   * there is none.
   */
  Boundary boundary(PcStep step) {
    if (!watchesCalls) {
      return null;
    }
    Call back = comeBack();
    Insn n = peek.instruction(cpu);
    Call call = call(n);
    if (back != null) {
      Breakpoint hit = breakpoints.hitCall(back.vector, back.number, false);
      if (hit != null) {
        return new Boundary(back.vector, back.number, hit, false);
      }
    }
    if (call == null) {
      return null;
    }
    Breakpoint hit = breakpoints.hitCall(call.vector, call.number, true);
    boolean wanted = step != null && step.wantsCall();
    return hit == null && !wanted ? null : new Boundary(call.vector, call.number, hit, true);
  }

  private Call comeBack() {
    int base = cpu.segment(SegmentName.CS).base;
    for (int i = 0; i < calls.size(); i++) {
      Call c = calls.get(i);
      if (c.codeBase == base
          && c.eip == cpu.eip
          && c.esp == cpu.gpr[CpuState.ESP]
          && (c.running == 0 || programs.runs(c.running))) {
        remove(i);
        return c;
      }
    }
    return null;
  }

  /** The call that an instruction makes, remembered if its exit is wanted; null if it is none. */
  private Call call(Insn n) {
    if (n == null || n.op != Op.INT || !programs.isCall(n.imm & 0xff)) {
      return null;
    }
    Call call =
        new Call(
            cpu.segment(SegmentName.CS).base,
            cpu.eip + n.length,
            cpu.gpr[CpuState.ESP],
            programs.running(),
            n.imm & 0xff,
            cpu.gpr[CpuState.EAX]);
    if (breakpoints.wantsExit(call.vector, call.number)) {
      remember(call);
    }
    return call;
  }

  private void remember(Call call) {
    int index = memory.indexOf(call.codeBase + call.eip);
    if (index < 0) {
      return;
    }
    for (int i = calls.size() - 1; i >= 0; i--) {
      Call c = calls.get(i);
      if (c.codeBase == call.codeBase && c.eip == call.eip && c.esp == call.esp) {
        remove(i);
      }
    }
    if (calls.size() == CALLS_MAX) {
      remove(0);
    }
    calls.add(call);
    planted.add(index);
    interpreter.addBreakpointAt(index);
  }

  private void remove(int i) {
    calls.remove(i);
    interpreter.removeBreakpointAt(planted.remove(i));
  }
}
