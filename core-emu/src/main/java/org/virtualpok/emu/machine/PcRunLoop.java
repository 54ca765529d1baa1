// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.machine;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Eflags;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.debug.Breakpoint;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.debug.StepKind;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.device.VirtualClock;
import org.virtualpok.emu.image.SymbolTable;
import org.virtualpok.emu.interp.CodePeek;
import org.virtualpok.emu.interp.DeliveryObserver;
import org.virtualpok.emu.memory.ProcessorMode;
import org.virtualpok.emu.state.StateGroup;

/**
 * Runs a PC from one instruction boundary to the next at which a timer is due, and stops it where
 * somebody wants it stopped.
 */
final class PcRunLoop implements PcBoard.Listener, DeliveryObserver {
  private final PcRecorder recorder;
  private final boolean hasRom;
  private PcBoard board;
  private CpuState cpu;
  private PcMemory memory;
  private PcBreakpoints breakpoints;
  private PcStops stops;
  private PcHypercalls hypercalls;
  private PcPrograms programs = PcPrograms.NONE;
  private CodePeek peek;

  private volatile PcEnding ending;
  private volatile PcFaultReport fault;
  private long interrupts;

  /** For the sentence on a processor that nothing wakes: a vector, -1 if none was delivered. */
  private int lastException = -1;

  private int lastExceptionEip;

  /** RESET was pulled in the instruction that just ran. */
  private boolean resetPulled;

  /** Found in the middle of an instruction; the stop is behind it. */
  private StopReason pending;

  /** The step that a limit cut short; null if none was. */
  private PcStep unfinished;

  /** Where the last stop was shown: what stopped there does not stop there again at once. */
  private long shownRetired = -1;

  private int shownEip;

  /** The machine gets its state from outside; what changes then is no event. */
  private boolean settingUp = true;

  /** The next instruction carries a breakpoint that was looked at and does not stop. */
  private boolean passOver;

  PcRunLoop(PcRecorder recorder, boolean hasRom) {
    this.recorder = recorder;
    this.hasRom = hasRom;
  }

  void attach(
      PcBoard newBoard,
      PcMemory newMemory,
      PcBreakpoints newBreakpoints,
      Optional<SymbolTable> symbols) {
    board = newBoard;
    memory = newMemory;
    breakpoints = newBreakpoints;
    cpu = board.processor.cpu();
    stops = new PcStops(board, memory, symbols.orElse(SymbolTable.EMPTY));
    peek = new CodePeek(board.memory);
    hypercalls = new PcHypercalls(board.processor.interpreter(), cpu, memory, breakpoints, peek);
    board.processor.setDeliveryObserver(this);
    board.processor.setModeListener(this::modeChanged);
    board.processor.setTranslationListener(breakpoints::pageOpened);
  }

  void setPrograms(PcPrograms newPrograms) {
    dropStep();
    programs = newPrograms;
    hypercalls.setPrograms(newPrograms);
    stops.setPrograms(newPrograms);
  }

  /** The machine is about to be powered on anew. */
  void forget() {
    settingUp = true;
    ending = null;
    fault = null;
    interrupts = 0;
    lastException = -1;
    lastExceptionEip = 0;
    hypercalls.forget();
  }

  /** The machine has its state: from here on guest time passes. */
  void begin() {
    dropStep();
    settingUp = false;
    pending = null;
    resetPulled = false;
    shownRetired = -1;
    passOver = false;
  }

  /** A machine that was saved at its end stays there; what led to a triple fault is lost. */
  void describe(StateGroup group) {
    group.register("interrupts", 63, "delivered", () -> interrupts, v -> interrupts = v);
    group.register(
        "exception",
        9,
        "vector of the last, and 1; 0 for none",
        () -> lastException + 1,
        v -> lastException = (int) v - 1);
    group.register(
        "exception-EIP",
        32,
        "where it was raised",
        () -> lastExceptionEip,
        v -> lastExceptionEip = (int) v);
    PcEndingState state = new PcEndingState(() -> ending, e -> ending = e);
    state.describe(group.group("ending", "how it came to its end"));
  }

  Optional<PcEnding> ending() {
    return Optional.ofNullable(ending);
  }

  Optional<PcFaultReport> fault() {
    return Optional.ofNullable(fault);
  }

  long interrupts() {
    return interrupts;
  }

  StopReason run(RunLimit limit) {
    dropStep();
    return shown(loop(limit, null));
  }

  StopReason step(int context, StepKind kind, RunLimit limit) {
    if (unfinished == null || unfinished.kind != kind || unfinished.context != context) {
      dropStep();
      unfinished =
          new PcStep(kind, context, board.processor.interpreter(), memory, cpu, peek, programs);
    }
    StopReason reason = shown(loop(limit, unfinished));
    if (reason.kind() != StopReason.Kind.LIMIT) {
      dropStep();
    }
    return reason;
  }

  private void dropStep() {
    if (unfinished != null) {
      unfinished.end();
      unfinished = null;
    }
  }

  private StopReason shown(StopReason reason) {
    if (reason.kind() != StopReason.Kind.LIMIT) {
      shownRetired = cpu.retired;
      shownEip = cpu.eip;
    }
    return reason;
  }

  private StopReason loop(RunLimit limit, PcStep step) {
    VirtualClock clock = board.clock;
    while (true) {
      clock.takeDue();
      if (resetPulled) {
        resetPulled = false;
        restartFromRom();
      }
      if (ending != null) {
        return stops.ended(ending);
      }
      if (pending != null) {
        StopReason stop = pending;
        pending = null;
        return stop;
      }
      if (step != null && step.complete()) {
        return stops.step(!programs.isProgram(step.context));
      }
      breakpoints.followPrograms();
      hypercalls.prepare(step);
      if (clock.nanos() >= limit.timeNanos() || cpu.retired >= limit.instructions()) {
        return PcStops.limit();
      }
      long due = Math.min(clock.nextDueNanos(), limit.timeNanos());
      long budget = Math.min(clock.cyclesUntil(due), limit.instructions() - cpu.retired);
      StopReason stop = execute(step == null ? budget : step.budget(budget), step, limit);
      if (stop != null) {
        return stop;
      }
    }
  }

  private StopReason execute(long budget, PcStep step, RunLimit limit) {
    boolean skip =
        passOver
            || cpu.retired == shownRetired && cpu.eip == shownEip
            || step != null && step.isFirst();
    passOver = false;
    if (skip) {
      hypercalls.aboutToRun();
    }
    return switch (board.processor.run(budget, skip)) {
      case BUDGET, PAUSED -> null;
      case BREAKPOINT -> breakpoint(step);
      case HALT -> idle(limit);
      case SHUTDOWN -> {
        tripleFault();
        yield null;
      }
    };
  }

  private StopReason breakpoint(PcStep step) {
    Breakpoint hit = breakpoints.hitAddress();
    if (hit != null) {
      return stops.breakpoint(hit);
    }
    PcHypercalls.Boundary boundary = hypercalls.boundary(step);
    if (boundary != null) {
      return stops.hypercall(boundary);
    }
    if (step != null) {
      step.stoppedBefore();
    }
    if (step == null || !step.complete()) {
      passOver = true;
    }
    return null;
  }

  /** HLT: time passes until a timer is due. */
  private StopReason idle(RunLimit limit) {
    if ((cpu.flagsOther & Eflags.IF) == 0) {
      return end(PcEnding.Kind.HALTED, 0, stops.haltedForEver(lastException, lastExceptionEip));
    }
    long until = Math.min(board.clock.nextDueNanos(), limit.timeNanos());
    if (until == VirtualClock.NEVER) {
      String sentence = "The processor waits for an interrupt that nothing raises.";
      return end(PcEnding.Kind.HALTED, 0, sentence);
    }
    board.idle(board.clock.cyclesUntil(until));
    return null;
  }

  private StopReason end(PcEnding.Kind kind, int value, String sentence) {
    board.flushConsoles();
    ending = new PcEnding(kind, value, sentence);
    board.processor.pause();
    return null;
  }

  private void tripleFault() {
    String sentence = stops.tripleFault(board.processor.lastExceptions());
    board.flushConsoles();
    recorder.text(
        PcEvents.TRIPLE_FAULT, PcMachine.CPU_CONTEXT, sentence.getBytes(StandardCharsets.UTF_8));
    fault = stops.report(sentence, recorder.log());
    end(PcEnding.Kind.TRIPLE_FAULT, 0, sentence);
  }

  /** What a ROM does behind a reset is its own business; a loaded kernel has nobody to load it. */
  private void restartFromRom() {
    recorder.record(PcEvents.RESET, 0, 0, 0);
    if (!hasRom) {
      end(PcEnding.Kind.RESET, 0, "The guest has reset the PC.");
      return;
    }
    board.reset();
    breakpoints.replant();
  }

  // ---- what happens in the middle of an instruction -------------------------------------------

  @Override
  public void delivered(Cause cause, int vector, int errorCode, int eip) {
    switch (cause) {
      case EXTERNAL -> {
        interrupts++;
        recorder.record(PcEvents.INTERRUPT, vector, board.irqOf(vector), eip);
      }
      case EXCEPTION -> {
        lastException = vector;
        lastExceptionEip = eip;
        recorder.record(PcEvents.EXCEPTION, vector, errorCode, eip);
      }
      case SOFTWARE ->
          recorder.record(
              PcEvents.SOFTWARE_INTERRUPT, caller(vector), vector, eip, cpu.gpr[CpuState.EAX]);
    }
    Breakpoint hit = breakpoints.hitVector(vector);
    if (hit != null) {
      stopSoon(stops.vector(hit, cause, vector, errorCode, eip, board.irqOf(vector)));
    }
  }

  /** The program that made a hypercall, by the CS that the delivery saved; else the processor. */
  private int caller(int vector) {
    if (!programs.isCall(vector) || cpu.cpl == 3) {
      return PcMachine.CPU_CONTEXT;
    }
    long frame = memory.physicalOf(cpu.segment(SegmentName.SS).base + cpu.gpr[CpuState.ESP] + 4);
    int selector = frame < 0 ? 0 : board.memory.read32((int) frame) & 0xffff;
    int program = programs.ofSelector(selector);
    return program == 0 ? PcMachine.CPU_CONTEXT : program;
  }

  private void modeChanged(ProcessorMode before, ProcessorMode after) {
    if (settingUp) {
      return;
    }
    recorder.record(PcEvents.MODE, before.ordinal(), after.ordinal(), cpu.eip);
    breakpoints.replant();
    Breakpoint hit = breakpoints.hitModeChange();
    if (hit != null) {
      stopSoon(stops.modeChange(hit, before, after));
    }
  }

  void portAccess(int port, int sizeBytes, boolean write, int value) {
    Breakpoint hit = breakpoints.hitPort(port, sizeBytes, write);
    if (hit != null) {
      recorder.record(PcEvents.PORT_ACCESS, port, sizeBytes | (write ? 0x100 : 0), value);
      stopSoon(stops.port(hit, port, sizeBytes, write, value));
    }
  }

  private void stopSoon(StopReason reason) {
    if (pending == null) {
      pending = reason;
    }
    board.processor.pause();
  }

  @Override
  public void text(int console, byte[] piece) {
    recorder.text(PcEvents.CONSOLE_OUTPUT, console, piece);
  }

  @Override
  public void powerOff() {
    board.flushConsoles();
    recorder.record(PcEvents.POWER_OFF, 0, 0, 0);
    end(PcEnding.Kind.POWER_OFF, 0, "The guest has switched the power off.");
  }

  @Override
  public void debugExit(int value) {
    board.flushConsoles();
    recorder.record(PcEvents.DEBUG_EXIT, value, 0, 0);
    String sentence = String.format("The guest wrote 0x%x to the debug exit, port 0xf4.", value);
    end(PcEnding.Kind.DEBUG_EXIT, value, sentence);
  }

  @Override
  public void reset() {
    resetPulled = true;
    board.processor.pause();
  }

  /** Where the processor stands. */
  String place() {
    return stops.place();
  }
}
