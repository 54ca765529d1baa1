// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.executive;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is wrong in a guest's memory, each thing once, and not without end. */
final class Problems {
  private static final int MAX = 20;

  private final List<String> lines = new ArrayList<>();
  private int more;

  void add(String line) {
    if (lines.contains(line)) {
      return;
    }
    if (lines.size() < MAX) {
      lines.add(line);
    } else {
      more++;
    }
  }

  List<String> lines() {
    List<String> all = new ArrayList<>(lines);
    if (more > 0) {
      all.add("and " + more + " more");
    }
    return all;
  }

  /** An address or id in words. */
  static String hex(long value) {
    return String.format(Locale.ROOT, "0x%08x", value & 0xffff_ffffL);
  }
}
