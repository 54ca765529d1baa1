// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.hypercall;

import org.virtualpok.hypervisor.error.ErrorKind;
import org.virtualpok.hypervisor.event.EventRecorder;
import org.virtualpok.hypervisor.event.HypervisorEvents;
import org.virtualpok.hypervisor.partition.Partition;
import org.virtualpok.hypervisor.partition.PartitionErrors;
import org.virtualpok.hypervisor.thread.PokThread;
import org.virtualpok.hypervisor.thread.ThreadAttributes;

/** Creates threads for calls, and logs them. */
final class ThreadCreation {
  private final PartitionErrors errors;
  private final EventRecorder recorder;
  private final Mismatches mismatches;

  ThreadCreation(PartitionErrors errors, EventRecorder recorder, Mismatches mismatches) {
    this.errors = errors;
    this.recorder = recorder;
    this.mismatches = mismatches;
  }

  /** The new thread; null, and an error of the partition, if it may have no more. */
  PokThread create(Partition caller, ThreadAttributes attributes) {
    PokThread thread = caller.threads().create(attributes);
    if (thread == null) {
      mismatches.tooManyThreads(caller);
      errors.note(caller, ErrorKind.PARTITION_CONFIGURATION, caller.cpu().eip);
    } else {
      recorder.record(
          HypervisorEvents.THREAD_CREATED,
          caller.context(),
          thread.localId(),
          thread.entry,
          thread.stackTop());
      mismatches.created(caller, thread);
    }
    return thread;
  }
}
