// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.virtualpok.emu.debug.Address;
import org.virtualpok.emu.debug.Breakpoint;
import org.virtualpok.emu.debug.ConsoleInfo;
import org.virtualpok.emu.debug.HealthTables;
import org.virtualpok.emu.debug.HypercallInfo;
import org.virtualpok.emu.debug.InterruptHistory;
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
import org.virtualpok.hypervisor.autopsy.Autopsy;
import org.virtualpok.hypervisor.config.ModuleDescription;
import org.virtualpok.hypervisor.config.ModuleDescription.LineDescription;
import org.virtualpok.hypervisor.config.ModuleDescription.PartitionDescription;
import org.virtualpok.hypervisor.event.EventRecorder;
import org.virtualpok.hypervisor.event.HypervisorEvents;
import org.virtualpok.hypervisor.health.HealthMonitor;
import org.virtualpok.hypervisor.hypercall.Hypercall;
import org.virtualpok.hypervisor.hypercall.KernelObjects;
import org.virtualpok.hypervisor.hypercall.Mismatches;
import org.virtualpok.hypervisor.interrupt.InterruptModel;
import org.virtualpok.hypervisor.interrupt.KernelCrash;
import org.virtualpok.hypervisor.interrupt.RaiseSource;
import org.virtualpok.hypervisor.interrupt.ReturnWatch;
import org.virtualpok.hypervisor.interrupt.VirtualInterrupts;
import org.virtualpok.hypervisor.interrupt.VirtualLine;
import org.virtualpok.hypervisor.partition.DescriptorTable;
import org.virtualpok.hypervisor.partition.MemoryLayout;
import org.virtualpok.hypervisor.partition.Partition;
import org.virtualpok.hypervisor.partition.PartitionImage;
import org.virtualpok.hypervisor.partition.PartitionLifecycle;
import org.virtualpok.hypervisor.partition.PartitionSpace;
import org.virtualpok.hypervisor.partition.PartitionState;
import org.virtualpok.hypervisor.personality.FrameLayout;
import org.virtualpok.hypervisor.personality.InterruptPolicy;
import org.virtualpok.hypervisor.personality.Personality;
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
 * <p>Contexts: the module is 1, partition p (from 1) is 2p, its vCPU 2p + 1, its threads {@code p
 * << 16 | local id + 1}.
 */
public final class ModuleMachine implements Machine {
  private final ModuleDescription description;
  private final ModuleOptions options;
  private final PhysicalMemory memory;
  private final DescriptorTable descriptors;
  private final List<Partition> partitions = new ArrayList<>();
  private final ModuleClock clock;
  private final ModuleTimeline timeline;
  private final KernelObjects objects;
  private final Interpreter interpreter;
  private final RunLoop runLoop;
  private final BreakpointTable breakpoints;
  private final InterruptWatch watch = new InterruptWatch();
  private final ModuleView view;
  private final List<HypercallInfo> hypercalls = Hypercall.table();
  private final HealthTables health;

  private volatile EventLog log;

  /** Of that log. */
  private volatile Autopsy autopsy;

  private int instances;

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
    int coalescing = 0;
    for (LineDescription line : description.lines()) {
      coalescing |= line.coalesces() ? 1 << line.number() : 0;
    }
    InterruptPolicy policy = options.kernel().policy().orElse(description.kernel().policy());
    FrameLayout frame =
        options.kernel().frame().or(() -> description.kernel().frame()).orElse(policy.frame());
    KernelCrash crash = new KernelCrash();
    int threads = 0;
    for (int i = 0; i < images.size(); i++) {
      PartitionDescription configured = description.partitions().get(i);
      PartitionSpace space = new PartitionSpace(memory, layout.base(i), configured.sizeBytes());
      Personality personality =
          Personality.find(Module.abi(configured, images.get(i), options)).orElseThrow();
      InterruptModel kernel = new InterruptModel(personality, policy, frame, crash);
      partitions.add(
          new Partition(
              i,
              configured.identifier(),
              configured.name(),
              images.get(i),
              space,
              new VirtualInterrupts(
                  2 * (i + 1), recorder, () -> ++instances, coalescing, kernel, watch(space)),
              personality,
              configured.services(),
              threads));
      threads += configured.services().threads();
    }
    boolean sleepersForgotten =
        partitions.stream()
            .map(Partition::services)
            .allMatch(s -> s.lockObjects() == 0 && s.ports().isEmpty());
    for (Partition partition : partitions) {
      partition.threads().logTo(recorder, partition.context());
      if (sleepersForgotten) {
        partition.threads().forgetSleepers();
      }
    }
    List<Slot> slots =
        description.windows().stream()
            .map(w -> new Slot(w.partition(), w.startNanos(), w.durationNanos()))
            .toList();
    PartitionLifecycle lifecycle = new PartitionLifecycle(recorder, clock::nanos);
    objects = new KernelObjects(partitions, description.kernel(), recorder);
    lifecycle.onRestart(objects::forget);
    timeline =
        new ModuleTimeline(
            new MajorFrame(slots),
            options.clock().orElse(description.clock()),
            options.clockPhaseNanos(),
            description.costs(),
            partitions,
            clock,
            descriptors,
            lifecycle,
            objects,
            recorder);
    breakpoints = new BreakpointTable(interpreter, partitions);
    runLoop =
        new RunLoop(
            partitions,
            clock,
            timeline,
            interpreter,
            breakpoints,
            description.costs(),
            lifecycle,
            objects,
            crash,
            watch,
            () -> autopsy,
            new HealthMonitor(description.health(), recorder),
            recorder,
            () -> log);
    health = HealthView.of(description.health(), partitions);
    view = new ModuleView(description.name(), partitions, clock, timeline, breakpoints, objects);
    newLog();
    powerOn();
  }

  /** Lets the run loop settle wherever a handler may return to. */
  private ReturnWatch watch(PartitionSpace space) {
    return new ReturnWatch() {
      @Override
      public void add(int eip) {
        if (space.contains(eip, 1)) {
          interpreter.addBreakpoint(space.physical(eip));
        }
      }

      @Override
      public void remove(int eip) {
        if (space.contains(eip, 1)) {
          interpreter.removeBreakpoint(space.physical(eip));
        }
      }
    };
  }

  /** Stamps what the parts of this machine log. */
  private final class Recorder implements EventRecorder {
    @Override
    public void record(EventKind kind, int context, int a, int b, int c) {
      log.append(clock.nanos(), clock.instructions(), kind, context, a, b, c);
      watch.logged(kind, context, a, b, c, clock.nanos());
    }

    @Override
    public void recordText(EventKind kind, int context, byte[] text, int c) {
      log.appendText(clock.nanos(), clock.instructions(), kind, context, text, c);
    }
  }

  private void newLog() {
    log = options.eventLogs().get();
    autopsy = new Autopsy(log, new ModuleSubject(partitions));
  }

  private void powerOn() {
    descriptors.writeKernel();
    for (Partition partition : partitions) {
      partition.powerOn();
    }
    objects.reset();
    timeline.reset();
  }

  @Override
  public void restart() {
    EventLog old = log;
    newLog();
    old.close();
    clock.reset();
    instances = 0;
    dropUnfinishedStep();
    runLoop.reset();
    for (Partition partition : partitions) {
      partition.interrupts().forget();
    }
    memory.clear();
    powerOn();
  }

  /** Whether a fault of a partition stops the machine; else the others just go on. */
  public void setStopOnFault(boolean stop) {
    runLoop.setStopOnFault(stop);
  }

  /** Shows each instruction to an observer, or to none if it is null. */
  public void setObserver(InstructionObserver observer) {
    runLoop.setObserver(observer);
  }

  /** Of the partitions that faulted since the start, in that order; from any thread. */
  public List<FaultReport> faults() {
    return runLoop.faults();
  }

  /**
   * Of each partition the first word that a published frame changed under the guest, and the first
   * that the guest used later; from any thread.
   */
  public List<Corruption> corruptions() {
    return runLoop.corruptions();
  }

  List<Partition> partitions() {
    return List.copyOf(partitions);
  }

  /** Where guests expected another configuration since the start; from any thread. */
  public List<Mismatches.Mismatch> mismatches() {
    return objects.mismatches().found();
  }

  List<Mismatches.MissingPort> missingPorts() {
    return objects.mismatches().missingPorts();
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

  @Override
  public HealthTables health() {
    return health;
  }

  @Override
  public Optional<InterruptHistory> interruptHistory() {
    return Optional.of(autopsy);
  }

  // ---- running ------------------------------------------------------------------------------

  @Override
  public StopReason run(RunLimit limit) {
    dropUnfinishedStep();
    return runLoop.run(limit, null);
  }

  @Override
  public StopReason step(int context, StepKind kind, RunLimit limit) throws TargetException {
    StepPlan plan = unfinished;
    if (plan == null || plan.context != context || plan.kind != kind) {
      dropUnfinishedStep();
      plan = new StepPlan(context, kind, interpreter, stepped(context));
    }
    unfinished = plan;
    StopReason reason = runLoop.run(limit, plan);
    if (reason.kind() != StopReason.Kind.LIMIT) {
      dropUnfinishedStep();
    }
    return reason;
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

  // ---- what a debugger asks -----------------------------------------------------------------

  @Override
  public TargetSnapshot capture(long sequence, boolean running, StopReason stop) {
    return view.capture(sequence, running, stop);
  }

  @Override
  public int setBreakpoint(Breakpoint breakpoint) throws TargetException {
    int id = breakpoints.set(breakpoint, !health.entries().isEmpty());
    watch.set(breakpoints.all(), log, clock.nanos());
    return id;
  }

  @Override
  public void removeBreakpoint(int id) throws TargetException {
    breakpoints.remove(id);
    watch.set(breakpoints.all(), log, clock.nanos());
  }

  @Override
  public void setBreakpointCondition(IntPredicate fires) {
    breakpoints.setCondition(fires);
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

  /** The partitions' images by the ids of their vCPUs; fixed, from any thread. */
  public SortedMap<Integer, PartitionImage> images() {
    SortedMap<Integer, PartitionImage> images = new TreeMap<>();
    partitions.forEach(p -> images.put(p.vcpuContext(), p.image()));
    return images;
  }

  @Override
  public List<ConsoleInfo> consoles() {
    return partitions.stream().map(p -> new ConsoleInfo(p.context(), p.name(), true)).toList();
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
    partition
        .interrupts()
        .raise(VirtualLine.CONSOLE, RaiseSource.CONSOLE, timeline.outerGate(partition));
  }

  @Override
  public void injectInterrupt(int context, int line) throws TargetException {
    Partition partition = partition(context);
    if (!VirtualInterrupts.isLine(line)) {
      throw new TargetException("There is no line " + line + "; the lines are 0 to 15");
    }
    if (partition.state().ended()) {
      throw new TargetException(
          "Partition '" + partition.name() + "' takes no interrupt. " + partition.reason());
    }
    VirtualInterrupts interrupts = partition.interrupts();
    if (!interrupts.line(line).requested()) {
      throw new TargetException(
          "Partition '"
              + partition.name()
              + "' has not requested line "
              + line
              + ": an interrupt on it would reach nobody");
    }
    if (line == VirtualLine.CLOCK && partition == timeline.current()) {
      interrupts.clockInterrupt();
    }
    interrupts.raise(line, RaiseSource.PERSON, timeline.outerGate(partition));
  }

  /**
   * Starts a partition anew at the current instruction, whatever its state: what mode COLD_START
   * does, done by a person. Interrupts that wait for it are dropped.
   *
   * @param context id of the partition
   */
  public void restartPartition(int context) throws TargetException {
    dropUnfinishedStep();
    runLoop.restart(partition(context));
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
    int index =
        ThreadContexts.isThread(context) ? ThreadContexts.partition(context) : context / 2 - 1;
    return context >= 2 && index < partitions.size() ? partitions.get(index) : null;
  }
}
