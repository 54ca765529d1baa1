// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.rtos;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.virtualpok.emu.debug.RtosState.RtosObject.Kind;

/** A part of the view: a table of its own. */
enum Section {
  TASKS(
      "Tasks",
      EnumSet.noneOf(Kind.class),
      new Column("name", 60, false),
      new Column("state", 110, false),
      new Column("priority", 80, false),
      new Column("waits for", 150, true),
      new Column("owns", 66, false),
      new Column("wakes at tick", 108, false),
      new Column("stack, bytes", 122, false),
      new Column("entry", 124, false),
      new Column("id", 76, false)),
  LOCKS(
      "Semaphores and mutexes",
      EnumSet.of(Kind.SEMAPHORE, Kind.MUTEX),
      new Column("name", 60, false),
      new Column("kind", 90, false),
      new Column("state", 130, false),
      new Column("owner", 84, false),
      new Column("waiting, first first", 150, true),
      new Column("id", 76, false)),
  QUEUES(
      "Queues",
      EnumSet.of(Kind.MESSAGE_QUEUE),
      new Column("name", 60, false),
      new Column("state", 220, false),
      new Column("waiting, first first", 150, true),
      new Column("id", 76, false)),
  TIMERS(
      "Timers and periods",
      EnumSet.of(Kind.TIMER, Kind.PERIOD),
      new Column("name", 60, false),
      new Column("kind", 70, false),
      new Column("state", 240, true),
      new Column("owner", 84, false),
      new Column("id", 76, false)),
  OTHERS(
      "Others",
      EnumSet.complementOf(
          EnumSet.of(Kind.SEMAPHORE, Kind.MUTEX, Kind.MESSAGE_QUEUE, Kind.TIMER, Kind.PERIOD)),
      new Column("name", 60, false),
      new Column("kind", 90, false),
      new Column("state", 200, true),
      new Column("owner", 84, false),
      new Column("waiting, first first", 130, false),
      new Column("id", 76, false));

  /**
   * A column.
   *
   * @param width in pixels; the least one if it grows
   * @param grows whether it takes what the others leave
   */
  record Column(String title, double width, boolean grows) {}

  private final String title;
  private final Set<Kind> kinds;
  private final List<Column> columns;

  Section(String title, Set<Kind> kinds, Column... columns) {
    this.title = title;
    this.kinds = kinds;
    this.columns = List.of(columns);
  }

  String title() {
    return title;
  }

  /** The kinds of object that it shows; none for tasks. */
  Set<Kind> kinds() {
    return kinds;
  }

  List<Column> columns() {
    return columns;
  }

  /** Where objects of a kind are shown. */
  static Section of(Kind kind) {
    for (Section section : values()) {
      if (section.kinds.contains(kind)) {
        return section;
      }
    }
    return OTHERS;
  }
}
