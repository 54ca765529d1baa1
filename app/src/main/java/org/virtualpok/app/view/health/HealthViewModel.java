// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.health;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.virtualpok.app.autopsy.Durations;
import org.virtualpok.app.autopsy.PartitionName;
import org.virtualpok.emu.debug.DebugTarget;
import org.virtualpok.emu.debug.HealthTables;
import org.virtualpok.emu.debug.TargetSnapshot;
import org.virtualpok.emu.trace.EventLog;
import org.virtualpok.emu.trace.EventLog.Event;

/** The configured tables with how often each entry came to pass, and the errors that did. */
final class HealthViewModel {
  /** Occurrences beyond this many lose their oldest quarter. */
  static final int ROWS_MAX = 20_000;

  /** The host's clock is looked at after so many events. */
  private static final int EVENTS_PER_LOOK = 512;

  private static final int ACTION_NONE = 0;
  private static final int ACTION_HANDLER = 7;
  private static final int ACTION_IGNORE = 1;
  private static final int LEVEL_MODULE = 1;

  /** By value of {@link TargetSnapshot#sequence}: names of partitions never change. */
  private TargetSnapshot snapshot;

  private final DebugTarget target;
  private final HealthTables tables;
  private final Map<HealthTables.Entry, Long> times = new HashMap<>();
  private final List<HealthTables.Entry> unforeseen = new ArrayList<>();
  private final Map<Integer, Long> byError = new TreeMap<>();
  private final List<Occurrence> occurrences = new ArrayList<>();
  private EventLog log;
  private long next;
  private long total;
  private Event decision;

  /**
   * An error that came to pass.
   *
   * @param number from 1
   * @param address offset of the instruction, in the partition
   * @param tone style class of the action
   * @param details what does not fit the columns
   */
  record Occurrence(
      long number,
      int context,
      String time,
      PartitionName partition,
      String thread,
      String error,
      String level,
      String action,
      String place,
      int address,
      String tone,
      String details) {}

  /**
   * An entry of the tables, or what happened without one.
   *
   * @param partition number 0 where it holds for more than one
   * @param configured whether it stands in a table
   * @param times how often it came to pass
   */
  record Rule(
      PartitionName partition,
      String error,
      String state,
      String level,
      String action,
      long times,
      String tone,
      boolean configured,
      String details) {}

  HealthViewModel(DebugTarget target) {
    this.target = target;
    tables = target.health();
    snapshot = target.snapshot();
    log = target.events();
  }

  /** Whether there is a health monitor to look at. */
  boolean configured() {
    return !tables.entries().isEmpty();
  }

  void snapshot(TargetSnapshot newest) {
    snapshot = newest;
  }

  /** Whether the log has events that were not looked at yet; without tables there is none. */
  boolean behind() {
    return configured() && (target.events() != log || next < log.size());
  }

  /**
   * Looks at events that were not looked at yet.
   *
   * @param budgetNanos how long at most, in the host's time
   * @return whether anything that is shown changed
   */
  boolean advance(long budgetNanos) {
    if (!configured()) {
      return false;
    }
    boolean changed = false;
    if (target.events() != log) {
      log = target.events();
      changed = total > 0;
      forget();
    }
    long before = total;
    long start = System.nanoTime();
    long end = log.size();
    try {
      next = Math.max(next, log.first());
      while (next < end) {
        take(log.get(next));
        next++;
        if (next % EVENTS_PER_LOOK == 0 && System.nanoTime() - start >= budgetNanos) {
          break;
        }
      }
    } catch (UncheckedIOException e) {
      next = end; // the log was closed under us: a restart, or the end of the session
    }
    return changed || total != before;
  }

  private void forget() {
    next = 0;
    total = 0;
    decision = null;
    times.clear();
    unforeseen.clear();
    byError.clear();
    occurrences.clear();
  }

  private void take(Event event) {
    switch (event.kind().name()) {
      case "health_error" -> decision = event;
      case "health_origin" -> {
        if (decision != null) {
          add(decision, event);
          decision = null;
        }
      }
      default -> {}
    }
  }

  private void add(Event what, Event where) {
    total++;
    byError.merge(what.a(), 1L, Long::sum);
    times.merge(entry(what, where), 1L, Long::sum);
    if (occurrences.size() == ROWS_MAX) {
      occurrences.subList(0, ROWS_MAX / 4).clear();
    }
    String symbol = target.symbols(what.context()).map(s -> s.describe(where.c())).orElse("");
    String hex = String.format(Locale.ROOT, "0x%08x", where.c());
    occurrences.add(
        new Occurrence(
            total,
            what.context(),
            Durations.exactSeconds(what.timeNanos()),
            PartitionName.of(snapshot, what.context()),
            where.b() < 0 ? "idle" : Integer.toString(where.b()),
            error(what.a()),
            name(tables.levels(), what.b()),
            name(tables.actions(), what.c()),
            symbol.isEmpty() ? hex : symbol,
            where.c(),
            tone(what.c()),
            "error "
                + error(what.a())
                + " at "
                + hex
                + (symbol.isEmpty() ? "" : " <" + symbol + ">")
                + " in "
                + name(tables.states(), where.a())));
  }

  /** The entry that an occurrence is due to: the closest one, or one that no table has. */
  private HealthTables.Entry entry(Event what, Event where) {
    HealthTables.Entry best = null;
    int bestScore = -1;
    for (HealthTables.Entry e : tables.entries()) {
      boolean applies =
          e.error() == what.a()
              && e.level() == what.b()
              && e.action() == what.c()
              && (e.context() == what.context() || e.context() == 0);
      int score = (e.context() == 0 ? 0 : 2) + (e.state() == where.a() ? 1 : 0);
      if (applies && score > bestScore) {
        best = e;
        bestScore = score;
      }
    }
    if (best != null) {
      return best;
    }
    HealthTables.Entry none =
        new HealthTables.Entry(what.context(), what.a(), where.a(), what.b(), what.c(), "");
    if (!unforeseen.contains(none)) {
      unforeseen.add(none);
    }
    return none;
  }

  /** The newest ones, oldest first. */
  List<Occurrence> occurrences() {
    return List.copyOf(occurrences);
  }

  /** How many there were in all. */
  long total() {
    return total;
  }

  /** "12 numeric error × 7 · 13 illegal request × 2"; empty if there was none. */
  String summary() {
    List<String> parts = new ArrayList<>();
    byError.forEach((code, count) -> parts.add(error(code) + " × " + Durations.grouped(count)));
    return String.join("  ·  ", parts);
  }

  /** The tables in their order, then what happened without an entry. */
  List<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    tables.entries().forEach(e -> rules.add(rule(e, true)));
    unforeseen.forEach(e -> rules.add(rule(e, false)));
    return rules;
  }

  private Rule rule(HealthTables.Entry e, boolean configured) {
    String everyone = e.level() == LEVEL_MODULE ? "module" : "every partition";
    PartitionName partition =
        e.context() == 0
            ? new PartitionName(0, 0, everyone)
            : PartitionName.of(snapshot, e.context());
    return new Rule(
        partition,
        error(e.error()),
        name(tables.states(), e.state()),
        name(tables.levels(), e.level()),
        name(tables.actions(), e.action()),
        times.getOrDefault(e, 0L),
        tone(e.action()),
        configured,
        configured
            ? Optional.of(e.description()).filter(d -> !d.isEmpty()).orElse("no description")
            : "no table has an action for this");
  }

  private String error(int code) {
    return code + " " + name(tables.errors(), code);
  }

  private static String name(Map<Integer, String> names, int code) {
    return names.getOrDefault(code, Integer.toString(code));
  }

  private static String tone(int action) {
    return switch (action) {
      case ACTION_NONE -> "bad";
      case ACTION_IGNORE -> "secondary";
      case ACTION_HANDLER -> "good";
      default -> "held";
    };
  }
}
