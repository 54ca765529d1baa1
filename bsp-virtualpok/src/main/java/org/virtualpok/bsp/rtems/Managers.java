// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.rtems;

import java.util.ArrayList;
import java.util.List;
import org.virtualpok.bsp.awareness.Problems;
import org.virtualpok.emu.debug.RtosState.RtosObject.Kind;

/** The tables of all objects but threads, each with what its objects are. */
final class Managers {
  private static final int CLASSIC = 2;
  private static final int POSIX = 3;

  /** A manager: API and class as in objectimpl.h; POSIX classes differ by version. */
  private record Manager(
      Kind kind, String what, int api, int objectClass, String variable, String type) {}

  private static final List<Manager> MANAGERS =
      List.of(
          new Manager(
              Kind.SEMAPHORE,
              "semaphore",
              CLASSIC,
              3,
              "_Semaphore_Information",
              "Semaphore_Control"),
          new Manager(
              Kind.MESSAGE_QUEUE,
              "message queue",
              CLASSIC,
              4,
              "_Message_queue_Information",
              "Message_queue_Control"),
          new Manager(Kind.TIMER, "timer", CLASSIC, 2, "_Timer_Information", "Timer_Control"),
          new Manager(
              Kind.PERIOD,
              "period",
              CLASSIC,
              8,
              "_Rate_monotonic_Information",
              "Rate_monotonic_Control"),
          new Manager(
              Kind.BARRIER, "barrier", CLASSIC, 10, "_Barrier_Information", "Barrier_Control"),
          new Manager(
              Kind.PARTITION,
              "partition",
              CLASSIC,
              5,
              "_Partition_Information",
              "Partition_Control"),
          new Manager(Kind.REGION, "region", CLASSIC, 6, "_Region_Information", "Region_Control"),
          new Manager(
              Kind.MUTEX,
              "POSIX mutex",
              POSIX,
              ObjectTable.ANY_CLASS,
              "_POSIX_Mutex_Information",
              "POSIX_Mutex_Control"),
          new Manager(
              Kind.SEMAPHORE,
              "POSIX semaphore",
              POSIX,
              ObjectTable.ANY_CLASS,
              "_POSIX_Semaphore_Information",
              "POSIX_Semaphore_Control"),
          new Manager(
              Kind.CONDITION,
              "condition variable",
              POSIX,
              ObjectTable.ANY_CLASS,
              "_POSIX_Condition_variables_Information",
              "POSIX_Condition_variables_Control"),
          new Manager(
              Kind.MESSAGE_QUEUE,
              "POSIX message queue",
              POSIX,
              ObjectTable.ANY_CLASS,
              "_POSIX_Message_queue_Information",
              "POSIX_Message_queue_Control"));

  private final List<Table> tables;

  /** A manager's table. */
  private record Table(Manager manager, ObjectTable table) {}

  /**
   * An object and what it is.
   *
   * @param what in words
   */
  record Managed(Kind kind, String what, Found found) {
    /** "semaphore SEM1". */
    String words() {
      return what + " " + found.label();
    }
  }

  Managers(Layout layout) {
    tables =
        MANAGERS.stream()
            .map(
                m ->
                    new Table(
                        m,
                        new ObjectTable(layout, m.what, m.api, m.objectClass, m.variable, m.type)))
            .filter(t -> t.table.known())
            .toList();
  }

  /** All objects, by manager and id. */
  List<Managed> objects(Problems problems) {
    List<Managed> all = new ArrayList<>();
    for (Table each : tables) {
      each.table
          .objects(problems)
          .forEach(f -> all.add(new Managed(each.manager.kind, each.manager.what, f)));
    }
    return all;
  }
}
