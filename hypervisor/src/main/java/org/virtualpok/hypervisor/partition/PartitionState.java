// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.partition;

/** What a partition's vCPU does. Codes are in event logs: never reuse one. */
public enum PartitionState {
  /** Executes whenever it is scheduled. */
  READY(0),
  /** Waits for an interrupt, in hypercall 1000. */
  WAITING(1),
  /** Every thread waits or has stopped; the kernel's idle thread runs. */
  NO_THREAD(2),
  /** Ended by itself. */
  STOPPED(3),
  /** Ended by a fault of its own. */
  FAULTED(4);

  private final int code;

  PartitionState(int code) {
    this.code = code;
  }

  /** The state with a code. */
  public static PartitionState of(int code) {
    for (PartitionState state : values()) {
      if (state.code == code) {
        return state;
      }
    }
    throw new IllegalArgumentException("state " + code);
  }

  /** What event logs hold. */
  public int code() {
    return code;
  }

  /** Whether nothing can ever make it run again, but a restart of the module. */
  public boolean ended() {
    return this == STOPPED || this == FAULTED;
  }
}
