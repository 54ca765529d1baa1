// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image.dwarf;

import java.util.ArrayList;
import java.util.List;

/**
 * The header of a line program in DWARF 2 to 5 (DWARF 5, section 6.2.4; DWARF 4, the same).
 *
 * @param program offset of the first operation
 * @param end offset behind the last one
 * @param maximumOperations of one instruction; more than 1 only on VLIW machines
 * @param directories by the number that files use
 * @param files paths by the number that the program uses; directory included
 */
record LineHeader(
    int program,
    int end,
    int minimumInstructionBytes,
    int maximumOperations,
    boolean defaultIsStatement,
    int lineBase,
    int lineRange,
    int opcodeBase,
    int[] operandCounts,
    List<String> directories,
    List<String> files) {
  private static final int CONTENT_PATH = 1;
  private static final int CONTENT_DIRECTORY = 2;

  /** A content type and its form. */
  private record Format(int content, int form) {}

  private record Entry(String path, long directory) {}

  /** How many operands a standard operation has that nobody knows. */
  int operands(int opcode) {
    return operandCounts[opcode - 1];
  }

  /**
   * @param directory of the compilation, in front of paths that are relative
   * @param name of the unit's primary file
   */
  static LineHeader read(DwarfSections sections, long offset, String directory, String name)
      throws DwarfException {
    DwarfSection section = sections.line();
    long end = Unit.endOf(section, (int) Math.min(offset, Integer.MAX_VALUE));
    DwarfCursor in = new DwarfCursor(section.name(), section.bytes(), offset, end);
    int offsetBytes = in.u32() == 0xffff_ffffL ? 8 : 4;
    if (offsetBytes == 8) {
      in.u64();
    }
    int version = in.u16();
    if (version < 2 || version > 5) {
      throw new DwarfException(
          String.format(
              ".debug_line: the program at 0x%x is of version %d; 2 to 5 are read",
              offset, version));
    }
    int addressBytes = 4;
    if (version >= 5) {
      addressBytes = in.u8();
      in.u8();
    }
    long headerBytes = in.unsigned(offsetBytes);
    long program = in.at() + headerBytes;
    if (headerBytes < 0 || program > end) {
      throw new DwarfException(
          String.format(".debug_line: the header at 0x%x reaches beyond its unit", offset));
    }
    int minimum = in.u8();
    int operations = version >= 4 ? Math.max(1, in.u8()) : 1;
    boolean statement = in.u8() != 0;
    int lineBase = (byte) in.u8();
    int lineRange = in.u8();
    int opcodeBase = in.u8();
    if (lineRange == 0 || opcodeBase == 0) {
      throw new DwarfException(
          String.format(".debug_line: the program at 0x%x has a line range of 0", offset));
    }
    int[] operands = new int[opcodeBase - 1];
    for (int i = 0; i < operands.length; i++) {
      operands[i] = in.u8();
    }
    Unit shape =
        new Unit(
            false,
            (int) offset,
            in.at(),
            (int) end,
            version,
            offsetBytes,
            addressBytes,
            null,
            0,
            0);
    List<String> directories = new ArrayList<>();
    List<String> files =
        version >= 5
            ? files5(in, shape, new Forms(sections), directory, directories)
            : files(in, directory, name, directories);
    return new LineHeader(
        (int) program,
        (int) end,
        minimum,
        operations,
        statement,
        lineBase,
        lineRange,
        opcodeBase,
        operands,
        directories,
        files);
  }

  /** Directories and files are numbered from 1; 0 is the compilation's. */
  private static List<String> files(
      DwarfCursor in, String directory, String name, List<String> directories)
      throws DwarfException {
    directories.add(directory);
    for (String d = in.text(); !d.isEmpty(); d = in.text()) {
      directories.add(join(directory, d));
    }
    List<String> files = new ArrayList<>();
    files.add(join(directory, name));
    for (String f = in.text(); !f.isEmpty(); f = in.text()) {
      files.add(path(directories, in.uleb(), f));
      in.uleb();
      in.uleb();
    }
    return files;
  }

  /** Both are numbered from 0, their forms are in the header. */
  private static List<String> files5(
      DwarfCursor in, Unit unit, Forms forms, String directory, List<String> directories)
      throws DwarfException {
    for (Entry d : entries(in, unit, forms)) {
      directories.add(join(directories.isEmpty() ? directory : directories.get(0), d.path));
    }
    List<String> files = new ArrayList<>();
    for (Entry f : entries(in, unit, forms)) {
      files.add(path(directories, f.directory, f.path));
    }
    return files;
  }

  private static List<Entry> entries(DwarfCursor in, Unit unit, Forms forms) throws DwarfException {
    List<Format> formats = new ArrayList<>();
    int count = in.u8();
    for (int i = 0; i < count; i++) {
      formats.add(new Format((int) in.uleb(), (int) in.uleb()));
    }
    long number = in.uleb();
    List<Entry> found = new ArrayList<>();
    for (long n = 0; n < number && !formats.isEmpty(); n++) {
      int before = in.at();
      String path = "";
      long directory = 0;
      for (Format f : formats) {
        Object value = forms.read(in, unit, new Abbreviations.Attribute(0, f.form, 0), 0);
        if (f.content == CONTENT_PATH && value instanceof String s) {
          path = s;
        } else if (f.content == CONTENT_DIRECTORY && value instanceof Long l) {
          directory = l;
        }
      }
      if (in.at() == before) {
        throw new DwarfException(
            String.format(".debug_line: entries without contents before 0x%x", before));
      }
      found.add(new Entry(path, directory));
    }
    return found;
  }

  /** The path of a file that the program itself defines. */
  String path(long directory, String name) {
    return path(directories, directory, name);
  }

  private static String path(List<String> directories, long directory, String name) {
    boolean known = directory >= 0 && directory < directories.size();
    return known ? join(directories.get((int) directory), name) : name;
  }

  private static String join(String directory, String name) {
    return directory.isEmpty() || name.startsWith("/") ? name : directory + "/" + name;
  }
}
