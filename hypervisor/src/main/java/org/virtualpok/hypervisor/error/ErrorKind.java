// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.error;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** POK's kinds of errors, by its numbers. */
public enum ErrorKind {
  DEADLINE_MISSED(10),
  APPLICATION_ERROR(11),
  NUMERIC_ERROR(12),
  ILLEGAL_REQUEST(13),
  STACK_OVERFLOW(14),
  MEMORY_VIOLATION(15),
  HARDWARE_FAULT(16),
  POWER_FAIL(17),
  PARTITION_CONFIGURATION(30),
  PARTITION_INIT(31),
  PARTITION_SCHEDULING(32),
  PARTITION_HANDLER(33),
  PARTITION_PROCESS(34);

  private final int code;

  ErrorKind(int code) {
    this.code = code;
  }

  /** What guests and event logs see. */
  public int code() {
    return code;
  }

  /** The kind with a code; empty if there is none. */
  public static Optional<ErrorKind> find(int code) {
    return Arrays.stream(values()).filter(k -> k.code == code).findFirst();
  }

  /**
   * What POK makes of an exception of the CPU. A segment's limit is kind 13, as all of #GP is.
   *
   * @param vector 0 to 31
   */
  public static ErrorKind ofVector(int vector) {
    return switch (vector) {
      case 0 -> NUMERIC_ERROR;
      case 4, 5 -> STACK_OVERFLOW;
      case 8 -> PARTITION_HANDLER;
      case 9, 10, 11, 12, 14 -> MEMORY_VIOLATION;
      case 16, 17, 18, 19 -> HARDWARE_FAULT;
      default -> ILLEGAL_REQUEST;
    };
  }

  /** Whether the thread that made it has an error handler for it; else it is the partition's. */
  public boolean ofThread() {
    return code < PARTITION_CONFIGURATION.code;
  }

  /** "13 illegal request". */
  public String words() {
    return code + " " + name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
