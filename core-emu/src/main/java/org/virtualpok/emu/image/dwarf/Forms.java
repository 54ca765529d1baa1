// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image.dwarf;

import org.virtualpok.emu.image.dwarf.Die.Reference;

/**
 * Reads the values of attributes in every form of DWARF 2 to 5 (DWARF 5, section 7.5.5): Long for
 * constants and flags, String, byte[] for blocks and expressions, {@link Die.Address}, {@link
 * Reference}, {@link Die.SectionOffset}.
 */
final class Forms {
  private static final int INDIRECTIONS_MAX = 4;

  private final DwarfSections sections;

  Forms(DwarfSections sections) {
    this.sections = sections;
  }

  /**
   * @param stringBase the unit's DW_AT_str_offsets_base
   */
  Object read(DwarfCursor in, Unit unit, Abbreviations.Attribute attribute, long stringBase)
      throws DwarfException {
    int form = attribute.form();
    for (int i = 0; form == Dw.FORM_INDIRECT; i++) {
      if (i == INDIRECTIONS_MAX) {
        throw problem("an endless chain of DW_FORM_indirect", in);
      }
      form = (int) in.uleb();
    }
    return switch (form) {
      case Dw.FORM_ADDR -> new Die.Address(in.unsigned(unit.addressBytes()), false);
      case Dw.FORM_ADDRX, Dw.FORM_GNU_ADDR_INDEX -> new Die.Address(in.uleb(), true);
      case 0x29, 0x2a, 0x2b, 0x2c -> new Die.Address(in.unsigned(form - Dw.FORM_ADDRX1 + 1), true);
      case Dw.FORM_DATA1, Dw.FORM_FLAG -> (long) in.u8();
      case Dw.FORM_DATA2 -> (long) in.u16();
      case Dw.FORM_DATA4 -> in.u32();
      case Dw.FORM_DATA8 -> in.u64();
      case Dw.FORM_SDATA -> in.sleb();
      case Dw.FORM_UDATA -> in.uleb();
      case Dw.FORM_FLAG_PRESENT -> 1L;
      case Dw.FORM_IMPLICIT_CONST -> attribute.implicit();
      case Dw.FORM_DATA16 -> in.block(16);
      case Dw.FORM_BLOCK1 -> in.block(in.u8());
      case Dw.FORM_BLOCK2 -> in.block(in.u16());
      case Dw.FORM_BLOCK4 -> in.block(in.u32());
      case Dw.FORM_BLOCK, Dw.FORM_EXPRLOC -> in.block(in.uleb());
      case Dw.FORM_STRING -> in.text();
      case Dw.FORM_STRP -> text(sections.str(), in.unsigned(unit.offsetBytes()));
      case Dw.FORM_LINE_STRP -> text(sections.lineStr(), in.unsigned(unit.offsetBytes()));
      case Dw.FORM_STRX, Dw.FORM_GNU_STR_INDEX -> indexed(unit, in.uleb(), stringBase);
      case 0x25, 0x26, 0x27, 0x28 ->
          indexed(unit, in.unsigned(form - Dw.FORM_STRX1 + 1), stringBase);
      case Dw.FORM_REF1 -> inside(unit, in.u8());
      case Dw.FORM_REF2 -> inside(unit, in.u16());
      case Dw.FORM_REF4 -> inside(unit, in.u32());
      case Dw.FORM_REF8 -> inside(unit, in.u64());
      case Dw.FORM_REF_UDATA -> inside(unit, in.uleb());
      case Dw.FORM_REF_ADDR -> {
        int size = unit.version() == 2 ? unit.addressBytes() : unit.offsetBytes();
        yield new Reference(Reference.Kind.INFO, in.unsigned(size));
      }
      case Dw.FORM_REF_SIG8 -> new Reference(Reference.Kind.SIGNATURE, in.u64());
      case Dw.FORM_REF_SUP4 -> new Reference(Reference.Kind.ELSEWHERE, in.u32());
      case Dw.FORM_REF_SUP8 -> new Reference(Reference.Kind.ELSEWHERE, in.u64());
      case Dw.FORM_GNU_REF_ALT ->
          new Reference(Reference.Kind.ELSEWHERE, in.unsigned(unit.offsetBytes()));
      case Dw.FORM_STRP_SUP, Dw.FORM_GNU_STRP_ALT -> {
        in.skip(unit.offsetBytes());
        yield "";
      }
      case Dw.FORM_SEC_OFFSET -> new Die.SectionOffset(in.unsigned(unit.offsetBytes()), false);
      case Dw.FORM_LOCLISTX, Dw.FORM_RNGLISTX -> new Die.SectionOffset(in.uleb(), true);
      default -> throw problem(String.format("the unknown form 0x%x", form), in);
    };
  }

  private static DwarfException problem(String what, DwarfCursor in) {
    return new DwarfException(String.format(".debug_info: %s before 0x%x", what, in.at()));
  }

  private static Reference inside(Unit unit, long offset) {
    Reference.Kind kind = unit.types() ? Reference.Kind.TYPES : Reference.Kind.INFO;
    return new Reference(kind, unit.start() + offset);
  }

  private static String text(DwarfSection section, long offset) throws DwarfException {
    return DwarfCursor.of(section, offset).text();
  }

  private String indexed(Unit unit, long index, long base) throws DwarfException {
    DwarfSection table = sections.strOffsets();
    DwarfCursor in = DwarfCursor.of(table, base);
    if (index < 0 || index > table.bytes().length) {
      throw problem("a string of index " + index, in);
    }
    in.skip(index * unit.offsetBytes());
    return text(sections.str(), in.unsigned(unit.offsetBytes()));
  }
}
