// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.latency;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.virtualpok.app.autopsy.Durations;
import org.virtualpok.emu.debug.InterruptFilter;
import org.virtualpok.emu.debug.InterruptHistory;
import org.virtualpok.emu.debug.InterruptHop;
import org.virtualpok.emu.debug.InterruptInstance;
import org.virtualpok.emu.debug.InterruptTotals;
import org.virtualpok.emu.debug.LatencyHistogram;

/** How long the interrupts of each partition and line took on one hop, and their fates per gate. */
final class LatencyViewModel {
  private static final int LONGEST = 8;

  /**
   * One partition and line, or all of them.
   *
   * @param context of the partition; 0 for all
   * @param line -1 for all
   */
  record Series(int context, int line, String lineName, LatencyHistogram histogram) {}

  /** What the history answered; the first series is all of them. */
  record Answer(
      InterruptHop hop,
      InterruptFilter filter,
      List<Series> series,
      List<InterruptTotals> totals,
      List<InterruptInstance> longest) {
    static Answer of(InterruptHistory history, InterruptHop hop, InterruptFilter filter) {
      List<Series> series = new ArrayList<>();
      List<InterruptTotals> totals = new ArrayList<>();
      totals.add(history.total(InterruptFilter.ALL));
      series.add(new Series(0, -1, "", history.latencies(InterruptFilter.ALL, hop)));
      for (InterruptTotals t : history.totals()) {
        InterruptFilter one = InterruptFilter.ALL.inContext(t.context()).onLine(t.line());
        series.add(new Series(t.context(), t.line(), t.lineName(), history.latencies(one, hop)));
        totals.add(t);
      }
      List<InterruptInstance> longest =
          Arrays.stream(history.longest(filter, hop, LONGEST))
              .mapToObj(history::get)
              .flatMap(Optional::stream)
              .toList();
      return new Answer(hop, filter, series, totals, longest);
    }
  }

  /** One of those that took longest, as text. */
  record Longest(int id, int context, String raised, String gate, String took) {}

  /** What happened at a gate to those for which it was the first that failed. */
  record GateRow(String gate, long delivered, long pending, long dropped, String longest) {
    long sum() {
      return delivered + pending + dropped;
    }
  }

  private InterruptHop hop = InterruptHop.LATENCY;
  private List<Series> series = List.of();
  private List<InterruptTotals> totals = List.of();
  private List<InterruptInstance> longest = List.of();
  private int context;
  private int line = -1;

  InterruptHop hop() {
    return hop;
  }

  void setHop(InterruptHop wanted) {
    hop = wanted;
  }

  void take(Answer answer) {
    if (answer.hop() == hop) {
      series = answer.series();
      totals = answer.totals();
      longest = answer.filter().equals(filter()) ? answer.longest() : longest;
    }
  }

  void choose(Series one) {
    context = one.context();
    line = one.line();
  }

  /** Those of the chosen partition and line. */
  InterruptFilter filter() {
    return context == 0 ? InterruptFilter.ALL : InterruptFilter.ALL.inContext(context).onLine(line);
  }

  /** The interrupts that took longest, the longest first. */
  List<Longest> longest() {
    return longest.stream()
        .map(
            i ->
                new Longest(
                    i.id(),
                    i.context(),
                    Durations.seconds(i.raisedNanos()),
                    i.failed().map(f -> f.gate().name()).orElse(""),
                    Durations.of(i.latency(hop).orElse(0))))
        .toList();
  }

  List<Series> series() {
    return series;
  }

  /** Whether there is nothing to show. */
  boolean empty() {
    return totals.isEmpty() || totals.get(0).raised() == 0;
  }

  /** Index of the chosen series; all of them where the chosen one is gone. */
  int chosen() {
    for (int i = 0; i < series.size(); i++) {
      if (series.get(i).context() == context && series.get(i).line() == line) {
        return i;
      }
    }
    return 0;
  }

  /** Gates of the chosen partition and line that were in the way, the outermost first. */
  List<GateRow> gates() {
    if (totals.isEmpty()) {
      return List.of();
    }
    return totals.get(chosen()).gates().stream()
        .map(
            g ->
                new GateRow(
                    g.gate().name(),
                    g.delivered(),
                    g.pending(),
                    g.dropped(),
                    g.longestNanos() == 0 ? "–" : Durations.of(g.longestNanos())))
        .filter(g -> g.sum() > 0)
        .toList();
  }

  /** How many of the chosen partition and line no gate held. */
  long unhindered() {
    if (totals.isEmpty()) {
      return 0;
    }
    InterruptTotals chosen = totals.get(chosen());
    return Math.max(
        0, chosen.delivered() - chosen.gates().stream().mapToLong(g -> g.delivered()).sum());
  }
}
