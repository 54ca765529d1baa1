// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config.deployment;

import java.util.List;
import java.util.OptionalLong;

/** Sizes of partitions. */
final class MemoryRules {
  private static final String SIZES = "POK_CONFIG_PARTITIONS_SIZE";
  private static final String STACK = "POK_USER_STACK_SIZE";

  /** POK cuts this size off in its descriptor: the limit becomes 0. */
  private static final long MEBIBYTE = 0x100000;

  private static final long SIZE_MAX = 0xf000_0000L;

  private final DeploymentHeader header;

  MemoryRules(DeploymentHeader header) {
    this.header = header;
  }

  void check() {
    OptionalLong stack = header.number(STACK);
    if (stack.isPresent() && (stack.getAsLong() <= 0 || stack.getAsLong() % 4 != 0)) {
      header.error(STACK, STACK + " is " + stack.getAsLong() + "; it must be a multiple of 4");
      return;
    }
    List<Long> sizes = header.numbers(SIZES).orElse(List.of());
    List<Long> threads = header.numbers("POK_CONFIG_PARTITIONS_NTHREADS").orElse(List.of());
    for (int partition = 0; partition < sizes.size(); partition++) {
      size(partition, sizes.get(partition));
      if (partition < threads.size() && threads.get(partition) > 0) {
        stacks(partition, sizes.get(partition), threads.get(partition));
      }
    }
  }

  private void size(int partition, long size) {
    String whose = "partition " + partition + " has " + size + " bytes";
    if (size <= 0 || size > SIZE_MAX) {
      header.error(SIZES, whose + "; that is no size");
    } else if (size == MEBIBYTE) {
      header.error(
          SIZES, whose + ", 0x100000: POK's descriptor makes its limit 0, and nothing can run");
    }
  }

  /** The first thread's stack begins one stack below the end, the others follow downwards. */
  static long stackBytes(DeploymentHeader header, long threads) {
    long stack = header.number(STACK).orElse(header.variant().userStackBytes());
    return 4 + (Math.min(threads, Integer.MAX_VALUE) + 1) * Math.min(stack, Integer.MAX_VALUE);
  }

  private void stacks(int partition, long size, long threads) {
    long needed = stackBytes(header, threads);
    if (size > 0 && needed >= size) {
      header.error(
          SIZES,
          "partition "
              + partition
              + " has "
              + size
              + " bytes; the stacks of its "
              + threads
              + (threads == 1 ? " thread" : " threads")
              + " alone take "
              + needed);
    }
  }
}
