// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.thread;

/** State of a thread, with the number that POK's THREAD_STATUS tells. */
public enum ThreadState {
  STOPPED(0),
  RUNNABLE(1),
  /** Until a time, or for something with a timeout. */
  WAITING(2),
  /** For a lock object, without a timeout. */
  LOCK(3),
  WAIT_NEXT_ACTIVATION(4),
  /** Until the partition enters mode NORMAL. */
  DELAYED_START(5);

  private final int code;

  ThreadState(int code) {
    this.code = code;
  }

  /** The state with a code. */
  public static ThreadState of(int code) {
    for (ThreadState state : values()) {
      if (state.code == code) {
        return state;
      }
    }
    throw new IllegalArgumentException("state " + code);
  }

  /** POK's number, also in event logs. */
  public int code() {
    return code;
  }
}
