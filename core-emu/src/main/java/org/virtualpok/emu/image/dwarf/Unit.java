// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image.dwarf;

/**
 * The header of a unit (DWARF 5, section 7.5.1).
 *
 * @param types whether it lies in .debug_types, not in .debug_info
 * @param start offset of the header in its section
 * @param first offset of its first entry
 * @param end offset behind its last entry
 * @param offsetBytes 4, or 8 in the 64-bit format
 * @param addressBytes 4 on an i386
 * @param signature of a type unit's type; 0 for others
 * @param typeOffset of that type, from the header; 0 for others
 */
record Unit(
    boolean types,
    int start,
    int first,
    int end,
    int version,
    int offsetBytes,
    int addressBytes,
    Abbreviations abbreviations,
    long signature,
    long typeOffset) {
  private static final long ESCAPE_64_BIT = 0xffff_ffffL;

  /** Where a unit ends, by the first bytes of its header, whatever the rest is. */
  static long endOf(DwarfSection section, int start) throws DwarfException {
    DwarfCursor in = DwarfCursor.of(section, start);
    long length = in.u32();
    if (length == ESCAPE_64_BIT) {
      length = in.u64();
    }
    long end = in.at() + length;
    if (length < 0 || end > section.bytes().length) {
      throw new DwarfException(
          String.format(
              "%s: the unit at 0x%x reaches beyond the section's %d bytes",
              section.name(), start, section.bytes().length));
    }
    return end;
  }

  static Unit read(DwarfSection section, int start, DwarfSection abbrev) throws DwarfException {
    boolean types = section.name().equals(".debug_types");
    long end = endOf(section, start);
    DwarfCursor in = new DwarfCursor(section.name(), section.bytes(), start, end);
    int offsetBytes = in.u32() == ESCAPE_64_BIT ? 8 : 4;
    if (offsetBytes == 8) {
      in.u64();
    }
    int version = in.u16();
    if (version < 2 || version > 5) {
      throw new DwarfException(
          String.format(
              "%s: the unit at 0x%x is of DWARF %d; 2 to 5 are read",
              section.name(), start, version));
    }
    int type = version >= 5 ? in.u8() : types ? Dw.UT_TYPE : 0;
    int addressBytes = version >= 5 ? in.u8() : 0;
    long abbreviations = in.unsigned(offsetBytes);
    if (version < 5) {
      addressBytes = in.u8();
    }
    if (addressBytes != 4) {
      throw new DwarfException(
          String.format(
              "%s: the unit at 0x%x has addresses of %d bytes; an i386 has 4",
              section.name(), start, addressBytes));
    }
    long signature = 0;
    long typeOffset = 0;
    if (type == Dw.UT_TYPE || type == Dw.UT_SPLIT_TYPE) {
      signature = in.u64();
      typeOffset = in.unsigned(offsetBytes);
    } else if (type == Dw.UT_SKELETON || type == Dw.UT_SPLIT_COMPILE) {
      in.u64();
    }
    return new Unit(
        types,
        start,
        in.at(),
        (int) end,
        version,
        offsetBytes,
        addressBytes,
        Abbreviations.read(abbrev, abbreviations),
        signature,
        typeOffset);
  }
}
