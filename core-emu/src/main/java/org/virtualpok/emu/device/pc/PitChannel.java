// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.device.pc;

import java.util.function.LongSupplier;
import org.virtualpok.emu.device.VirtualClock;
import org.virtualpok.emu.state.StateGroup;

/**
 * One counter of an 8254 (Intel 231164). Times are ticks: pulses of CLK since power on. Nothing is
 * counted: the counting element and OUT are functions of the tick at which the last count was
 * loaded, and of the tick now.
 *
 * <p>A count that is written is loaded by the next CLK pulse; what the counting element shows until
 * then is left open by the data sheet (null count), here it is the new count.
 */
final class PitChannel {
  /** The control word's bits, as in the status byte. */
  private static final int BCD = 1;

  private static final int M = 1;
  private static final int RW = 4;
  private static final int CONTROL = 0x3f;
  private static final int STATUS_NULL_COUNT = 1 << 6;
  private static final int STATUS_OUT = 1 << 7;

  private static final int LOW = 1;
  private static final int HIGH = 2;

  private static final long NEVER = VirtualClock.NEVER;

  private final boolean gateAtReset;

  private int control;
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

  /** The count register as it was written last, and the byte of it that came first. */
  private int cr;

  private int crLow;
  private boolean writeHigh;
  private boolean readHigh;

  /** Bytes of {@link #latch} that are to be read: {@link #LOW}, {@link #HIGH}. */
  private int latched;

  private int latch;
  private boolean statusLatched;
  private int statusLatch;

  PitChannel(boolean gateAtReset) {
    this.gateAtReset = gateAtReset;
    reset();
  }

  /** Not counting, OUT high; the data sheet leaves all of this open. */
  void reset() {
    program((LOW | HIGH) << RW | 3 << M);
    gate = gateAtReset;
  }

  private int mode() {
    int m = control >>> M & 7;
    return m >= 6 ? m - 4 : m;
  }

  private boolean isPeriodic() {
    return mode() == 2 || mode() == 3;
  }

  /** Whether counting begins with a rising edge of GATE. */
  private boolean isTriggered() {
    return mode() == 1 || mode() == 5;
  }

  /** A control word for this counter, without the counter's number. */
  void program(int word) {
    control = word & CONTROL;
    count = 0;
    start = 0;
    held = -1;
    before = mode() != 0;
    fresh = false;
    drop();
    cr = 0;
    crLow = 0;
    writeHigh = false;
    readHigh = false;
    latched = 0;
    latch = 0;
    statusLatched = false;
    statusLatch = 0;
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

  void write(int value, long now) {
    advance(now);
    switch (control >>> RW) {
      case LOW -> load(value, now);
      case HIGH -> load(value << 8, now);
      default -> {
        if (writeHigh) {
          writeHigh = false;
          load(crLow | value << 8, now);
        } else {
          writeHigh = true;
          crLow = value;
          if (mode() == 0) {
            // The first byte stops the counting and sets OUT low.
            count = 0;
            before = false;
          }
        }
      }
    }
  }

  private void load(int register, long now) {
    cr = register;
    int written = written();
    boolean loaded = count != 0 && now >= start;
    if (isTriggered() && (loaded || count == 0)) {
      waiting = written;
      waitingFrom = NEVER;
    } else if (isPeriodic() && loaded) {
      waiting = written;
      waitAtEndOfPeriod(now);
    } else if (isTriggered()) {
      count = written;
      fresh = true;
    } else {
      before = mode() != 0 && out(now);
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
    if (mode() == 3 && phase < half && count > 1) {
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

  /** The count register's meaning, 1 to 10000 hexadecimal (BCD: 10000); digits above 9 count so. */
  private int written() {
    int value = cr;
    if ((control & BCD) != 0) {
      value = (cr >>> 12) * 1000 + (cr >>> 8 & 15) * 100 + (cr >>> 4 & 15) * 10 + (cr & 15);
    }
    return value == 0 ? modulus() : value;
  }

  private int modulus() {
    return (control & BCD) != 0 ? 10_000 : 0x10000;
  }

  boolean gate() {
    return gate;
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
    count = written();
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
    return switch (mode()) {
      case 0, 1 -> passed >= n;
      case 2 -> n == 1 || passed % n != n - 1;
      case 3 -> passed % n < highTicks(n);
      default -> passed != n;
    };
  }

  /** The first tick after one at which OUT rises by itself; {@link #NEVER} if it does not. */
  long nextRise(long after) {
    if (count != 0 && mode() >= 4 && !before && after < start) {
      // A strobe is cut short.
      return start;
    }
    if (count == 0 || held >= 0) {
      return NEVER;
    }
    if (!isPeriodic()) {
      long rise = start + count + (mode() >= 4 ? 1 : 0);
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

  /** The counting element, as a guest reads it. */
  private int counter(long now) {
    boolean moved = waiting != 0 && now >= waitingFrom;
    int n = moved ? waiting : count;
    if (n == 0) {
      return 0;
    }
    long passed = held >= 0 ? held : Math.max(now - (moved ? waitingStart : start), 0);
    int value =
        switch (mode()) {
          case 2 -> n - (int) (passed % n);
          case 3 -> square(n, (int) (passed % n));
          default -> (int) Math.floorMod(n - passed, (long) modulus());
        };
    value %= modulus();
    return (control & BCD) == 0 ? value : toBcd(value);
  }

  /** In mode 3 each half counts down in twos, from the even number below the count. */
  private static int square(int n, int phase) {
    int high = highTicks(n);
    return (n & ~1) - 2 * (phase < high ? phase : phase - high);
  }

  private static int toBcd(int value) {
    return value / 1000 << 12 | value / 100 % 10 << 8 | value / 10 % 10 << 4 | value % 10;
  }

  void latchCount(long now) {
    if (latched == 0) {
      latch = counter(now);
      latched = control >>> RW;
    }
  }

  void latchStatus(long now) {
    if (!statusLatched) {
      statusLatched = true;
      statusLatch = status(now);
    }
  }

  private int status(long now) {
    boolean missing = waiting != 0 ? now < waitingFrom : count == 0 || fresh && now < start;
    return control | (missing ? STATUS_NULL_COUNT : 0) | (out(now) ? STATUS_OUT : 0);
  }

  int read(long now) {
    if (statusLatched) {
      statusLatched = false;
      return statusLatch;
    }
    if (latched != 0) {
      boolean low = (latched & LOW) != 0;
      latched &= low ? ~LOW : ~HIGH;
      return low ? latch & 0xff : latch >>> 8;
    }
    boolean high = control >>> RW == HIGH;
    if (control >>> RW == (LOW | HIGH)) {
      high = readHigh;
      readHigh = !readHigh;
    }
    return high ? counter(now) >>> 8 : counter(now) & 0xff;
  }

  /** Describes all of it, and CE and OUT, which follow from the rest and the tick. */
  void describe(StateGroup group, LongSupplier now) {
    group.register("CE", 16, "counting element", () -> counter(now.getAsLong()), v -> {});
    group.flag("OUT", "pin OUT", () -> out(now.getAsLong()), v -> {});
    group
        .register("control", 6, "control word", () -> control, this::restoreControl)
        .field(0, 1, "BCD", "counts", "binary", "BCD")
        .field(
            1,
            3,
            "M",
            "mode",
            "0 interrupt on terminal count",
            "1 one-shot",
            "2 rate generator",
            "3 square wave",
            "4 software strobe",
            "5 hardware strobe",
            "2 rate generator",
            "3 square wave")
        .field(4, 2, "RW", "bytes of a count", "-", "low", "high", "low, then high");
    group.register("CR", 16, "count register", () -> cr, v -> cr = (int) v);
    group.flag("GATE", "pin GATE", () -> gate, v -> gate = v);
    group.register("OL", 16, "output latch", () -> latch, v -> latch = (int) v);
    group.register("status", 8, "status latch", () -> statusLatch, v -> statusLatch = (int) v);
    group
        .register("latched", 2, "bytes of OL to be read", () -> latched, v -> latched = (int) v)
        .bit(0, "L", "low")
        .bit(1, "H", "high");
    group.flag("status latched", "to be read", () -> statusLatched, v -> statusLatched = v);
    group.register("CR low", 8, "first byte of a count", () -> crLow, v -> crLow = (int) v);
    group.flag("write high", "the high byte is next", () -> writeHigh, v -> writeHigh = v);
    group.flag("read high", "the high byte is next", () -> readHigh, v -> readHigh = v);
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

  private void restoreControl(long value) {
    control = (int) value;
  }
}
