// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.device.pc;

import org.virtualpok.emu.device.BytePorts;
import org.virtualpok.emu.device.Device;
import org.virtualpok.emu.device.VirtualClock;
import org.virtualpok.emu.state.StateGroup;

/**
 * System control port B of a PC, port 61: the speaker with counter 2 of the {@link Pit8254}, and
 * signs of life (82371SB data sheet, "NMISC"). There is nothing that could raise an NMI, and
 * nothing that could be heard.
 */
public final class SystemControlPortB implements Device, BytePorts {
  private static final int TMC2_EN = 1;
  private static final int WRITABLE = 0xf;
  private static final int REFRESH = 1 << 4;
  private static final int TMC2_OUT = 1 << 5;

  private static final int COUNTER = 2;

  /** The bit toggles with each refresh of memory: 18 pulses of the timer's CLK are 15.085 us. */
  private static final int REFRESH_TICKS = 18;

  private final VirtualClock clock;
  private final Pit8254 pit;
  private int control;

  /** A port whose gate is closed. */
  public SystemControlPortB(VirtualClock clock, Pit8254 pit) {
    this.clock = clock;
    this.pit = pit;
  }

  @Override
  public int read(int port) {
    long refreshes = VirtualClock.ticks(clock.nanos(), Pit8254.HERTZ) / REFRESH_TICKS;
    return control | ((refreshes & 1) != 0 ? REFRESH : 0) | (pit.output(COUNTER) ? TMC2_OUT : 0);
  }

  @Override
  public void write(int port, int value) {
    control = value & WRITABLE;
    pit.setGate(COUNTER, (control & TMC2_EN) != 0);
  }

  @Override
  public void reset() {
    write(0x61, 0);
  }

  @Override
  public void describe(StateGroup group) {
    group
        .register("NMISC", 8, "speaker and NMI", () -> read(0x61), this::restore)
        .bit(0, "TMC2_EN", "gate of counter 2")
        .bit(1, "SPKR_EN", "speaker follows counter 2")
        .bit(2, "SERR#_EN", "1 = no NMI from SERR#; there is none")
        .bit(3, "IOCHK#_EN", "1 = no NMI from IOCHK#; there is none")
        .bit(4, "REFRESH", "toggles every 15.085 us")
        .bit(5, "TMC2_OUT", "output of counter 2")
        .bit(6, "IOCHK#", "always 0")
        .bit(7, "SERR#", "always 0");
  }

  /** Gate and output are restored with the counter. */
  private void restore(long value) {
    control = (int) value & WRITABLE;
  }
}
