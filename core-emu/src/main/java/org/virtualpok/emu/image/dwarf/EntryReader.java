// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image.dwarf;

import java.util.Map;
import org.virtualpok.emu.image.dwarf.Abbreviations.Attribute;
import org.virtualpok.emu.image.dwarf.Abbreviations.Shape;

/** Reads the entries of units. */
final class EntryReader {
  private static final int DEPTH_MAX = 256;

  private final DwarfSections sections;
  private final Forms forms;

  EntryReader(DwarfSections sections) {
    this.sections = sections;
    this.forms = new Forms(sections);
  }

  /**
   * Reads a whole unit.
   *
   * @param byOffset gets every entry by its offset in the section
   * @return its root; null for an empty unit
   */
  Die read(Unit unit, Map<Integer, Die> byOffset) throws DwarfException {
    DwarfSection section = unit.types() ? sections.types() : sections.info();
    DwarfCursor in = new DwarfCursor(section.name(), section.bytes(), unit.first(), unit.end());
    Die root = null;
    Die parent = null;
    long stringBase = unit.offsetBytes() == 8 ? 16 : 8;
    int depth = 0;
    while (!in.atEnd()) {
      int at = in.at();
      long code = in.uleb();
      if (code == 0) {
        if (parent == null) {
          break;
        }
        parent = parent.parent;
        depth--;
        if (parent == null) {
          break;
        }
        continue;
      }
      Shape shape = unit.abbreviations().shape(code, at);
      if (root == null) {
        stringBase = stringBase(unit, shape, in.at(), stringBase);
      }
      Die die = entry(unit, in, at, shape, parent, stringBase);
      byOffset.put(at, die);
      if (root == null) {
        root = die;
      }
      if (parent != null) {
        parent.children.add(die);
      }
      if (shape.children()) {
        if (++depth > DEPTH_MAX) {
          throw new DwarfException(
              String.format("%s: entries nested too deeply at 0x%x", section.name(), at));
        }
        parent = die;
      } else if (parent == null) {
        break;
      }
    }
    return root;
  }

  /** The root's own names may need the base that is among its attributes. */
  private long stringBase(Unit unit, Shape shape, int at, long missing) throws DwarfException {
    DwarfSection section = unit.types() ? sections.types() : sections.info();
    DwarfCursor in = new DwarfCursor(section.name(), section.bytes(), at, unit.end());
    for (Attribute attribute : shape.attributes()) {
      if (attribute.name() == Dw.AT_STR_OFFSETS_BASE) {
        Object value = forms.read(in, unit, attribute, missing);
        return value instanceof Die.SectionOffset o ? o.value() : missing;
      }
      Attribute plain = textless(attribute);
      forms.read(in, unit, plain, missing);
    }
    return missing;
  }

  /** An index instead of the text that it means: the text cannot be found yet. */
  private static Attribute textless(Attribute attribute) {
    int form = attribute.form();
    if (form == Dw.FORM_STRX || form == Dw.FORM_GNU_STR_INDEX) {
      return new Attribute(attribute.name(), Dw.FORM_UDATA, 0);
    }
    if (form >= Dw.FORM_STRX1 && form <= Dw.FORM_STRX4) {
      return new Attribute(attribute.name(), form - Dw.FORM_STRX1 + Dw.FORM_ADDRX1, 0);
    }
    return attribute;
  }

  private Die entry(Unit unit, DwarfCursor in, int at, Shape shape, Die parent, long stringBase)
      throws DwarfException {
    Attribute[] attributes = shape.attributes();
    int[] names = new int[attributes.length];
    Object[] values = new Object[attributes.length];
    for (int i = 0; i < attributes.length; i++) {
      names[i] = attributes[i].name();
      values[i] = forms.read(in, unit, attributes[i], stringBase);
    }
    return new Die(unit, at, shape.tag(), parent, names, values);
  }
}
