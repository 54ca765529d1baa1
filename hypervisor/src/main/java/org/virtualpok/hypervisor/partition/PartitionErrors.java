// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.partition;

import org.virtualpok.hypervisor.error.ErrorKind;
import org.virtualpok.hypervisor.event.EventRecorder;
import org.virtualpok.hypervisor.event.HypervisorEvents;
import org.virtualpok.hypervisor.thread.PokThread;
import org.virtualpok.hypervisor.thread.ThreadTable;

/** What becomes of a partition's errors: its error handler gets them, if it has one. */
public final class PartitionErrors {
  /** What follows an error. */
  public enum Outcome {
    /** The error handler runs. */
    HANDLED,
    /** The kernel returns to the same instruction, for ever. */
    REPEATED,
    /** Nobody handles it. */
    UNHANDLED
  }

  private static final byte[] NO_MESSAGE = {};

  private final EventRecorder recorder;

  public PartitionErrors(EventRecorder recorder) {
    this.recorder = recorder;
  }

  /** An error of the partition itself, which its kernel notes and forgets. */
  public void note(Partition partition, ErrorKind kind, int address) {
    recorder.record(
        HypervisorEvents.PARTITION_ERROR,
        partition.context(),
        kind.code(),
        thread(partition),
        address);
  }

  /**
   * An error of the current thread, whose call goes on when it runs again.
   *
   * @return whether the error handler runs now
   */
  public boolean raise(Partition partition, ErrorKind kind, int address, byte[] message) {
    note(partition, kind, address);
    boolean given = partition.threads().errorThread() != null;
    if (given || kind == ErrorKind.APPLICATION_ERROR) {
      int told = partition.faithful() ? 0 : address;
      partition.errorStatus().set(kind, thread(partition), told, message);
    }
    partition.threads().activateErrorThread();
    return given;
  }

  /**
   * The current thread faulted at its EIP.
   *
   * @param repeatable whether the instruction would fault again
   */
  public Outcome fault(Partition partition, ErrorKind kind, boolean repeatable) {
    ThreadTable threads = partition.threads();
    PokThread handler = threads.errorThread();
    int address = partition.cpu().eip;
    if (kind.ofThread() && handler != null && handler != threads.current()) {
      raise(partition, kind, address, NO_MESSAGE);
      return Outcome.HANDLED;
    }
    if (!repeatable || !partition.faithful()) {
      return Outcome.UNHANDLED;
    }
    if (partition.isNewFault()) {
      note(partition, kind, address);
    }
    return Outcome.REPEATED;
  }

  private static int thread(Partition partition) {
    PokThread current = partition.threads().current();
    return current == null ? -1 : current.localId();
  }
}
