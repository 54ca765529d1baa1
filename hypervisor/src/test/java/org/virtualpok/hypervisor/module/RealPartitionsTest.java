// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.trace.EventLog;
import org.virtualpok.hypervisor.config.ConfigurationException;
import org.virtualpok.hypervisor.config.ModuleDescription;
import org.virtualpok.hypervisor.config.ModuleParser;
import org.virtualpok.hypervisor.event.HypervisorEvents;

/**
 * Partitions of real POK print on the model what the real kernel let them print in QEMU or Bochs.
 * Their images are no part of the project: {@code -Dvirtualpok.partitions=DIRECTORY} says where
 * they are, each is known by its SHA-256. Our part is the table, the modules and the texts.
 */
class RealPartitionsTest {
  private static final String PROPERTY = "virtualpok.partitions";
  private static final int FILE_BYTES_MAX = 16 << 20;

  /** A row of partitions.tsv. */
  private record Row(
      String name,
      String what,
      String source,
      String licence,
      String oracle,
      long millis,
      boolean whole,
      String text,
      List<String> sha256) {
    static Row of(String line) {
      String[] c = line.split("\t", -1);
      assertEquals(9, c.length, line);
      assertTrue(c[6].matches("whole|start"), line);
      return new Row(
          c[0],
          c[1],
          c[2],
          c[3],
          c[4],
          Long.parseLong(c[5]),
          c[6].equals("whole"),
          c[7],
          List.of(c[8].split(" ")));
    }
  }

  @TestFactory
  Stream<DynamicTest> shouldPrintWhatTheOracleSays() throws IOException {
    Map<String, Path> images = images();
    return rows().stream().map(r -> DynamicTest.dynamicTest(r.name(), () -> check(r, images)));
  }

  @Test
  void shouldReadEveryModule() throws Exception {
    for (Row row : rows()) {
      assertEquals(row.sha256().size(), module(row).partitions().size(), row.name());
    }
  }

  @Test
  void pageShouldListEveryModule() throws IOException {
    String page = Files.readString(Path.of("../docs/real-partitions.md")).replace("\r\n", "\n");
    for (Row r : rows()) {
      String line = "| %s | %s | %s | %s |\n".formatted(r.name(), r.what(), r.source(), r.oracle());
      assertTrue(page.contains(line), () -> "docs/real-partitions.md lacks " + line);
    }
  }

  private static void check(Row row, Map<String, Path> images) throws Exception {
    assumeTrue(
        System.getProperty(PROPERTY) != null, "no images: -D" + PROPERTY + " names no directory");
    for (String sum : row.sha256()) {
      assumeTrue(images.containsKey(sum), () -> "no file there has the SHA-256 " + sum);
    }
    ModuleMachine machine =
        Module.open(
            module(row),
            reference -> Files.readAllBytes(images.get(row.sha256().get(number(reference) - 1))),
            ModuleOptions.DEFAULT);
    String wanted = text(row.text());
    StopReason end = machine.run(RunLimit.atTime(row.millis() * 1_000_000));
    System.out.printf(
        "%s: %d instructions, %d ns, %s%n",
        row.name(), machine.instructions(), machine.timeNanos(), end.kind());
    String got = console(machine);
    if (row.whole()) {
      assertEquals(wanted, got);
    } else {
      assertEquals(wanted, got.substring(0, Math.min(wanted.length(), got.length())));
    }
  }

  /** Modules call their images part1.elf and so on. */
  private static int number(String reference) {
    return Integer.parseInt(reference.replaceAll("\\D", ""));
  }

  /** As a serial port gets it: every partition's bytes, in the order in which they were written. */
  private static String console(ModuleMachine machine) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (EventLog.Event e : Guests.events(machine, HypervisorEvents.CONSOLE_OUTPUT)) {
      bytes.writeBytes(e.text());
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  private static ModuleDescription module(Row row) throws IOException, ConfigurationException {
    String file = row.name() + ".xml";
    try (InputStream in = resource(file)) {
      return ModuleParser.parse(file, in.readAllBytes());
    }
  }

  private static InputStream resource(String name) {
    return RealPartitionsTest.class.getResourceAsStream("partitions/" + name);
  }

  private static List<Row> rows() throws IOException {
    try (InputStream in = resource("partitions.tsv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(l -> !l.startsWith("#"))
          .map(Row::of)
          .toList();
    }
  }

  private static String text(String name) throws IOException {
    try (InputStream in = resource(name + ".txt")) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static Map<String, Path> images() throws IOException {
    Map<String, Path> found = new HashMap<>();
    String directory = System.getProperty(PROPERTY);
    if (directory != null) {
      try (Stream<Path> files = Files.walk(Path.of(directory))) {
        files.filter(RealPartitionsTest::isElf).forEach(f -> found.put(sha256(f), f));
      }
    }
    return found;
  }

  private static boolean isElf(Path file) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > FILE_BYTES_MAX) {
        return false;
      }
      try (InputStream in = Files.newInputStream(file)) {
        // 32-bit executables for the i386 alone: a directory may hold what they were built with.
        return HexFormat.of().formatHex(in.readNBytes(20)).matches("7f454c460101.{20}02000300");
      }
    } catch (IOException e) {
      return false;
    }
  }

  private static String sha256(Path file) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
