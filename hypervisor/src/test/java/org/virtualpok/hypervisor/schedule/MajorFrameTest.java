// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class MajorFrameTest {
  private final MajorFrame frame =
      new MajorFrame(List.of(new Slot(0, 0, 5), new Slot(1, 5, 10), new Slot(0, 15, 5)));

  @Test
  void shouldSayWhichSlotATimeIsIn() {
    int[] times = {0, 4, 5, 14, 15, 19, 20, 24, 25, 2_000_004};
    int[] slots = {0, 0, 1, 1, 2, 2, 0, 0, 1, 0};
    long[] ends = {5, 5, 15, 15, 20, 20, 25, 25, 35, 2_000_005};
    for (int i = 0; i < times.length; i++) {
      assertEquals(slots[i], frame.slotAt(times[i]), "at " + times[i]);
      assertEquals(ends[i], frame.slotEndNanos(times[i]), "at " + times[i]);
      assertEquals(times[i] / 20, frame.frameAt(times[i]));
    }
  }

  @Test
  void shouldFindThePartitionsNextSlot() {
    assertEquals(2, frame.nextSlotOf(0, 0));
    assertEquals(15, frame.nanosUntilStart(2, 0));
    assertEquals(0, frame.nextSlotOf(0, 16));
    assertEquals(4, frame.nanosUntilStart(0, 16));
    assertEquals(1, frame.nextSlotOf(1, 6), "its own, in the next frame");
    assertEquals(19, frame.nanosUntilStart(1, 6));
    assertEquals(-1, frame.nextSlotOf(9, 0));
  }

  @Test
  void shouldRefuseGaps() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new MajorFrame(List.of(new Slot(0, 0, 5), new Slot(1, 6, 10))));
  }
}
