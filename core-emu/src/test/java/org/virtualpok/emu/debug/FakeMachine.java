// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.virtualpok.emu.image.SymbolTable;
import org.virtualpok.emu.isa.Disassembler;
import org.virtualpok.emu.trace.ChunkedEventLog;
import org.virtualpok.emu.trace.EventLog;

/** A machine that only counts: 10 ns an instruction, with stops where a test wants them. */
final class FakeMachine implements Machine {
  static final int VCPU = 3;

  /** By instruction: what stops the machine there, once. */
  final Map<Long, StopReason> stops = new TreeMap<>();

  /** A step is complete at this instruction. */
  volatile long stepEnd = Long.MAX_VALUE;

  /** Any run that reaches this instruction throws. */
  volatile long bugAt = Long.MAX_VALUE;

  final List<String> calls = new ArrayList<>();
  private final Map<Integer, Breakpoint> breakpoints = new TreeMap<>();
  private final EventLog log = new ChunkedEventLog();
  private final List<RunLimit> limits = new ArrayList<>();
  private volatile Thread owner;
  private long instructions;

  /** The limits that runs were given. */
  List<RunLimit> limits() {
    return limits;
  }

  private void enter() {
    if (owner == null) {
      owner = Thread.currentThread();
    }
    if (owner != Thread.currentThread()) {
      throw new IllegalStateException("two threads drive the machine");
    }
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public StopReason run(RunLimit limit) {
    enter();
    limits.add(limit);
    long end = Math.min(limit.instructions(), (limit.timeNanos() - 1) / 10 + 1);
    for (Map.Entry<Long, StopReason> e : stops.entrySet()) {
      if (e.getKey() >= instructions && e.getKey() <= Math.min(end, bugAt)) {
        instructions = e.getKey();
        stops.remove(e.getKey());
        return e.getValue();
      }
    }
    if (end >= bugAt) {
      throw new IllegalStateException("a bug");
    }
    instructions = Math.max(instructions, end);
    return reason(StopReason.Kind.LIMIT);
  }

  static StopReason reason(StopReason.Kind kind) {
    return new StopReason(kind, VCPU, 0, 0, "Suspended: " + kind, "");
  }

  @Override
  public StopReason step(int context, StepKind kind, RunLimit limit) throws TargetException {
    enter();
    if (context != VCPU) {
      throw new TargetException("context " + context + " cannot step");
    }
    if (limit.instructions() >= stepEnd) {
      instructions = stepEnd;
      return reason(StopReason.Kind.STEP);
    }
    instructions = limit.instructions();
    return reason(StopReason.Kind.LIMIT);
  }

  @Override
  public TargetSnapshot capture(long sequence, boolean running, StopReason stop) {
    return new TargetSnapshot(
        sequence,
        running,
        stop,
        timeNanos(),
        instructions,
        VCPU,
        List.of(),
        Map.of(),
        List.copyOf(breakpoints.values()),
        Optional.empty(),
        List.of());
  }

  @Override
  public long timeNanos() {
    return instructions * 10;
  }

  @Override
  public long instructions() {
    return instructions;
  }

  @Override
  public void restart() {
    enter();
    calls.add("restart");
    instructions = 0;
    bugAt = Long.MAX_VALUE;
  }

  @Override
  public int setBreakpoint(Breakpoint breakpoint) {
    enter();
    int id = breakpoint.id() == 0 ? breakpoints.size() + 1 : breakpoint.id();
    breakpoints.put(id, breakpoint.withId(id));
    return id;
  }

  @Override
  public void removeBreakpoint(int id) throws TargetException {
    enter();
    if (breakpoints.remove(id) == null) {
      throw new TargetException("there is no breakpoint " + id);
    }
  }

  @Override
  public byte[] readMemory(Address address, int lengthBytes) throws TargetException {
    enter();
    if (lengthBytes < 0) {
      throw new IllegalArgumentException("another bug");
    }
    return new byte[lengthBytes];
  }

  @Override
  public List<Disassembler.Line> disassemble(
      int context, int offset, int count, Disassembler.Syntax syntax) {
    enter();
    return List.of();
  }

  @Override
  public Optional<SymbolTable> symbols(int context) {
    return Optional.of(SymbolTable.EMPTY);
  }

  @Override
  public EventLog events() {
    return log;
  }

  @Override
  public List<HypercallInfo> hypercalls() {
    return List.of();
  }

  @Override
  public List<ConsoleInfo> consoles() {
    return List.of(new ConsoleInfo(1, "console", true));
  }

  @Override
  public void consoleInput(int context, byte[] bytes) {
    enter();
    calls.add("input " + bytes.length);
  }
}
