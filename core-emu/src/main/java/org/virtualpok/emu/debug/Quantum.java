// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug;

/**
 * How far a machine runs before its thread looks at the queue of commands: as much as takes the
 * host a few milliseconds. How a run is cut into quanta never changes its result.
 */
final class Quantum {
  private static final long LONG_HOST_NANOS = 4_000_000;
  private static final long SHORT_HOST_NANOS = 1_000_000;
  private static final long INSTRUCTIONS_MIN = 1_000;
  private static final long INSTRUCTIONS_MAX = 1_000_000;
  private static final long GUEST_NANOS_MIN = 10_000;
  private static final long GUEST_NANOS_MAX = 10_000_000_000L;

  private long instructions = 20_000;

  /** An idle machine retires no instructions, so guest time limits a quantum too. */
  private long guestNanos = 1_000_000;

  /** Where the next quantum ends that starts here. */
  RunLimit from(long timeNanos, long instruction) {
    return new RunLimit(plus(timeNanos, guestNanos), plus(instruction, instructions));
  }

  /** Learns from a quantum that took {@code hostNanos} and went this far. */
  void measured(long hostNanos, long ranNanos, long ranInstructions) {
    if (hostNanos > LONG_HOST_NANOS) {
      instructions = Math.max(INSTRUCTIONS_MIN, instructions / 2);
      guestNanos = Math.max(GUEST_NANOS_MIN, guestNanos / 2);
    } else if (hostNanos < SHORT_HOST_NANOS) {
      if (ranInstructions >= instructions) {
        instructions = Math.min(INSTRUCTIONS_MAX, instructions * 2);
      }
      if (ranNanos >= guestNanos) {
        guestNanos = Math.min(GUEST_NANOS_MAX, guestNanos * 2);
      }
    }
  }

  private static long plus(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}
