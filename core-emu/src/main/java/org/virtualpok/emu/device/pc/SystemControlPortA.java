// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.device.pc;

import org.virtualpok.emu.device.BytePorts;
import org.virtualpok.emu.device.Device;
import org.virtualpok.emu.device.IrqLine;
import org.virtualpok.emu.state.StateGroup;

/** System control port A of a PS/2, port 92: a fast gate for A20 and a fast reset. */
public final class SystemControlPortA implements Device, BytePorts {
  private static final int FAST_INIT = 1;
  private static final int FAST_A20 = 1 << 1;

  /** Those that can be read back: also the security lock and the activity lights. */
  private static final int IMPLEMENTED = 0xc8 | FAST_A20 | FAST_INIT;

  private final IrqLine a20;
  private final Runnable init;
  private int port92;

  /**
   * A port that reads 0.
   *
   * @param a20 high = A20 is not masked, as far as this port is concerned
   * @param init pulls INIT of the processor, when its bit goes from 0 to 1
   */
  public SystemControlPortA(IrqLine a20, Runnable init) {
    this.a20 = a20;
    this.init = init;
  }

  @Override
  public int read(int port) {
    return port92;
  }

  @Override
  public void write(int port, int value) {
    int rising = value & ~port92;
    port92 = value & IMPLEMENTED;
    driveA20();
    if ((rising & FAST_INIT) != 0) {
      init.run();
    }
  }

  private void driveA20() {
    a20.set((port92 & FAST_A20) != 0);
  }

  @Override
  public void reset() {
    port92 = 0;
    driveA20();
  }

  @Override
  public void describe(StateGroup group) {
    group
        .register("PORT92", 8, "fast gate and reset", () -> port92, this::restore)
        .bit(0, "FAST_INIT", "resets the processor when it becomes 1")
        .bit(1, "FAST_A20", "A20 is not masked")
        .bit(3, "LOCK", "security lock, no effect")
        .field(6, 2, "LIGHT", "activity lights, no effect");
    group.onRestored(this::driveA20);
  }

  private void restore(long value) {
    port92 = (int) value & IMPLEMENTED;
  }
}
