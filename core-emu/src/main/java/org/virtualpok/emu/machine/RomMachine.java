// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.machine;

import java.io.ByteArrayOutputStream;
import org.virtualpok.emu.cpu.CpuModel;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.exec.PortIo;
import org.virtualpok.emu.interp.Processor;
import org.virtualpok.emu.memory.PhysicalMemory;

/**
 * A bare processor with RAM, a boot ROM and the console of port E9: what small kernels that test a
 * processor need, and nothing that could interrupt them.
 */
public final class RomMachine {
  private static final int RAM_BYTES = 16 << 20;
  private static final int CONSOLE_PORT = 0xe9;

  /** The console answers its own number, as Bochs's and QEMU's do. */
  private final PortIo ports =
      new PortIo() {
        @Override
        public int in(int port, int sizeBytes) {
          return port == CONSOLE_PORT ? CONSOLE_PORT : PortIo.NONE.in(port, sizeBytes);
        }

        @Override
        public void out(int port, int value, int sizeBytes) {
          if (port == CONSOLE_PORT) {
            console.write(value);
          }
        }
      };

  private final ByteArrayOutputStream console = new ByteArrayOutputStream();
  private final PhysicalMemory memory;
  private final Processor processor;

  /**
   * A machine with a Pentium III after power on.
   *
   * @param rom 1 byte to 64 KiB; its end lies at FFFFFFFF and at FFFFF, physical
   */
  public RomMachine(byte[] rom) {
    this(rom, CpuModel.PENTIUM_III);
  }

  /** A machine as above with another processor. */
  public RomMachine(byte[] rom, CpuModel model) {
    if (rom.length == 0 || rom.length > 0x10000) {
      throw new IllegalArgumentException(
          "a boot ROM has 1 byte to 64 KiB, this one has " + rom.length + " bytes");
    }
    byte[] whole = new byte[0x10000];
    System.arraycopy(rom, 0, whole, whole.length - rom.length, rom.length);
    memory = new PhysicalMemory(RAM_BYTES, whole);
    memory.mapRom(0xf0000);
    memory.mapRom(0xffff0000);
    processor = new Processor(memory, ports, () -> 0);
    processor.cpu().model = model;
    processor.reset();
  }

  public Processor processor() {
    return processor;
  }

  public CpuState cpu() {
    return processor.cpu();
  }

  public PhysicalMemory memory() {
    return memory;
  }

  /** What the guest wrote to the console, since the last call. */
  public byte[] takeConsole() {
    byte[] bytes = console.toByteArray();
    console.reset();
    return bytes;
  }
}
