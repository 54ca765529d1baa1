// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.instances;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.virtualpok.app.autopsy.PartitionName;
import org.virtualpok.emu.debug.InterruptFilter;
import org.virtualpok.emu.debug.InterruptGate;
import org.virtualpok.emu.debug.InterruptHistory;
import org.virtualpok.emu.debug.InterruptInstance;
import org.virtualpok.emu.debug.InterruptInstance.Fate;
import org.virtualpok.emu.debug.InterruptTotals;

/**
 * Which interrupts the table shows: ids alone, of which a million take 4 MB. Rows become text when
 * somebody looks at them.
 */
final class InstancesViewModel {
  private static final int CACHED_ROWS = 512;

  /**
   * What the history answered.
   *
   * @param ids ascending
   * @param all how many there are without the filter
   */
  record Answer(
      InterruptHistory history,
      InterruptFilter filter,
      int[] ids,
      int all,
      long readNanos,
      List<InterruptTotals> totals,
      List<InterruptGate> gates,
      String missing) {
    static Answer of(InterruptHistory history, InterruptFilter filter) {
      int all = history.lastId() - history.firstId() + 1;
      return new Answer(
          history,
          filter,
          history.ids(filter),
          Math.max(0, all),
          history.readNanos(),
          history.totals(),
          history.gates(),
          history.missing().orElse(""));
    }
  }

  /**
   * What an answer changed.
   *
   * @param reset whether rows were removed, or others came between: forget all of them
   * @param from how many rows there were before
   * @param changed rows below {@code from} that read differently now
   */
  record Advance(boolean reset, int from, int size, List<Integer> changed) {}

  private final Map<Integer, PartitionName> partitions = new HashMap<>();
  private final Map<Integer, InstanceRow> cache =
      new LinkedHashMap<>(CACHED_ROWS * 2, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, InstanceRow> eldest) {
          return size() > CACHED_ROWS;
        }
      };

  private InterruptFilter filter = InterruptFilter.ALL;
  private InterruptHistory history;
  private int[] ids = {};
  private int all;
  private String missing = "";
  private List<InterruptTotals> totals = List.of();
  private List<InterruptGate> gates = List.of();

  void partitions(List<PartitionName> now) {
    now.forEach(p -> partitions.put(p.context(), p));
  }

  InterruptFilter filter() {
    return filter;
  }

  void setFilter(InterruptFilter wanted) {
    filter = wanted;
  }

  /** Takes an answer of the history; one to a filter of before is of no use. */
  Advance take(Answer answer) {
    int before = ids.length;
    if (!answer.filter().equals(filter)) {
      return new Advance(false, before, before, List.of());
    }
    boolean other = history != answer.history();
    boolean grown =
        !other
            && answer.ids().length >= before
            && Arrays.mismatch(ids, 0, before, answer.ids(), 0, before) < 0;
    history = answer.history();
    ids = answer.ids();
    all = answer.all();
    missing = answer.missing();
    totals = answer.totals();
    gates = answer.gates();
    if (other) {
      cache.clear();
    }
    List<Integer> changed = forgetUnsettled();
    if (!grown) {
      return new Advance(true, before, ids.length, List.of());
    }
    List<Integer> rows =
        changed.stream().map(this::rowOf).filter(row -> row >= 0 && row < before).toList();
    return new Advance(false, before, ids.length, rows);
  }

  /** Interrupts that go on living read differently the next time. */
  private List<Integer> forgetUnsettled() {
    List<Integer> changed = new ArrayList<>();
    for (Map.Entry<Integer, InstanceRow> entry : List.copyOf(cache.entrySet())) {
      if (!entry.getValue().settled()) {
        cache.remove(entry.getKey());
        changed.add(entry.getKey());
      }
    }
    changed.sort(null);
    return changed;
  }

  int size() {
    return ids.length;
  }

  /** How many there are without the filter. */
  int all() {
    return all;
  }

  /** What the log has lost, in a sentence; empty if nothing. */
  String missing() {
    return missing;
  }

  /** Partitions that ever had an interrupt. */
  List<PartitionName> partitionChoices() {
    return totals.stream().map(t -> name(t.context())).distinct().toList();
  }

  /** Lines that ever raised one, with their names. */
  List<String> lineChoices() {
    return totals.stream()
        .sorted((a, b) -> Integer.compare(a.line(), b.line()))
        .map(t -> t.line() + (t.lineName().isEmpty() ? "" : " " + t.lineName()))
        .distinct()
        .toList();
  }

  /** Fates that any of them has, in the order of the enum. */
  List<Fate> fateChoices() {
    long[] sums = new long[Fate.values().length];
    for (InterruptTotals t : totals) {
      sums[Fate.PENDING.ordinal()] += t.pending();
      sums[Fate.DELIVERED.ordinal()] += t.inHandler();
      sums[Fate.RETURNED.ordinal()] += t.delivered() - t.inHandler() - t.abandoned();
      sums[Fate.ABANDONED.ordinal()] += t.abandoned();
      sums[Fate.COALESCED.ordinal()] += t.coalesced();
      sums[Fate.DROPPED.ordinal()] += t.dropped();
      sums[Fate.UNKNOWN.ordinal()] += t.unknown();
    }
    return Arrays.stream(Fate.values()).filter(f -> sums[f.ordinal()] > 0).toList();
  }

  /** Gates that held or dropped any of them, the outermost first. */
  List<InterruptGate> gateChoices() {
    return gates.stream().filter(g -> totals.stream().anyMatch(t -> counts(t, g))).toList();
  }

  private static boolean counts(InterruptTotals totals, InterruptGate gate) {
    return totals.gates().stream()
        .anyMatch(
            c -> c.gate().code() == gate.code() && c.delivered() + c.pending() + c.dropped() > 0);
  }

  /** The filter in words: "all lines, all fates". */
  String filterWords() {
    List<String> words = new ArrayList<>();
    if (filter.context() != 0) {
      words.add(name(filter.context()).label());
    }
    words.add(filter.line() < 0 ? "all lines" : "line " + filter.line());
    words.add(
        filter.fates().isEmpty()
            ? "all fates"
            : org.virtualpok.app.autopsy.InterruptWords.fate(filter.fates().iterator().next()));
    if (filter.gate() >= 0) {
      gates.stream()
          .filter(g -> g.code() == filter.gate())
          .findFirst()
          .ifPresent(g -> words.add(g.name()));
    }
    return String.join(", ", words);
  }

  private PartitionName name(int context) {
    return partitions.getOrDefault(context, new PartitionName(context, 0, "partition " + context));
  }

  /** The row of an interrupt; negative if the table does not show it. */
  int rowOf(int id) {
    return Arrays.binarySearch(ids, id);
  }

  /** The text of a row. */
  InstanceRow row(int row) {
    int id = ids[row];
    InstanceRow known = cache.get(id);
    if (known == null) {
      known =
          history
              .get(id)
              .map((InterruptInstance i) -> InstanceRow.of(i, name(i.context())))
              .orElse(InstanceRow.lost(id));
      cache.put(id, known);
    }
    return known;
  }
}
