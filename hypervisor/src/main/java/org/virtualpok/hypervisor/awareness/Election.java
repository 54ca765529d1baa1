// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.awareness;

import java.util.List;
import org.virtualpok.emu.awareness.GuestValue;

/**
 * Which thread a kernel has elected and whose it is, read where it stands: a few words of memory,
 * cheap enough for every stop and step.
 */
final class Election {
  private final KernelData data;

  Election(KernelData data) {
    this.data = data;
  }

  /** Whether the scheduler has been set up. */
  boolean started() {
    return KernelData.truth(data.variable("pok_sched_next_major_frame"));
  }

  /** Id of the thread that the kernel runs; -1 if nobody knows. */
  int thread() {
    GuestValue now =
        data.has("current_threads")
            ? data.variable("current_threads").element(0)
            : data.variable("current_thread");
    return started() ? KernelData.index(now, threads()) : -1;
  }

  /** How many threads the kernel has room for. */
  int threads() {
    return data.elements("pok_threads", ThreadsReader.THREADS_MAX).size();
  }

  /** Index of the partition in whose range a thread's id is; -1 if it is none's. */
  int partitionOf(int thread) {
    List<GuestValue> partitions = data.elements("pok_partitions", PokArchive.PARTITIONS_MAX);
    for (int p = 0; p < partitions.size(); p++) {
      long low = partitions.get(p).member("thread_index_low").integerOr(-1);
      long high = partitions.get(p).member("thread_index_high").integerOr(-1);
      if (low >= 0 && thread >= low && thread < high) {
        return p;
      }
    }
    return -1;
  }
}
