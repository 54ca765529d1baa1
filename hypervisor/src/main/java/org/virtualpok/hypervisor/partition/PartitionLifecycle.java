// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.partition;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.virtualpok.hypervisor.event.EventRecorder;
import org.virtualpok.hypervisor.event.HypervisorEvents;
import org.virtualpok.hypervisor.interrupt.Gate;
import org.virtualpok.hypervisor.thread.PokThread;
import org.virtualpok.hypervisor.thread.ThreadState;
import org.virtualpok.hypervisor.thread.ThreadTable;
import org.virtualpok.hypervisor.thread.Waiter;

/** The only place where a running partition changes its state; each change is logged. */
public final class PartitionLifecycle {
  private final EventRecorder recorder;
  private final LongSupplier timeNanos;
  private Consumer<Partition> onRestart = partition -> {};

  /** Who switched the power off; null while it is on. */
  private Partition poweredOffBy;

  /** Whether it was the health monitor that did so, for an error of that partition. */
  private boolean shutDownByMonitor;

  public PartitionLifecycle(EventRecorder recorder, LongSupplier timeNanos) {
    this.recorder = recorder;
    this.timeNanos = timeNanos;
  }

  /** Who is told of a partition that starts anew, before its image is loaded. */
  public void onRestart(Consumer<Partition> listener) {
    onRestart = listener;
  }

  /** The module starts anew. */
  public void reset() {
    poweredOffBy = null;
    shutDownByMonitor = false;
  }

  /** A partition switches the machine off, and with it every other. */
  public void powerOff(Partition by) {
    poweredOffBy = by;
  }

  /** Who switched the power off; null while it is on. */
  public Partition poweredOffBy() {
    return poweredOffBy;
  }

  /** The health monitor ends all partitions, for an error of this one. */
  public void shutDown(Partition cause) {
    poweredOffBy = cause;
    shutDownByMonitor = true;
  }

  /** Whether the health monitor ended all partitions. */
  public boolean shutDownByMonitor() {
    return shutDownByMonitor;
  }

  /** Without a change of the state, and so without a record. */
  public void setMode(Partition partition, int mode) {
    partition.setMode(mode);
  }

  /** Ends a partition; the reason is completed with the time: "Stopped: exit 0 at 0.092 s". */
  public void stop(Partition partition, String why, int exitCode) {
    partition.interrupts().reset(Gate.PARTITION_STOPPED, 0);
    partition.setState(
        PartitionState.STOPPED, "Stopped: " + why + " at " + seconds(timeNanos.getAsLong()));
    log(partition, exitCode);
  }

  public void stopInMode(Partition partition, int mode, String why) {
    partition.setMode(mode);
    stop(partition, why, 0);
  }

  /** Ends a partition by its own fault. */
  public void fault(Partition partition, String sentence, int vector) {
    recorder.recordText(
        HypervisorEvents.FAULT,
        partition.context(),
        sentence.getBytes(StandardCharsets.UTF_8),
        vector);
    partition.interrupts().reset(Gate.PARTITION_FAULTED, 0);
    partition.setState(PartitionState.FAULTED, "Faulted: " + sentence);
    log(partition, vector);
  }

  /** Reloads the image and starts anew. */
  public void restart(Partition partition, int mode, int cause) {
    partition.interrupts().reset(Gate.PARTITION_RESTARTED, cause);
    onRestart.accept(partition);
    partition.restart(mode);
    log(partition, 0);
  }

  /**
   * The health monitor starts a partition anew: at once, but the second time in a slot it waits for
   * its next one. So one that fails at once takes its own time only, and not all of the host's.
   *
   * @param startCondition what the guest is told
   */
  public void restartByMonitor(Partition partition, int mode, int startCondition) {
    boolean again = partition.restartedInSlot();
    partition.interrupts().reset(Gate.PARTITION_RESTARTED, 0);
    onRestart.accept(partition);
    partition.restart(mode, startCondition);
    if (again) {
      partition.holdUntilSlot();
    }
    log(partition, 0);
  }

  /** The error handler runs at once, whatever the partition's threads wait for. */
  public void activateErrorHandler(Partition partition) {
    PokThread before = partition.threads().current();
    partition.threads().activateErrorThread();
    update(partition, before, true);
  }

  /**
   * Mode NORMAL ends the main thread; others may run from now on.
   *
   * @param frameEndNanos from when on the delays of periodic threads count
   */
  public void enterNormalMode(Partition partition, long frameEndNanos) {
    partition.setMode(Partition.MODE_NORMAL);
    long now = partition.personality().kernelNanos(timeNanos.getAsLong());
    partition.threads().enterNormalMode(now, frameEndNanos);
    reschedule(partition);
    if (partition.state() == PartitionState.READY) {
      log(partition, 0);
    }
  }

  /**
   * Lets the partition that is scheduled choose its thread anew: after each call that blocked or
   * woke one, and at each tick of the scheduler. Threads of another partition are just woken; it
   * chooses when its slot begins.
   */
  public void reschedule(Partition partition) {
    if (!partition.state().ended() && !partition.held()) {
      PokThread before = partition.threads().current();
      update(partition, before, partition.threads().reschedule(timeNanos.getAsLong()));
    }
  }

  /** The partition's slot begins. */
  public void beginSlot(Partition partition) {
    partition.beginSlot();
    if (!partition.state().ended()) {
      PokThread before = partition.threads().current();
      update(partition, before, partition.threads().beginSlot(timeNanos.getAsLong()));
    }
  }

  private void update(Partition partition, PokThread before, boolean elected) {
    boolean canRun = goOn(partition.threads(), elected, timeNanos.getAsLong());
    PartitionState state = partition.state();
    if (!canRun && state != PartitionState.NO_THREAD) {
      partition.setState(PartitionState.NO_THREAD, noThread(partition));
      log(partition, 0);
    } else if (canRun
        && (state == PartitionState.NO_THREAD
            || (state == PartitionState.WAITING && partition.threads().current() != before))) {
      // A thread that waits in VCPU_IDLE keeps no other from running.
      partition.setState(PartitionState.READY, "");
      log(partition, 0);
    }
  }

  /** Goes on with the call that the elected thread waited in; if it waits again, elects another. */
  private static boolean goOn(ThreadTable threads, boolean elected, long now) {
    boolean canRun = elected;
    while (canRun
        && threads.current().waiter() != null
        && threads.current().state() == ThreadState.RUNNABLE) {
      PokThread thread = threads.current();
      Waiter waiter = thread.waiter();
      thread.setWaiter(null);
      waiter.resume(now);
      canRun = thread.state() == ThreadState.RUNNABLE || threads.beginSlot(now);
    }
    return canRun;
  }

  private static String noThread(Partition partition) {
    return partition.threads().several() || partition.mode() != Partition.MODE_NORMAL
        ? "Idle: no thread can run"
        : "Idle: mode NORMAL ended the main thread, there is no other";
  }

  /** The vCPU waits until an interrupt can be delivered. */
  public void waitForInterrupt(Partition partition, String why) {
    partition.setState(PartitionState.WAITING, "Idle: " + why);
    log(partition, 0);
  }

  /** A waiting vCPU goes on. */
  public void wake(Partition partition) {
    partition.setState(PartitionState.READY, "");
    log(partition, 0);
  }

  private void log(Partition partition, int code) {
    recorder.record(
        HypervisorEvents.PARTITION_STATE,
        partition.context(),
        partition.state().code(),
        partition.mode(),
        code);
  }

  /** "0.092 s". */
  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%d.%03d s", nanos / 1_000_000_000, nanos / 1_000_000 % 1000);
  }
}
