// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Fault;
import org.virtualpok.emu.debug.Address;
import org.virtualpok.emu.debug.Breakpoint;
import org.virtualpok.emu.debug.HypercallInfo;
import org.virtualpok.emu.debug.Machine;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.debug.StepKind;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.debug.TargetException;
import org.virtualpok.emu.debug.TargetSnapshot;
import org.virtualpok.emu.image.SymbolTable;
import org.virtualpok.emu.interp.Interpreter;
import org.virtualpok.emu.isa.Disassembler;
import org.virtualpok.emu.memory.PhysicalMemory;
import org.virtualpok.emu.trace.EventKind;
import org.virtualpok.emu.trace.EventLog;
import org.virtualpok.emu.trace.EventTail;
import org.virtualpok.hypervisor.config.ModuleDescription;
import org.virtualpok.hypervisor.config.ModuleDescription.LineDescription;
import org.virtualpok.hypervisor.config.ModuleDescription.PartitionDescription;
import org.virtualpok.hypervisor.event.EventRecorder;
import org.virtualpok.hypervisor.event.HypervisorEvents;
import org.virtualpok.hypervisor.hypercall.Hypercall;
import org.virtualpok.hypervisor.hypercall.HypercallDispatcher;
import org.virtualpok.hypervisor.interrupt.FrameException;
import org.virtualpok.hypervisor.interrupt.VirtualInterrupts;
import org.virtualpok.hypervisor.interrupt.VirtualLine;
import org.virtualpok.hypervisor.partition.DescriptorTable;
import org.virtualpok.hypervisor.partition.MemoryLayout;
import org.virtualpok.hypervisor.partition.Partition;
import org.virtualpok.hypervisor.partition.PartitionImage;
import org.virtualpok.hypervisor.partition.PartitionLifecycle;
import org.virtualpok.hypervisor.partition.PartitionSpace;
import org.virtualpok.hypervisor.partition.PartitionState;
import org.virtualpok.hypervisor.schedule.MajorFrame;
import org.virtualpok.hypervisor.schedule.Slot;

/**
 * A module that runs. One thread owns it; given the same orders at the same instructions it does
 * the same, event for event.
 *
 * <p>Words: an instruction boundary is <i>settled</i> when everything due by then has happened
 * (slot boundaries, ticks) and the vCPU that is scheduled has got the interrupt that it can get.
 * The run loop settles, looks whether to stop, and lets the interpreter run up to the next moment
 * at which something is due.
 *
 * <p>Contexts: the module is 1, partition p (from 1) is 2p, its vCPU 2p + 1.
 */
public final class ModuleMachine implements Machine {
  private final ModuleDescription description;
  private final ModuleOptions options;
  private final PhysicalMemory memory;
  private final DescriptorTable descriptors;
  private final List<Partition> partitions = new ArrayList<>();
  private final ModuleClock clock;
  private final ModuleTimeline timeline;
  private final PartitionLifecycle lifecycle;
  private final HypercallDispatcher dispatcher;
  private final Interpreter interpreter;
  private final BreakpointTable breakpoints;
  private final ModuleView view;
  private final List<FaultReport> faults = new CopyOnWriteArrayList<>();
  private final List<HypercallInfo> hypercalls = Hypercall.table();

  private volatile EventLog log;
  private int instances;
  private boolean stopOnFault;

  /** Where the last stop was shown: what stopped there does not stop there again at once. */
  private Partition shownPartition;

  private long shownRetired;
  private int shownEip;

  /** Its next instruction carries a breakpoint that was looked at and does not stop. */
  private Partition passOver;

  /** Was delivered an interrupt and has not run since; with the instance and line. */
  private Partition entering;

  private int enteringInstance;
  private int enteringLine;

  /** A stop that was found while settling. */
  private StopReason pendingStop;

  /** The step that a limit cut short; null if none was. */
  private StepPlan unfinished;

  ModuleMachine(ModuleDescription description, List<PartitionImage> images, ModuleOptions options) {
    this.description = description;
    this.options = options;
    MemoryLayout layout = new MemoryLayout(description.partitions());
    memory = new PhysicalMemory(layout.endAddress());
    interpreter = new Interpreter(memory);
    descriptors = new DescriptorTable(memory);
    clock = new ModuleClock(options.nanosPerInstruction());
    EventRecorder recorder = new Recorder();
    lifecycle = new PartitionLifecycle(recorder, clock::nanos);
    dispatcher = new HypercallDispatcher(recorder, lifecycle, clock::nanos);
    int coalescing = 0;
    for (LineDescription line : description.lines()) {
      coalescing |= line.coalesces() ? 1 << line.number() : 0;
    }
    for (int i = 0; i < images.size(); i++) {
      PartitionDescription configured = description.partitions().get(i);
      partitions.add(
          new Partition(
              i,
              configured.identifier(),
              configured.name(),
              images.get(i),
              new PartitionSpace(memory, layout.base(i), configured.sizeBytes()),
              new VirtualInterrupts(2 * (i + 1), recorder, () -> ++instances, coalescing)));
    }
    List<Slot> slots =
        description.windows().stream()
            .map(w -> new Slot(w.partition(), w.startNanos(), w.durationNanos()))
            .toList();
    timeline =
        new ModuleTimeline(
            new MajorFrame(slots),
            options.clock().orElse(description.clock()),
            options.clockPhaseNanos(),
            description.costs(),
            partitions,
            clock,
            descriptors,
            recorder);
    breakpoints = new BreakpointTable(interpreter, partitions);
    view = new ModuleView(description.name(), partitions, clock, timeline, breakpoints);
    log = options.eventLogs().get();
    powerOn();
  }

  /** Stamps what the parts of this machine log. */
  private final class Recorder implements EventRecorder {
    @Override
    public void record(EventKind kind, int context, int a, int b, int c) {
      log.append(clock.nanos(), clock.instructions(), kind, context, a, b, c);
    }

    @Override
    public void recordText(EventKind kind, int context, byte[] text, int c) {
      log.appendText(clock.nanos(), clock.instructions(), kind, context, text, c);
    }
  }

  private void powerOn() {
    descriptors.writeKernel();
    for (Partition partition : partitions) {
      partition.cpu().retired = 0;
      partition.start(Partition.MODE_COLD_START);
    }
    timeline.reset();
  }

  @Override
  public void restart() {
    EventLog old = log;
    log = options.eventLogs().get();
    old.close();
    clock.reset();
    instances = 0;
    faults.clear();
    pendingStop = null;
    shownPartition = null;
    passOver = null;
    entering = null;
    dropUnfinishedStep();
    for (Partition partition : partitions) {
      partition.interrupts().forget();
    }
    memory.clear();
    powerOn();
  }

  /** Whether a fault of a partition stops the machine; else the others just go on. */
  public void setStopOnFault(boolean stop) {
    stopOnFault = stop;
  }

  /** Of the partitions that faulted since the start, in that order; from any thread. */
  public List<FaultReport> faults() {
    return List.copyOf(faults);
  }

  /** Name of the partition that a context belongs to; null if it is the module. From any thread. */
  public String partitionName(int context) {
    Partition partition = partitionOrNull(context);
    return partition == null ? null : partition.name();
  }

  @Override
  public String name() {
    return description.name();
  }

  @Override
  public long timeNanos() {
    return clock.nanos();
  }

  @Override
  public long instructions() {
    return clock.instructions();
  }

  @Override
  public EventLog events() {
    return log;
  }

  @Override
  public List<HypercallInfo> hypercalls() {
    return hypercalls;
  }

  // ---- running ------------------------------------------------------------------------------

  @Override
  public StopReason run(RunLimit limit) {
    dropUnfinishedStep();
    return shown(loop(limit, null), null);
  }

  @Override
  public StopReason step(int context, StepKind kind, RunLimit limit) throws TargetException {
    StepPlan plan = unfinished;
    if (plan == null || plan.context != context || plan.kind != kind) {
      dropUnfinishedStep();
      plan = new StepPlan(context, kind, interpreter, stepped(context));
    }
    unfinished = plan;
    StopReason reason = loop(limit, plan);
    if (reason.kind() != StopReason.Kind.LIMIT) {
      dropUnfinishedStep();
    }
    return shown(reason, plan);
  }

  private void dropUnfinishedStep() {
    if (unfinished != null) {
      unfinished.end();
      unfinished = null;
    }
  }

  /** The partition that a step is about; null for the whole module. */
  private Partition stepped(int context) throws TargetException {
    if (context == BreakpointTable.MODULE_CONTEXT) {
      return null;
    }
    Partition partition = partition(context);
    if (partition.state().ended() || partition.state() == PartitionState.NO_THREAD) {
      throw new TargetException(
          "Partition '" + partition.name() + "' cannot be stepped. " + partition.reason());
    }
    return partition;
  }

  /** Remembers where the user now sees the machine stand. */
  private StopReason shown(StopReason reason, StepPlan plan) {
    if (reason.kind() != StopReason.Kind.LIMIT) {
      Partition at = plan == null ? null : plan.partition();
      Partition stopped = partitionOrNull(reason.context());
      shownPartition = stopped != null ? stopped : at;
      if (shownPartition != null) {
        shownRetired = shownPartition.cpu().retired;
        shownEip = shownPartition.cpu().eip;
      }
    }
    return reason;
  }

  private StopReason loop(RunLimit limit, StepPlan step) {
    while (true) {
      settle();
      if (pendingStop != null) {
        StopReason stop = pendingStop;
        pendingStop = null;
        return stop;
      }
      if (step != null && step.complete()) {
        return Stops.step(step.partition());
      }
      if (allEnded()) {
        return Stops.finished(partitions);
      }
      if (clock.nanos() >= limit.timeNanos() || clock.instructions() >= limit.instructions()) {
        return Stops.limit();
      }
      Partition current = timeline.current();
      if (current.state() == PartitionState.READY) {
        StopReason stop = execute(current, limit, step);
        if (stop != null) {
          return stop;
        }
      } else if (limit.timeNanos() == Long.MAX_VALUE
          && partitions.stream().noneMatch(ModuleMachine::mayRun)) {
        return Stops.nothingCanRun();
      } else {
        clock.advanceTo(Math.min(timeline.nextNanos(), limit.timeNanos()));
      }
    }
  }

  private boolean allEnded() {
    for (Partition partition : partitions) {
      if (!partition.state().ended()) {
        return false;
      }
    }
    return true;
  }

  /** Whether anything inside the module can make a partition run again. */
  private static boolean mayRun(Partition partition) {
    VirtualLine ticks = partition.interrupts().line(VirtualLine.CLOCK);
    boolean ticking = ticks.requested() && !ticks.masked() && !ticks.inService();
    return partition.runnable() || (partition.state() == PartitionState.WAITING && ticking);
  }

  private void settle() {
    Partition current;
    boolean delivered;
    do {
      timeline.takeDue();
      current = timeline.current();
      delivered = false;
      if (current.interrupts().deliverable() && current.runnable()) {
        if (current.state() == PartitionState.WAITING) {
          lifecycle.wake(current);
        }
        deliver(current);
        delivered = true;
      }
    } while (delivered);
    current.interrupts().logGates(timeline.outerGate(current));
  }

  private void deliver(Partition partition) {
    try {
      enteringInstance = partition.interrupts().deliver(partition.cpu(), memory);
      entering = partition;
      enteringLine = partition.cpu().gpr[CpuState.EAX];
      clock.pass(description.costs().deliveryNanos());
    } catch (FrameException e) {
      fault(partition, Fault.SS, e.getMessage());
    }
  }

  private StopReason execute(Partition partition, RunLimit limit, StepPlan step) {
    CpuState cpu = partition.cpu();
    long until = Math.min(timeline.nextNanos(), limit.timeNanos());
    long budget =
        Math.min(clock.instructionsUntil(until), limit.instructions() - clock.instructions());
    boolean own = false;
    if (step != null) {
      step.aboutToRun(partition);
      own = step.concerns(partition);
      budget = own ? step.budget(budget) : budget;
    }
    long before = cpu.retired;
    boolean skip =
        passOver == partition
            || isShown(partition, before, cpu.eip)
            || (own && step.isFirst(partition, before));
    passOver = null;
    logHandlerEntered(partition);
    Interpreter.Exit exit = interpreter.run(cpu, budget, skip);
    clock.retire(cpu.retired - before);
    if (own) {
      step.ran(partition);
    }
    return switch (exit) {
      case BUDGET -> null;
      case BREAKPOINT -> breakpoint(partition);
      case INTERRUPT -> interrupt(partition, interpreter.vector(), step);
      case FAULT -> fault(partition, interpreter.fault());
      case HALT -> throw new AssertionError("HLT ran in a partition");
    };
  }

  private boolean isShown(Partition partition, long retired, int eip) {
    return shownPartition == partition && shownRetired == retired && shownEip == eip;
  }

  private void logHandlerEntered(Partition partition) {
    if (entering == partition) {
      entering = null;
      log.append(
          clock.nanos(),
          clock.instructions(),
          HypervisorEvents.IRQ_HANDLER_ENTERED,
          partition.context(),
          enteringInstance,
          enteringLine,
          partition.cpu().eip);
    }
  }

  private StopReason breakpoint(Partition partition) {
    Breakpoint hit = breakpoints.hitAddress(partition, partition.cpu().eip);
    if (hit == null) {
      passOver = partition;
      return null;
    }
    return Stops.breakpoint(partition, hit);
  }

  /** An INT ran, and EIP is behind it. */
  private StopReason interrupt(Partition partition, int vector, StepPlan step) {
    CpuState cpu = partition.cpu();
    if (!HypercallDispatcher.isHypercall(vector)) {
      takeBack(partition, intBytes(partition, vector));
      return fault(partition, Fault.GP, FaultWording.softwareInterrupt(partition, vector));
    }
    int site = cpu.eip - HypercallDispatcher.INT_BYTES;
    int number = cpu.gpr[CpuState.EAX];
    boolean passes =
        isShown(partition, cpu.retired - 1, site)
            || (step != null && step.isFirst(partition, cpu.retired - 1));
    if (!passes) {
      Breakpoint hit = breakpoints.hitHypercall(partition, vector, number, true);
      boolean wanted =
          step != null && step.kind == StepKind.NEXT_HYPERCALL && step.concerns(partition);
      if (hit != null || wanted) {
        takeBack(partition, HypercallDispatcher.INT_BYTES);
        return Stops.hypercall(partition, vector, number, true, hit);
      }
    }
    return hypercall(partition, vector, number, site);
  }

  private StopReason hypercall(Partition partition, int vector, int number, int site) {
    dispatcher.enter(partition, vector);
    boolean goesOn;
    try {
      goesOn = dispatcher.execute(partition, vector);
    } catch (FrameException e) {
      partition.cpu().eip = site;
      String sentence =
          "hypercall "
              + Hypercall.describe(vector, number)
              + ": "
              + e.getMessage()
              + ", by the instruction at "
              + FaultWording.place(partition, site);
      return fault(partition, Fault.GP, sentence);
    }
    boolean returned = vector == Hypercall.VECTOR_HYPERCALL && number == Hypercall.DO_IRET.number();
    clock.pass(returned ? description.costs().returnNanos() : description.costs().hypercallNanos());
    if (!goesOn) {
      return null;
    }
    dispatcher.exit(partition, vector, number);
    Breakpoint hit = breakpoints.hitHypercall(partition, vector, number, false);
    return hit == null ? null : Stops.hypercall(partition, vector, number, false, hit);
  }

  /** The last instruction is to run again, or never ran as far as the user can see. */
  private void takeBack(Partition partition, int bytes) {
    partition.cpu().eip -= bytes;
    partition.cpu().retired--;
    clock.retire(-1);
  }

  /** INT3 and INTO have one byte, INT n two. */
  private static int intBytes(Partition partition, int vector) {
    int last = partition.space().physical(partition.cpu().eip - 1);
    return partition.space().memory().read8(last) == vector ? 2 : 1;
  }

  private StopReason fault(Partition partition, Fault fault) {
    return fault(partition, fault.vector(), FaultWording.sentence(partition, fault));
  }

  private StopReason fault(Partition partition, int vector, String sentence) {
    List<FaultReport.StackEntry> stack = StackWalker.walk(partition);
    lifecycle.fault(partition, sentence, vector);
    faults.add(
        new FaultReport(
            partition.context(),
            partition.name(),
            vector,
            sentence,
            clock.nanos(),
            clock.instructions(),
            ModuleView.registers(partition),
            stack,
            EventTail.of(log, EventTail.POST_MORTEM)));
    if (stopOnFault) {
      pendingStop = Stops.fault(partition, sentence);
    }
    return null;
  }

  // ---- what a debugger asks -----------------------------------------------------------------

  @Override
  public TargetSnapshot capture(long sequence, boolean running, StopReason stop) {
    return view.capture(sequence, running, stop);
  }

  @Override
  public int setBreakpoint(Breakpoint breakpoint) throws TargetException {
    return breakpoints.set(breakpoint);
  }

  @Override
  public void removeBreakpoint(int id) throws TargetException {
    breakpoints.remove(id);
  }

  @Override
  public byte[] readMemory(Address address, int lengthBytes) throws TargetException {
    return MemoryReader.read(memory, address, lengthBytes, this::partition);
  }

  @Override
  public List<Disassembler.Line> disassemble(
      int context, int offset, int count, Disassembler.Syntax syntax) throws TargetException {
    return MemoryReader.disassemble(partition(context), offset, count, syntax);
  }

  @Override
  public Optional<SymbolTable> symbols(int context) {
    return Optional.ofNullable(partitionOrNull(context)).map(p -> p.image().symbols());
  }

  @Override
  public void consoleInput(int context, byte[] bytes) throws TargetException {
    Partition partition = partition(context);
    if (partition.state().ended()) {
      throw new TargetException(
          "Partition '" + partition.name() + "' takes no input. " + partition.reason());
    }
    if (!partition.consoleInput().offer(bytes)) {
      throw new TargetException(
          "The console of partition '" + partition.name() + "' has too much unread input");
    }
    log.appendText(
        clock.nanos(),
        clock.instructions(),
        HypervisorEvents.CONSOLE_INPUT,
        partition.context(),
        bytes.clone(),
        0);
    partition.interrupts().raise(VirtualLine.CONSOLE, timeline.outerGate(partition));
  }

  /** For tests that mask lines; no call of the ABI does. */
  Partition partitionAt(int index) {
    return partitions.get(index);
  }

  private Partition partition(int context) throws TargetException {
    Partition partition = partitionOrNull(context);
    if (partition == null) {
      throw new TargetException("context " + context + " is no partition and no vCPU");
    }
    return partition;
  }

  private Partition partitionOrNull(int context) {
    int index = context / 2 - 1;
    return context >= 2 && index < partitions.size() ? partitions.get(index) : null;
  }
}
