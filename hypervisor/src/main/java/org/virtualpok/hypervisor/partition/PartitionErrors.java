// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.partition;

import java.util.ArrayDeque;
import java.util.Deque;
import org.virtualpok.hypervisor.config.HealthDescription;
import org.virtualpok.hypervisor.error.ErrorKind;
import org.virtualpok.hypervisor.error.HealthAction;
import org.virtualpok.hypervisor.error.SystemState;
import org.virtualpok.hypervisor.event.EventRecorder;
import org.virtualpok.hypervisor.event.HypervisorEvents;
import org.virtualpok.hypervisor.health.HealthDecision;
import org.virtualpok.hypervisor.health.HealthMonitor;
import org.virtualpok.hypervisor.thread.PokThread;
import org.virtualpok.hypervisor.thread.ThreadTable;

/**
 * What becomes of a partition's errors: the health monitor decides; its error handler gets them, if
 * it has one. What else is to be done waits in a queue for the next instruction boundary, so that a
 * call or an election that finds an error ends as if there were none.
 */
public final class PartitionErrors {
  /** What follows a fault. */
  public enum Outcome {
    /** The error handler runs. */
    HANDLED,
    /** The kernel returns to the same instruction, for ever. */
    REPEATED,
    /** Nobody handles it. */
    UNHANDLED,
    /** The health monitor says that it does not matter. */
    IGNORED,
    /** The health monitor has an action for it. */
    DECIDED
  }

  /** What follows a fault, and by which decision. */
  public record Verdict(Outcome outcome, HealthDecision decision) {}

  /**
   * An error that something is to be done about.
   *
   * @param address of the thread's instruction, or 0
   */
  public record Pending(
      Partition partition, HealthDecision decision, PokThread thread, int address) {}

  private static final byte[] NO_MESSAGE = {};

  private final EventRecorder recorder;
  private final HealthMonitor monitor;
  private final Deque<Pending> pending = new ArrayDeque<>();

  /** For a module without tables. */
  public PartitionErrors(EventRecorder recorder) {
    this(recorder, new HealthMonitor(HealthDescription.NONE, recorder));
  }

  public PartitionErrors(EventRecorder recorder, HealthMonitor monitor) {
    this.recorder = recorder;
    this.monitor = monitor;
  }

  /** The module starts anew. */
  public void reset() {
    pending.clear();
  }

  /** Whether tables say what becomes of errors. */
  public boolean monitored() {
    return monitor.configured();
  }

  /** The next error that something is to be done about, and forgets it; null if there is none. */
  public Pending poll() {
    return pending.poll();
  }

  /** An error of the partition itself, which its kernel notes and forgets. */
  public void note(Partition partition, ErrorKind kind, int address) {
    record(partition, kind, partition.threads().current(), address);
    HealthDecision decision = decide(partition, kind, false);
    log(partition, decision, partition.threads().current(), address);
    if (decision.acts()) {
      pending.add(new Pending(partition, decision, partition.threads().current(), address));
    }
  }

  /**
   * An error of the current thread, whose call goes on when it runs again.
   *
   * @return whether the error handler runs now
   */
  public boolean raise(Partition partition, ErrorKind kind, int address, byte[] message) {
    PokThread thread = partition.threads().current();
    PokThread handler = partition.threads().errorThread();
    boolean can = handler != null && (!monitor.configured() || handler != thread);
    HealthDecision decision = decide(partition, kind, can);
    boolean given = decision.action() == HealthAction.HANDLER;
    record(partition, kind, thread, address);
    log(partition, decision, thread, address);
    if (given || kind == ErrorKind.APPLICATION_ERROR) {
      tell(partition, kind, thread, address, message);
    }
    if (given) {
      partition.threads().activateErrorThread();
    } else if (decision.acts()) {
      pending.add(new Pending(partition, decision, thread, address));
    }
    return given;
  }

  /** A thread, which need not be the current one, has not finished by its deadline. */
  public void deadlineMissed(Partition partition, PokThread thread) {
    PokThread handler = partition.threads().errorThread();
    boolean can = handler != null && handler != thread;
    HealthDecision decision = decide(partition, ErrorKind.DEADLINE_MISSED, can);
    boolean current = thread == partition.threads().current();
    int address = current ? partition.cpu().eip : thread.saved().eip();
    record(partition, ErrorKind.DEADLINE_MISSED, thread, address);
    log(partition, decision, thread, address);
    if (decision.acts() || decision.action() == HealthAction.HANDLER) {
      pending.add(new Pending(partition, decision, thread, address));
    }
  }

  /** Lets ERROR_GET tell of an error that waited. */
  public void tell(Pending error) {
    tell(error.partition, error.decision.error(), error.thread, error.address, NO_MESSAGE);
  }

  /**
   * The current thread faulted at its EIP.
   *
   * @param repeatable whether the instruction would fault again
   */
  public Verdict fault(Partition partition, ErrorKind kind, boolean repeatable) {
    PokThread handler = partition.threads().errorThread();
    PokThread thread = partition.threads().current();
    int address = partition.cpu().eip;
    HealthDecision decision =
        decide(partition, kind, kind.ofThread() && handler != null && handler != thread);
    if (decision.action() == HealthAction.HANDLER) {
      raise(partition, kind, address, NO_MESSAGE);
      return new Verdict(Outcome.HANDLED, decision);
    }
    if (decision.acts()) {
      log(partition, decision, thread, address);
      return new Verdict(Outcome.DECIDED, decision);
    }
    if (!repeatable || !partition.faithful()) {
      log(partition, decision, thread, address);
      boolean ignored = decision.action() == HealthAction.IGNORE;
      return new Verdict(ignored ? Outcome.IGNORED : Outcome.UNHANDLED, decision);
    }
    if (partition.isNewFault()) {
      record(partition, kind, thread, address);
      log(partition, decision, thread, address);
    }
    return new Verdict(Outcome.REPEATED, decision);
  }

  private HealthDecision decide(Partition partition, ErrorKind kind, boolean handler) {
    return monitor.decide(partition.index(), kind, state(partition), handler);
  }

  private static SystemState state(Partition partition) {
    ThreadTable threads = partition.threads();
    if (threads.errorThread() != null && threads.errorThread() == threads.current()) {
      return SystemState.ERROR_HANDLER;
    }
    return partition.starting() ? SystemState.PARTITION_INIT : SystemState.PROCESS_EXECUTION;
  }

  private static void tell(
      Partition partition, ErrorKind kind, PokThread thread, int address, byte[] message) {
    int told = partition.faithful() ? 0 : address;
    partition.errorStatus().set(kind, id(thread), told, message);
  }

  private void record(Partition partition, ErrorKind kind, PokThread thread, int address) {
    recorder.record(
        HypervisorEvents.PARTITION_ERROR, partition.context(), kind.code(), id(thread), address);
  }

  private void log(Partition partition, HealthDecision decision, PokThread thread, int address) {
    monitor.log(decision, partition.context(), id(thread), address);
  }

  private static int id(PokThread thread) {
    return thread == null ? -1 : thread.localId();
  }
}
