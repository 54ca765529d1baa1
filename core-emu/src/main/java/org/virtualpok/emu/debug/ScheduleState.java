// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug;

import java.util.List;

/**
 * The static schedule and where the target stands in it; all times in ns of guest time.
 *
 * @param frame number of the current major frame, from 0
 * @param slot index into {@code slots} of the current slot
 * @param slotEndNanos when the current slot ends, absolute
 */
public record ScheduleState(
    long majorFrameNanos, List<Slot> slots, long frame, int slot, long slotEndNanos) {
  /** A window of the major frame; start relative to the frame. */
  public record Slot(int context, String partition, long startNanos, long durationNanos) {}

  public ScheduleState {
    slots = List.copyOf(slots);
  }
}
