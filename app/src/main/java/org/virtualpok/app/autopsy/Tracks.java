// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.autopsy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.virtualpok.emu.debug.GateInterval;
import org.virtualpok.emu.debug.InterruptInstance;

/**
 * What the gates did around the raise of one interrupt, as a drawing needs it. All times are guest
 * times in ns relative to the raise.
 *
 * @param from of the left edge
 * @param until of the right edge
 * @param rows from top to bottom
 * @param marks what happened to the interrupt itself, by time
 */
public record Tracks(long from, long until, List<Row> rows, List<Mark> marks) {
  /** One condition: when it was closed. */
  public record Row(String title, List<Span> closed) {
    public Row {
      closed = List.copyOf(closed);
    }
  }

  /** A stretch of time. */
  public record Span(long from, long until) {}

  /**
   * A moment in the interrupt's life.
   *
   * @param tone style class that says how it went
   */
  public record Mark(long at, String words, String tone) {}

  public Tracks {
    rows = List.copyOf(rows);
    marks = List.copyOf(marks);
  }

  private static final double MARGIN = 0.14;

  /** The shortest stretch of guest time that is drawn, ns. */
  private static final long SHORTEST = 2_000;

  /**
   * The drawing of an interrupt.
   *
   * @param neighbours others of the same partition, whose waiting tells of the gates before and
   *     after
   * @param readNanos guest time up to which the history was read, ns
   */
  public static Tracks of(
      InterruptInstance i, Collection<InterruptInstance> neighbours, long readNanos) {
    long raised = i.raisedNanos();
    List<Mark> marks = marks(i);
    long first = 0;
    long last = Math.max(0, marks.get(marks.size() - 1).at());
    if (i.fate() == InterruptInstance.Fate.PENDING) {
      last = Math.max(last, readNanos - raised);
    }
    if (i.failed().isPresent()) {
      GateInterval g = i.failed().get();
      first = g.closedNanos() < 0 ? first : Math.min(first, g.closedNanos() - raised);
      last = g.openedNanos() < 0 ? last : Math.max(last, g.openedNanos() - raised);
    }
    long length = Math.max(SHORTEST, last - first);
    long margin = (long) (length * MARGIN) + (length - (last - first)) / 2;
    long from = first - margin;
    long until = last + margin;
    List<InterruptInstance> all = new ArrayList<>(neighbours);
    all.add(i);
    List<Row> rows = new ArrayList<>();
    for (GateSquare square : GateSquare.values()) {
      List<Span> closed = closed(all, i.line(), square, raised, from, until);
      boolean always = square != GateSquare.REQUESTED && square != GateSquare.UNMASKED;
      if (always || !closed.isEmpty()) {
        rows.add(new Row(square.title(), closed));
      }
    }
    return new Tracks(from, until, rows, marks);
  }

  private static List<Mark> marks(InterruptInstance i) {
    List<Mark> marks = new ArrayList<>();
    long raised = i.raisedNanos();
    boolean dropped = i.fate() == InterruptInstance.Fate.DROPPED;
    boolean atOnce = dropped && i.endedNanos() <= raised;
    marks.add(new Mark(0, atOnce ? "raised and lost" : "raised", atOnce ? "bad" : "accent"));
    if (i.deliveredNanos() >= 0) {
      marks.add(new Mark(i.deliveredNanos() - raised, "delivered", "good"));
    }
    if (i.returnedNanos() >= 0) {
      marks.add(new Mark(i.returnedNanos() - raised, "returned", "secondary"));
    }
    if (dropped && !atOnce) {
      marks.add(new Mark(i.endedNanos() - raised, "lost", "bad"));
    }
    return marks;
  }

  /** When a condition did not hold, as far as anybody who waited for it tells; merged. */
  private static List<Span> closed(
      List<InterruptInstance> all,
      int line,
      GateSquare square,
      long raised,
      long from,
      long until) {
    boolean ofLine = square != GateSquare.SCHEDULED && square != GateSquare.VIRTUAL_IF;
    List<Span> spans = new ArrayList<>();
    for (InterruptInstance one : all) {
      if (ofLine && one.line() != line) {
        continue;
      }
      List<GateInterval> known = new ArrayList<>(one.gates());
      one.failed().filter(f -> f.closedNanos() >= 0).ifPresent(known::add);
      for (GateInterval g : known) {
        if (GateSquare.of(g.gate()) == square) {
          long end = g.openedNanos() < 0 ? until : g.openedNanos() - raised;
          add(spans, g.closedNanos() < 0 ? from : g.closedNanos() - raised, end, from, until);
        }
      }
      if (square == GateSquare.NOT_IN_SERVICE && one.deliveredNanos() >= 0) {
        long served = one.acknowledgedNanos() >= 0 ? one.acknowledgedNanos() : one.returnedNanos();
        long end = served < 0 ? until : served - raised;
        add(spans, one.deliveredNanos() - raised, end, from, until);
      }
    }
    return merged(spans);
  }

  private static void add(List<Span> spans, long start, long end, long from, long until) {
    if (end > from && start < until && end > start) {
      spans.add(new Span(Math.max(from, start), Math.min(until, end)));
    }
  }

  private static List<Span> merged(List<Span> spans) {
    spans.sort((a, b) -> Long.compare(a.from(), b.from()));
    List<Span> merged = new ArrayList<>();
    for (Span span : spans) {
      int top = merged.size() - 1;
      if (top >= 0 && span.from() <= merged.get(top).until()) {
        long end = Math.max(merged.get(top).until(), span.until());
        merged.set(top, new Span(merged.get(top).from(), end));
      } else {
        merged.add(span);
      }
    }
    return merged;
  }
}
