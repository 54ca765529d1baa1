// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.partition;

/** What a partition's vCPU does. Ordinals are in event logs: append only. */
public enum PartitionState {
  /** Executes whenever it is scheduled. */
  READY,
  /** Waits for an interrupt, in hypercall 1000. */
  WAITING,
  /** Went to mode NORMAL without another thread: POK stops the main thread for ever. */
  NO_THREAD,
  /** Ended by itself. */
  STOPPED,
  /** Ended by a fault of its own. */
  FAULTED;

  /** Whether nothing can ever make it run again, but a restart of the module. */
  public boolean ended() {
    return this == STOPPED || this == FAULTED;
  }
}
