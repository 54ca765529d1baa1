// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.autopsy;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import org.virtualpok.emu.debug.GateInterval;
import org.virtualpok.emu.debug.InterruptFilter;
import org.virtualpok.emu.debug.InterruptGate;
import org.virtualpok.emu.debug.InterruptHistory;
import org.virtualpok.emu.debug.InterruptHop;
import org.virtualpok.emu.debug.InterruptInstance;
import org.virtualpok.emu.debug.InterruptTotals;
import org.virtualpok.emu.debug.LatencyHistogram;
import org.virtualpok.emu.trace.EventLog;
import org.virtualpok.hypervisor.interrupt.Gate;
import org.virtualpok.hypervisor.interrupt.VirtualInterrupts;
import org.virtualpok.hypervisor.interrupt.VirtualLine;

/**
 * The lives of all interrupts of one event log, read as the log grows.
 *
 * <p>Words: a <i>row</i> is what is kept of one interrupt, its times and its fate; a <i>track</i>
 * is when one gate of one partition was closed and by what. What held an interrupt back is found
 * when somebody asks, by looking up its times in the tracks. A million interrupts and their tracks
 * take about 100 MB.
 *
 * <p>One lock guards rows and tracks. Reading gives it up after every slice of events, so that
 * questions wait a few milliseconds at most; the machine never waits.
 */
public final class Autopsy implements InterruptHistory {
  /** Events that are read without giving up the lock. */
  private static final int SLICE = 8192;

  private final EventLog log;
  private final AutopsySubject subject;

  /** Guards what follows. */
  private final Object lock = new Object();

  private LogReader reader;
  private Explainer explainer;

  /** Index of the next event to read. */
  private long next;

  private long lost;
  private long lostUntilNanos;
  private boolean unreadable;

  public Autopsy(EventLog log, AutopsySubject subject) {
    this.log = log;
    this.subject = subject;
    begin(true);
  }

  private void begin(boolean fromStart) {
    reader = new LogReader(subject, fromStart);
    explainer = new Explainer(reader, subject);
  }

  // ---- reading ------------------------------------------------------------------------------

  @Override
  public boolean refresh() {
    boolean any = false;
    while (readSlice()) {
      any = true;
    }
    return any;
  }

  /** Reads some events; false if there are none left. */
  private boolean readSlice() {
    synchronized (lock) {
      long size = log.size();
      long from = next;
      try {
        skipLost();
        long end = Math.min(size, next + SLICE);
        while (next < end) {
          EventLog.Event event = log.get(next);
          if (next == size - 1 && LogReader.isHalf(event)) {
            break; // its fate follows at once
          }
          reader.read(event);
          next++;
        }
      } catch (UncheckedIOException e) {
        // Either the oldest events went while they were read, or the log was closed.
        unreadable = log.first() <= next;
        return !unreadable;
      }
      reader.settle();
      return next > from;
    }
  }

  private void skipLost() {
    long first = log.first();
    if (next < first) {
      next = first;
      lost = first;
      lostUntilNanos = log.get(first).timeNanos();
      begin(false);
    }
  }

  @Override
  public long readNanos() {
    synchronized (lock) {
      return reader.nanos();
    }
  }

  @Override
  public Optional<String> missing() {
    synchronized (lock) {
      if (unreadable) {
        return Optional.of("The event log was closed before all of it was read");
      }
      return lost == 0
          ? Optional.empty()
          : Optional.of(
              String.format(
                  Locale.ROOT,
                  "The log no longer has its first %,d events: interrupts that were raised before"
                      + " %d.%09d s are not in this history",
                  lost,
                  lostUntilNanos / 1_000_000_000,
                  lostUntilNanos % 1_000_000_000));
    }
  }

  // ---- questions ----------------------------------------------------------------------------

  @Override
  public int firstId() {
    synchronized (lock) {
      return reader.instances().firstId();
    }
  }

  @Override
  public int lastId() {
    synchronized (lock) {
      return reader.instances().firstId() + reader.instances().size() - 1;
    }
  }

  @Override
  public Optional<InterruptInstance> get(int id) {
    synchronized (lock) {
      int row = reader.instances().row(id);
      return row < 0 ? Optional.empty() : Optional.of(explainer.explain(row));
    }
  }

  @Override
  public Optional<GateInterval> firstGate(int id) {
    synchronized (lock) {
      int row = reader.instances().row(id);
      return row < 0 ? Optional.empty() : explainer.failed(row);
    }
  }

  @Override
  public int[] ids(InterruptFilter filter) {
    synchronized (lock) {
      RowFilter passes = new RowFilter(filter, reader.instances());
      int[] ids = new int[reader.instances().size()];
      int count = 0;
      for (int row = 0; row < reader.instances().size(); row++) {
        if (passes.test(row)) {
          ids[count++] = reader.instances().id(row);
        }
      }
      return Arrays.copyOf(ids, count);
    }
  }

  @Override
  public List<InterruptTotals> totals() {
    synchronized (lock) {
      List<InterruptTotals> all = new ArrayList<>();
      new TreeMap<>(reader.tallies())
          .forEach(
              (key, tally) -> {
                int line = key % VirtualInterrupts.LINES;
                int context = key / VirtualInterrupts.LINES;
                all.add(tally.totals(context, line, VirtualLine.name(line)));
              });
      return all;
    }
  }

  @Override
  public InterruptTotals total(InterruptFilter filter) {
    synchronized (lock) {
      Tally sum = new Tally();
      for (Map.Entry<Integer, Tally> entry : reader.tallies().entrySet()) {
        int line = entry.getKey() % VirtualInterrupts.LINES;
        int context = entry.getKey() / VirtualInterrupts.LINES;
        if ((filter.line() == -1 || filter.line() == line)
            && (filter.context() == 0 || filter.context() == context)) {
          sum.add(entry.getValue());
        }
      }
      String name = filter.line() == -1 ? "all lines" : VirtualLine.name(filter.line());
      return sum.totals(filter.context(), filter.line(), name);
    }
  }

  @Override
  public List<InterruptGate> gates() {
    Set<Gate> gates = new LinkedHashSet<>();
    subject.contexts().forEach(context -> gates.addAll(subject.gates(context)));
    return GateNames.all(gates);
  }

  /** An id and how long it took. */
  private record Ranked(int id, long nanos) {}

  @Override
  public int[] longest(InterruptFilter filter, InterruptHop hop, int most) {
    Comparator<Ranked> worseLast =
        Comparator.comparingLong(Ranked::nanos)
            .thenComparing(Ranked::id, Comparator.reverseOrder());
    PriorityQueue<Ranked> worst = new PriorityQueue<>(worseLast);
    synchronized (lock) {
      Instances instances = reader.instances();
      RowFilter passes = new RowFilter(filter, instances);
      for (int row = 0; row < instances.size(); row++) {
        long nanos = instances.latency(row, hop);
        boolean counts = worst.size() < most || (!worst.isEmpty() && nanos > worst.peek().nanos);
        if (nanos >= 0 && counts && passes.test(row)) {
          worst.add(new Ranked(instances.id(row), nanos));
          if (worst.size() > most) {
            worst.remove();
          }
        }
      }
    }
    return worst.stream().sorted(worseLast.reversed()).mapToInt(Ranked::id).toArray();
  }

  @Override
  public LatencyHistogram latencies(InterruptFilter filter, InterruptHop hop) {
    long[] nanos;
    int count = 0;
    synchronized (lock) {
      Instances instances = reader.instances();
      RowFilter passes = new RowFilter(filter, instances);
      nanos = new long[instances.size()];
      for (int row = 0; row < instances.size(); row++) {
        long latency = instances.latency(row, hop);
        if (latency >= 0 && passes.test(row)) {
          nanos[count++] = latency;
        }
      }
    }
    return Latencies.histogram(nanos, count);
  }
}
