// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.device.pc;

import org.virtualpok.emu.device.VirtualClock;
import org.virtualpok.emu.state.StateGroup;

/**
 * The counting element of one counter of an 8254, with its pins GATE and OUT (Intel 231164, "Mode
 * definitions"). Times are ticks: pulses of CLK since power on. Nothing is counted: the element and
 * OUT are functions of the tick at which the last count was loaded, and of the tick now.
 *
 * <p>A count that is written is loaded by the next CLK pulse; what the element shows until then is
 * left open by the data sheet (null count), here it is the new count.
 */
final class PitCounter {
  private static final long NEVER = VirtualClock.NEVER;

  /** 0 to 5. */
  private int mode;

  /** What 0 counts as: 10000 in BCD, else 10000 hexadecimal. */
  private int modulus;

  private boolean gate;

  /** What the counting element was loaded with, 1 to 10000 hexadecimal; 0 = not loaded yet. */
  private int count;

  /** The tick at which it was loaded; may be the next one. */
  private long start;

  /** CLK pulses that had been counted when GATE stopped the counting; -1 = it counts. */
  private long held;

  /** OUT before {@link #start}. */
  private boolean before;

  /** Whether that load is of a count that was written since the one before. */
  private boolean fresh;

  /** A count that waits for the end of a period or for a trigger; 0 = none. */
  private int waiting;

  /** The tick that loads it; {@link #NEVER} = a trigger does. */
  private long waitingFrom;

  /** {@link #start} from then on; earlier if the square wave goes on with its low half. */
  private long waitingStart;

  /** Takes mode and number system from a control word; part of another's state. */
  void configure(int newMode, int newModulus) {
    mode = newMode;
    modulus = newModulus;
  }

  /** A control word: not counting, and OUT as the mode begins. */
  void program(int newMode, int newModulus) {
    configure(newMode, newModulus);
    count = 0;
    start = 0;
    held = -1;
    before = mode != 0;
    fresh = false;
    drop();
  }

  private boolean isPeriodic() {
    return mode == 2 || mode == 3;
  }

  /** Whether counting begins with a rising edge of GATE. */
  private boolean isTriggered() {
    return mode == 1 || mode == 5;
  }

  private void drop() {
    waiting = 0;
    waitingFrom = 0;
    waitingStart = 0;
  }

  /** Makes the count that was waiting the one that is counted. */
  private void advance(long now) {
    if (waiting != 0 && now >= waitingFrom) {
      count = waiting;
      start = waitingStart;
      fresh = false;
      drop();
    }
  }

  /** The first of two bytes: in mode 0 it stops the counting and sets OUT low. */
  void beginWrite(long now) {
    advance(now);
    if (mode == 0) {
      count = 0;
      before = false;
    }
  }

  /**
   * A count is written.
   *
   * @param written 1 to the modulus
   */
  void write(int written, long now) {
    advance(now);
    boolean comes = count != 0 && now < start;
    if (isTriggered() && comes) {
      count = written;
      fresh = true;
    } else if (isTriggered()) {
      waiting = written;
      waitingFrom = NEVER;
    } else if (isPeriodic() && count != 0 && !comes) {
      waiting = written;
      waitAtEndOfPeriod(now);
    } else {
      before = mode != 0 && out(now);
      count = written;
      start = now + 1;
      held = gate ? -1 : 0;
      fresh = true;
    }
  }

  /** Mode 2 takes a new count at the end of its period, mode 3 at the end of its half. */
  private void waitAtEndOfPeriod(long now) {
    if (held >= 0) {
      waitingFrom = NEVER;
      return;
    }
    long phase = (now - start) % count;
    long begin = now - phase;
    int half = highTicks(count);
    if (mode == 3 && phase < half && count > 1) {
      waitingFrom = begin + half;
      waitingStart = waitingFrom - highTicks(waiting);
    } else {
      waitingFrom = begin + count;
      waitingStart = waitingFrom;
    }
  }

  /** For how long OUT of the square wave is high: an odd count gives it the longer half. */
  private static int highTicks(int count) {
    return (count + 1) / 2;
  }

  boolean gate() {
    return gate;
  }

  /** Sets GATE of a counter that does not count. */
  void resetGate(boolean level) {
    gate = level;
  }

  /** The pin GATE (data sheet, "Gate pin operations summary"). */
  void setGate(boolean level, long now) {
    if (level == gate) {
      return;
    }
    advance(now);
    boolean out = out(now);
    gate = level;
    if (count == 0 && waiting == 0) {
      return;
    }
    if (isTriggered()) {
      if (level) {
        restart(now, out);
      }
    } else if (!level) {
      held = Math.max(now - start, 0);
      waitingFrom = waiting == 0 ? 0 : NEVER;
    } else if (isPeriodic()) {
      restart(now, out);
    } else {
      start = Math.max(start, now - held);
      held = -1;
    }
  }

  private void restart(long now, boolean out) {
    before = out;
    fresh = waiting != 0 || fresh && now < start;
    count = waiting != 0 ? waiting : count;
    start = now + 1;
    held = -1;
    drop();
  }

  /** OUT at a tick that is not before the last access. */
  boolean out(long now) {
    boolean moved = waiting != 0 && now >= waitingFrom;
    int n = moved ? waiting : count;
    long passed = held >= 0 && now >= start ? held : now - (moved ? waitingStart : start);
    if (isPeriodic() && !gate) {
      return true;
    }
    if (n == 0 || passed < 0) {
      return before;
    }
    return switch (mode) {
      case 0, 1 -> passed >= n;
      case 2 -> n == 1 || passed % n != n - 1;
      case 3 -> passed % n < highTicks(n);
      default -> passed != n;
    };
  }

  /** The first tick after one at which OUT rises by itself; {@link #NEVER} if it does not. */
  long nextRise(long after) {
    if (count != 0 && mode >= 4 && !before && after < start) {
      // A strobe is cut short.
      return start;
    }
    if (count == 0 || held >= 0) {
      return NEVER;
    }
    if (!isPeriodic()) {
      long rise = start + count + (mode >= 4 ? 1 : 0);
      return rise > after ? rise : NEVER;
    }
    if (waiting != 0) {
      if (after >= waitingFrom) {
        return nextPeriod(after, waitingStart, waiting);
      }
      long rise = nextPeriod(after, start, count);
      return rise <= waitingFrom ? rise : nextPeriod(waitingFrom - 1, waitingStart, waiting);
    }
    return nextPeriod(after, start, count);
  }

  /** Illegal, but possible: with a count of 1 OUT stays high. */
  private static long nextPeriod(long after, long start, int count) {
    if (count == 1) {
      return NEVER;
    }
    return after < start ? start + count : after + count - (after - start) % count;
  }

  /** Whether a count was written that is not yet in the element. */
  boolean nullCount(long now) {
    return waiting != 0 ? now < waitingFrom : count == 0 || fresh && now < start;
  }

  /** What the element shows, 0 to the modulus less 1. */
  int value(long now) {
    boolean moved = waiting != 0 && now >= waitingFrom;
    int n = moved ? waiting : count;
    if (n == 0) {
      return 0;
    }
    long passed = held >= 0 ? held : Math.max(now - (moved ? waitingStart : start), 0);
    return switch (mode) {
      case 2 -> (n - (int) (passed % n)) % modulus;
      case 3 -> square(n, (int) (passed % n)) % modulus;
      default -> (int) Math.floorMod(n - passed, (long) modulus);
    };
  }

  /** In mode 3 each half counts down in twos, from the even number below the count. */
  private static int square(int n, int phase) {
    int high = highTicks(n);
    return (n & ~1) - 2 * (phase < high ? phase : phase - high);
  }

  /** Mode and modulus are in the control word. */
  void describe(StateGroup group) {
    group.flag("GATE", "pin GATE", () -> gate, v -> gate = v);
    group.register(
        "count", 17, "count that was loaded; 0: none", () -> count, v -> count = (int) v);
    group.register("start", 64, "tick at which it was loaded", () -> start, v -> start = v);
    group.register("held", 64, "ticks counted when GATE stopped it", () -> held, v -> held = v);
    group.flag("fresh", "null count before that tick", () -> fresh, v -> fresh = v);
    group.flag("before", "OUT before that tick", () -> before, v -> before = v);
    group.register("waiting", 17, "next count; 0: none", () -> waiting, v -> waiting = (int) v);
    group.register(
        "waiting from", 64, "tick that loads it", () -> waitingFrom, v -> waitingFrom = v);
    group.register(
        "waiting start", 64, "start from then on", () -> waitingStart, v -> waitingStart = v);
  }
}
