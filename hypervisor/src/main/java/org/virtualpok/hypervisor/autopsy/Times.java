// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.autopsy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A column of times that follow another time soon: 4 bytes each. The few that follow after more
 * than four seconds are kept apart.
 */
final class Times {
  private static final int NEVER = -1;
  private static final int APART = -2;
  private static final long LARGEST = 0xffff_fffdL;

  private int[] delta = new int[64];
  private final Map<Integer, Long> apart = new HashMap<>();

  /** Row {@code i} is the next: its time has not come. */
  void add(int i) {
    if (i == delta.length) {
      delta = Arrays.copyOf(delta, i + (i >> 1));
    }
    delta[i] = NEVER;
  }

  /** Sets a time of row {@code i}, {@code nanos} after the row's first. */
  void set(int i, long nanos) {
    if (nanos >= 0 && nanos <= LARGEST) {
      delta[i] = (int) nanos;
    } else {
      delta[i] = APART;
      apart.put(i, nanos);
    }
  }

  boolean has(int i) {
    return delta[i] != NEVER;
  }

  /** The time after the row's first, ns; only of a row that has it. */
  long get(int i) {
    return delta[i] == APART ? apart.get(i) : Integer.toUnsignedLong(delta[i]);
  }
}
