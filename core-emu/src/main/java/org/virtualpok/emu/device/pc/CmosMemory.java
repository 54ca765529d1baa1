// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.device.pc;

/** What a BIOS keeps in the memory of the {@link RtcCmos} (IBM AT technical reference). */
final class CmosMemory {
  private static final int DISKETTES = 0x10;
  private static final int EQUIPMENT = 0x14;
  private static final int BASE_MEMORY_KIB = 0x15;
  private static final int EXTENDED_MEMORY_KIB = 0x17;
  private static final int EXTENDED_MEMORY_KIB_FOUND = 0x30;

  /** Not IBM's: in units of 64 KiB from 16 MiB up, as Bochs and QEMU have it. */
  private static final int HIGH_MEMORY = 0x34;

  /** A coprocessor, and a display with its own BIOS. */
  private static final int EQUIPMENT_FPU_VGA = 0x02;

  private static final int MIB_16 = 16 << 20;

  private CmosMemory() {}

  /** Describes a machine without drives. */
  static void describe(byte[] cells, int memoryBytes) {
    int extended = Math.min(Math.max(memoryBytes - (1 << 20), 0) >>> 10, 0xffff);
    cells[DISKETTES] = 0;
    cells[EQUIPMENT] = EQUIPMENT_FPU_VGA;
    word(cells, BASE_MEMORY_KIB, Math.min(memoryBytes >>> 10, 640));
    word(cells, EXTENDED_MEMORY_KIB, extended);
    word(cells, EXTENDED_MEMORY_KIB_FOUND, extended);
    word(cells, HIGH_MEMORY, Math.max(memoryBytes - MIB_16, 0) >>> 16);
  }

  private static void word(byte[] cells, int at, int value) {
    cells[at] = (byte) value;
    cells[at + 1] = (byte) (value >>> 8);
  }
}
