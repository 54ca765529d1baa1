// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.error;

/** Who answers for an error, in ARINC 653's words. Codes are in event logs: never reuse one. */
public enum ErrorLevel {
  /** The module: its table says what becomes of all partitions. */
  MODULE(1),
  /** The partition: its table says what becomes of it. */
  PARTITION(2),
  /** The process: the partition's error handler; without one the partition's table. */
  PROCESS(3);

  private final int code;

  ErrorLevel(int code) {
    this.code = code;
  }

  /** What event logs hold. */
  public int code() {
    return code;
  }

  /** The level with a code; null if there is none. */
  public static ErrorLevel of(int code) {
    for (ErrorLevel level : values()) {
      if (level.code == code) {
        return level;
      }
    }
    return null;
  }
}
