// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.schedule;

import java.util.List;

/** The schedule: slots that cover a frame, which repeats for ever. All times are guest ns. */
public final class MajorFrame {
  private final List<Slot> slots;
  private final long lengthNanos;

  /** Slots in the order of their start, without gap, from 0. */
  public MajorFrame(List<Slot> slots) {
    this.slots = List.copyOf(slots);
    long at = 0;
    for (Slot slot : slots) {
      if (slot.startNanos() != at || slot.durationNanos() <= 0) {
        throw new IllegalArgumentException("slots must cover the frame: " + slots);
      }
      at = slot.endNanos();
    }
    if (at == 0) {
      throw new IllegalArgumentException("a frame needs a slot");
    }
    lengthNanos = at;
  }

  public List<Slot> slots() {
    return slots;
  }

  public long lengthNanos() {
    return lengthNanos;
  }

  /** Number of the frame that contains this time, from 0. */
  public long frameAt(long timeNanos) {
    return timeNanos / lengthNanos;
  }

  /** Index of the slot that contains this time; a boundary belongs to the later slot. */
  public int slotAt(long timeNanos) {
    long offset = timeNanos % lengthNanos;
    for (int i = 0; i < slots.size(); i++) {
      if (offset < slots.get(i).endNanos()) {
        return i;
      }
    }
    throw new AssertionError("no slot at " + timeNanos);
  }

  /** When the slot that contains this time ends, absolute. */
  public long slotEndNanos(long timeNanos) {
    return frameAt(timeNanos) * lengthNanos + slots.get(slotAt(timeNanos)).endNanos();
  }

  /**
   * Index of the next slot of a partition that starts after this time; -1 if it owns none. The
   * running slot does not count.
   */
  public int nextSlotOf(int partition, long timeNanos) {
    int now = slotAt(timeNanos);
    for (int i = 1; i <= slots.size(); i++) {
      int slot = (now + i) % slots.size();
      if (slots.get(slot).partition() == partition) {
        return slot;
      }
    }
    return -1;
  }

  /** Nanoseconds until a slot starts the next time, strictly after now. */
  public long nanosUntilStart(int slot, long timeNanos) {
    long offset = timeNanos % lengthNanos;
    long until = slots.get(slot).startNanos() - offset;
    return until > 0 ? until : until + lengthNanos;
  }
}
