// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.awareness;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.virtualpok.emu.debug.ScheduleState;

/** A kernel's slots in the terms of a snapshot. */
final class PokSlots {
  private PokSlots() {}

  /**
   * The schedule; empty if the kernel's numbers are no schedule's.
   *
   * @param nanos guest time at which the kernel was read, ns
   */
  static Optional<ScheduleState> of(PokKernelState kernel, long nanos) {
    PokKernelState.Schedule schedule = kernel.schedule().orElse(null);
    if (schedule == null || schedule.majorFrameNanos() <= 0 || !kernel.initialised()) {
      return Optional.empty();
    }
    List<ScheduleState.Slot> slots = new ArrayList<>();
    for (PokKernelState.Slot s : schedule.slots()) {
      slots.add(
          new ScheduleState.Slot(
              PokContexts.partition(s.partition()),
              PokTree.name(kernel, s.partition()),
              s.startNanos(),
              s.durationNanos()));
    }
    long now = Math.max(0, kernel.nanos().orElse(0));
    PokKernelState.Slot current = schedule.slots().get(schedule.current());
    long left =
        schedule.endNanos().isPresent()
            ? schedule.endNanos().getAsLong() - now
            // With one partition the kernel never looks at the end.
            : current.durationNanos() - now % Math.max(1, current.durationNanos());
    left = Math.max(0, Math.min(current.durationNanos(), left));
    long frame = now / schedule.majorFrameNanos();
    return Optional.of(
        new ScheduleState(
            schedule.majorFrameNanos(), slots, frame, schedule.current(), nanos + left));
  }

  /** "not scheduled, slot 1, 3.5 ms": the partition's next slot, and when it comes. */
  static String notScheduled(ScheduleState schedule, int partition, long nanos) {
    long until = Math.max(0, schedule.slotEndNanos() - nanos);
    int count = schedule.slots().size();
    for (int i = 1; i <= count; i++) {
      int slot = (schedule.slot() + i) % count;
      if (schedule.slots().get(slot).context() == PokContexts.partition(partition)) {
        long micros = until / 1000;
        return String.format(
            Locale.ROOT,
            "not scheduled, slot %d, %d.%d ms",
            slot,
            micros / 1000,
            micros / 100 % 10);
      }
      until += schedule.slots().get(slot).durationNanos();
    }
    return "not scheduled, owns no slot";
  }
}
