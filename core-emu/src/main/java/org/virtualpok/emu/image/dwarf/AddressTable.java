// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image.dwarf;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Addresses, ranges of code and location lists that entries refer to: .debug_addr, .debug_ranges
 * and .debug_loc, and from DWARF 5 on .debug_rnglists and .debug_loclists (DWARF 5, sections 2.17.3
 * and 2.6.2; DWARF 4, the same).
 */
final class AddressTable {
  private static final long BASE_SELECTION = 0xffff_ffffL;

  /** An entry of DWARF 5's lists of ranges; those of locations are one apart behind OFFSET_PAIR. */
  private static final int END_OF_LIST = 0;

  private static final int BASE_ADDRESSX = 1;
  private static final int STARTX_ENDX = 2;
  private static final int STARTX_LENGTH = 3;
  private static final int OFFSET_PAIR = 4;
  private static final int BASE_ADDRESS = 5;
  private static final int START_END = 6;
  private static final int START_LENGTH = 7;
  private static final int DEFAULT_LOCATION = 8;
  private static final int GNU_VIEW_PAIR = 9;

  /** What stands for the high address of an expression without bounds. */
  private static final int EVERYWHERE = -1;

  /**
   * Code from low up to high, both unsigned.
   *
   * @param expression of a location list; empty in a list of ranges
   */
  record Range(int low, int high, byte[] expression) {
    boolean contains(int address) {
      return Integer.compareUnsigned(low, address) <= 0
          && Integer.compareUnsigned(address, high) < 0;
    }
  }

  private final DwarfSections sections;

  AddressTable(DwarfSections sections) {
    this.sections = sections;
  }

  /** An attribute that is an address. */
  OptionalInt address(Die die, int attribute) throws DwarfException {
    return die.value(attribute) instanceof Die.Address a
        ? OptionalInt.of(address(die.root(), a))
        : OptionalInt.empty();
  }

  private int address(Die root, Die.Address a) throws DwarfException {
    return a.index() ? indexed(root, a.value()) : (int) a.value();
  }

  private int indexed(Die root, long index) throws DwarfException {
    long base = base(root, Dw.AT_ADDR_BASE, 8);
    if (index < 0 || index > sections.addr().bytes().length) {
      throw new DwarfException(".debug_addr: no address of index " + index);
    }
    return (int) DwarfCursor.of(sections.addr(), base + index * 4).u32();
  }

  private static long base(Die root, int attribute, long otherwise) {
    return root.value(attribute) instanceof Die.SectionOffset o ? o.value() : otherwise;
  }

  /** The code of an entry: its low and high address, or its list; empty if it has none. */
  List<Range> ranges(Die die) throws DwarfException {
    OptionalInt low = address(die, Dw.AT_LOW_PC);
    if (low.isPresent() && die.has(Dw.AT_HIGH_PC)) {
      OptionalInt high = address(die, Dw.AT_HIGH_PC); // else bytes from low on
      int end =
          high.isPresent()
              ? high.getAsInt()
              : low.getAsInt() + (int) die.number(Dw.AT_HIGH_PC).orElse(0);
      return List.of(new Range(low.getAsInt(), end, new byte[0]));
    }
    return list(die, Dw.AT_RANGES, false);
  }

  /** Where an entry lies: by one expression, or by a list. */
  Location location(Die die, int attribute) throws DwarfException {
    if (die.value(attribute) instanceof byte[] expression) {
      return Location.everywhere(expression);
    }
    if (attribute == Dw.AT_LOCATION && !die.has(attribute) && die.has(Dw.AT_CONST_VALUE)) {
      return Location.constant(die.value(Dw.AT_CONST_VALUE));
    }
    List<Location.Entry> entries = new ArrayList<>();
    for (Range r : list(die, attribute, true)) {
      boolean everywhere = r.low == 0 && r.high == EVERYWHERE;
      entries.add(new Location.Entry(r.low, everywhere ? 0 : r.high, r.expression));
    }
    return entries.isEmpty() ? Location.NONE : new Location(entries);
  }

  private List<Range> list(Die die, int attribute, boolean locations) throws DwarfException {
    Object value = die.value(attribute);
    // DWARF 2 and 3 had no form of its own for an offset.
    Die.SectionOffset at =
        value instanceof Long n && die.unit.version() < 4
            ? new Die.SectionOffset(n, false)
            : value instanceof Die.SectionOffset o ? o : null;
    if (at == null) {
      return List.of();
    }
    Die root = die.root();
    int base = address(root, Dw.AT_LOW_PC).orElse(0);
    if (die.unit.version() < 5) {
      DwarfSection section = locations ? sections.loc() : sections.ranges();
      return pairs(DwarfCursor.of(section, at.value()), base, locations);
    }
    DwarfSection section = locations ? sections.loclists() : sections.rnglists();
    long offset = at.value();
    if (at.index()) {
      long table = base(root, locations ? Dw.AT_LOCLISTS_BASE : Dw.AT_RNGLISTS_BASE, 12);
      int size = die.unit.offsetBytes();
      if (offset < 0 || offset > section.bytes().length) {
        throw new DwarfException(section.name() + ": no list of index " + offset);
      }
      offset = table + DwarfCursor.of(section, table + offset * size).unsigned(size);
    }
    return entries(DwarfCursor.of(section, offset), root, base, locations);
  }

  private static List<Range> pairs(DwarfCursor in, int unitBase, boolean locations)
      throws DwarfException {
    List<Range> found = new ArrayList<>();
    int base = unitBase;
    while (true) {
      long low = in.u32();
      long high = in.u32();
      if (low == 0 && high == 0) {
        return found;
      }
      if (low == BASE_SELECTION) {
        base = (int) high;
        continue;
      }
      byte[] expression = locations ? in.block(in.u16()) : new byte[0];
      add(found, base + (int) low, base + (int) high, expression);
    }
  }

  private static void add(List<Range> found, int low, int high, byte[] expression) {
    if (low != high) {
      found.add(new Range(low, high, expression));
    }
  }

  private List<Range> entries(DwarfCursor in, Die root, int unitBase, boolean locations)
      throws DwarfException {
    List<Range> found = new ArrayList<>();
    int base = unitBase;
    while (true) {
      int kind = kind(in.u8(), locations);
      int low = 0;
      int high = 0;
      switch (kind) {
        case END_OF_LIST -> {
          return found;
        }
        case BASE_ADDRESSX -> base = indexed(root, in.uleb());
        case BASE_ADDRESS -> base = (int) in.u32();
        case STARTX_ENDX -> {
          low = indexed(root, in.uleb());
          high = indexed(root, in.uleb());
        }
        case STARTX_LENGTH -> {
          low = indexed(root, in.uleb());
          high = low + (int) in.uleb();
        }
        case OFFSET_PAIR -> {
          low = base + (int) in.uleb();
          high = base + (int) in.uleb();
        }
        case START_END -> {
          low = (int) in.u32();
          high = (int) in.u32();
        }
        case START_LENGTH -> {
          low = (int) in.u32();
          high = low + (int) in.uleb();
        }
        case DEFAULT_LOCATION -> high = EVERYWHERE;
        case GNU_VIEW_PAIR -> {
          in.uleb();
          in.uleb();
        }
        default ->
            throw new DwarfException(
                String.format(
                    "%s: a list with an unknown entry before 0x%x",
                    (locations ? sections.loclists() : sections.rnglists()).name(), in.at()));
      }
      boolean bounds = kind != BASE_ADDRESSX && kind != BASE_ADDRESS && kind != GNU_VIEW_PAIR;
      if (bounds) {
        add(found, low, high, locations ? in.block(in.uleb()) : new byte[0]);
      }
    }
  }

  /** The kinds of a list of locations by the numbers of a list of ranges. */
  private static int kind(int read, boolean locations) {
    if (!locations || read <= OFFSET_PAIR) {
      return locations || read <= START_LENGTH ? read : -1;
    }
    return switch (read) {
      case 5 -> DEFAULT_LOCATION;
      case 6, 7, 8 -> read - 1;
      case 9 -> GNU_VIEW_PAIR;
      default -> -1;
    };
  }
}
