// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.device.pc;

import java.util.function.IntConsumer;
import org.virtualpok.emu.device.BytePorts;

/**
 * Port E9 as Bochs has it: what is written is text for the developer; it reads E9, by which a guest
 * knows that it is there. It has no state.
 */
public final class DebugConsole implements BytePorts {
  private static final int PRESENT = 0xe9;

  private final IntConsumer output;

  /**
   * A console.
   *
   * @param output takes each byte, 0 to FF
   */
  public DebugConsole(IntConsumer output) {
    this.output = output;
  }

  @Override
  public int read(int port) {
    return PRESENT;
  }

  @Override
  public void write(int port, int value) {
    output.accept(value);
  }
}
