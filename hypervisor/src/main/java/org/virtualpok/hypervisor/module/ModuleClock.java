// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

/**
 * Guest time: retired instructions times a fixed cost, plus time that passes without instructions
 * (idle, and the declared costs of the hypervisor's work). All in ns.
 */
final class ModuleClock {
  private final long nanosPerInstruction;
  private long instructions;
  private long extraNanos;

  ModuleClock(long nanosPerInstruction) {
    this.nanosPerInstruction = nanosPerInstruction;
  }

  void reset() {
    instructions = 0;
    extraNanos = 0;
  }

  /** Retired by all vCPUs since the start. */
  long instructions() {
    return instructions;
  }

  long nanos() {
    return instructions * nanosPerInstruction + extraNanos;
  }

  /** Counts instructions; a negative number takes back one that is to run again. */
  void retire(long count) {
    instructions += count;
  }

  void pass(long nanos) {
    extraNanos += nanos;
  }

  /** Idles until a time; no effect if it has passed. */
  void advanceTo(long timeNanos) {
    extraNanos += Math.max(0, timeNanos - nanos());
  }

  /** How many instructions it takes until the clock shows a time or a later one. */
  long instructionsUntil(long timeNanos) {
    long left = timeNanos - nanos();
    if (left <= 0) {
      return 0;
    }
    return left / nanosPerInstruction + (left % nanosPerInstruction == 0 ? 0 : 1);
  }
}
