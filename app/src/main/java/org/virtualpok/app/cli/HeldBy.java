// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.virtualpok.emu.debug.GateCloser;
import org.virtualpok.emu.debug.GateInterval;

/**
 * A gate that one thing closed, once or again and again, while an interrupt waited.
 *
 * @param gate its name
 * @param by what closed it, and how often
 * @param nanos how long it held the interrupt, all times together, ns
 */
record HeldBy(String gate, String by, long nanos) {
  /** Those of an interrupt, the longest first; of gates that closed together the outermost. */
  static List<HeldBy> of(List<GateInterval> intervals) {
    Map<String, List<GateInterval>> groups = new LinkedHashMap<>();
    GateInterval last = null;
    for (GateInterval interval : intervals) {
      if (last == null || !together(last, interval)) {
        groups.computeIfAbsent(place(interval), p -> new ArrayList<>()).add(interval);
        last = interval;
      }
    }
    return groups.values().stream()
        .map(HeldBy::sum)
        .sorted(Comparator.comparingLong(HeldBy::nanos).reversed())
        .toList();
  }

  private static boolean together(GateInterval a, GateInterval b) {
    return a.closedNanos() == b.closedNanos()
        && a.openedNanos() == b.openedNanos()
        && a.closer().equals(b.closer());
  }

  /** A gate and what closed it; all deliveries are alike. */
  static String place(GateInterval interval) {
    boolean delivery = interval.closer().kind() == GateCloser.Kind.DELIVERY;
    String by = delivery ? "a delivery" : interval.closer().words();
    return String.format("%-14s  %s", interval.gate().name(), by);
  }

  private static HeldBy sum(List<GateInterval> group) {
    GateInterval first = group.get(0);
    int times = group.size();
    String by =
        times == 1
            ? first.closer().words()
            : first.closer().kind() == GateCloser.Kind.DELIVERY
                ? String.format(
                    Locale.ROOT, "%,d deliveries, first of #%d", times, first.closer().instance())
                : String.format(Locale.ROOT, "%s, %,d times", first.closer().words(), times);
    long nanos = group.stream().mapToLong(GateInterval::heldNanos).sum();
    return new HeldBy(first.gate().name(), by, nanos);
  }
}
