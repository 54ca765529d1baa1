// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.trace;

import java.util.ArrayList;
import java.util.List;

/** The newest events of a log, as a post-mortem shows them. */
public final class EventTail {
  /** How many events a post-mortem shows. */
  public static final int POST_MORTEM = 20;

  private EventTail() {}

  /** The last {@code count} events, oldest first; fewer where the log is shorter. */
  public static List<EventLog.Event> of(EventLog log, int count) {
    long end = log.size();
    List<EventLog.Event> events = new ArrayList<>(count);
    for (long i = Math.max(0, end - count); i < end; i++) {
      events.add(log.get(i));
    }
    return events;
  }
}
