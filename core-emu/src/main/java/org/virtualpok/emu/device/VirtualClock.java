// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.device;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Guest time of a machine, and what is due when. One cycle is the cost of one instruction; time is
 * counted in whole cycles, so that instructions, devices and the time stamp counter never drift.
 *
 * <p>An event that is due at T is taken at the first instruction boundary with clock >= T. Of two
 * that are due at the same time, the timer that was made first comes first.
 */
public final class VirtualClock {
  /** Never. */
  public static final long NEVER = Long.MAX_VALUE;

  /** Something that happens at a time. */
  public final class Timer {
    private final Runnable action;
    private long dueNanos = NEVER;

    private Timer(Runnable action) {
      this.action = action;
    }

    /** Lets it happen at a time, in ns since power on, instead of when it was to happen before. */
    public void schedule(long nanos) {
      dueNanos = nanos;
      findNext();
    }

    public void cancel() {
      schedule(NEVER);
    }

    /** When it is due, ns; {@link #NEVER} if it is not. */
    public long dueNanos() {
      return dueNanos;
    }
  }

  private final long nanosPerCycle;
  private final List<Timer> timers = new ArrayList<>();
  private LongSupplier retired = () -> 0;
  private Runnable sooner = () -> {};
  private long idleCycles;
  private long nextDue = NEVER;

  /** A clock that shows 0. */
  public VirtualClock(long nanosPerCycle) {
    if (nanosPerCycle <= 0) {
      throw new IllegalArgumentException(nanosPerCycle + " ns per cycle");
    }
    this.nanosPerCycle = nanosPerCycle;
  }

  /** Who counts the instructions, and who wants to know when something becomes due sooner. */
  public void attach(LongSupplier retiredInstructions, Runnable becameSooner) {
    retired = retiredInstructions;
    sooner = becameSooner;
  }

  /** A new timer, not scheduled. Made once, by the device's constructor. */
  public Timer timer(Runnable action) {
    Timer t = new Timer(action);
    timers.add(t);
    return t;
  }

  /** Cycles since power on: instructions and idle ones. */
  public long cycles() {
    return retired.getAsLong() + idleCycles;
  }

  /** Time since power on, ns. */
  public long nanos() {
    return cycles() * nanosPerCycle;
  }

  public long nanosPerCycle() {
    return nanosPerCycle;
  }

  /** Cycles that passed without an instruction. */
  public long idleCycles() {
    return idleCycles;
  }

  /** For restoring a snapshot. */
  public void setIdleCycles(long cycles) {
    idleCycles = cycles;
  }

  /** Cycles from now until the clock shows a time or a later one; 0 if it does. */
  public long cyclesUntil(long nanos) {
    long left = nanos - nanos();
    return left <= 0 ? 0 : left / nanosPerCycle + (left % nanosPerCycle == 0 ? 0 : 1);
  }

  /** Lets cycles pass without instructions. */
  public void idle(long cycles) {
    idleCycles += cycles;
  }

  /** When the next timer is due, ns; {@link #NEVER} if none is. */
  public long nextDueNanos() {
    return nextDue;
  }

  /** Lets everything happen that is due now. */
  public void takeDue() {
    while (nextDue <= nanos()) {
      for (Timer t : timers) {
        if (t.dueNanos == nextDue) {
          t.dueNanos = NEVER;
          t.action.run();
          break;
        }
      }
      findNext();
    }
  }

  private void findNext() {
    long next = NEVER;
    for (Timer t : timers) {
      next = Math.min(next, t.dueNanos);
    }
    boolean earlier = next < nextDue;
    nextDue = next;
    if (earlier) {
      sooner.run();
    }
  }

  /**
   * How many whole periods of a rate have passed by a time: floor(nanos x hertz / 10^9), exact for
   * any time of at most 292 years and rates below 4 GHz.
   */
  public static long ticks(long nanos, long hertz) {
    long seconds = nanos / 1_000_000_000;
    return seconds * hertz + nanos % 1_000_000_000 * hertz / 1_000_000_000;
  }

  /** The first time at which {@link #ticks} gives a count: ceil(ticks x 10^9 / hertz), ns. */
  public static long nanosOfTick(long ticks, long hertz) {
    long rest = ticks % hertz * 1_000_000_000;
    return ticks / hertz * 1_000_000_000 + rest / hertz + (rest % hertz == 0 ? 0 : 1);
  }
}
