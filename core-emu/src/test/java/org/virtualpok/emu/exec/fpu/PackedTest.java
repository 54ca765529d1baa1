// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec.fpu;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.isa.Op;

/** What an AMD EPYC (family 1Ah) answered: operation, first operand, second operand, result. */
class PackedTest {
  @Test
  void shouldAnswerAsSilicon() throws IOException {
    Set<Op> asked = EnumSet.noneOf(Op.class);
    for (String line : recorded()) {
      String[] p = line.split(" ");
      Op op = Op.valueOf(p[0]);
      long result =
          Packed.apply(op, Long.parseUnsignedLong(p[1], 16), Long.parseUnsignedLong(p[2], 16));
      assertEquals(p[3], Long.toHexString(result), line);
      asked.add(op);
    }
    Set<Op> all = EnumSet.range(Op.PUNPCKLBW, Op.PADDD);
    assertEquals(all, asked);
  }

  private static List<String> recorded() throws IOException {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(PackedTest.class.getResourceAsStream("packed.silicon.txt.gz")),
                US_ASCII))) {
      return in.lines().toList();
    }
  }
}
