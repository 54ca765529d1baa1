// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.rtems;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.virtualpok.bsp.awareness.Problems;
import org.virtualpok.emu.awareness.GuestData;
import org.virtualpok.emu.awareness.GuestMemory;
import org.virtualpok.emu.awareness.GuestValue;
import org.virtualpok.emu.image.dwarf.Type;

/**
 * The objects of one class, through its Objects_Information: a table of pointers, null for what is
 * free. An entry is believed if the id of its object is the one of its place.
 */
final class ObjectTable {
  /** Entries that are looked at; there may be 65535. */
  private static final int ENTRIES_MAX = 4096;

  /** Objects that are shown. */
  private static final int OBJECTS_MAX = 512;

  /** Of an id, objectimpl.h: class, API; then the node, and the index from 1. */
  private static final long CLASS_AND_API = 0xff000000L;

  /** The class that the table itself names. */
  static final int ANY_CLASS = 0;

  private static final int INDEX = 0xffff;

  private static final int NAME_MAX = 64;

  private final String what;
  private final int api;
  private final int objectClass;
  private final GuestValue information;
  private final GuestMemory memory;
  private final Type type;
  private final boolean described;
  private final int first;

  /**
   * A table.
   *
   * @param what one of its objects in words
   * @param api 1 internal, 2 Classic, 3 POSIX
   * @param objectClass within the API, or {@link #ANY_CLASS}
   * @param variable its Objects_Information, or its Thread_Information
   * @param typeName of its objects
   */
  ObjectTable(
      Layout layout, String what, int api, int objectClass, String variable, String typeName) {
    this.what = what;
    GuestValue named = layout.variable(variable);
    GuestValue inner = named.member("Objects");
    information = inner.known() ? inner : named;
    this.api = api;
    this.objectClass = objectClass;
    GuestData data = layout.data();
    memory = data.memory();
    Optional<Type> control = data.debugInfo().type(typeName);
    described = control.isPresent();
    type = control.or(() -> data.debugInfo().type("Objects_Control")).orElse(Type.Void.VOID);
    // Since 5 the table has no unused entry for the index 0.
    first = information.member("maximum").known() ? 1 : 0;
  }

  String what() {
    return what;
  }

  /** Whether the program was linked with these objects. */
  boolean known() {
    return information.known();
  }

  /** Whether RTEMS has set up the table, as far as that can be told. */
  boolean isSetUp() {
    return information.member("local_table").pointerValue().orElse(0) != 0;
  }

  /** The objects in use, in the order of their ids. */
  List<Found> objects(Problems problems) {
    if (!known()) {
      return List.of();
    }
    OptionalLong maximum =
        first == 1
            ? information.member("maximum").integer()
            : information.member("maximum_id").integer();
    OptionalInt table = information.member("local_table").pointerValue();
    if (maximum.isEmpty() || table.isEmpty()) {
      problems.add("The table of " + what + "s cannot be read.");
      return List.of();
    }
    int count = (int) (maximum.getAsLong() & INDEX);
    if (count == 0 || table.getAsInt() == 0) {
      return List.of();
    }
    if (count > ENTRIES_MAX) {
      problems.add("There may be " + count + " " + what + "s: " + ENTRIES_MAX + " are looked at.");
      count = ENTRIES_MAX;
    }
    return objects(table.getAsInt() + 4 * first, count, problems);
  }

  private long classAndApi() {
    return objectClass == ANY_CLASS
        ? information.member("maximum_id").integerOr(0) & CLASS_AND_API
        : (long) objectClass << 27 | (long) api << 24;
  }

  /** Whether what lies at an address has an id of this table, in a place that is free now. */
  boolean wasAt(int address) {
    OptionalLong id = header(GuestValue.at(type, address, memory), "id").integer();
    long index = id.orElse(0) & INDEX;
    GuestValue entry = information.member("local_table").element((int) index - 1 + first);
    return index != 0
        && (id.getAsLong() & CLASS_AND_API) == classAndApi()
        && entry.pointerValue().orElse(-1) == 0;
  }

  private List<Found> objects(int table, int count, Problems problems) {
    ByteBuffer pointers =
        ByteBuffer.wrap(memory.read(table, 4 * count)).order(ByteOrder.LITTLE_ENDIAN);
    if (pointers.remaining() < 4 * count) {
      problems.add(
          "The table of "
              + what
              + "s cannot be read from entry "
              + (pointers.remaining() / 4 + 1)
              + " on.");
    }
    boolean text = hasTextNames();
    long classAndApi = classAndApi();
    List<Found> found = new ArrayList<>();
    for (int index = 1; pointers.remaining() >= 4; index++) {
      int pointer = pointers.getInt();
      if (pointer == 0) {
        continue;
      }
      if (found.size() == OBJECTS_MAX) {
        problems.add("There are more than " + OBJECTS_MAX + " " + what + "s: no more are shown.");
        break;
      }
      GuestValue control = GuestValue.at(type, pointer, memory);
      OptionalLong id = header(control, "id").integer();
      String entry = "Entry " + index + " of the table of " + what + "s";
      if (id.isEmpty()) {
        problems.add(entry + " leads to " + Problems.hex(pointer) + ", where nothing can be read.");
      } else if ((id.getAsLong() & (CLASS_AND_API | INDEX)) != (classAndApi | index)) {
        problems.add(
            entry + " has the id " + Problems.hex(id.getAsLong()) + ", which it cannot have.");
      } else {
        found.add(new Found(control, id.getAsLong(), name(control, text)));
      }
    }
    if (!described && !found.isEmpty()) {
      problems.add("The image does not describe its " + what + "s: only their names are shown.");
    }
    return found;
  }

  /** A member of Objects_Control, with which every control block begins. */
  private static GuestValue header(GuestValue control, String name) {
    GuestValue object = control.member("Object");
    return object.known() ? object.member(name) : control.member(name);
  }

  /** 4.11 says it, later ones by a length. */
  private boolean hasTextNames() {
    GuestValue said = information.member("is_string");
    return said.known()
        ? said.integerOr(0) != 0
        : information.member("name_length").integerOr(0) != 0;
  }

  private static String name(GuestValue control, boolean text) {
    GuestValue name = header(control, "name");
    if (text) {
      return shortened(name.member("name_p").text().orElse(""));
    }
    String four = fourCharacters(name.member("name_u32").integerOr(0));
    // A thread that was given a longer name keeps it for its queue.
    return four.isEmpty()
        ? shortened(control.path("Join_queue", "Queue", "name").text().orElse(""))
        : four;
  }

  private static String shortened(String name) {
    return name.length() > NAME_MAX ? name.substring(0, NAME_MAX) : name;
  }

  /** The high byte first, without spaces at the end; hexadecimal if it is no text. */
  private static String fourCharacters(long name) {
    StringBuilder text = new StringBuilder();
    for (int shift = 24; shift >= 0; shift -= 8) {
      char c = (char) (name >> shift & 0xff);
      if (c != 0 && (c < ' ' || c > '~')) {
        return "0x" + Long.toHexString(name);
      }
      text.append(c == 0 ? ' ' : c);
    }
    return text.toString().strip();
  }
}
