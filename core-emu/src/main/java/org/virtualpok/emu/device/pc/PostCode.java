// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.device.pc;

import java.util.Arrays;
import org.virtualpok.emu.device.BytePorts;
import org.virtualpok.emu.device.Device;
import org.virtualpok.emu.state.StateGroup;
import org.virtualpok.emu.state.StateRegister;

/**
 * Ports 80 to 8F of a PC: the diagnostic port 80, which kernels also write to wait a microsecond,
 * and the page registers of the DMA controller. Plain latches: there is no DMA. Port ED, another
 * place to wait at, may be mapped here too.
 */
public final class PostCode implements Device, BytePorts {
  private static final int FIRST = 0x80;
  private static final int COUNT = 16;
  private static final String[] MEANING = {
    "diagnostic code",
    "page of DMA channel 2",
    "page of DMA channel 3",
    "page of DMA channel 1",
    "free",
    "free",
    "free",
    "page of DMA channel 0",
    "free",
    "page of DMA channel 6",
    "page of DMA channel 7",
    "page of DMA channel 5",
    "free",
    "free",
    "free",
    "page of refresh"
  };

  private final int[] latches = new int[COUNT];

  @Override
  public void reset() {
    Arrays.fill(latches, 0);
  }

  @Override
  public int read(int port) {
    return latched(port) ? latches[port - FIRST] : 0xff;
  }

  @Override
  public void write(int port, int value) {
    if (latched(port)) {
      latches[port - FIRST] = value;
    }
  }

  private static boolean latched(int port) {
    return port >= FIRST && port < FIRST + COUNT;
  }

  @Override
  public void describe(StateGroup group) {
    for (int i = 0; i < COUNT; i++) {
      int at = i;
      StateRegister unused =
          group.register(
              Integer.toHexString(FIRST + i),
              8,
              MEANING[i],
              () -> latches[at],
              v -> latches[at] = (int) v);
    }
  }
}
