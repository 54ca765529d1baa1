// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class FuzzCpuTest {
  @Test
  void shouldPrintALineASeedAndTheSameEveryTime() {
    String[] args = {"fuzz-cpu", "--seeds", "3", "--first-seed", "10", "--instructions", "20000"};
    CommandLineCase first = CommandLineCase.run(args);
    assertEquals(0, first.code(), first.err());
    List<String> lines = first.out().lines().toList();
    assertEquals(4, lines.size());
    assertTrue(lines.get(0).startsWith("seed 10: virtual-8086, paged, 20000 instructions in "));
    assertTrue(lines.get(1).startsWith("seed 11: real mode, 20000 instructions in "));
    assertTrue(lines.get(3).startsWith("3 seeds, 60000 instructions in "), lines.get(3));
    assertTrue(lines.get(3).endsWith("; 0 failures of the emulator"), lines.get(3));
    assertEquals(first, CommandLineCase.run(args));
  }

  @Test
  void shouldRefuseBadNumbers() {
    for (String[] bad :
        new String[][] {
          {"fuzz-cpu"},
          {"fuzz-cpu", "--seeds", "0"},
          {"fuzz-cpu", "--seeds", "1", "--instructions", "0"}
        }) {
      CommandLineCase run = CommandLineCase.run(bad);
      assertEquals(2, run.code());
      assertEquals(1, run.err().lines().count(), run.err());
    }
  }
}
