// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug;

/** Where a run ends at the latest: guest time in ns and instruction count, both absolute. */
public record RunLimit(long timeNanos, long instructions) {
  public static final RunLimit NONE = new RunLimit(Long.MAX_VALUE, Long.MAX_VALUE);

  public static RunLimit atTime(long timeNanos) {
    return new RunLimit(timeNanos, Long.MAX_VALUE);
  }

  public static RunLimit atInstruction(long instructions) {
    return new RunLimit(Long.MAX_VALUE, instructions);
  }

  /** The earlier of both. */
  public RunLimit min(RunLimit other) {
    return new RunLimit(
        Math.min(timeNanos, other.timeNanos), Math.min(instructions, other.instructions));
  }
}
