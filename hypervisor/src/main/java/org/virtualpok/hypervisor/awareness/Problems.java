// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.awareness;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Lines on what is wrong; each once, and only so many: a corrupt kernel would have thousands. */
final class Problems {
  private static final int MAX = 64;

  private final Set<String> lines = new LinkedHashSet<>();
  private int more;

  void add(String line) {
    if (lines.size() < MAX) {
      lines.add(line);
    } else if (!lines.contains(line)) {
      more++;
    }
  }

  List<String> lines() {
    List<String> all = new ArrayList<>(lines);
    if (more > 0) {
      all.add(more + " more");
    }
    return all;
  }
}
