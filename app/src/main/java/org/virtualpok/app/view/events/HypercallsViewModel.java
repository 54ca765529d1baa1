// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.events;

import java.util.HashMap;
import java.util.Map;
import org.virtualpok.emu.debug.DebugTarget;
import org.virtualpok.emu.trace.EventLog.Event;

/** A row is a hypercall: its entry, with what its later events tell of it. */
final class HypercallsViewModel extends LogViewModel {
  /** How many events behind its entry a call's end is looked for. */
  private static final int LOOK_AHEAD = 4000;

  private static final int TEXT_MAX = 24;

  /** By context, the row of the last call; -1 if the filter hides it. */
  private final Map<Integer, Integer> lastRow = new HashMap<>();

  HypercallsViewModel(DebugTarget target) {
    super(target);
  }

  @Override
  boolean hasRow(Event event) {
    boolean entry = event.kind().name().equals(EventWords.HYPERCALL_ENTRY);
    if (entry) {
      lastRow.put(event.context(), -1);
    }
    return entry;
  }

  @Override
  boolean matches(Event event, String lowerCase) {
    return contains(call(event.a(), event.b()), lowerCase)
        || contains(format().partition(event.context()).name(), lowerCase)
        || contains(from(event), lowerCase);
  }

  @Override
  int rowTouchedBy(Event event) {
    return switch (event.kind().name()) {
      case EventWords.HYPERCALL_ARGUMENTS, EventWords.HYPERCALL_EXIT, EventWords.CONSOLE_OUTPUT ->
          lastRow.getOrDefault(event.context(), -1);
      default -> -1;
    };
  }

  @Override
  void rowAdded(Event event, int row) {
    lastRow.put(event.context(), row);
  }

  @Override
  void rowsForgotten() {
    lastRow.clear();
  }

  private String from(Event entry) {
    return target().symbols(entry.context()).map(s -> s.describe(entry.c())).orElse("");
  }

  @Override
  LogRow build(Event entry) {
    Event arguments = null;
    Event text = null;
    Event exit = null;
    long end = Math.min(log().size(), entry.index() + LOOK_AHEAD);
    for (long i = entry.index() + 1; i < end && exit == null; i++) {
      Event event = log().get(i);
      if (event.context() != entry.context()) {
        continue;
      }
      String kind = event.kind().name();
      if (kind.equals(EventWords.HYPERCALL_ENTRY)) {
        break;
      } else if (kind.equals(EventWords.HYPERCALL_ARGUMENTS)) {
        arguments = arguments == null ? event : arguments;
      } else if (kind.equals(EventWords.CONSOLE_OUTPUT)) {
        text = text == null ? event : text;
      } else if (kind.equals(EventWords.HYPERCALL_EXIT)) {
        exit = event;
      }
    }
    EventFormat.Partition partition = format().partition(entry.context());
    String from = from(entry);
    return new LogRow(
        entry.index(),
        EventFormat.time(entry.timeNanos()),
        entry.context(),
        partition.number(),
        partition.label(),
        EventWords.HYPERCALL_ENTRY,
        call(entry.a(), entry.b()) + "(" + arguments(entry, arguments, text) + ")",
        exit == null ? "" : result(entry, exit),
        exit == null ? "" : EventFormat.micros(exit.timeNanos() - entry.timeNanos()),
        from.isEmpty() ? "0x" + Integer.toHexString(entry.c()) : from,
        exit == null ? "held" : "",
        entry.c());
  }

  /** A call that ends in another context answers nobody. */
  private String result(Event entry, Event exit) {
    boolean answers = !call(entry.a(), entry.b()).endsWith("DO_IRET");
    return answers ? EventFormat.number(exit.c()) : "–";
  }

  private String arguments(Event entry, Event arguments, Event text) {
    int count = Math.min(3, arguments(entry.a(), entry.b()));
    if (arguments == null || count == 0) {
      return "";
    }
    int[] values = {arguments.a(), arguments.b(), arguments.c()};
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < count; i++) {
      list.append(i == 0 ? "" : ", ");
      list.append(
          i == 0 && text != null
              ? EventFormat.quoted(text.text(), TEXT_MAX)
              : EventFormat.number(values[i]));
    }
    return list.toString();
  }
}
