// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Fault;
import org.virtualpok.emu.debug.Breakpoint;
import org.virtualpok.emu.debug.InterruptHistory;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.debug.StepKind;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.interp.Interpreter;
import org.virtualpok.emu.trace.EventLog;
import org.virtualpok.hypervisor.config.ModuleDescription.Costs;
import org.virtualpok.hypervisor.event.EventRecorder;
import org.virtualpok.hypervisor.event.HypervisorEvents;
import org.virtualpok.hypervisor.health.HealthMonitor;
import org.virtualpok.hypervisor.hypercall.Hypercall;
import org.virtualpok.hypervisor.hypercall.HypercallDispatcher;
import org.virtualpok.hypervisor.hypercall.KernelObjects;
import org.virtualpok.hypervisor.interrupt.FrameException;
import org.virtualpok.hypervisor.interrupt.KernelCrash;
import org.virtualpok.hypervisor.interrupt.VirtualLine;
import org.virtualpok.hypervisor.partition.Partition;
import org.virtualpok.hypervisor.partition.PartitionErrors;
import org.virtualpok.hypervisor.partition.PartitionLifecycle;
import org.virtualpok.hypervisor.partition.PartitionState;
import org.virtualpok.hypervisor.thread.PokThread;

/**
 * Runs the module from one instruction boundary to the next at which something is due.
 *
 * <p>A boundary is <i>settled</i> when everything due by then has happened (slot boundaries, ticks)
 * and the vCPU that is scheduled has got the interrupt that it can get. The loop settles, looks
 * whether to stop, and lets the interpreter run up to the next moment at which something is due.
 */
final class RunLoop {
  private final List<Partition> partitions;
  private final ModuleClock clock;
  private final ModuleTimeline timeline;
  private final Interpreter interpreter;
  private final BreakpointTable breakpoints;
  private final Costs costs;
  private final EventRecorder recorder;
  private final PartitionLifecycle lifecycle;
  private final GuestFaults guestFaults;
  private final HypercallDispatcher dispatcher;
  private final KernelCrash crash;
  private final Corruptions corruptions;
  private final InterruptWatch watch;
  private final Supplier<InterruptHistory> history;

  /** Where the last stop was shown: what stopped there does not stop there again at once. */
  private Partition shownPartition;

  private long shownRetired;
  private int shownEip;

  /** Its next instruction carries a breakpoint that was looked at and does not stop. */
  private Partition passOver;

  /** By partition: the instance that was delivered and whose handler has not run yet, or 0. */
  private final int[] entering;

  /** Null if nobody wants to see each instruction. */
  private InstructionObserver observer;

  /** A stop that was found while settling. */
  private StopReason pendingStop;

  RunLoop(
      List<Partition> partitions,
      ModuleClock clock,
      ModuleTimeline timeline,
      Interpreter interpreter,
      BreakpointTable breakpoints,
      Costs costs,
      PartitionLifecycle lifecycle,
      KernelObjects objects,
      KernelCrash crash,
      InterruptWatch watch,
      Supplier<InterruptHistory> history,
      HealthMonitor monitor,
      EventRecorder recorder,
      Supplier<EventLog> log) {
    this.crash = crash;
    corruptions = new Corruptions(clock);
    this.watch = watch;
    this.history = history;
    this.partitions = partitions;
    this.clock = clock;
    this.timeline = timeline;
    this.interpreter = interpreter;
    this.breakpoints = breakpoints;
    this.costs = costs;
    this.recorder = recorder;
    this.lifecycle = lifecycle;
    PartitionErrors errors = new PartitionErrors(recorder, monitor);
    guestFaults =
        new GuestFaults(
            partitions,
            lifecycle,
            errors,
            clock,
            recorder,
            log,
            this::forgetDelivery,
            stop -> pendingStop = stop);
    dispatcher =
        new HypercallDispatcher(
            recorder, lifecycle, errors, objects, timeline.majorFrame(), clock::nanos);
    entering = new int[partitions.size()];
  }

  /** The module starts anew. */
  void reset() {
    guestFaults.reset();
    crash.reset();
    watch.reset();
    lifecycle.reset();
    corruptions.reset();
    pendingStop = null;
    shownPartition = null;
    passOver = null;
    Arrays.fill(entering, 0);
  }

  /** A person starts a partition anew. */
  void restart(Partition partition) {
    forgetDelivery(partition);
    lifecycle.restart(partition, Partition.MODE_COLD_START, 0);
  }

  private void forgetDelivery(Partition partition) {
    entering[partition.index()] = 0;
  }

  void setStopOnFault(boolean stop) {
    guestFaults.setStopOnFault(stop);
  }

  void setObserver(InstructionObserver newObserver) {
    observer = newObserver;
  }

  /** From any thread. */
  List<FaultReport> faults() {
    return guestFaults.faults();
  }

  /** From any thread. */
  List<Corruption> corruptions() {
    return corruptions.of(partitions);
  }

  /** Runs until a stop, a limit, or the end of a step, which is null for a plain run. */
  StopReason run(RunLimit limit, StepPlan step) {
    return shown(loop(limit, step), step);
  }

  /** Remembers where the user now sees the machine stand. */
  private StopReason shown(StopReason reason, StepPlan plan) {
    if (reason.kind() != StopReason.Kind.LIMIT) {
      Partition at = plan == null ? null : plan.partition();
      shownPartition = reason.context() == 0 ? at : partitions.get(reason.context() / 2 - 1);
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
      if (crash.sentence().isPresent()) {
        return Stops.kernelCrash(crash, partitions);
      }
      HealthWatch.Hit answered = watch.health().take();
      if (answered != null) {
        Partition partition = partitions.get(answered.context() / 2 - 1);
        return Stops.health(partition, breakpoints.hit(answered.breakpoint()), answered);
      }
      if (pendingStop != null) {
        StopReason stop = pendingStop;
        pendingStop = null;
        return stop;
      }
      InterruptWatch.Hit watched = watch.take(clock.nanos());
      if (watched != null) {
        Partition partition = partitions.get(watched.context() / 2 - 1);
        return Stops.interrupt(
            partition, breakpoints.hit(watched.breakpoint()), watched, history.get());
      }
      if (step != null && step.complete()) {
        return Stops.step(step.partition());
      }
      switchOff();
      if (allEnded()) {
        return Stops.finished(partitions, lifecycle);
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
      } else if (Math.min(limit.timeNanos(), watch.nextNanos()) == Long.MAX_VALUE
          && partitions.stream().noneMatch(RunLoop::mayRun)) {
        return Stops.nothingCanRun();
      } else {
        long next = Math.min(timeline.nextNanos(), watch.nextNanos());
        clock.advanceTo(Math.min(next, limit.timeNanos()));
      }
    }
  }

  /** Once a guest has switched the power off, nothing runs. */
  private void switchOff() {
    Partition by = lifecycle.poweredOffBy();
    for (Partition partition : partitions) {
      if (by != null && !partition.state().ended()) {
        String power = partition == by ? "hypercall 707 SHUTDOWN" : "the power went off";
        lifecycle.stop(partition, lifecycle.shutDownByMonitor() ? Stops.SHUT_DOWN : power, 0);
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
    boolean electing =
        partition.threads().canElect()
            || partition.threads().nextElectionNanos() != PokThread.NEVER;
    return partition.runnable()
        || (partition.state() == PartitionState.WAITING
            && (ticking || partition.threads().nextElectionNanos() != PokThread.NEVER))
        || (partition.state() == PartitionState.NO_THREAD && electing);
  }

  private void settle() {
    Partition current;
    boolean delivered;
    timeline.current().interrupts().noticeReturn();
    do {
      timeline.takeDue();
      guestFaults.settle();
      current = timeline.current();
      finishCall(current);
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
      int instance = partition.interrupts().deliver(partition.cpu(), partition.space().memory());
      entering[partition.index()] = instance;
      passOver = null;
      corruptions.delivered(partition);
      clock.pass(costs.deliveryNanos());
    } catch (FrameException e) {
      fault(partition, Fault.SS, e.getMessage());
    }
  }

  /** A thread that waited in a call runs again: only now it has its answer. */
  private void finishCall(Partition partition) {
    PokThread thread = partition.threads().current();
    if (thread == null || !thread.inCall() || partition.state() != PartitionState.READY) {
      return;
    }
    int vector = thread.callVector();
    int number = thread.callNumber();
    dispatcher.exit(partition, vector, number);
    Breakpoint hit = breakpoints.hitHypercall(partition, vector, number, false);
    if (hit != null) {
      pendingStop = Stops.hypercall(partition, vector, number, false, hit);
    }
  }

  private StopReason execute(Partition partition, RunLimit limit, StepPlan step) {
    CpuState cpu = partition.cpu();
    long due = Math.min(timeline.nextNanos(), watch.nextNanos());
    long until = Math.min(due, limit.timeNanos());
    long budget =
        Math.min(clock.instructionsUntil(until), limit.instructions() - clock.instructions());
    boolean own = false;
    if (step != null) {
      step.aboutToRun(partition);
      own = step.concerns(partition);
      budget = own ? step.budget(budget) : budget;
    }
    if (observer != null) {
      observer.aboutToRun(partition.vcpuContext(), cpu);
      budget = 1;
    }
    budget =
        partition.interrupts().deferring() ? 1 : partition.interrupts().overwrites().budget(budget);
    budget = corruptions.aboutToRun(partition, budget);
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
      case FAULT ->
          corruptions.isOwnTrap(partition, interpreter)
              ? null
              : fault(partition, interpreter.fault(), until);
      case HALT, ATTENTION -> throw new AssertionError(exit + " in a partition");
    };
  }

  private boolean isShown(Partition partition, long retired, int eip) {
    return shownPartition == partition && shownRetired == retired && shownEip == eip;
  }

  private void logHandlerEntered(Partition partition) {
    int instance = entering[partition.index()];
    if (instance != 0) {
      entering[partition.index()] = 0;
      int line = partition.interrupts().lastDelivered();
      recorder.record(
          HypervisorEvents.IRQ_HANDLER_ENTERED,
          partition.context(),
          instance,
          line,
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
    if (!SoftwareInterrupt.isHypercall(partition.personality(), vector)) {
      return softwareInterrupt(partition, vector);
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

  /** An INT of another vector; under the real kernels some of them have a gate for guests. */
  private StopReason softwareInterrupt(Partition partition, int vector) {
    if (vector == SoftwareInterrupt.CLOCK && partition.faithful()) {
      timeline.forgeTick();
      return null;
    }
    if (SoftwareInterrupt.isTrap(partition.personality(), vector)) {
      guestFaults.trap(partition, vector, intBytes(partition, vector));
      return null;
    }
    takeBack(partition, intBytes(partition, vector));
    return SoftwareInterrupt.hasGate(partition.personality(), vector)
        ? fault(partition, vector, FaultWording.raised(partition, vector))
        : fault(partition, Fault.GP, FaultWording.softwareInterrupt(partition, vector));
  }

  private StopReason hypercall(Partition partition, int vector, int number, int site) {
    dispatcher.enter(partition, vector);
    corruptions.hypercall(partition, vector, number, site);
    boolean goesOn;
    try {
      goesOn = dispatcher.execute(partition, vector);
    } catch (FrameException e) {
      partition.cpu().eip = site;
      partition.threads().current().endCall();
      String sentence =
          "hypercall "
              + Hypercall.describe(vector, number)
              + ": "
              + e.getMessage()
              + ", by the instruction at "
              + FaultWording.place(partition, site);
      return fault(partition, Fault.GP, sentence);
    }
    partition.interrupts().look();
    boolean returned = vector == Hypercall.VECTOR_HYPERCALL && number == Hypercall.DO_IRET.number();
    clock.pass(returned ? costs.returnNanos() : costs.hypercallNanos());
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

  /** The instruction at EIP faulted, which changed nothing. */
  private StopReason fault(Partition partition, Fault fault, long until) {
    guestFaults.fault(partition, fault, until);
    return null;
  }

  private StopReason fault(Partition partition, int vector, String sentence) {
    guestFaults.fault(partition, vector, sentence);
    return null;
  }
}
