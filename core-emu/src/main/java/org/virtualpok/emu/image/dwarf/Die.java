// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image.dwarf;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** A debugging information entry: its attributes as written, and its children. */
final class Die {
  final Unit unit;
  final int offset;
  final int tag;
  final Die parent;
  final List<Die> children = new ArrayList<>(0);
  private final int[] names;
  private final Object[] values;

  /** What an attribute refers to: an offset in a section, or a type's signature. */
  record Reference(Kind kind, long value) {
    enum Kind {
      INFO,
      TYPES,
      SIGNATURE,
      ELSEWHERE
    }
  }

  /** An offset into another section, or an index there. */
  record SectionOffset(long value, boolean index) {}

  /** An address, or its index in .debug_addr. */
  record Address(long value, boolean index) {}

  Die(Unit unit, int offset, int tag, Die parent, int[] names, Object[] values) {
    this.unit = unit;
    this.offset = offset;
    this.tag = tag;
    this.parent = parent;
    this.names = names;
    this.values = values;
  }

  /** The entry of the whole unit. */
  Die root() {
    Die root = this;
    while (root.parent != null) {
      root = root.parent;
    }
    return root;
  }

  /** The attribute's value; null if there is none. */
  Object value(int attribute) {
    for (int i = 0; i < names.length; i++) {
      if (names[i] == attribute) {
        return values[i];
      }
    }
    return null;
  }

  boolean has(int attribute) {
    return value(attribute) != null;
  }

  /** A constant. */
  OptionalLong number(int attribute) {
    return value(attribute) instanceof Long n ? OptionalLong.of(n) : OptionalLong.empty();
  }

  boolean flag(int attribute) {
    return value(attribute) instanceof Long n && n != 0;
  }

  /** Text; empty if there is none. */
  String text(int attribute) {
    return value(attribute) instanceof String s ? s : "";
  }

  String name() {
    return text(Dw.AT_NAME);
  }
}
