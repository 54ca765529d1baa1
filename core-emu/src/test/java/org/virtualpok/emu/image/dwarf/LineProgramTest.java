// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image.dwarf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Operations of line programs that gcc does not write for an i386 (DWARF 4, section 6.2). */
class LineProgramTest {
  /** Line base -3, line range 12, opcode base 13; no directories, one file "a.c". */
  private static final String TABLES =
      "01 fd 0c 0d 00 01 01 01 01 00 00 00 01 00 00 01 00 612e6300" + "00 00 00 00";

  private static List<String> rows(int minimum, int operations, String program) throws Exception {
    byte[] tables = hex(TABLES);
    byte[] code = hex(program);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    word(out, 2 + 4 + 2 + tables.length + code.length);
    out.write(4);
    out.write(0);
    word(out, 2 + tables.length);
    out.write(minimum);
    out.write(operations);
    out.writeBytes(tables);
    out.writeBytes(code);
    byte[] section = out.toByteArray();
    DwarfSections sections = DwarfSections.of(n -> n.equals(".debug_line") ? section : new byte[0]);
    LineHeader header = LineHeader.read(sections, 0, "/src", "a.c");
    List<String> problems = new ArrayList<>();
    LineTable table =
        new LineProgram(header)
            .run(
                new DwarfCursor(".debug_line", section, header.program(), header.end()),
                problems::add);
    assertEquals(List.of(), problems);
    List<String> rows = new ArrayList<>();
    for (LineTable.Sequence s : table.sequences()) {
      for (SourceLine r : s.rows()) {
        rows.add(Integer.toHexString(r.address()) + " " + r.file() + ":" + r.line());
      }
      rows.add("end " + Integer.toHexString(s.high()));
    }
    return rows;
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  private static void word(ByteArrayOutputStream out, int value) {
    out.writeBytes(ExpressionRun.little(value));
  }

  @Test
  void anInstructionMayHaveSeveralOperations() throws Exception {
    // Address 0x1000; then 1, 1, and 4 operations on, of which 3 make 16 bytes.
    assertEquals(
        List.of(
            "1000 /src/a.c:1", "1000 /src/a.c:2", "1000 /src/a.c:3", "1020 /src/a.c:3", "end 1030"),
        rows(16, 3, "00 05 02 00100000 01 1d 1d 02 04 01 02 03 00 01 01"));
    // The same with one operation to an instruction.
    assertEquals(
        List.of("1000 /src/a.c:1", "1002 /src/a.c:2", "1004 /src/a.c:3", "end 100c"),
        rows(2, 1, "00 05 02 00100000 01 1d 1d 02 04 00 01 01"));
  }

  @Test
  void aProgramMayDefineAFile() throws Exception {
    assertEquals(
        List.of("0 /src/b.h:1", "end 0"),
        rows(1, 1, "00 08 03 622e6800 00 00 00 04 02 01 00 01 01"));
  }

  @Test
  void unknownOperationsShouldBePassedOver() throws Exception {
    // const_add_pc, fixed_advance_pc, discriminator, vendor's operation, set_isa, prologue marks.
    assertEquals(
        List.of("114 /src/a.c:1", "end 114"),
        rows(1, 1, "08 09 0001 00 02 04 07 00 03 80 aabb 0c 05 0a 0b 07 01 00 01 01"));
  }
}
