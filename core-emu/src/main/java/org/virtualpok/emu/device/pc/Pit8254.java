// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.device.pc;

import org.virtualpok.emu.device.BytePorts;
import org.virtualpok.emu.device.Device;
import org.virtualpok.emu.device.IrqLine;
import org.virtualpok.emu.device.VirtualClock;
import org.virtualpok.emu.state.StateGroup;

/**
 * The interval timer 8254 of a PC (Intel 231164) at ports 40 to 43: counter 0 requests IRQ 0,
 * counter 2 is seen and gated at port 61.
 *
 * <p>What counters and outputs show is a function of time, so only the rising edges of counter 0
 * are events. Its line follows OUT at those and at each access; a falling edge between two rising
 * ones is shown together with the second.
 */
public final class Pit8254 implements Device, BytePorts {
  /** Pulses of CLK in a second; a third of the colour carrier of a television set. */
  public static final long HERTZ = 1_193_182;

  private static final int COUNTER_0 = 0x40;
  private static final int COUNTER_2 = 0x42;
  private static final int CONTROL = 0x43;

  private static final int SC = 6;
  private static final int READ_BACK = 3;
  private static final int READ_BACK_NO_COUNT = 1 << 5;
  private static final int READ_BACK_NO_STATUS = 1 << 4;
  private static final int RW_MASK = 3 << 4;

  private final VirtualClock clock;
  private final IrqLine irq;
  private final VirtualClock.Timer timer;
  private final PitChannel[] channels = {
    new PitChannel(true), new PitChannel(true), new PitChannel(false)
  };

  /** The tick up to which rising edges of counter 0 were shown to its line. */
  private long shown;

  /** The level of that line. */
  private boolean level;

  /**
   * A timer that does not count; OUT of all counters is high until {@link #reset}.
   *
   * @param irq follows OUT of counter 0
   */
  public Pit8254(VirtualClock clock, IrqLine irq) {
    this.clock = clock;
    this.irq = irq;
    this.timer = clock.timer(this::showRise);
  }

  private long now() {
    return VirtualClock.ticks(clock.nanos(), HERTZ);
  }

  /**
   * OUT of a counter, now.
   *
   * @param channel 0 to 2
   */
  public boolean output(int channel) {
    return channels[channel].counter().out(now());
  }

  /** Drives GATE of a counter; those of 0 and 1 are high and not wired in a PC. */
  public void setGate(int channel, boolean level) {
    long now = now();
    if (channel == 0) {
      showUntil(now);
    }
    channels[channel].counter().setGate(level, now);
    if (channel == 0) {
      showFrom(now);
    }
  }

  public boolean gate(int channel) {
    return channels[channel].counter().gate();
  }

  @Override
  public int read(int port) {
    // The control word cannot be read; QEMU gives 0.
    return port < COUNTER_0 || port > COUNTER_2 ? 0 : channels[port - COUNTER_0].read(now());
  }

  @Override
  public void write(int port, int value) {
    long now = now();
    if (port == CONTROL) {
      control(value, now);
    } else if (port == COUNTER_0) {
      showUntil(now);
      channels[0].write(value, now);
      showFrom(now);
    } else if (port > COUNTER_0 && port <= COUNTER_2) {
      channels[port - COUNTER_0].write(value, now);
    }
  }

  private void control(int value, long now) {
    int select = value >>> SC;
    if (select == READ_BACK) {
      readBack(value, now);
    } else if ((value & RW_MASK) == 0) {
      channels[select].latchCount(now);
    } else if (select == 0) {
      showUntil(now);
      channels[0].program(value);
      showFrom(now);
    } else {
      channels[select].program(value);
    }
  }

  private void readBack(int value, long now) {
    for (int i = 0; i < channels.length; i++) {
      if ((value & 2 << i) != 0) {
        if ((value & READ_BACK_NO_COUNT) == 0) {
          channels[i].latchCount(now);
        }
        if ((value & READ_BACK_NO_STATUS) == 0) {
          channels[i].latchStatus(now);
        }
      }
    }
  }

  /** Before counter 0 changes: its line shows what happened up to now. */
  private void showUntil(long now) {
    if (channels[0].counter().nextRise(shown) <= now) {
      pulse();
    }
    drive(channels[0].counter().out(now));
  }

  private void showFrom(long now) {
    shown = now;
    drive(channels[0].counter().out(now));
    schedule();
  }

  private void schedule() {
    long rise = channels[0].counter().nextRise(shown);
    timer.schedule(
        rise == VirtualClock.NEVER ? VirtualClock.NEVER : VirtualClock.nanosOfTick(rise, HERTZ));
  }

  private void showRise() {
    pulse();
    shown = now();
    schedule();
  }

  private void pulse() {
    drive(false);
    drive(true);
  }

  private void drive(boolean newLevel) {
    level = newLevel;
    irq.set(newLevel);
  }

  /** The line to IRQ 0 is high from now on, as OUT of a counter that was not programmed. */
  @Override
  public void reset() {
    for (PitChannel channel : channels) {
      channel.reset();
    }
    showFrom(now());
  }

  @Override
  public void describe(StateGroup group) {
    channels[0].describe(group.group("counter0", "IRQ 0"), this::now);
    channels[1].describe(group.group("counter1", "memory refresh"), this::now);
    channels[2].describe(group.group("counter2", "speaker, port 61"), this::now);
    group.register("shown", 64, "tick up to which IRQ 0 is shown", () -> shown, v -> shown = v);
    group.flag("IRQ 0", "level it is shown with", () -> level, v -> level = v);
    group.onRestored(
        () -> {
          irq.set(level);
          schedule();
        });
  }
}
