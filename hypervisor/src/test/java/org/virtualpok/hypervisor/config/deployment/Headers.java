// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config.deployment;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.virtualpok.hypervisor.config.Finding;

/** Headers without a fault, to plant one in. */
final class Headers {
  /** Two partitions on the kernel of 2025. */
  static final String KERNEL_2025 =
      """
      /* Two partitions that talk. */
      #ifndef SAMPLE_H
      #define SAMPLE_H
      #include <core/schedvalues.h>
      #define MILLISECONDS * 1000000ULL   // the kernel counts ns
      #define KIB 1024u
      #define POK_CONFIG_NB_PROCESSORS 2
      #define POK_CONFIG_NB_PARTITIONS 2
      #define POK_CONFIG_NB_THREADS (3 + 2 + 1 + POK_CONFIG_NB_PROCESSORS)
      #define POK_CONFIG_PARTITIONS_NTHREADS { 3, 2 }
      #define POK_CONFIG_PARTITIONS_SIZE { 128 * KIB, \\
                                           0x18000 }
      #define POK_CONFIG_PARTITIONS_SCHEDULER { POK_SCHED_STATIC, POK_SCHED_RR }
      #define POK_CONFIG_PROCESSOR_AFFINITY { 1, 1 << 1 }
      #define POK_CONFIG_PROGRAM_NAME { "pr1/pr1.elf", "pr2/" "pr2.elf" }
      #define POK_CONFIG_SCHEDULING_SLOTS { 20 MILLISECONDS, 30 MILLISECONDS }
      #define POK_CONFIG_SCHEDULING_SLOTS_ALLOCATION { first, second }
      #define POK_CONFIG_SCHEDULING_NBSLOTS 2
      #define POK_CONFIG_SCHEDULING_MAJOR_FRAME 50000000
      #define POK_CONFIG_NB_LOCKOBJECTS 3
      #define POK_CONFIG_PARTITIONS_NLOCKOBJECTS { 2, 1 }
      #define POK_CONFIG_NB_PORTS 2
      #define POK_CONFIG_NB_GLOBAL_PORTS 2
      #define POK_CONFIG_PARTITIONS_PORTS { 0, 1 }
      #define POK_CONFIG_NB_NODES 1
      #define POK_CONFIG_LOCAL_NODE 0
      #define POK_NEEDS_CONSOLE 1
      #define POK_NEEDS_SCHED_STATIC 1
      #define POK_NEEDS_LOCKOBJECTS 1
      #define POK_NEEDS_PORTS_SAMPLING 1
      #define POK_NEEDS_THREAD_SLEEP 1
      #if defined(POK_NEEDS_ASSERT) && POK_CONFIG_NB_PORTS > 100
      #error "never looked at"
      #elif !defined POK_USER_STACK_SIZE
      #define POK_USER_STACK_SIZE (KIB * 8)
      #else
      #define POK_USER_STACK_SIZE 0
      #endif
      typedef enum { first, second = 1 } partitions_t;
      #endif
      """;

  /** One partition on the kernels before. */
  static final String KERNEL_2013 =
      """
      #define POK_NEEDS_PARTITIONS 1
      #define POK_NEEDS_THREADS 1
      #define POK_NEEDS_SCHED 1
      #define POK_NEEDS_X86_VMM 1
      #define POK_NEEDS_ERROR_HANDLING 1
      #define POK_NEEDS_TIME
      #define POK_CONFIG_NB_PARTITIONS 1
      #define POK_CONFIG_NB_THREADS 4
      #define POK_CONFIG_PARTITIONS_NTHREADS {2}
      #define POK_CONFIG_PARTITIONS_SIZE {90000}
      #define POK_CONFIG_PARTITIONS_SCHEDULER {POK_SCHED_RR}
      #define POK_CONFIG_SCHEDULING_SLOTS {100,}
      #define POK_CONFIG_SCHEDULING_SLOTS_ALLOCATION {0}
      #define POK_CONFIG_SCHEDULING_NBSLOTS 1
      #define POK_CONFIG_SCHEDULING_MAJOR_FRAME 100
      """;

  /** Of a partition. */
  static final String PARTITION =
      """
      #ifndef PART_H
      #define PART_H
      #define POK_NEEDS_CONSOLE 1
      #define POK_NEEDS_BUFFERS 1
      #define POK_CONFIG_NB_BUFFERS 2
      #define POK_CONFIG_NB_THREADS 3
      #endif
      """;

  private Headers() {}

  static List<String> findings(String text) {
    return findings(text, HeaderFiles.NONE);
  }

  static List<String> findings(String text, HeaderFiles files) {
    return read(text, files).findings().stream().map(Finding::text).toList();
  }

  static DeploymentHeader read(String text, HeaderFiles files) {
    return DeploymentHeader.read("deployment.h", text.getBytes(StandardCharsets.ISO_8859_1), files);
  }

  /** A header with one line's text changed. */
  static String with(String header, String text, String other) {
    if (!header.contains(text)) {
      throw new IllegalArgumentException(text);
    }
    return header.replace(text, other);
  }

  /** The line on which a text stands, from 1. */
  static int line(String header, String text) {
    return header.substring(0, header.indexOf(text)).split("\n", -1).length;
  }
}
