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
      "Tasks and threads",
      EnumSet.noneOf(Kind.class),
      new Column("name", 48, 110),
      new Column("state", 72, 118),
      new Column("priority", 64, 110),
      new Column("waits for", 90, Column.ALL),
      new Column("owns", 52, 104),
      new Column("wakes at tick", 96, 140),
      new Column("stack, bytes", 110, 140),
      new Column("entry", 60, 160),
      new Column("id", 76, 76)),
  LOCKS(
      "Semaphores",
      "Semaphores and mutexes",
      EnumSet.of(Kind.SEMAPHORE, Kind.MUTEX),
      new Column("name", 48, 110),
      new Column("kind", 70, 160),
      new Column("state", 72, 200),
      new Column("owner", 52, 110),
      new Column("waiting, first first", 124, Column.ALL),
      new Column("id", 76, 76)),
  QUEUES(
      "Queues",
      "Message queues",
      EnumSet.of(Kind.MESSAGE_QUEUE),
      new Column("name", 48, 110),
      new Column("state", 110, 240),
      new Column("waiting, first first", 124, Column.ALL),
      new Column("id", 76, 76)),
  TIMERS(
      "Timers",
      "Timers and periods",
      EnumSet.of(Kind.TIMER, Kind.PERIOD),
      new Column("name", 48, 110),
      new Column("kind", 60, 100),
      new Column("state", 240, Column.ALL),
      new Column("owner", 52, 110),
      new Column("id", 76, 76)),
  OTHERS(
      "Others",
      "Barriers, partitions, regions, condition variables, ...",
      EnumSet.complementOf(
          EnumSet.of(Kind.SEMAPHORE, Kind.MUTEX, Kind.MESSAGE_QUEUE, Kind.TIMER, Kind.PERIOD)),
      new Column("name", 48, 110),
      new Column("kind", 70, 160),
      new Column("state", 200, Column.ALL),
      new Column("owner", 52, 110),
      new Column("waiting, first first", 130, 300),
      new Column("id", 76, 76));

  /**
   * A column.
   *
   * @param least width in pixels
   * @param most width in pixels that its texts give it
   */
  record Column(String title, double least, double most) {
    /** Width of the one column that takes what the others leave. */
    static final double ALL = Double.MAX_VALUE;

    boolean grows() {
      return most == ALL;
    }
  }

  private final String title;
  private final String contents;
  private final Set<Kind> kinds;
  private final List<Column> columns;

  Section(String title, String contents, Set<Kind> kinds, Column... columns) {
    this.title = title;
    this.contents = contents;
    this.kinds = kinds;
    this.columns = List.of(columns);
  }

  String title() {
    return title;
  }

  /** What is in it, at more length. */
  String contents() {
    return contents;
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
