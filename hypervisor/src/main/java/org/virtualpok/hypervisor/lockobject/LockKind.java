// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.lockobject;

import java.util.Locale;

/** What a lock object is for, with POK's number. */
public enum LockKind {
  MUTEX(1),
  SEMAPHORE(2),
  EVENT(3);

  private final int code;

  LockKind(int code) {
    this.code = code;
  }

  /** The kind with POK's number; null if there is none. */
  public static LockKind of(int code) {
    for (LockKind kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    return null;
  }

  public int code() {
    return code;
  }

  /** "mutex". */
  public String words() {
    return name().toLowerCase(Locale.ROOT);
  }
}
