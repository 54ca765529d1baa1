// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image.dwarf;

import java.util.function.Function;

/** The sections of an image that hold debugging information; an absent one is empty. */
record DwarfSections(
    DwarfSection info,
    DwarfSection types,
    DwarfSection abbrev,
    DwarfSection str,
    DwarfSection lineStr,
    DwarfSection strOffsets,
    DwarfSection addr,
    DwarfSection line,
    DwarfSection ranges,
    DwarfSection rnglists,
    DwarfSection loc,
    DwarfSection loclists) {
  /**
   * @param bytes of a section by its name, uncompressed; empty for what is not there
   */
  static DwarfSections of(Function<String, byte[]> bytes) {
    Function<String, DwarfSection> section = n -> new DwarfSection(n, bytes.apply(n));
    return new DwarfSections(
        section.apply(".debug_info"),
        section.apply(".debug_types"),
        section.apply(".debug_abbrev"),
        section.apply(".debug_str"),
        section.apply(".debug_line_str"),
        section.apply(".debug_str_offsets"),
        section.apply(".debug_addr"),
        section.apply(".debug_line"),
        section.apply(".debug_ranges"),
        section.apply(".debug_rnglists"),
        section.apply(".debug_loc"),
        section.apply(".debug_loclists"));
  }
}
