// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.error;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the system did when an error occurred. ARINC 653 leaves the numbers to each system; these
 * are ours, in tables and event logs.
 */
public enum SystemState {
  /** The module starts; nothing runs yet. */
  MODULE_INIT(1),
  /** The kernel works for no partition. */
  MODULE_FUNCTION(2),
  /** The partition is in mode COLD_START or WARM_START. */
  PARTITION_INIT(3),
  /** The partition's error handler runs. */
  ERROR_HANDLER(4),
  /** The partition is in mode NORMAL, and a process of it runs. */
  PROCESS_EXECUTION(5);

  private final int code;

  SystemState(int code) {
    this.code = code;
  }

  /** What tables and event logs hold. */
  public int code() {
    return code;
  }

  /** Whether a partition is at work. */
  public boolean ofPartition() {
    return code >= PARTITION_INIT.code;
  }

  /** The state with a code. */
  public static Optional<SystemState> find(long code) {
    return Arrays.stream(values()).filter(s -> s.code == code).findFirst();
  }

  /** "1 MODULE_INIT, 2 MODULE_FUNCTION, ...". */
  public static String names() {
    return Arrays.stream(values())
        .map(s -> s.code + " " + s.name())
        .collect(Collectors.joining(", "));
  }
}
