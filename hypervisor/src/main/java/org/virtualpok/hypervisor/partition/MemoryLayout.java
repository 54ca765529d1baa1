// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.partition;

import java.util.ArrayList;
import java.util.List;
import org.virtualpok.hypervisor.config.ConfigurationException;
import org.virtualpok.hypervisor.config.ModuleDescription.PartitionDescription;
import org.virtualpok.hypervisor.personality.Personality;

/**
 * Where POK's bump allocator puts partitions: one after the other, each followed by the kernel
 * stack of its main thread, without alignment.
 */
public final class MemoryLayout {
  /** Physical address of the first partition, as POK's own kernel image leaves it. */
  public static final int FIRST_BASE = 0x13b000;

  /** Bytes of a kernel stack. */
  public static final int KERNEL_STACK_BYTES = 0x2000;

  private final List<Integer> bases = new ArrayList<>();
  private final int endAddress;

  public MemoryLayout(List<PartitionDescription> partitions) {
    int next = FIRST_BASE;
    for (PartitionDescription partition : partitions) {
      bases.add(next);
      next += partition.sizeBytes() + KERNEL_STACK_BYTES;
    }
    endAddress = next;
  }

  /** Physical address of a partition's offset 0. */
  public int base(int partition) {
    return bases.get(partition);
  }

  /** RAM must reach to this physical address. */
  public int endAddress() {
    return endAddress;
  }

  /** Checks that an image and the main thread's stack fit their partition. */
  public static void checkFits(
      PartitionImage image, PartitionDescription partition, Personality personality)
      throws ConfigurationException {
    long needed = image.endOffset() + 4L + 2L * personality.userStackBytes();
    if (needed > partition.sizeBytes()) {
      throw new ConfigurationException(
          image.file()
              + ": image needs "
              + needed
              + " bytes, partition '"
              + partition.name()
              + "' has "
              + partition.sizeBytes());
    }
    if (Integer.compareUnsigned(image.entry(), partition.sizeBytes()) >= 0) {
      throw new ConfigurationException(
          String.format(
              "%s: the entry 0x%08x lies outside partition '%s'",
              image.file(), image.entry(), partition.name()));
    }
  }
}
