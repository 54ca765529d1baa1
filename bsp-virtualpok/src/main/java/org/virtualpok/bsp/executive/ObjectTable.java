// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.executive;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.virtualpok.bsp.awareness.Problems;
import org.virtualpok.emu.awareness.GuestValue;

/**
 * A table of objects of one class. An entry is in use if its id is the one of its place; 0 marks a
 * free one.
 */
final class ObjectTable {
  /** Classes of the Classic API, object.h. */
  static final int TASKS = 1;

  static final int SEMAPHORES = 3;
  static final int MESSAGE_QUEUES = 4;

  /** More entries than anybody configures: a count that is larger is not believed. */
  private static final int ENTRIES_MAX = 256;

  private static final int API_INTERNAL = 1;
  private static final int API_CLASSIC = 2;

  /** Id of the idle thread, which is in no table. */
  static final long IDLE_ID = id(API_INTERNAL, TASKS, 1);

  private final String what;
  private final int objectClass;
  private final GuestValue table;
  private final GuestValue maximum;

  /**
   * A table.
   *
   * @param what one of its objects in words
   * @param maximum how many entries are in use at most; the table has one more
   */
  ObjectTable(String what, int objectClass, GuestValue table, GuestValue maximum) {
    this.what = what;
    this.objectClass = objectClass;
    this.table = table;
    this.maximum = maximum;
  }

  private static long id(int api, int objectClass, int index) {
    return (long) objectClass << 27 | (long) api << 24 | 1L << 16 | index;
  }

  /** The entries in use, in the order of their ids. */
  List<GuestValue> objects(Problems problems) {
    OptionalLong configured = maximum.integer();
    if (!table.known()) {
      return List.of(); // the program was linked without these
    }
    if (configured.isEmpty()) {
      problems.add("The number of " + what + "s cannot be read.");
      return List.of();
    }
    long count = Math.min(configured.getAsLong(), ENTRIES_MAX);
    OptionalInt declared = table.elements();
    if (declared.isPresent()) {
      count = Math.min(count, declared.getAsInt());
    }
    if (count < configured.getAsLong()) {
      problems.add(
          "The table has room for "
              + count
              + " "
              + what
              + "s, and not for "
              + configured.getAsLong()
              + " as configured.");
    }
    List<GuestValue> used = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      GuestValue entry = table.element(i);
      OptionalLong id = entry.path("Object", "id").integer();
      if (id.isEmpty()) {
        problems.add("The table of " + what + "s cannot be read from entry " + (i + 1) + " on.");
        break;
      }
      if (id.getAsLong() == id(API_CLASSIC, objectClass, i + 1)) {
        used.add(entry);
      } else if (id.getAsLong() != 0) {
        problems.add(
            "Entry "
                + (i + 1)
                + " of the table of "
                + what
                + "s has the id "
                + Problems.hex(id.getAsLong())
                + ", which it cannot have.");
      }
    }
    return used;
  }

  /** Whether an entry begins at an address, in use or free. */
  boolean hasEntryAt(int address) {
    int size = table.element(0).type().sizeBytes().orElse(0);
    long offset = Integer.toUnsignedLong(address - table.address());
    return table.known()
        && size > 0
        && offset % size == 0
        && offset / size < Math.min(maximum.integerOr(0), ENTRIES_MAX);
  }

  /**
   * The four characters of an object's name, without spaces at the end; a dot for what cannot be
   * printed.
   */
  static String name(GuestValue object) {
    long name = object.path("Object", "name").integerOr(0);
    StringBuilder text = new StringBuilder();
    for (int shift = 24; shift >= 0; shift -= 8) {
      char c = (char) (name >> shift & 0xff);
      text.append(c == 0 ? ' ' : c < ' ' || c > '~' ? '·' : c);
    }
    return text.toString().stripTrailing();
  }
}
