// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.device.pc;

import java.time.LocalDateTime;
import java.util.Arrays;
import org.virtualpok.emu.device.BytePorts;
import org.virtualpok.emu.device.Device;
import org.virtualpok.emu.device.IrqLine;
import org.virtualpok.emu.device.VirtualClock;
import org.virtualpok.emu.state.StateGroup;

/**
 * Real time clock and battery-backed memory of a PC, ports 70 (address, NMI mask) and 71 (data):
 * MC146818A data sheet, and the PC's own use of the memory behind its registers.
 *
 * <p>The clock is at the time that its cells say since update number {@link #updates}; it catches
 * up when the guest looks. There are events only while an interrupt is enabled and none is pending.
 */
public final class RtcCmos implements Device, BytePorts {
  private static final int ADDRESS = 0x70;
  private static final int DATA = 0x71;
  private static final int NMI_MASK = 0x80;

  private static final int A = 0x0a;
  private static final int B = 0x0b;
  private static final int C = 0x0c;
  private static final int D = 0x0d;

  private static final int A_UIP = 0x80;
  private static final int A_DV = 0x70;
  private static final int A_DV_RUNS_MAX = 0x20;
  private static final int A_RS = 0x0f;
  private static final int B_24H = 1 << 1;
  private static final int B_DM = 1 << 2;
  private static final int B_SQWE = 1 << 3;
  private static final int B_UIE = 1 << 4;
  private static final int B_AIE = 1 << 5;
  private static final int B_PIE = 1 << 6;
  private static final int B_SET = 1 << 7;
  private static final int C_UF = B_UIE;
  private static final int C_AF = B_AIE;
  private static final int C_PF = B_PIE;
  private static final int C_FLAGS = C_PF | C_AF | C_UF;
  private static final int C_IRQF = 1 << 7;
  private static final int D_VRT = 1 << 7;

  private static final long SECOND = 1_000_000_000;
  private static final long OSCILLATOR_HERTZ = 32_768;

  /** UIP rises this long before an update; the update itself takes no time here, as in QEMU. */
  private static final long UIP_NANOS = 244_140;

  private final VirtualClock clock;
  private final IrqLine irq8;
  private final VirtualClock.Timer timer;
  private final byte[] cells = new byte[128];
  private final RtcCalendar calendar = new RtcCalendar(cells);

  private final LocalDateTime start;
  private final int memoryBytes;

  private int address;
  private boolean nmiMasked;
  private int a;
  private int b;
  private int flags;

  /** When the divider last was at 0; updates come whole seconds after that. */
  private long origin;

  /** Updates since {@link #origin} that the cells know. */
  private long updates;

  /** Periodic edges since {@link #origin} that the flags know. */
  private long edges;

  /**
   * A clock that runs, and a memory as a BIOS leaves it.
   *
   * @param start date and time at the clock's 0
   * @param memoryBytes size of RAM
   */
  public RtcCmos(VirtualClock clock, IrqLine irq8, LocalDateTime start, int memoryBytes) {
    this.clock = clock;
    this.irq8 = irq8;
    this.timer = clock.timer(this::settle);
    this.start = start;
    this.memoryBytes = memoryBytes;
    powerOn();
  }

  /** The battery is put in, when the clock of the machine is at 0. */
  public void powerOn() {
    a = 0x26;
    b = B_24H;
    Arrays.fill(cells, (byte) 0);
    calendar.format(false, true);
    calendar.set(start);
    calendar.setDayOfWeek(start.getDayOfWeek().getValue() % 7 + 1);
    CmosMemory.describe(cells, memoryBytes);
    origin = -start.getNano();
    updates = updatesUntilNow();
    edges = edgesUntilNow();
    reset();
  }

  /** Whether port 70 keeps NMI from the processor. */
  public boolean nmiMasked() {
    return nmiMasked;
  }

  private boolean runs() {
    return (a & A_DV) <= A_DV_RUNS_MAX;
  }

  /** In pulses of the oscillator; 0 = none. The first two rates are those of the third group. */
  private int period() {
    int rs = a & A_RS;
    return rs == 0 ? 0 : 1 << (rs <= 2 ? rs + 6 : rs - 1);
  }

  private long updatesUntilNow() {
    return Math.floorDiv(clock.nanos() - origin, SECOND);
  }

  private long edgesUntilNow() {
    int period = period();
    return period == 0 ? 0 : VirtualClock.ticks(clock.nanos() - origin, OSCILLATOR_HERTZ) / period;
  }

  /** Lets the cells and flags know what time it is. */
  private void catchUp() {
    if (!runs()) {
      return;
    }
    long passed = updatesUntilNow() - updates;
    updates += passed;
    if (passed > 0 && (b & B_SET) == 0) {
      int alarm = calendar.secondsToAlarm();
      flags |= C_UF | (alarm != RtcCalendar.NEVER && alarm <= passed ? C_AF : 0);
      calendar.advance(passed);
    }
    long edgesNow = edgesUntilNow();
    flags |= edgesNow != edges ? C_PF : 0;
    edges = edgesNow;
  }

  /** Whether the interrupt request pin is active. */
  private boolean irqf() {
    return (flags & b & C_FLAGS) != 0;
  }

  private void settle() {
    catchUp();
    drive();
  }

  /** Drives IRQ 8, and sees to the next event that could. */
  private void drive() {
    boolean request = irqf();
    irq8.set(request);
    timer.schedule(request || !runs() ? VirtualClock.NEVER : nextEvent());
  }

  private long nextEvent() {
    long next = VirtualClock.NEVER;
    if ((b & B_PIE) != 0 && period() != 0) {
      long tick = (edges + 1) * period();
      next = origin + VirtualClock.nanosOfTick(tick, OSCILLATOR_HERTZ);
    }
    if ((b & B_SET) == 0) {
      int alarm = (b & B_AIE) != 0 ? calendar.secondsToAlarm() : RtcCalendar.NEVER;
      if ((b & B_UIE) != 0) {
        alarm = 1;
      }
      if (alarm != RtcCalendar.NEVER) {
        next = Math.min(next, origin + (updates + alarm) * SECOND);
      }
    }
    return next;
  }

  @Override
  public int read(int port) {
    // The address cannot be read back.
    return port == DATA ? readCell() : 0xff;
  }

  private int readCell() {
    switch (address) {
      case A:
        return a | (updateInProgress() ? A_UIP : 0);
      case B:
        return b;
      case C:
        catchUp();
        int value = flags | (irqf() ? C_IRQF : 0);
        flags = 0;
        settle();
        return value;
      case D:
        return D_VRT;
      default:
        catchUp();
        return cells[address] & 0xff;
    }
  }

  private boolean updateInProgress() {
    long phase = Math.floorMod(clock.nanos() - origin, SECOND);
    return runs() && (b & B_SET) == 0 && phase >= SECOND - UIP_NANOS;
  }

  @Override
  public void write(int port, int value) {
    if (port == ADDRESS) {
      address = value & ~NMI_MASK;
      nmiMasked = (value & NMI_MASK) != 0;
    } else if (port == DATA) {
      catchUp();
      writeCell(value);
      settle();
    }
  }

  private void writeCell(int value) {
    switch (address) {
      case A -> {
        boolean ran = runs();
        a = value & ~A_UIP;
        if (!ran && runs()) {
          // The first update comes half a second after the divider is released.
          origin = clock.nanos() - SECOND / 2;
          updates = 0;
        }
        edges = runs() ? edgesUntilNow() : 0;
      }
      case B -> writeB(value);
      case C, D -> {
        // read only
      }
      default -> cells[address] = (byte) value;
    }
  }

  private void writeB(int value) {
    int format = (value ^ b) & (B_DM | B_24H);
    if (format != 0 && ((value | b) & B_SET) == 0) {
      // The data sheet wants the cells to be written again; QEMU shows the same time.
      LocalDateTime time = calendar.get();
      calendar.format((value & B_DM) != 0, (value & B_24H) != 0);
      calendar.set(time);
    }
    b = (value & B_SET) != 0 ? value & ~B_UIE : value;
    calendar.format((b & B_DM) != 0, (b & B_24H) != 0);
  }

  /** RESET#: time and memory have a battery, see {@link #powerOn}. */
  @Override
  public void reset() {
    catchUp();
    address = 0;
    nmiMasked = false;
    b &= ~(B_PIE | B_AIE | B_UIE | B_SQWE);
    flags = 0;
    settle();
  }

  @Override
  public void describe(StateGroup group) {
    group
        .register("time", 24, "time of day as digits, now", this::timeOfDay, v -> {})
        .field(16, 8, "HH", "hours")
        .field(8, 8, "MM", "minutes")
        .field(0, 8, "SS", "seconds");
    group
        .register("date", 32, "date as digits, now", this::date, v -> {})
        .field(16, 16, "YYYY", "year")
        .field(8, 8, "MM", "month")
        .field(0, 8, "DD", "day");
    group
        .register("A", 8, "control", () -> a | (updateInProgress() ? A_UIP : 0), this::restoreA)
        .field(
            0,
            4,
            "RS",
            "periodic rate",
            "none",
            "256 Hz",
            "128 Hz",
            "8192 Hz",
            "4096 Hz",
            "2048 Hz",
            "1024 Hz",
            "512 Hz",
            "256 Hz",
            "128 Hz",
            "64 Hz",
            "32 Hz",
            "16 Hz",
            "8 Hz",
            "4 Hz",
            "2 Hz")
        .field(
            4,
            3,
            "DV",
            "oscillator",
            "runs",
            "runs",
            "runs",
            "test",
            "test",
            "test",
            "reset",
            "reset")
        .bit(7, "UIP", "update in progress or about to be");
    group
        .register("B", 8, "control", () -> b, this::restoreB)
        .bit(0, "DSE", "daylight savings, no effect")
        .field(1, 1, "24/12", "hours", "12", "24")
        .field(2, 1, "DM", "data mode", "BCD", "binary")
        .bit(3, "SQWE", "square wave, not wired")
        .bit(4, "UIE", "update-ended interrupt enabled")
        .bit(5, "AIE", "alarm interrupt enabled")
        .bit(6, "PIE", "periodic interrupt enabled")
        .bit(7, "SET", "updates stopped, to set the time");
    group
        .register("C", 8, "flags known so far", () -> flags | (irqf() ? C_IRQF : 0), this::restoreC)
        .bit(4, "UF", "update ended")
        .bit(5, "AF", "alarm")
        .bit(6, "PF", "periodic")
        .bit(7, "IRQF", "IRQ 8");
    group.register("address", 7, "cell at port 71", () -> address, v -> address = (int) v);
    group.flag("NMI masked", "bit 7 of port 70", () -> nmiMasked, v -> nmiMasked = v);
    group.register("origin", 64, "when the divider was at 0, ns", () -> origin, v -> origin = v);
    group.register("updates", 64, "updates in the cells", () -> updates, v -> updates = v);
    group.register("edges", 64, "periodic edges in the flags", () -> edges, v -> edges = v);
    group.memory("cells", cells.length, "time and memory", cells::clone, this::restoreCells);
    group.onRestored(
        () -> {
          origin = Math.max(Math.min(origin, clock.nanos()), -SECOND);
          calendar.format((b & B_DM) != 0, (b & B_24H) != 0);
          drive();
        });
  }

  private LocalDateTime time() {
    boolean counts = runs() && (b & B_SET) == 0;
    return calendar.after(counts ? updatesUntilNow() - updates : 0);
  }

  private long timeOfDay() {
    LocalDateTime t = time();
    return decimal(decimal(decimal(0, t.getHour()), t.getMinute()), t.getSecond());
  }

  private long date() {
    LocalDateTime t = time();
    long year = decimal(decimal(0, t.getYear() / 100), t.getYear() % 100);
    return decimal(decimal(year, t.getMonthValue()), t.getDayOfMonth());
  }

  /** Two more digits. */
  private static long decimal(long digits, int number) {
    return digits << 8 | number / 10 % 10 << 4 | number % 10;
  }

  private void restoreA(long value) {
    a = (int) value & ~A_UIP;
  }

  private void restoreB(long value) {
    b = (int) value;
  }

  private void restoreC(long value) {
    flags = (int) value & C_FLAGS;
  }

  private void restoreCells(byte[] saved) {
    System.arraycopy(saved, 0, cells, 0, Math.min(saved.length, cells.length));
  }
}
