// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.awareness;

/**
 * Ids of contexts on a PC that runs a POK kernel: 1 is the machine and 2 its processor as on every
 * PC, partition p of the kernel (from 0) is 1001 + p, its thread t (the kernel's own number, over
 * all partitions) 2001 + t. A partition's number, which people say, is p + 1.
 */
final class PokContexts {
  private static final int PARTITIONS = 1001;
  private static final int THREADS = 2001;

  private PokContexts() {}

  static int partition(int index) {
    return PARTITIONS + index;
  }

  static int thread(int id) {
    return THREADS + id;
  }

  static boolean isPartition(int context) {
    return context >= PARTITIONS && context < PARTITIONS + PokArchive.PARTITIONS_MAX;
  }

  static boolean isThread(int context) {
    return context >= THREADS && context < THREADS + ThreadsReader.THREADS_MAX;
  }

  /** Index of a partition's context. */
  static int partitionIndex(int context) {
    return context - PARTITIONS;
  }

  /** The kernel's number of a thread's context. */
  static int threadId(int context) {
    return context - THREADS;
  }
}
