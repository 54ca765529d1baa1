// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.isa;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every FPU and MMX form as GNU objdump 2.40 printed it, with {@code -D -b binary -m i386} and with
 * {@code -M intel}: all register forms, each memory form with several addresses and prefixes.
 * Aliases that objdump calls bad are left out; so are FISTTP and FRSTPM, which the CPU does not
 * have.
 */
class FpuDisassemblyTest {
  @ParameterizedTest
  @CsvSource({"fpu-forms, 700", "mmx-forms, 280"})
  void shouldSpellEveryFormAsObjdump(String file, int formsMin) throws IOException {
    List<String> wrong = new ArrayList<>();
    int forms = 0;
    for (String line : recorded(file)) {
      String[] parts = line.split("\\|", -1);
      byte[] code = HexFormat.of().parseHex(parts[0]);
      String intel = text(code, Disassembler.Syntax.INTEL);
      String att = text(code, Disassembler.Syntax.ATT);
      if (!intel.equals(parts[1]) || !att.equals(parts[2])) {
        wrong.add(line + " but ours " + intel + "|" + att);
      }
      forms++;
    }
    assertTrue(forms > formsMin, "only " + forms);
    assertEquals(List.of(), wrong);
  }

  @Test
  void shouldDecodeEveryAliasAsItsTwin() {
    String[][] twins = {
      {"dcd3", "fcom st(3)"},
      {"dcdb", "fcomp st(3)"},
      {"ded3", "fcomp st(3)"},
      {"ddcb", "fxch st(3)"},
      {"dfcb", "fxch st(3)"},
      {"d9db", "fstp st(3)"},
      {"dfd3", "fstp st(3)"},
      {"dfdb", "fstp st(3)"},
    };
    for (String[] twin : twins) {
      byte[] code = HexFormat.of().parseHex(twin[0]);
      assertEquals(twin[1], text(code, Disassembler.Syntax.INTEL), twin[0]);
    }
  }

  private static String text(byte[] code, Disassembler.Syntax syntax) {
    return Disassembler.disassemble(code, 0, 1, syntax).get(0).text();
  }

  private static List<String> recorded(String file) throws IOException {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(
                    FpuDisassemblyTest.class.getResourceAsStream(file + ".objdump-2.40.txt.gz")),
                US_ASCII))) {
      return in.lines().toList();
    }
  }
}
