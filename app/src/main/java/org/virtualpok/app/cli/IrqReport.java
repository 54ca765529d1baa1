// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.virtualpok.app.session.GuestSession;
import org.virtualpok.emu.debug.InterruptFilter;
import org.virtualpok.emu.debug.InterruptHistory;
import org.virtualpok.emu.debug.InterruptHop;
import org.virtualpok.emu.debug.InterruptInstance;
import org.virtualpok.emu.debug.InterruptInstance.Fate;
import org.virtualpok.emu.debug.InterruptState;
import org.virtualpok.emu.debug.InterruptTotals;
import org.virtualpok.emu.debug.InterruptTotals.GateCount;
import org.virtualpok.emu.debug.LatencyHistogram;

/** A history of interrupts as text of at most 100 columns. */
final class IrqReport {
  private static final int COLUMNS = 100;

  /** An address with its symbol, of which the symbol says as much. */
  private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-f]{8} <([^>]*)>");

  /** So many of the oldest that still wait are told of. */
  private static final int WAITING_MAX = 3;

  /** So many places that closed the gates of dropped ones are told, the most frequent. */
  private static final int CLOSERS_MAX = 10;

  /** So many gates are told of one interrupt, those that held it longest. */
  private static final int GATES_MAX = 4;

  private static final String[] COUNTS = {"raised", "delivered", "pending", "coalesced", "dropped"};
  private static final String[] GATE_COUNTS = {
    "then delivered", "still waiting", "dropped", "longest wait"
  };

  private final GuestSession session;
  private final InterruptHistory history;
  private final InterruptFilter filter;
  private final InterruptTotals all;
  private final List<String> lines = new ArrayList<>();

  IrqReport(GuestSession session, InterruptHistory history, InterruptFilter filter) {
    this.session = session;
    this.history = history;
    this.filter = filter;
    all = history.total(filter);
  }

  /** Whether every interrupt has its fate, and the machine's own counters say the same. */
  boolean lawHolds() {
    return all.lawHolds() && all.unknown() == 0 && agrees();
  }

  /** A log that has lost its beginning knows less than the machine does. */
  private boolean agrees() {
    if (history.missing().isPresent()) {
      return true;
    }
    long[] sums = new long[5];
    for (InterruptState state : session.target().snapshot().interrupts()) {
      for (InterruptState.Line line : state.lines()) {
        if ((filter.context() == 0 || filter.context() == state.context())
            && (filter.line() == -1 || filter.line() == line.number())) {
          sums[0] += line.raised();
          sums[1] += line.delivered();
          sums[2] += line.pending();
          sums[3] += line.coalesced();
          sums[4] += line.dropped();
        }
      }
    }
    return sums[0] == all.raised()
        && sums[1] == all.delivered()
        && sums[2] == all.pending()
        && sums[3] == all.coalesced()
        && sums[4] == all.dropped();
  }

  /**
   * @param worst how many of the longest latencies to tell of
   */
  void print(PrintStream out, int worst) {
    add(
        session.target().name()
            + ": interrupts in "
            + Quantities.duration(session.target().snapshot().timeNanos())
            + " of guest time");
    history.missing().ifPresent(m -> add(m + "."));
    add("");
    law();
    if (all.raised() > 0) {
      gates();
      dropped();
      latencies();
      worst(worst);
      waiting();
    }
    lines.forEach(out::println);
  }

  private void add(String line) {
    String text = line.stripTrailing();
    if (text.length() > COLUMNS) {
      text = ADDRESS.matcher(text).replaceAll("$1");
    }
    lines.add(text.length() <= COLUMNS ? text : text.substring(0, COLUMNS - 3) + "...");
  }

  // ---- counts -------------------------------------------------------------------------------

  private void law() {
    add(String.format("%-20s %-12s", "PARTITION", "LINE") + columns(COUNTS));
    int rows = 0;
    for (InterruptTotals t : history.totals()) {
      if ((filter.context() == 0 || filter.context() == t.context())
          && (filter.line() == -1 || filter.line() == t.line())) {
        add(row(session.nameOf(t.context()), line(t.line(), t.lineName()), t));
        rows++;
      }
    }
    if (rows != 1) {
      add(row("all", "", all));
    }
    add("");
    add(
        lawHolds()
            ? "raised = delivered + pending + coalesced + dropped: holds, and is what the machine"
                + " counted."
            : "raised = delivered + pending + coalesced + dropped: BROKEN.");
    if (all.inHandler() + all.abandoned() > 0) {
      add(
          String.format(
              Locale.ROOT,
              "Of those delivered %,d are in their handler and %,d were abandoned.",
              all.inHandler(),
              all.abandoned()));
    }
  }

  private static String row(String partition, String line, InterruptTotals t) {
    return String.format("%-20s %-12s", partition, line)
        + numbers(COUNTS, t.raised(), t.delivered(), t.pending(), t.coalesced(), t.dropped());
  }

  private static String line(int number, String name) {
    return name.startsWith("line") ? name : number + " " + name;
  }

  private static String columns(String... names) {
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      text.append(String.format("%" + width(name) + "s", name.toUpperCase(Locale.ROOT)));
    }
    return text.toString();
  }

  private static int width(String name) {
    return Math.max(12, name.length() + 2);
  }

  private static String numbers(String[] names, long... values) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < values.length; i++) {
      text.append(String.format(Locale.ROOT, "%," + width(names[i]) + "d", values[i]));
    }
    return text.toString();
  }

  // ---- gates --------------------------------------------------------------------------------

  private void gates() {
    add("");
    add(String.format("%-32s", "FIRST GATE THAT FAILED") + columns(GATE_COUNTS));
    long delivered = 0;
    long pending = 0;
    long dropped = 0;
    for (GateCount gate : all.gates()) {
      delivered += gate.delivered();
      pending += gate.pending();
      dropped += gate.dropped();
      String longest = gate.delivered() == 0 ? "" : duration(gate.longestNanos());
      add(gateRow(gate.gate().name(), gate.delivered(), gate.pending(), gate.dropped(), longest));
    }
    add(
        gateRow(
            "none",
            all.delivered() - delivered,
            all.pending() - pending,
            all.dropped() - dropped,
            ""));
    add(gateRow("all", all.delivered(), all.pending(), all.dropped(), ""));
  }

  private static String gateRow(
      String name, long delivered, long pending, long dropped, String longest) {
    return String.format("%-32s", name)
        + numbers(GATE_COUNTS, delivered, pending, dropped)
        + String.format("%" + width(GATE_COUNTS[3]) + "s", longest);
  }

  private void dropped() {
    Map<String, Integer> closers = new HashMap<>();
    for (int id : history.ids(filter.withFate(Fate.DROPPED))) {
      history
          .firstGate(id)
          .map(g -> HeldBy.place(g))
          .ifPresent(place -> closers.merge(place, 1, Integer::sum));
    }
    if (!closers.isEmpty()) {
      add("");
      add("WHAT CLOSED THE GATE OF THOSE DROPPED");
      closers.entrySet().stream()
          .sorted(
              Map.Entry.<String, Integer>comparingByValue()
                  .reversed()
                  .thenComparing(Map.Entry.comparingByKey()))
          .limit(CLOSERS_MAX)
          .forEach(e -> add(String.format(Locale.ROOT, "%,10d  %s", e.getValue(), e.getKey())));
      if (closers.size() > CLOSERS_MAX) {
        add(String.format(Locale.ROOT, "%12s%,d more", "", closers.size() - CLOSERS_MAX));
      }
    }
  }

  // ---- latencies ----------------------------------------------------------------------------

  private void latencies() {
    LatencyHistogram h = history.latencies(filter, InterruptHop.LATENCY);
    add("");
    if (h.count() == 0) {
      add("No interrupt has reached its handler.");
      return;
    }
    add(
        String.format(
            Locale.ROOT,
            "From raise to handler, of %,d: median %s, 99 of 100 within %s, longest %s",
            h.count(),
            duration(h.medianNanos()),
            duration(h.p99Nanos()),
            duration(h.longestNanos())));
  }

  private void worst(int most) {
    int[] ids =
        Arrays.stream(history.longest(filter, InterruptHop.LATENCY, most))
            .filter(this::waited)
            .toArray();
    if (ids.length > 0) {
      add("");
      add(ids.length == 1 ? "THE LONGEST" : "THE " + ids.length + " LONGEST");
      for (int id : ids) {
        history.get(id).ifPresent(this::life);
      }
    }
  }

  private boolean waited(int id) {
    return history.get(id).orElseThrow().latency(InterruptHop.LATENCY).orElse(0) > 0;
  }

  private void waiting() {
    int[] ids = history.ids(filter.withFate(Fate.PENDING));
    if (ids.length > 0) {
      add("");
      add(
          ids.length <= WAITING_MAX
              ? "STILL WAITING"
              : "STILL WAITING: THE OLDEST OF " + String.format(Locale.ROOT, "%,d", ids.length));
      for (int i = 0; i < Math.min(ids.length, WAITING_MAX); i++) {
        history.get(ids[i]).ifPresent(this::life);
      }
    }
  }

  private void life(InterruptInstance i) {
    long waited = i.latency(InterruptHop.LATENCY).orElse(history.readNanos() - i.raisedNanos());
    add(
        String.format(
            Locale.ROOT,
            "%10s  #%d %s, line %s, raised at %s; %s",
            duration(waited),
            i.id(),
            session.nameOf(i.context()),
            line(i.line(), i.lineName()).replaceFirst("^line ", ""),
            seconds(i.raisedNanos()),
            i.fate().words()));
    List<HeldBy> told = HeldBy.of(i.gates());
    for (HeldBy held : told.subList(0, Math.min(GATES_MAX, told.size()))) {
      add(String.format("%6s%10s  %-14s  %s", "", duration(held.nanos()), held.gate(), held.by()));
    }
    int more = Math.max(0, told.size() - GATES_MAX) + i.gatesLeftOut();
    if (more > 0) {
      add(String.format(Locale.ROOT, "%6s%,10d  more", "", more));
    }
  }

  /** Four digits and a unit: "50.12 ms", "340 ns". */
  static String duration(long nanos) {
    if (nanos < 1_000) {
      return nanos + " ns";
    }
    double value = nanos;
    String[] units = {"us", "ms", "s"};
    int unit = -1;
    do {
      value /= 1_000;
      unit++;
    } while (unit < units.length - 1 && value >= 999.95);
    String format = value >= 999.95 ? "%.0f %s" : value >= 99.995 ? "%.1f %s" : "%.2f %s";
    return String.format(Locale.ROOT, format, value, units[unit]);
  }

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%d.%09d s", nanos / 1_000_000_000, nanos % 1_000_000_000);
  }
}
