// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.virtualpok.emu.cpu.Fault;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.trace.EventLog;
import org.virtualpok.emu.trace.EventTail;
import org.virtualpok.hypervisor.error.ErrorKind;
import org.virtualpok.hypervisor.error.HealthAction;
import org.virtualpok.hypervisor.event.EventRecorder;
import org.virtualpok.hypervisor.event.HypervisorEvents;
import org.virtualpok.hypervisor.health.HealthDecision;
import org.virtualpok.hypervisor.partition.Partition;
import org.virtualpok.hypervisor.partition.PartitionErrors;
import org.virtualpok.hypervisor.partition.PartitionErrors.Outcome;
import org.virtualpok.hypervisor.partition.PartitionErrors.Pending;
import org.virtualpok.hypervisor.partition.PartitionErrors.Verdict;
import org.virtualpok.hypervisor.partition.PartitionLifecycle;

/** Does what was decided about faults of guests and other errors: ends, restarts, goes on. */
final class GuestFaults {
  private final List<Partition> partitions;
  private final PartitionLifecycle lifecycle;
  private final PartitionErrors errors;
  private final ModuleClock clock;
  private final EventRecorder recorder;
  private final Supplier<EventLog> log;
  private final Consumer<Partition> onRestart;
  private final Consumer<StopReason> onStop;
  private final List<FaultReport> faults = new CopyOnWriteArrayList<>();

  private boolean stopOnFault;

  /** How often the health monitor started the whole module anew. */
  private int moduleResets;

  /**
   * @param onRestart told of each partition that the health monitor starts anew
   * @param onStop told of a fault at which the machine is to stop
   */
  GuestFaults(
      List<Partition> partitions,
      PartitionLifecycle lifecycle,
      PartitionErrors errors,
      ModuleClock clock,
      EventRecorder recorder,
      Supplier<EventLog> log,
      Consumer<Partition> onRestart,
      Consumer<StopReason> onStop) {
    this.partitions = partitions;
    this.lifecycle = lifecycle;
    this.errors = errors;
    this.clock = clock;
    this.recorder = recorder;
    this.log = log;
    this.onRestart = onRestart;
    this.onStop = onStop;
    if (errors.monitored()) {
      partitions.forEach(p -> p.threads().watchDeadlines(t -> errors.deadlineMissed(p, t)));
    }
  }

  /** The module starts anew. */
  void reset() {
    faults.clear();
    errors.reset();
    moduleResets = 0;
  }

  void setStopOnFault(boolean stop) {
    stopOnFault = stop;
  }

  /** From any thread. */
  List<FaultReport> faults() {
    return List.copyOf(faults);
  }

  /**
   * The instruction at EIP faulted, which changed nothing.
   *
   * @param until when something is due that could change what it does, ns
   */
  void fault(Partition partition, Fault fault, long until) {
    Verdict verdict = errors.fault(partition, ErrorKind.ofVector(fault.vector()), true);
    if (verdict.outcome() == Outcome.REPEATED) {
      // Nothing changes before something is due, so that is where it faults next.
      clock.advanceTo(until);
    } else if (verdict.outcome() != Outcome.HANDLED) {
      follow(partition, verdict, fault.vector(), FaultWording.sentence(partition, fault));
    }
  }

  /** As {@link #fault(Partition, Fault, long)}, where a kernel ends the partition in any case. */
  void fault(Partition partition, int vector, String sentence) {
    Verdict verdict = errors.fault(partition, ErrorKind.ofVector(vector), false);
    if (verdict.outcome() != Outcome.HANDLED) {
      follow(partition, verdict, vector, sentence);
    }
  }

  /**
   * An INT of an exception, and EIP is behind it.
   *
   * @param bytes of the INT
   * @return whether the thread's instruction ran; else it is to be taken back
   */
  boolean trap(Partition partition, int vector, int bytes) {
    Verdict verdict = errors.fault(partition, ErrorKind.ofVector(vector), false);
    // The thread goes on behind its INT, unless the error handler has other plans.
    boolean ran =
        switch (verdict.outcome()) {
          case HANDLED, IGNORED, REPEATED -> true;
          case UNHANDLED -> partition.faithful();
          case DECIDED -> false;
        };
    if (!ran) {
      partition.cpu().eip -= bytes;
      partition.cpu().retired--;
      clock.retire(-1);
      follow(partition, verdict, vector, FaultWording.raised(partition, vector));
    }
    return ran;
  }

  /** What follows a fault that no error handler takes. */
  private void follow(Partition partition, Verdict verdict, int vector, String fault) {
    HealthDecision decision = verdict.decision();
    String sentence = fault + FaultWording.inErrorHandler(partition);
    switch (verdict.outcome()) {
      case DECIDED -> act(partition, decision, vector, sentence);
      case IGNORED ->
          end(
              partition,
              vector,
              sentence
                  + "; "
                  + decision.sentence()
                  + ", but the same instruction would fault for ever");
      default -> end(partition, vector, sentence);
    }
  }

  /** Does what waits for an instruction boundary. */
  void settle() {
    Pending error = errors.poll();
    while (error != null) {
      Partition partition = error.partition();
      boolean stale = !partition.threads().all().contains(error.thread());
      if (partition.state().ended() || (error.thread() != null && stale)) {
        error = errors.poll();
        continue; // an error before this one has ended it, or it has begun a new life
      }
      if (error.decision().action() == HealthAction.HANDLER) {
        errors.tell(error);
        lifecycle.activateErrorHandler(partition);
      } else {
        act(partition, error.decision(), -1, FaultWording.error(error));
      }
      error = errors.poll();
    }
  }

  /**
   * @param vector of the exception; -1 if it was another error
   */
  private void act(Partition partition, HealthDecision decision, int vector, String sentence) {
    String why = sentence + "; " + decision.sentence();
    switch (decision.action()) {
      case IDLE -> stop(partition, Partition.MODE_IDLE, vector, why);
      case SHUTDOWN -> {
        stop(partition, partition.mode(), vector, why);
        lifecycle.shutDown(partition);
      }
      case WARM_START -> restart(partition, Partition.MODE_WARM_START, Partition.HM_PARTITION);
      case COLD_START -> restart(partition, Partition.MODE_COLD_START, Partition.HM_PARTITION);
      case RESET -> {
        moduleResets++;
        recorder.record(
            HypervisorEvents.MODULE_RESET,
            BreakpointTable.MODULE_CONTEXT,
            moduleResets,
            decision.error().code(),
            partition.identifier());
        partitions.forEach(p -> restart(p, Partition.MODE_COLD_START, Partition.HM_MODULE));
      }
      case NONE, IGNORE, HANDLER -> throw new AssertionError(decision);
    }
  }

  private void stop(Partition partition, int mode, int vector, String why) {
    if (vector < 0) {
      lifecycle.stopInMode(partition, mode, why);
    } else {
      lifecycle.setMode(partition, mode);
      end(partition, vector, why);
    }
  }

  private void restart(Partition partition, int mode, int startCondition) {
    onRestart.accept(partition);
    lifecycle.restartByMonitor(partition, mode, startCondition);
  }

  /** A fault ends the partition. */
  private void end(Partition partition, int vector, String sentence) {
    List<FaultReport.StackEntry> stack = CallStack.walk(partition);
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
            EventTail.of(log.get(), EventTail.POST_MORTEM)));
    if (stopOnFault) {
      onStop.accept(Stops.fault(partition, sentence));
    }
  }
}
