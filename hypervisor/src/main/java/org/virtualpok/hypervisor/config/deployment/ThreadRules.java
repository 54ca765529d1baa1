// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config.deployment;

import java.util.List;
import java.util.OptionalLong;
import org.virtualpok.hypervisor.config.deployment.DeploymentHeader.Variant;

/** Numbers of threads, and the schedulers of partitions. */
final class ThreadRules {
  private static final String THREADS = "POK_CONFIG_NB_THREADS";
  private static final String THREADS_OF = "POK_CONFIG_PARTITIONS_NTHREADS";
  private static final String SCHEDULER = "POK_CONFIG_PARTITIONS_SCHEDULER";

  private final DeploymentHeader header;

  ThreadRules(DeploymentHeader header) {
    this.header = header;
  }

  void check() {
    List<Long> each = header.numbers(THREADS_OF).orElse(List.of());
    boolean sane = !each.isEmpty();
    for (int partition = 0; partition < each.size(); partition++) {
      long threads = each.get(partition);
      sane &= threads >= 0 && threads < Integer.MAX_VALUE;
      if (threads < 1) {
        header.error(
            THREADS_OF,
            "partition "
                + partition
                + " has "
                + threads
                + " threads; it needs one at least, its main thread (POK's partition error 30)");
      }
    }
    if (sane) {
      sum(each);
    }
    schedulers();
  }

  /** Beside those of the partitions: a kernel thread, and an idle thread for each processor. */
  private void sum(List<Long> each) {
    OptionalLong configured = header.number(THREADS);
    long processors = header.number("POK_CONFIG_NB_PROCESSORS").orElse(1);
    if (header.variant() == Variant.POK_2025 && !header.defines("POK_CONFIG_NB_PROCESSORS")) {
      return;
    }
    long threads = each.stream().mapToLong(Long::longValue).sum();
    long needed = threads + 1 + processors;
    if (configured.isPresent() && configured.getAsLong() != needed) {
      header.error(
          THREADS,
          THREADS
              + " is "
              + configured.getAsLong()
              + "; it must be "
              + needed
              + ": "
              + threads
              + " of the partitions, a kernel thread and "
              + (processors == 1 ? "an idle thread" : processors + " idle threads")
              + " (POK's kernel error 52)");
    }
  }

  private void schedulers() {
    List<Long> schedulers = header.numbers(SCHEDULER).orElse(List.of());
    for (int partition = 0; partition < schedulers.size(); partition++) {
      long number = schedulers.get(partition);
      if (number < 0 || number >= KernelHeaders.SCHEDULERS.size()) {
        header.error(
            SCHEDULER,
            "partition " + partition + " has scheduler " + number + ", which POK does not know");
        continue;
      }
      String name = KernelHeaders.SCHEDULERS.get((int) number);
      switch (name) {
        case "POK_SCHED_RR" -> {}
        case "POK_SCHED_RMS" -> needs(partition, name, "POK_NEEDS_SCHED_RMS");
        case "POK_SCHED_STATIC" -> {
          if (header.variant() == Variant.POK_2025) {
            needs(partition, name, "POK_NEEDS_SCHED_STATIC");
          } else {
            roundRobin(partition, name + ", which " + header.variant().words() + " do not have");
          }
        }
        default -> roundRobin(partition, name + ", which no kernel has");
      }
    }
  }

  private void needs(int partition, String scheduler, String macro) {
    if (!header.mayDefine(macro) && header.complete()) {
      roundRobin(partition, scheduler + " without " + macro);
    }
  }

  private void roundRobin(int partition, String why) {
    header.warning(SCHEDULER, "partition " + partition + " has " + why + "; it gets POK_SCHED_RR");
  }
}
