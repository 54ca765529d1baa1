// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image;

import java.util.ArrayList;
import java.util.List;
import org.virtualpok.emu.image.ElfImage.Section;
import org.virtualpok.emu.image.SymbolTable.Symbol;

/** The section headers of an ELF32 file: what is loaded, and the symbols. */
record ElfSections(List<Section> loaded, SymbolTable symbols, DebugSections debug) {
  private static final int HEADER_BYTES = 40;
  private static final int SYMBOL_BYTES = 16;
  private static final int SHT_PROGBITS = 1;
  private static final int SHT_SYMTAB = 2;
  private static final int SHT_STRTAB = 3;
  private static final int SHF_ALLOC = 2;
  private static final int SHF_EXECINSTR = 4;
  private static final int SHF_COMPRESSED = 0x800;
  private static final int SHN_UNDEF = 0;
  private static final int SHN_LORESERVE = 0xff00;
  private static final int SHN_ABS = 0xfff1;
  private static final int STT_NOTYPE = 0;
  private static final int STT_FUNC = 2;
  private static final int STB_LOCAL = 0;

  /** One section header; sizes and offsets in bytes of the file. */
  private record Header(
      int nameAt, int type, int flags, int address, long offset, long size, long link) {
    boolean executable() {
      return (flags & SHF_EXECINSTR) != 0;
    }
  }

  /** Reads the section headers; a stripped file without any gives nothing. */
  static ElfSections read(ElfBytes in) throws ImageException {
    List<Header> headers = readHeaders(in);
    List<Section> loaded = new ArrayList<>();
    List<Symbol> symbols = new ArrayList<>();
    int names = in.u16(50);
    DebugSections debug = new DebugSections(in);
    for (int i = 0; i < headers.size(); i++) {
      Header h = headers.get(i);
      if (h.type == SHT_PROGBITS && (h.flags & SHF_ALLOC) != 0 && h.size > 0) {
        in.require("section " + i, h.offset, h.size);
        loaded.add(
            new Section(
                string(in, headers, names, h.nameAt, "the name of section " + i),
                h.address,
                in.copy(h.offset, h.size),
                h.executable()));
      } else if (h.type == SHT_SYMTAB) {
        readSymbols(in, headers, i, symbols);
      } else if (h.type == SHT_PROGBITS && names < headers.size()) {
        Header strings = headers.get(names);
        long at = strings.offset + Integer.toUnsignedLong(h.nameAt);
        debug.add(at, h.offset, h.size, (h.flags & SHF_COMPRESSED) != 0);
      }
    }
    return new ElfSections(loaded, new SymbolTable(symbols), debug);
  }

  private static List<Header> readHeaders(ElfBytes in) throws ImageException {
    long table = in.u32(32);
    int entrySize = in.u16(46);
    int count = table == 0 ? 0 : in.u16(48);
    if (count > 0 && entrySize != HEADER_BYTES) {
      throw in.problem(
          "section headers of " + entrySize + " bytes (file offset 46); ELF32 has " + HEADER_BYTES);
    }
    in.require("the section header table", count == 0 ? 0 : table, (long) count * HEADER_BYTES);
    List<Header> headers = new ArrayList<>(count);
    long loadedBytes = 0;
    for (int i = 0; i < count; i++) {
      int at = (int) table + i * HEADER_BYTES;
      Header h =
          new Header(
              in.i32(at),
              in.i32(at + 4),
              in.i32(at + 8),
              in.i32(at + 12),
              in.u32(at + 16),
              in.u32(at + 20),
              in.u32(at + 24));
      headers.add(h);
      if (h.type == SHT_PROGBITS) {
        loadedBytes += h.size;
      }
    }
    if (loadedBytes > in.length()) {
      throw in.problem(
          String.format(
              "truncated or damaged: the sections of the table at file offset 0x%x hold %d bytes,"
                  + " the file has %d",
              table, loadedBytes, in.length()));
    }
    return headers;
  }

  private static void readSymbols(
      ElfBytes in, List<Header> headers, int index, List<Symbol> symbols) throws ImageException {
    Header table = headers.get(index);
    String place = "the symbol table, section " + index + ",";
    in.require(place, table.offset, table.size);
    if (table.size > 0 && (table.link >= headers.size() || strings(headers, table.link) == null)) {
      throw in.problem(
          place + " names section " + table.link + " for its strings; that is no string table");
    }
    int count = (int) (table.size / SYMBOL_BYTES);
    for (int i = 1; i < count; i++) {
      int at = (int) table.offset + i * SYMBOL_BYTES;
      int section = in.u16(at + 14);
      int type = in.u8(at + 12) & 15;
      boolean global = in.u8(at + 12) >>> 4 != STB_LOCAL;
      if (section == SHN_UNDEF
          || (section >= SHN_LORESERVE && section != SHN_ABS)
          || type > STT_FUNC
          || (type == STT_NOTYPE && !global)) {
        continue;
      }
      if (section != SHN_ABS && section >= headers.size()) {
        throw in.problem(String.format("symbol %d at file offset 0x%x lies in no section", i, at));
      }
      // Assembly often leaves its labels without a type: in code they are functions to a reader.
      boolean inText = section != SHN_ABS && headers.get(section).executable();
      boolean function = type == STT_FUNC || (type == STT_NOTYPE && inText);
      String name = string(in, headers, (int) table.link, in.i32(at), "symbol " + i);
      int size = in.i32(at + 8);
      if (!name.isEmpty()) {
        symbols.add(new Symbol(name, in.i32(at + 4), type == STT_NOTYPE ? 0 : size, function));
      }
    }
  }

  private static Header strings(List<Header> headers, long index) {
    Header h = headers.get((int) index);
    return h.type == SHT_STRTAB ? h : null;
  }

  private static String string(ElfBytes in, List<Header> headers, int table, int at, String what)
      throws ImageException {
    Header h = table < headers.size() ? strings(headers, table) : null;
    if (h == null) {
      throw in.problem(what + " has no string table: section " + table + " is none");
    }
    in.require("string table, section " + table + ",", h.offset, h.size);
    if (Integer.toUnsignedLong(at) >= h.size) {
      throw in.problem(
          String.format(
              "%s lies at 0x%x of its string table, which has %d bytes", what, at, h.size));
    }
    return in.text((int) h.offset + at, (int) (h.offset + h.size));
  }
}
