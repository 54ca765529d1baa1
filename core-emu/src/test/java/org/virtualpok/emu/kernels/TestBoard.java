// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.kernels;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.virtualpok.emu.exec.PortIo;
import org.virtualpok.emu.interp.Processor;
import org.virtualpok.emu.memory.PhysicalMemory;

/** RAM, a ROM of 64 KiB below 1 MiB and below 4 GiB, and a console at port E9. */
final class TestBoard implements PortIo {
  private static final int RAM_BYTES = 16 << 20;
  private static final int CONSOLE_PORT = 0xe9;

  private final ByteArrayOutputStream console = new ByteArrayOutputStream();
  private final PhysicalMemory memory;
  private final Processor processor;

  TestBoard(byte[] rom) {
    memory = new PhysicalMemory(RAM_BYTES, rom);
    memory.mapRom(0x000f0000);
    memory.mapRom(0xffff0000);
    processor = new Processor(memory, this, () -> 0);
  }

  Processor.Exit run(long budget) {
    return processor.run(budget, false);
  }

  Processor processor() {
    return processor;
  }

  PhysicalMemory memory() {
    return memory;
  }

  String console() {
    return console.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public int in(int port, int sizeBytes) {
    return PortIo.NONE.in(port, sizeBytes);
  }

  @Override
  public void out(int port, int value, int sizeBytes) {
    if (port == CONSOLE_PORT) {
      console.write(value);
    }
  }
}
