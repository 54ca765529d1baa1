// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.interrupt;

/**
 * A condition that holds an interrupt back, or the reason why it was dropped. Codes are in event
 * logs: never reuse one.
 */
public enum Gate {
  OPEN(0, "nothing holds it back"),
  NOT_SCHEDULED(1, "the partition is not scheduled"),
  VIRTUAL_IF_OFF(2, "the virtual IF is off"),
  MASKED(3, "the line is masked"),
  IN_SERVICE(4, "the line is in service"),
  NO_HANDLER(5, "no handler is registered"),
  NO_THREAD(6, "no thread of the partition can run"),
  PARTITION_STOPPED(7, "the partition has stopped"),
  PARTITION_RESTARTED(8, "the partition was restarted"),
  PARTITION_FAULTED(9, "the partition has faulted"),
  QUEUE_FULL(10, "more of them wait than the model can count"),
  FRAME_OPEN(11, "the frame of the last one has not been returned from"),
  NOT_FORWARDED(12, "the kernel forwards the clock alone"),
  COUNTER_WRAPPED(13, "the kernel's 8-bit counter wrapped to 0"),
  CLOCK_ONLY(14, "the kernel delivers out of the clock's interrupt alone"),
  STACK_PROBE(15, "the guest probes its stack, with ESP a page too low");

  private final int code;
  private final String words;

  Gate(int code, String words) {
    this.code = code;
    this.words = words;
  }

  /** The gate with a code. */
  public static Gate of(int code) {
    for (Gate gate : values()) {
      if (gate.code == code) {
        return gate;
      }
    }
    throw new IllegalArgumentException("gate " + code);
  }

  /** What event logs hold. */
  public int code() {
    return code;
  }

  /** In the user's words, without a full stop. */
  public String words() {
    return words;
  }
}
