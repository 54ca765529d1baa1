// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.personality;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a partition chooses among its threads: {@code vp:scheduler}. */
public enum ThreadPolicy {
  /** Round robin: the current thread until its capacity is used up, then the next. */
  RR,
  /** The highest priority. */
  STATIC,
  /** Rate monotonic: the shortest period. */
  RMS;

  /** The policy with this name; empty if there is none. */
  public static Optional<ThreadPolicy> find(String word) {
    return Arrays.stream(values()).filter(p -> p.name().equals(word)).findFirst();
  }

  /** "RR, STATIC, RMS". */
  public static String names() {
    return Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "));
  }
}
