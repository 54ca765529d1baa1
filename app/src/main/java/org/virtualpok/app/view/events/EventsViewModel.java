// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.events;

import org.virtualpok.emu.debug.DebugTarget;
import org.virtualpok.emu.trace.EventLog.Event;

/** Every event is a row. */
final class EventsViewModel extends LogViewModel {
  EventsViewModel(DebugTarget target) {
    super(target);
  }

  @Override
  boolean hasRow(Event event) {
    return true;
  }

  @Override
  boolean matches(Event event, String lowerCase) {
    return contains(event.kind().name(), lowerCase)
        || contains(format().partition(event.context()).name(), lowerCase)
        || contains(EventWords.say(event, this::call), lowerCase);
  }

  @Override
  int rowTouchedBy(Event event) {
    return -1;
  }

  @Override
  void rowAdded(Event event, int row) {}

  @Override
  void rowsForgotten() {}

  @Override
  LogRow build(Event event) {
    EventFormat.Partition partition = format().partition(event.context());
    return new LogRow(
        event.index(),
        EventFormat.time(event.timeNanos()),
        event.context(),
        partition.number(),
        partition.label(),
        event.kind().name(),
        EventWords.say(event, this::call),
        "",
        "",
        "",
        EventWords.tone(event),
        0);
  }
}
