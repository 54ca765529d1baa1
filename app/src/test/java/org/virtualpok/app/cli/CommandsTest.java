// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
  @TempDir private Path directory;

  @Test
  void shouldOpenTheWorkbench() {
    assertEquals(List.of("open demo"), CommandLineCase.run().windows());
    assertEquals(List.of("open hello"), CommandLineCase.run("open", "hello").windows());
  }

  @Test
  void shouldTakeAPictureAtAMoment() {
    String png = directory.resolve("a.png").toString();
    CommandLineCase run =
        CommandLineCase.run(
            "screenshot",
            "demo",
            "--at",
            "500ms",
            "-o",
            png,
            "--theme",
            "light",
            "--size",
            "800x600");
    assertEquals(0, run.code(), run.err());
    assertEquals(List.of("screenshot demo LIGHT 800x600 at 500000000 ns"), run.windows());
  }

  @Test
  void shouldTellWhatIsBuiltIn() {
    CommandLineCase run = CommandLineCase.run("list");
    assertEquals(0, run.code());
    for (String name : List.of("demo", "hello", "base_sp", "ticker", "messages", "bench")) {
      assertTrue(run.out().lines().anyMatch(l -> l.startsWith(name + " ")), run.out());
    }
  }

  @Test
  void shouldDisassembleAnImage() {
    CommandLineCase intel = CommandLineCase.run("disasm", "hello");
    assertEquals(0, intel.code());
    assertTrue(intel.out().contains(" <start>:\n"), intel.out());
    assertTrue(intel.out().contains("push ebp"), intel.out());
    assertTrue(intel.out().contains(" <boot_card>\n"), intel.out());
    CommandLineCase att = CommandLineCase.run("disasm", "hello", "--syntax", "att");
    assertTrue(att.out().contains("push %ebp"), att.out());
  }

  @Test
  void shouldMeasureSpeed() {
    CommandLineCase run = CommandLineCase.run("bench", "--instructions", "100000");
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("retired  100000 instructions\n"), run.out());
    assertTrue(run.out().contains(" MIPS\n"), run.out());
    assertTrue(run.out().matches("(?s).*sha256   [0-9a-f]{64}\n.*"), run.out());
  }

  @Test
  void shouldReachTheSameStateOnEveryRun() {
    String first = state("3000000");
    assertTrue(first.matches("state    [0-9a-f]{64}"), first);
    assertEquals(first, state("3000000"));
    assertNotEquals(first, state("3000001"));
  }

  private static String state(String instructions) {
    CommandLineCase run = CommandLineCase.run("bench", "demo", "--instructions", instructions);
    assertEquals(0, run.code(), run.err());
    return run.out().lines().filter(l -> l.startsWith("state")).findFirst().orElse("");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "run", "open", "screenshot", "bench", "disasm", "list"})
  void shouldHelp(String command) {
    CommandLineCase run =
        command.isEmpty() ? CommandLineCase.run("--help") : CommandLineCase.run(command, "--help");
    assertEquals(0, run.code());
    assertEquals("", run.err());
    assertTrue(run.out().contains("Usage: ./vpok"), run.out());
    assertTrue(run.out().contains("Example"), run.out());
    assertTrue(run.out().lines().allMatch(l -> l.length() <= 96), run.out());
  }

  @Test
  void shouldTellTheVersionOfThePom() throws IOException {
    CommandLineCase run = CommandLineCase.run("--version");
    assertEquals(0, run.code());
    assertTrue(run.out().startsWith("VirtualPOK Workbench "), run.out());
    String pom = Files.readString(Path.of("pom.xml"));
    assertTrue(pom.contains("<version>" + VersionProvider.VERSION + "</version>"), run.out());
  }
}
