// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.virtualpok.emu.interp.Processor;

/**
 * Runs the test kernels and compares each line that they print with the one that Bochs printed. The
 * kernels check themselves too, by the manual: Bochs has no bad line.
 */
class KernelTest {
  static final long BUDGET = 50_000_000;
  private static final int SHOWN_MAX = 40;

  static final List<String> NAMES =
      List.of(
          "debug",
          "fastcall",
          "gates",
          "interrupts",
          "io",
          "iret",
          "limits",
          "modes",
          "pagefaults",
          "paging",
          "priv",
          "real",
          "segments",
          "taskfaults",
          "taskpages",
          "tasks",
          "transfers",
          "v86",
          "vme");

  static List<String> names() {
    return NAMES;
  }

  @ParameterizedTest
  @MethodSource("names")
  void shouldPrintWhatBochsPrints(String name) throws IOException {
    TestBoard board = new TestBoard(rom(name));
    Processor.Exit exit = board.run(BUDGET);

    List<String> recorded = lines(name);
    List<String> printed = board.console().lines().toList();
    assertTrue(recorded.get(recorded.size() - 1).endsWith(", 0 bad"), name + ": Bochs's own end");
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < Math.max(recorded.size(), printed.size()); i++) {
      String expected = i < recorded.size() ? recorded.get(i) : "(nothing)";
      String actual = i < printed.size() ? printed.get(i) : "(nothing)";
      if (!expected.equals(actual)) {
        differences.add("  Bochs: " + expected + "\n   ours: " + actual);
      }
    }
    assertEquals(
        0,
        differences.size(),
        () ->
            name
                + ", ended by "
                + exit
                + ":\n"
                + String.join("\n", differences.subList(0, Math.min(SHOWN_MAX, differences.size())))
                + "\n");
    assertEquals(Processor.Exit.HALT, exit);
  }

  /** What Bochs printed, without the header. */
  private static List<String> lines(String name) throws IOException {
    String text = new String(resource(name + ".bochs.txt"), StandardCharsets.ISO_8859_1);
    return text.lines().filter(line -> !line.startsWith("#")).toList();
  }

  static byte[] rom(String name) throws IOException {
    return unzip(resource(name + ".rom.gz"));
  }

  static byte[] unzip(byte[] zipped) throws IOException {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
      return in.readAllBytes();
    }
  }

  static byte[] resource(String name) throws IOException {
    try (InputStream in =
        KernelTest.class.getResourceAsStream("/org/virtualpok/emu/kernels/" + name)) {
      assertNotNull(in, name);
      return in.readAllBytes();
    }
  }
}
