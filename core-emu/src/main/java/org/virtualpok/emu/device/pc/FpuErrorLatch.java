// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.device.pc;

import org.virtualpok.emu.device.BytePorts;
import org.virtualpok.emu.device.Device;
import org.virtualpok.emu.device.IrqLine;
import org.virtualpok.emu.state.StateGroup;

/**
 * The latch between a coprocessor's error pin and IRQ 13, at ports F0 and F1 (IBM PC AT technical
 * reference, math coprocessor): an error holds the interrupt until a handler writes to port F0.
 */
public final class FpuErrorLatch implements Device, BytePorts {
  private final IrqLine irq13;
  private boolean busy;

  /** A latch that holds nothing. */
  public FpuErrorLatch(IrqLine irq13) {
    this.irq13 = irq13;
  }

  /** The coprocessor has signalled an error. */
  public void raise() {
    set(true);
  }

  @Override
  public void reset() {
    set(false);
  }

  /** Nothing is there to be read. */
  @Override
  public int read(int port) {
    return 0xff;
  }

  /**
   * F0 clears the latch, F1 resets the coprocessor besides; a processor's own unit ignores that.
   */
  @Override
  public void write(int port, int value) {
    set(false);
  }

  private void set(boolean level) {
    busy = level;
    irq13.set(level);
  }

  @Override
  public void describe(StateGroup group) {
    group.flag("busy", "an error holds IRQ 13", () -> busy, v -> busy = v);
    group.onRestored(() -> irq13.set(busy));
  }
}
