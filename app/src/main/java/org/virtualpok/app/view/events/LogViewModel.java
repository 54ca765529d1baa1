// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.events;

import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.virtualpok.emu.debug.Context;
import org.virtualpok.emu.debug.DebugTarget;
import org.virtualpok.emu.debug.HypercallInfo;
import org.virtualpok.emu.trace.EventLog;
import org.virtualpok.emu.trace.EventLog.Event;

/**
 * The rows of a table over the event log: indexes of the events that the table shows, kept as the
 * log grows, a bounded piece at a time. Rows become text when somebody looks at them.
 */
abstract class LogViewModel {
  /** Rows beyond this many lose their oldest quarter. */
  static final int ROWS_MAX = 2_000_000;

  private static final int CACHED_ROWS = 512;

  /** The clock is looked at after so many events. */
  private static final int EVENTS_PER_LOOK = 128;

  /**
   * What {@link #advance} changed.
   *
   * @param reset whether rows were removed: forget all of them
   * @param from how many rows there were before
   * @param changed rows below {@code from} that read differently now
   */
  record Advance(boolean reset, int from, int size, int[] changed) {
    boolean nothing() {
      return !reset && from == size && changed.length == 0;
    }
  }

  private final DebugTarget target;
  private final EventFormat format = new EventFormat();
  private final Map<Long, HypercallInfo> calls = new HashMap<>();
  private final TreeSet<Integer> touched = new TreeSet<>();
  private final Map<Integer, LogRow> cache =
      new LinkedHashMap<>(CACHED_ROWS * 2, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, LogRow> eldest) {
          return size() > CACHED_ROWS;
        }
      };

  private EventLog log;
  private long next;
  private long[] rows = new long[1024];
  private int size;
  private String filter = "";
  private boolean reset;
  private boolean forgot;

  LogViewModel(DebugTarget target) {
    this.target = target;
    this.log = target.events();
    for (HypercallInfo info : target.hypercalls()) {
      calls.put(key(info.vector(), info.number()), info);
    }
  }

  /** Whether the event has a row of its own, if nothing is filtered. */
  abstract boolean hasRow(Event event);

  /** Whether a row passes the filter, which is in lower case and not empty. */
  abstract boolean matches(Event event, String lowerCase);

  /** The row that an event which has none adds to; -1 if it adds to none. */
  abstract int rowTouchedBy(Event event);

  /** Told of each new row. */
  abstract void rowAdded(Event event, int row);

  /** Forgets what {@link #rowAdded} told. */
  abstract void rowsForgotten();

  abstract LogRow build(Event event);

  final void contexts(List<Context> contexts) {
    format.contexts(contexts);
  }

  final EventFormat format() {
    return format;
  }

  final DebugTarget target() {
    return target;
  }

  final EventLog log() {
    return log;
  }

  /** Whether there were more rows than a table keeps. */
  final boolean forgot() {
    return forgot;
  }

  /** How many rows there are. */
  final int size() {
    return size;
  }

  final String filter() {
    return filter;
  }

  /** Shows only what contains this text, in any case; starts over at the log's beginning. */
  final void setFilter(String text) {
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    if (!wanted.equals(filter)) {
      filter = wanted;
      forget();
    }
  }

  /** Whether the log has events that were not looked at yet. */
  final boolean behind() {
    return target.events() != log || next < log.size();
  }

  /**
   * Looks at events that were not looked at yet.
   *
   * @param events how many at most
   * @param budgetNanos how long at most, in the host's time
   */
  final Advance advance(int events, long budgetNanos) {
    long start = System.nanoTime();
    if (target.events() != log) {
      log = target.events();
      forget();
    }
    boolean wasReset = reset;
    reset = false;
    int from = size;
    touched.clear();
    long end = Math.min(log.size(), next + events);
    try {
      while (next < end) {
        take(log.get(next));
        next++;
        if (next % EVENTS_PER_LOOK == 0 && System.nanoTime() - start >= budgetNanos) {
          break;
        }
      }
    } catch (UncheckedIOException e) {
      next = log.size(); // the log was closed under us: a restart, or the end of the session
    }
    if (reset) {
      wasReset = true;
      reset = false;
    }
    int[] changed = touched.headSet(wasReset ? 0 : from).stream().mapToInt(i -> i).toArray();
    for (int row : changed) {
      cache.remove(row);
    }
    return new Advance(wasReset, from, size, changed);
  }

  private void take(Event event) {
    if (hasRow(event)) {
      if (filter.isEmpty() || matches(event, filter)) {
        add(event);
      }
      return;
    }
    int row = rowTouchedBy(event);
    if (row >= 0) {
      touched.add(row);
    }
  }

  private void add(Event event) {
    if (size == ROWS_MAX) {
      int dropped = ROWS_MAX / 4;
      System.arraycopy(rows, dropped, rows, 0, size - dropped);
      size -= dropped;
      cache.clear();
      touched.clear();
      rowsForgotten();
      reset = true;
      forgot = true;
    }
    if (size == rows.length) {
      rows = Arrays.copyOf(rows, Math.min(ROWS_MAX, 2 * size));
    }
    rows[size] = event.index();
    rowAdded(event, size);
    size++;
  }

  private void forget() {
    next = 0;
    size = 0;
    forgot = false;
    cache.clear();
    touched.clear();
    rowsForgotten();
    reset = true;
  }

  /** The text of a row. */
  final LogRow row(int row) {
    LogRow known = cache.get(row);
    if (known != null) {
      return known;
    }
    try {
      known = build(log.get(rows[row]));
    } catch (UncheckedIOException e) {
      // Closed, and what was on disk is gone with it.
      return new LogRow(rows[row], "", 0, 0, "", "", "no longer kept", "", "", "", "faint", 0);
    }
    cache.put(row, known);
    return known;
  }

  /** The row of an event; negative if it has none. */
  final int rowOf(long eventIndex) {
    return Arrays.binarySearch(rows, 0, size, eventIndex);
  }

  /** "28 IRQ_PARTITION_DISABLE"; the bare number where the target does not know the call. */
  final String call(int vector, int number) {
    HypercallInfo info = calls.get(key(vector, number));
    return info == null ? Integer.toString(number) : number + " " + info.name();
  }

  /** How many arguments a call takes; 0 if the target does not know it. */
  final int arguments(int vector, int number) {
    HypercallInfo info = calls.get(key(vector, number));
    return info == null ? 0 : info.arguments().size();
  }

  private static long key(int vector, int number) {
    return (long) vector << 32 | Integer.toUnsignedLong(number);
  }

  static boolean contains(String text, String lowerCase) {
    return text.toLowerCase(Locale.ROOT).contains(lowerCase);
  }
}
