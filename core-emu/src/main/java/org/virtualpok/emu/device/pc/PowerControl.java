// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.device.pc;

import org.virtualpok.emu.device.Device;
import org.virtualpok.emu.device.VirtualClock;
import org.virtualpok.emu.exec.PortIo;
import org.virtualpok.emu.state.StateGroup;

/**
 * The ACPI registers of a PIIX4 (data sheet 290562, 7.1) at ports 600 to 60B, where QEMU's firmware
 * puts them: kernels switch the machine off with 2000 at port 604. There is no system control
 * interrupt.
 */
public final class PowerControl implements Device, PortIo {
  private static final int BASE = 0x600;
  private static final int PMSTS = 0;
  private static final int PMEN = 2;
  private static final int PMCNTRL = 4;
  private static final int PMTMR = 8;

  private static final int TMROF_STS = 1;
  private static final int PMEN_BITS = 0x0521;
  private static final int PMCNTRL_BITS = 0x1c03;
  private static final int SUS_TYP = 0x1c00;
  private static final int SUS_EN = 0x2000;

  private static final long TIMER_HERTZ = 3_579_545;
  private static final int TIMER_BITS = 24;

  private final VirtualClock clock;
  private final Runnable powerOff;
  private int pmen;
  private int pmcntrl;

  /** How often the timer's highest bit had changed when TMROF_STS was cleared. */
  private long overflowsSeen;

  /**
   * Power control.
   *
   * @param powerOff is called when the guest asks for state S5, soft off
   */
  public PowerControl(VirtualClock clock, Runnable powerOff) {
    this.clock = clock;
    this.powerOff = powerOff;
  }

  @Override
  public void reset() {
    pmen = 0;
    pmcntrl = 0;
    overflowsSeen = overflows();
  }

  @Override
  public int in(int port, int sizeBytes) {
    int value = 0;
    for (int i = 0; i < sizeBytes; i++) {
      value |= byteAt(port - BASE + i) << 8 * i;
    }
    return value;
  }

  private int byteAt(int offset) {
    int shift = 8 * (offset & 1);
    return switch (offset & ~1) {
      case PMSTS -> pmsts() >> shift & 0xff;
      case PMEN -> pmen >> shift & 0xff;
      case PMCNTRL -> pmcntrl >> shift & 0xff;
      case PMTMR, PMTMR + 2 -> timer() >> 8 * (offset - PMTMR) & 0xff;
      default -> 0xff;
    };
  }

  @Override
  public void out(int port, int value, int sizeBytes) {
    boolean sleep = false;
    for (int i = 0; i < sizeBytes; i++) {
      sleep |= write(port - BASE + i, value >>> 8 * i & 0xff);
    }
    if (sleep && (pmcntrl & SUS_TYP) == 0) {
      powerOff.run();
    }
  }

  /** Writes a byte; true if it asks to sleep. */
  private boolean write(int offset, int value) {
    int shift = 8 * (offset & 1);
    int keep = 0xff00 >> shift;
    int placed = value << shift;
    switch (offset & ~1) {
      case PMSTS -> overflowsSeen = (placed & TMROF_STS) != 0 ? overflows() : overflowsSeen;
      case PMEN -> pmen = pmen & keep | placed & PMEN_BITS;
      case PMCNTRL -> {
        pmcntrl = pmcntrl & keep | placed & PMCNTRL_BITS;
        return (placed & SUS_EN) != 0;
      }
      default -> {} // the timer is not written
    }
    return false;
  }

  private int timer() {
    return (int) VirtualClock.ticks(clock.nanos(), TIMER_HERTZ) & (1 << TIMER_BITS) - 1;
  }

  private long overflows() {
    return VirtualClock.ticks(clock.nanos(), TIMER_HERTZ) >> TIMER_BITS - 1;
  }

  private int pmsts() {
    return overflows() != overflowsSeen ? TMROF_STS : 0;
  }

  @Override
  public void describe(StateGroup group) {
    group
        .register("PMSTS", 16, "power management status, 600", this::pmsts, v -> {})
        .bit(0, "TMROF_STS", "bit 23 of the timer has changed");
    group
        .register("PMEN", 16, "power management enable, 602", () -> pmen, v -> pmen = (int) v)
        .bit(0, "TMROF_EN", "interrupt for TMROF_STS")
        .bit(5, "GBL_EN", "interrupt for a release by the BIOS")
        .bit(8, "PWRBTN_EN", "interrupt for the power button")
        .bit(10, "RTC_EN", "interrupt for the real time clock");
    group
        .register(
            "PMCNTRL", 16, "power management control, 604", () -> pmcntrl, v -> pmcntrl = (int) v)
        .bit(0, "SCI_EN", "events give SCI, not SMI")
        .bit(1, "BRLD_EN_BM", "bus masters end C3")
        .field(10, 3, "SUS_TYP", "state that SUS_EN enters", "soft off", "suspend to RAM")
        .bit(13, "SUS_EN", "enters it; never read as set");
    group.register("PMTMR", 24, "timer at 3.579545 MHz, 608", this::timer, v -> {});
    group.register(
        "overflows seen",
        64,
        "changes of bit 23 before TMROF_STS was cleared",
        () -> overflowsSeen,
        v -> overflowsSeen = v);
  }
}
