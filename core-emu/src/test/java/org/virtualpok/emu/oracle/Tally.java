// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.oracle;

import java.util.Map;
import java.util.TreeMap;
import org.virtualpok.emu.isa.Insn;

/** Counts what was compared and what differed, and keeps the first examples of each form. */
final class Tally {
  private static final int SHOWN_PER_FORM = Integer.getInteger("virtualpok.shown", 1);
  private static final int SHOWN = 20;

  private final Map<String, Integer> mismatches = new TreeMap<>();
  private final StringBuilder examples = new StringBuilder();
  private int vectors;
  private int shown;

  void compare(Vector v, Answer silicon, Answer emulated) {
    vectors++;
    Insn n = v.decode();
    FormCoverage.ran(n);
    String difference = Comparison.difference(v, n, silicon, emulated);
    if (difference == null) {
      return;
    }
    boolean show = mismatches.merge(v.form.toString(), 1, Integer::sum) <= SHOWN_PER_FORM;
    if (show && shown++ < SHOWN) {
      examples.append(v).append("\n  silicon ").append(silicon);
      examples.append("\n  emulator ").append(emulated);
      examples.append("\n  ").append(difference).append("\n\n");
    }
  }

  int mismatches() {
    return mismatches.values().stream().mapToInt(i -> i).sum();
  }

  /** "200000 vectors, 0 mismatches" and which forms have them. */
  String summary() {
    int sum = mismatches();
    return vectors + " vectors, " + sum + " mismatches" + (sum == 0 ? "" : " " + mismatches);
  }

  /** The first mismatches in full; empty if there are none. */
  String examples() {
    return examples.toString();
  }
}
