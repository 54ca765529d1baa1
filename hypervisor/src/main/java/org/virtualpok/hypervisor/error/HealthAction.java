// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.error;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the health monitor does about an error, in ARINC 653's words. Codes are in event logs: never
 * reuse one.
 */
public enum HealthAction {
  /** No table names one: the kernel does what it does without a health monitor. */
  NONE(0, "no action", Set.of()),
  /** Everything goes on. */
  IGNORE(1, "IGNORE", Set.of(ErrorLevel.MODULE, ErrorLevel.PARTITION)),
  /** The partition stops. */
  IDLE(2, "IDLE", Set.of(ErrorLevel.PARTITION)),
  /** The partition starts anew, in mode WARM_START. */
  WARM_START(3, "WARM_START", Set.of(ErrorLevel.PARTITION)),
  /** The partition starts anew, in mode COLD_START. */
  COLD_START(4, "COLD_START", Set.of(ErrorLevel.PARTITION)),
  /** Every partition stops. */
  SHUTDOWN(5, "SHUTDOWN", Set.of(ErrorLevel.MODULE)),
  /** Every partition starts anew. */
  RESET(6, "RESET", Set.of(ErrorLevel.MODULE)),
  /** The partition's error handler runs. */
  HANDLER(7, "error handler", Set.of());

  private final int code;
  private final String words;
  private final Set<ErrorLevel> tables;

  HealthAction(int code, String words, Set<ErrorLevel> tables) {
    this.code = code;
    this.words = words;
    this.tables = tables;
  }

  /** What event logs hold. */
  public int code() {
    return code;
  }

  /** As tables and post-mortems name it. */
  public String words() {
    return words;
  }

  /** Whether a table of the module or of a partition may name it. */
  public boolean in(ErrorLevel table) {
    return tables.contains(table);
  }

  /** Those that a table may name: "IGNORE, SHUTDOWN, RESET". */
  public static String names(ErrorLevel table) {
    return Arrays.stream(values())
        .filter(a -> a.in(table))
        .map(HealthAction::name)
        .collect(Collectors.joining(", "));
  }

  /** The action with a code; NONE if there is none. */
  public static HealthAction of(int code) {
    return Arrays.stream(values()).filter(a -> a.code == code).findFirst().orElse(NONE);
  }
}
