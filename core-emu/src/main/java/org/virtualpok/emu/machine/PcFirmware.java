// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.machine;

import org.virtualpok.emu.device.PortBus;
import org.virtualpok.emu.memory.PhysicalMemory;

/**
 * What a BIOS leaves behind when a boot loader starts a kernel: its data area at 400 (physical),
 * the interrupt controllers at vectors 8 and 70, the timer at 18.2 Hz. There are no BIOS services.
 */
final class PcFirmware {
  /** Top of a small stack in low memory, for kernels that push before they have their own. */
  static final int STACK = 0x7c00;

  private PcFirmware() {}

  static void leave(PhysicalMemory memory, PortBus ports) {
    vectors(memory);
    dataArea(memory);
    // Initialization words, vectors, the cascade, 8086 mode.
    controller(ports, 0x20, 0x08, 0x04, 0xb8);
    controller(ports, 0xa0, 0x70, 0x02, 0x8e);
    // Counter 0: mode 2, 65536.
    ports.out(0x43, 0x34, 1);
    ports.out(0x40, 0, 1);
    ports.out(0x40, 0, 1);
  }

  private static void controller(PortBus ports, int port, int vector, int cascade, int mask) {
    ports.out(port, 0x11, 1);
    ports.out(port + 1, vector, 1);
    ports.out(port + 1, cascade, 1);
    ports.out(port + 1, 0x01, 1);
    ports.out(port + 1, mask, 1);
  }

  /** The entry points that every PC BIOS has had since the first, by vector. */
  private static final int[][] ENTRIES = {
    {0x02, 0xe2c3}, {0x05, 0xff54}, {0x08, 0xfea5}, {0x09, 0xe987}, {0x0e, 0xef57},
    {0x10, 0xf065}, {0x11, 0xf84d}, {0x12, 0xf841}, {0x13, 0xe3fe}, {0x14, 0xe739},
    {0x15, 0xf859}, {0x16, 0xe82e}, {0x17, 0xefd2}, {0x19, 0xe6f2}, {0x1a, 0xfe6e},
    {0x40, 0xec59}
  };

  private static final int DUMMY_ENTRY = 0xff53;
  private static final int SEGMENT = 0xf000;

  private static void vectors(PhysicalMemory memory) {
    for (int vector = 0; vector < 256; vector++) {
      memory.write32(4 * vector, SEGMENT << 16 | DUMMY_ENTRY);
    }
    for (int[] e : ENTRIES) {
      memory.write16(4 * e[0], e[1]);
    }
  }

  /** The words of the BIOS data area that kernels read. */
  private static void dataArea(PhysicalMemory memory) {
    memory.write16(0x400, 0x3f8); // COM1
    memory.write16(0x402, 0x2f8); // COM2
    memory.write16(0x40e, 0x9fc0); // segment of the extended data area
    memory.write16(0x410, 0x0426); // equipment: FPU, colour text, mouse port, two serial ports
    memory.write16(0x413, PcBoard.LOW_MEMORY_BYTES >> 10);
    memory.write8(0x449, 3); // video mode
    memory.write16(0x44a, 80); // columns
    memory.write16(0x44c, 0x1000); // bytes of a page
    memory.write16(0x460, 0x0d0e); // shape of the cursor
    memory.write16(0x463, 0x3d4); // the CRTC's port
    memory.write16(0x472, 0x1234); // warm start
    memory.write8(0x484, 24); // rows less 1
    memory.write16(0x485, 16); // height of a character
  }
}
