// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.awareness;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is wrong in a guest's memory, each thing once, and not without end. */
public final class Problems {
  private static final int MAX = 20;

  private final List<String> lines = new ArrayList<>();
  private int more;

  public void add(String line) {
    if (lines.contains(line)) {
      return;
    }
    if (lines.size() < MAX) {
      lines.add(line);
    } else {
      more++;
    }
  }

  public List<String> lines() {
    List<String> all = new ArrayList<>(lines);
    if (more > 0) {
      all.add("and " + more + " more");
    }
    return all;
  }

  /** An address or id in words. */
  public static String hex(long value) {
    return String.format(Locale.ROOT, "0x%08x", value & 0xffff_ffffL);
  }
}
