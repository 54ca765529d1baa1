// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.interrupts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.virtualpok.emu.debug.Context;
import org.virtualpok.emu.debug.InterruptState;
import org.virtualpok.emu.debug.TargetSnapshot;

/** What the view of the virtual interrupts says; knows no toolkit. */
final class InterruptsModel {
  private static final int PENDING_SHOWN_MAX = 99;

  /** The virtual interrupt flag of a partition. */
  enum Gate {
    OPEN("open"),
    CLOSED("closed"),
    /** The partition ended by itself. */
    STOPPED("stopped"),
    FAULTED("faulted");

    private final String text;

    Gate(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /** A partition. */
  record Column(int context, int number, String name, Gate gate) {}

  /** One line in one partition that requested it. */
  record Cell(long pending, boolean masked, boolean inService) {
    /** Fits a chip. */
    String pendingText() {
      return pending == 0 ? "P" : pending > PENDING_SHOWN_MAX ? "99+" : Long.toString(pending);
    }

    /** A sentence for the pointer that rests on the cell. */
    String words() {
      return (pending == 0 ? "none pending" : pending + " pending")
          + (masked ? ", masked" : ", not masked")
          + (inService ? ", in service: its handler runs" : ", not in service");
    }
  }

  /** One line; as many cells as there are columns, absent where it is not requested. */
  record Row(int number, String name, List<Optional<Cell>> cells) {
    String title() {
      return number + (name.isEmpty() ? "" : " " + name);
    }
  }

  /** The account of all lines of all partitions. */
  record Law(long raised, long delivered, long pending, long coalesced, long dropped) {
    boolean holds() {
      return raised == delivered + pending + coalesced + dropped;
    }
  }

  /**
   * Everything shown.
   *
   * @param law empty where nobody counts, as in a kernel of the guest's own
   */
  record Shown(List<Column> columns, List<Row> rows, Optional<Law> law) {
    boolean empty() {
      return columns.isEmpty();
    }

    /** Whether the same labels can show the other one. */
    boolean sameShape(Shown other) {
      return columns.stream()
              .map(c -> c.number() + c.name())
              .toList()
              .equals(other.columns.stream().map(c -> c.number() + c.name()).toList())
          && rows.stream()
              .map(Row::title)
              .toList()
              .equals(other.rows.stream().map(Row::title).toList());
    }
  }

  private InterruptsModel() {}

  static Shown of(TargetSnapshot snapshot) {
    List<Column> columns = new ArrayList<>();
    Map<Integer, String> lines = new TreeMap<>();
    long[] sum = new long[5];
    boolean counted = snapshot.hardware().isEmpty(); // a PC's kernel does it, and counts nothing
    for (InterruptState state : snapshot.interrupts()) {
      Optional<Context> context = snapshot.context(state.context());
      columns.add(
          new Column(
              state.context(),
              context.map(Context::number).orElse(0),
              context.map(Context::name).orElse(""),
              gate(state, context)));
      for (InterruptState.Line line : state.lines()) {
        lines.merge(line.number(), line.name(), (a, b) -> a.isEmpty() ? b : a);
        counted &= line.counted();
        sum[0] += line.raised();
        sum[1] += line.delivered();
        sum[2] += line.pending();
        sum[3] += line.coalesced();
        sum[4] += line.dropped();
      }
    }
    List<Row> rows = new ArrayList<>();
    lines.forEach(
        (number, name) ->
            rows.add(
                new Row(
                    number,
                    name,
                    snapshot.interrupts().stream().map(s -> cell(s, number)).toList())));
    return new Shown(
        List.copyOf(columns),
        List.copyOf(rows),
        counted ? Optional.of(new Law(sum[0], sum[1], sum[2], sum[3], sum[4])) : Optional.empty());
  }

  private static Gate gate(InterruptState state, Optional<Context> context) {
    Context.State running = context.map(Context::state).orElse(Context.State.SUSPENDED);
    return switch (running) {
      case STOPPED -> Gate.STOPPED;
      case FAULTED -> Gate.FAULTED;
      default -> state.virtualIf() ? Gate.OPEN : Gate.CLOSED;
    };
  }

  private static Optional<Cell> cell(InterruptState state, int number) {
    return state.lines().stream()
        .filter(l -> l.number() == number && l.requested())
        .findFirst()
        .map(l -> new Cell(l.pending(), l.masked(), l.inService()));
  }

  /** Groups of three digits, apart by a thin space: 20 032. */
  static String grouped(long value) {
    StringBuilder s = new StringBuilder(Long.toString(value));
    int first = value < 0 ? 1 : 0;
    for (int i = s.length() - 3; i > first; i -= 3) {
      s.insert(i, '\u202f');
    }
    return s.toString();
  }
}
