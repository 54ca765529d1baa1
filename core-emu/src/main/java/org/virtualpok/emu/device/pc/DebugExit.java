// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.device.pc;

import java.util.function.IntConsumer;
import org.virtualpok.emu.exec.PortIo;

/**
 * QEMU's isa-debug-exit, four ports from F4 on: a test kernel ends the run by writing its result.
 * Reads give 0, as QEMU's do. It has no state.
 */
public final class DebugExit implements PortIo {
  private final IntConsumer exit;

  /**
   * An exit.
   *
   * @param exit takes what was written, zero-extended
   */
  public DebugExit(IntConsumer exit) {
    this.exit = exit;
  }

  @Override
  public int in(int port, int sizeBytes) {
    return 0;
  }

  @Override
  public void out(int port, int value, int sizeBytes) {
    exit.accept(value & -1 >>> 32 - 8 * sizeBytes);
  }
}
