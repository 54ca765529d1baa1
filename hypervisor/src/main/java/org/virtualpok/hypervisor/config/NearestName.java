// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config;

import java.util.Collection;
import java.util.Optional;

/** Finds what a mistyped name was meant to be. */
public final class NearestName {
  private static final int LENGTH_MAX = 80;

  private NearestName() {}

  /** The known name that differs least, if it differs little. */
  public static Optional<String> of(String name, Collection<String> known) {
    int most = name.length() < 6 ? 1 : name.length() < 12 ? 2 : 3;
    String best = null;
    int least = most + 1;
    for (String candidate : known) {
      int distance = distance(name, candidate);
      if (distance > 0 && distance < least) {
        least = distance;
        best = candidate;
      }
    }
    return Optional.ofNullable(best);
  }

  /** "; is X meant?", X within the brackets, or nothing where no known name is near. */
  static String hint(String name, Collection<String> known, String open, String close) {
    return of(name, known).map(n -> "; is " + open + n + close + " meant?").orElse("");
  }

  /** Letters to insert, delete, replace, or swap with their neighbour. */
  private static int distance(String a, String b) {
    if (a.length() > LENGTH_MAX || Math.abs(a.length() - b.length()) > 3) {
      return Integer.MAX_VALUE;
    }
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        cost[i][j] = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}
