// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.partition;

import org.virtualpok.emu.memory.PhysicalMemory;

/**
 * POK's global descriptor table in guest memory. Entries of partition p (from 0):
 *
 * <pre>
 * 0x08         kernel code, 4 GiB, DPL 0        0x20 + 0x10 p   code of partition p, DPL 3
 * 0x10         kernel data, 4 GiB, DPL 0        0x28 + 0x10 p   data of partition p, DPL 3
 * 0x18         task state segment
 *
 * high doubleword   31..24 base   G D/B 0 AVL   limit 19..16   P DPL S type   base 23..16
 * low doubleword    31..16 base 15..0           15..0 limit 15..0
 * </pre>
 *
 * Limits keep POK's habits: below 1 MiB the limit is the size itself, one byte too many; from 1 MiB
 * on it is size / 4 KiB in pages, up to a page too many. Neither reaches another partition, for a
 * kernel stack lies between. Only a size of exactly 1 MiB differs from POK, whose limit field
 * wrapped to 0 there and left the partition unusable.
 */
public final class DescriptorTable {
  /** Linear address of the table. */
  public static final int BASE = 0x1000;

  /** The limit that POK loads: the size, not the size less one. */
  public static final int LIMIT = 0x800;

  private static final int TSS_BASE = 0x2000;
  private static final int TSS_LIMIT = 0x68;
  private static final int TSS_SELECTOR = 0x18;
  private static final int KERNEL_DATA_SELECTOR = 0x10;
  private static final int MEBIBYTE = 1 << 20;

  private static final int PRESENT = 0x8000;
  private static final int DPL3 = 0x6000;
  private static final int CODE_OR_DATA = 0x1000;
  private static final int TYPE_CODE = 0xb00;
  private static final int TYPE_DATA = 0x300;
  private static final int TYPE_TSS = 0x900;
  private static final int BIG = 0x400000;
  private static final int GRANULARITY = 0x800000;

  private final PhysicalMemory memory;

  public DescriptorTable(PhysicalMemory memory) {
    this.memory = memory;
  }

  public static int codeSelector(int partition) {
    return (0x20 + 0x10 * partition) | 3;
  }

  public static int dataSelector(int partition) {
    return (0x28 + 0x10 * partition) | 3;
  }

  /** Writes the kernel's entries and the task state segment. */
  public void writeKernel() {
    write(0, 0, 0);
    int flat = GRANULARITY | BIG | PRESENT | CODE_OR_DATA | 0xf0000;
    write(0x08, 0xffff, flat | TYPE_CODE);
    write(KERNEL_DATA_SELECTOR, 0xffff, flat | TYPE_DATA);
    write(TSS_SELECTOR, (TSS_BASE << 16) | TSS_LIMIT, PRESENT | TYPE_TSS | (TSS_BASE >>> 16));
    memory.write32(TSS_BASE + 8, KERNEL_DATA_SELECTOR);
  }

  /** Writes the pair of a partition. */
  public void writePartition(int partition, int base, int sizeBytes, boolean present) {
    write(codeSelector(partition) & ~3, low(base, sizeBytes), high(base, sizeBytes, true, present));
    write(
        dataSelector(partition) & ~3, low(base, sizeBytes), high(base, sizeBytes, false, present));
  }

  static int low(int base, int sizeBytes) {
    return (base << 16) | (limit(sizeBytes) & 0xffff);
  }

  static int high(int base, int sizeBytes, boolean code, boolean present) {
    return (base & 0xff000000)
        | ((base >>> 16) & 0xff)
        | (limit(sizeBytes) & 0xf0000)
        | (sizeBytes >= MEBIBYTE ? GRANULARITY : 0)
        | BIG
        | DPL3
        | CODE_OR_DATA
        | (code ? TYPE_CODE : TYPE_DATA)
        | (present ? PRESENT : 0);
  }

  /** The smallest size of a partition whose limit lets an access to an offset through. */
  public static int smallestSize(int offset) {
    return offset < MEBIBYTE ? offset : offset & -0x1000;
  }

  private static int limit(int sizeBytes) {
    return sizeBytes >= MEBIBYTE ? sizeBytes >>> 12 : sizeBytes;
  }

  private void write(int selector, int low, int high) {
    memory.write32(BASE + selector, low);
    memory.write32(BASE + selector + 4, high);
  }
}
