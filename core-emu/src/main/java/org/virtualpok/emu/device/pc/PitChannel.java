// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.device.pc;

import java.util.function.LongSupplier;
import org.virtualpok.emu.state.StateGroup;

/**
 * One counter of an 8254 as the bus sees it (Intel 231164, "Programming the 8254"): control word,
 * count register, latches, and which byte is next. Times are ticks of its {@link PitCounter}.
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

  private static final int BINARY_MODULUS = 0x10000;
  private static final int BCD_MODULUS = 10_000;

  private final boolean gateAtReset;
  private final PitCounter counter = new PitCounter();

  private int control;

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
    counter.resetGate(gateAtReset);
  }

  PitCounter counter() {
    return counter;
  }

  /** A control word for this counter, without the counter's number. */
  void program(int word) {
    control = word & CONTROL;
    counter.program(mode(), modulus());
    cr = 0;
    crLow = 0;
    writeHigh = false;
    readHigh = false;
    latched = 0;
    latch = 0;
    statusLatched = false;
    statusLatch = 0;
  }

  /** Of the modes, 6 and 7 are 2 and 3. */
  private int mode() {
    int m = control >>> M & 7;
    return m >= 6 ? m - 4 : m;
  }

  private int modulus() {
    return (control & BCD) != 0 ? BCD_MODULUS : BINARY_MODULUS;
  }

  void write(int value, long now) {
    switch (control >>> RW) {
      case LOW -> load(value, now);
      case HIGH -> load(value << 8, now);
      default -> {
        if (writeHigh) {
          load(crLow | value << 8, now);
        } else {
          crLow = value;
          counter.beginWrite(now);
        }
        writeHigh = !writeHigh;
      }
    }
  }

  private void load(int register, long now) {
    cr = register;
    int count = (control & BCD) != 0 ? fromBcd(register) : register;
    counter.write(count == 0 ? modulus() : count, now);
  }

  /** Digits above 9 count as they are. */
  private static int fromBcd(int digits) {
    return (digits >>> 12) * 1000
        + (digits >>> 8 & 15) * 100
        + (digits >>> 4 & 15) * 10
        + (digits & 15);
  }

  private static int toBcd(int value) {
    return value / 1000 << 12 | value / 100 % 10 << 8 | value / 10 % 10 << 4 | value % 10;
  }

  /** The counting element, as a guest reads it. */
  private int shown(long now) {
    int value = counter.value(now);
    return (control & BCD) != 0 ? toBcd(value) : value;
  }

  void latchCount(long now) {
    if (latched == 0) {
      latch = shown(now);
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
    return control
        | (counter.nullCount(now) ? STATUS_NULL_COUNT : 0)
        | (counter.out(now) ? STATUS_OUT : 0);
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
    return high ? shown(now) >>> 8 : shown(now) & 0xff;
  }

  /** Describes all of it, and CE and OUT, which follow from the rest and the tick. */
  void describe(StateGroup group, LongSupplier now) {
    group.register("CE", 16, "counting element", () -> shown(now.getAsLong()), v -> {});
    group.flag("OUT", "pin OUT", () -> counter.out(now.getAsLong()), v -> {});
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
    counter.describe(group);
  }

  private void restoreControl(long value) {
    control = (int) value;
    counter.configure(mode(), modulus());
  }
}
