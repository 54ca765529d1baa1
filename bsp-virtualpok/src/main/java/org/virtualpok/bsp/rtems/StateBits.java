// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.rtems;

import java.util.ArrayList;
import java.util.List;

/**
 * What the bits of {@code current_state} mean. They are macros, which debugging information does
 * not hold.
 */
enum StateBits {
  /** states.h of 4.11. */
  OF_4(
      0x1,
      0x8,
      0x100 | 0x40000,
      0x4000,
      0x8000,
      List.of(
          new Bit(0x1, "DORMANT", false),
          new Bit(0x2, "SUSPENDED", false),
          new Bit(0x4, "TRANSIENT", false),
          new Bit(0x8, "DELAY", false),
          new Bit(0x10, "TIME", false),
          new Bit(0x20, "BUFFER", true),
          new Bit(0x40, "SEGMENT", true),
          new Bit(0x80, "MESSAGE", true),
          new Bit(0x100, "EVENT", false),
          new Bit(0x200, "SEMAPHORE", true),
          new Bit(0x400, "MUTEX", true),
          new Bit(0x800, "CONDITION", true),
          new Bit(0x1000, "JOIN", true),
          new Bit(0x2000, "RPC_REPLY", false),
          new Bit(0x4000, "PERIOD", false),
          new Bit(0x8000, "SIGNAL", true),
          new Bit(0x10000, "BARRIER", true),
          new Bit(0x20000, "RWLOCK", true),
          new Bit(0x40000, "SYSTEM_EVENT", false),
          new Bit(0x10000000, "INTERRUPTIBLE", false))),

  /** statesimpl.h of 6. */
  OF_6(
      0x80000000,
      0x100,
      0x4 | 0x8,
      0x200,
      0x400,
      List.of(
          new Bit(0x80000000, "DORMANT", false),
          new Bit(0x8000, "SUSPENDED", false),
          new Bit(0x1, "MUTEX", true),
          new Bit(0x2, "SEMAPHORE", true),
          new Bit(0x4, "EVENT", false),
          new Bit(0x8, "SYSTEM_EVENT", false),
          new Bit(0x10, "MESSAGE", true),
          new Bit(0x20, "CONDITION", true),
          new Bit(0x40, "FUTEX", true),
          new Bit(0x80, "WAKEUP", true),
          new Bit(0x100, "DELAY", false),
          new Bit(0x200, "PERIOD", false),
          new Bit(0x400, "SIGNAL", true),
          new Bit(0x800, "BARRIER", true),
          new Bit(0x1000, "RWLOCK", true),
          new Bit(0x2000, "JOIN_AT_EXIT", true),
          new Bit(0x4000, "JOIN", true),
          new Bit(0x10000, "SEGMENT", true),
          new Bit(0x20000, "LIFE_CHANGE", false),
          new Bit(0x08000000, "DEBUGGER", false),
          new Bit(0x10000000, "INTERRUPTIBLE", false),
          new Bit(0x20000000, "RPC_REPLY", false),
          new Bit(0x40000000, "ZOMBIE", false)));

  /**
   * A bit.
   *
   * @param queued whether a thread in this state stands in a queue
   */
  private record Bit(int bit, String name, boolean queued) {}

  private final long dormant;
  private final long delay;
  private final long events;
  private final long period;
  private final long signals;
  private final List<Bit> bits;

  StateBits(int dormant, int delay, int events, int period, int signals, List<Bit> bits) {
    this.dormant = Integer.toUnsignedLong(dormant);
    this.delay = delay;
    this.events = events;
    this.period = period;
    this.signals = signals;
    this.bits = bits;
  }

  /** "READY", "SEMAPHORE+SUSPENDED", "0x80000?". */
  String words(long state) {
    List<String> words = new ArrayList<>();
    long left = state;
    for (Bit each : bits) {
      if ((state & each.bit) != 0) {
        words.add(each.name);
        left &= ~Integer.toUnsignedLong(each.bit);
      }
    }
    if (left != 0) {
      words.add("0x" + Long.toHexString(left) + "?");
    }
    return words.isEmpty() ? "READY" : String.join("+", words);
  }

  boolean isQueued(long state) {
    return bits.stream().anyMatch(b -> b.queued && (state & b.bit) != 0);
  }

  boolean isDormant(long state) {
    return (state & dormant) != 0;
  }

  boolean isDelayed(long state) {
    return (state & delay) != 0;
  }

  boolean awaitsEvents(long state) {
    return (state & events) != 0;
  }

  boolean awaitsPeriod(long state) {
    return (state & period) != 0;
  }

  boolean awaitsSignals(long state) {
    return (state & signals) != 0;
  }
}
