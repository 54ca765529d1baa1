// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.partition;

import org.virtualpok.emu.memory.PhysicalMemory;

/**
 * The memory of a partition. Offsets are partition-relative, unsigned; the physical (and linear)
 * address is base + offset.
 */
public final class PartitionSpace {
  private final PhysicalMemory memory;
  private final int base;
  private final int sizeBytes;

  public PartitionSpace(PhysicalMemory memory, int base, int sizeBytes) {
    this.memory = memory;
    this.base = base;
    this.sizeBytes = sizeBytes;
  }

  public PhysicalMemory memory() {
    return memory;
  }

  /** Physical address of offset 0. */
  public int base() {
    return base;
  }

  public int sizeBytes() {
    return sizeBytes;
  }

  public int physical(int offset) {
    return base + offset;
  }

  /** POK's rule for pointers: the bytes lie inside; none at all may lie at the very end. */
  public boolean contains(int offset, int lengthBytes) {
    return Integer.compareUnsigned(lengthBytes, sizeBytes) <= 0
        && Integer.compareUnsigned(offset, sizeBytes - lengthBytes) <= 0;
  }

  /** The caller has checked {@link #contains}. */
  public int read32(int offset) {
    return memory.read32(base + offset);
  }

  /** The caller has checked {@link #contains}. */
  public byte[] read(int offset, int lengthBytes) {
    return memory.read(base + offset, lengthBytes);
  }

  /** The caller has checked {@link #contains}. */
  public void write8(int offset, int value) {
    memory.write8(base + offset, value);
  }

  /** The caller has checked {@link #contains}. */
  public long read64(int offset) {
    return read32(offset) & 0xffffffffL | (long) read32(offset + 4) << 32;
  }

  /** The caller has checked {@link #contains}. */
  public void write32(int offset, int value) {
    memory.write32(base + offset, value);
  }

  /** The caller has checked {@link #contains}. */
  public void write64(int offset, long value) {
    memory.write32(base + offset, (int) value);
    memory.write32(base + offset + 4, (int) (value >>> 32));
  }

  /** The caller has checked {@link #contains}. */
  public void write(int offset, byte[] bytes) {
    memory.write(base + offset, bytes, 0, bytes.length);
  }

  void clear() {
    memory.zero(base, sizeBytes);
  }
}
