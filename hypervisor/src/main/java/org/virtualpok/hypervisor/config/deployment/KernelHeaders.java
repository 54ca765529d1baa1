// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config.deployment;

import java.util.List;
import java.util.Map;

/** What POK's own headers give a {@code deployment.h} that includes them. */
final class KernelHeaders {
  /** By number, as core/schedvalues.h of all three kernels counts them; POK.md section 4. */
  static final List<String> SCHEDULERS =
      List.of(
          "POK_SCHED_FIFO",
          "POK_SCHED_RR",
          "POK_SCHED_GLOBAL_TIMESLICE",
          "POK_SCHED_RMS",
          "POK_SCHED_EDF",
          "POK_SCHED_LLF",
          "POK_SCHED_STATIC");

  private static final List<String> DIRECTORIES =
      List.of("core/", "arch/", "middleware/", "arinc653/", "libc/", "protocols/");

  private static final List<String> FILES =
      List.of("types.h", "errno.h", "libc.h", "bsp.h", "dependencies.h", "arch.h", "stdint.h");

  private KernelHeaders() {}

  static void declare(Map<String, CInteger> constants) {
    for (int i = 0; i < SCHEDULERS.size(); i++) {
      constants.put(SCHEDULERS.get(i), CInteger.ofInt(i));
    }
  }

  /** Whether a quoted name is a header of POK, which defines no configuration. */
  static boolean isKnown(String name) {
    return FILES.contains(name) || DIRECTORIES.stream().anyMatch(name::startsWith);
  }
}
