// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.virtualpok.bsp.GuestImages;
import org.virtualpok.emu.image.ElfImage;
import org.virtualpok.emu.image.ImageException;
import org.virtualpok.emu.isa.Disassembler;
import org.virtualpok.emu.isa.Disassembler.Syntax;

/** Our text of every instruction of every guest image against objdump's. */
class DisassemblerOracleTest {
  private static final String RECORD = "objdump.txt.gz";

  static List<String> images() {
    return GuestImages.all();
  }

  @Test
  void shouldEqualTheRecordOfObjdumpOnEveryInstruction() throws IOException, ImageException {
    Map<String, String> intel = new HashMap<>();
    Map<String, String> att = new HashMap<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(DisassemblerOracleTest.class.getResourceAsStream(RECORD)),
                StandardCharsets.UTF_8))) {
      for (String row = in.readLine(); row != null; row = in.readLine()) {
        if (!row.startsWith("#")) {
          String[] parts = row.split("\\|");
          intel.put(parts[0], parts[1]);
          att.put(parts[0], parts[2]);
        }
      }
    }
    int compared = 0;
    for (String name : GuestImages.all()) {
      compared += compare(name, Syntax.INTEL, intel);
      compared += compare(name, Syntax.ATT, att);
    }
    System.out.println("objdump's record: " + compared + " texts equal, 2 syntaxes");
    assertTrue(compared > 20_000, "compared " + compared);
  }

  private static int compare(String image, Syntax syntax, Map<String, String> want)
      throws ImageException {
    int count = 0;
    for (ElfImage.Section section : ElfImage.parse(image, GuestImages.read(image)).sections()) {
      if (!section.executable()) {
        continue;
      }
      for (Disassembler.Line line :
          Disassembler.disassemble(section.bytes(), section.address(), Integer.MAX_VALUE, syntax)) {
        String bytes = HexFormat.of().formatHex(line.bytes());
        String got = Objdump.relative(line.offset(), line.text());
        String at = image + " " + Integer.toHexString(line.offset()) + " " + bytes;
        assertTrue(want.containsKey(bytes), "not in the record, run RecordObjdump: " + at);
        assertEquals(want.get(bytes), got, at);
        count++;
      }
    }
    return count;
  }

  @ParameterizedTest
  @MethodSource("images")
  void shouldEqualObjdumpItselfWhereItIsInstalled(String image) throws IOException, ImageException {
    assumeTrue(Objdump.present(), "no objdump here; the record speaks for it");
    byte[] elf = GuestImages.read(image);
    for (Syntax syntax : Syntax.values()) {
      Map<Integer, String> got = new HashMap<>();
      for (ElfImage.Section section : ElfImage.parse(image, elf).sections()) {
        if (section.executable()) {
          for (Disassembler.Line line :
              Disassembler.disassemble(
                  section.bytes(), section.address(), Integer.MAX_VALUE, syntax)) {
            got.put(line.offset(), line.text());
          }
        }
      }
      List<Objdump.Line> want = Objdump.run(elf, syntax);
      for (Objdump.Line line : want) {
        assertEquals(line.text(), got.get(line.address()), image + " " + line);
      }
      assertEquals(want.size(), got.size());
    }
  }
}
