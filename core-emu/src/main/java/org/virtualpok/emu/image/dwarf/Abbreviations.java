// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image.dwarf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The abbreviations of a unit: the shapes of its entries (DWARF 5, section 7.5.3). */
final class Abbreviations {
  private static final int DW_FORM_IMPLICIT_CONST = 0x21;

  /** An attribute's name, form, and value if the form holds it. */
  record Attribute(int name, int form, long implicit) {}

  /** The shape of an entry. */
  record Shape(int tag, boolean children, Attribute[] attributes) {}

  private final Map<Long, Shape> shapes;

  private Abbreviations(Map<Long, Shape> shapes) {
    this.shapes = shapes;
  }

  static Abbreviations read(DwarfSection section, long offset) throws DwarfException {
    DwarfCursor in = DwarfCursor.of(section, offset);
    Map<Long, Shape> shapes = new HashMap<>();
    for (long code = in.uleb(); code != 0; code = in.uleb()) {
      int tag = (int) in.uleb();
      boolean children = in.u8() != 0;
      List<Attribute> attributes = new ArrayList<>();
      while (true) {
        int name = (int) in.uleb();
        int form = (int) in.uleb();
        long implicit = form == DW_FORM_IMPLICIT_CONST ? in.sleb() : 0;
        if (name == 0 && form == 0) {
          break;
        }
        attributes.add(new Attribute(name, form, implicit));
      }
      shapes.put(code, new Shape(tag, children, attributes.toArray(new Attribute[0])));
      if (in.atEnd()) {
        break; // some producers leave the last 0 out
      }
    }
    return new Abbreviations(shapes);
  }

  Shape shape(long code, int at) throws DwarfException {
    Shape shape = shapes.get(code);
    if (shape == null) {
      throw new DwarfException(
          String.format(".debug_info: no abbreviation %d for the entry at 0x%x", code, at));
    }
    return shape;
  }
}
