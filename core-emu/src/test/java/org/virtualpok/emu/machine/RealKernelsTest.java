// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.trace.ChunkedEventLog;

/**
 * Kernels that others wrote print here what they print in QEMU or Bochs, and end as they do, also
 * when they are saved on their way. Their images are no part of the project: {@code
 * -Dvirtualpok.kernels=DIRECTORY} says where they are, each is known by its SHA-256.
 */
class RealKernelsTest {
  private static final String PROPERTY = "virtualpok.kernels";
  private static final long SEED = Long.getLong("virtualpok.seed", 20133);
  private static final int FILE_BYTES_MAX = 64 << 20;

  /** A row of kernels.tsv. */
  private record Row(
      String name,
      String sha256,
      String what,
      String source,
      String licence,
      String oracle,
      long seconds,
      int nanosPerInstruction,
      String append,
      String ending,
      int exit,
      Compare compare,
      String remarks) {
    static Row of(String line) {
      String[] c = line.split("\t", -1);
      assertEquals(13, c.length, line);
      return new Row(
          c[0],
          c[1],
          c[2],
          c[3],
          c[4],
          c[5],
          Long.parseLong(c[6]),
          Integer.parseInt(c[7]),
          c[8].equals("-") ? "" : c[8],
          c[9],
          Integer.parseInt(c[10]),
          Compare.of(c[11]),
          c[12]);
    }
  }

  /** What of two texts must be equal. */
  private enum Compare {
    WHOLE,
    START,
    BEHIND_LINE_2;

    static Compare of(String word) {
      return valueOf(word.toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
    }

    void check(String wanted, String got) {
      switch (this) {
        case WHOLE -> assertEquals(wanted, got);
        case START ->
            assertEquals(wanted, got.substring(0, Math.min(wanted.length(), got.length())));
        case BEHIND_LINE_2 -> assertEquals(behindLine2(wanted), behindLine2(got));
      }
    }

    private static String behindLine2(String text) {
      return text.substring(text.indexOf('\n', text.indexOf('\n') + 1) + 1);
    }
  }

  @TestFactory
  Stream<DynamicTest> shouldDoWhatTheOracleSays() throws IOException {
    Map<String, Path> images = images();
    return rows().stream()
        .map(r -> DynamicTest.dynamicTest(r.name(), () -> check(r, images.get(r.sha256()))));
  }

  @Test
  void pageShouldListEveryKernel() throws IOException {
    String page = Files.readString(Path.of("../docs/real-kernels.md")).replace("\r\n", "\n");
    for (Row r : rows()) {
      String line = "| %s | %s | %s | %s |\n".formatted(r.name(), r.what(), r.source(), r.oracle());
      assertTrue(page.contains(line), () -> "docs/real-kernels.md lacks " + line);
    }
  }

  private static void check(Row row, Path image) throws Exception {
    assumeTrue(
        System.getProperty(PROPERTY) != null, "no images: -D" + PROPERTY + " names no directory");
    assumeTrue(image != null, () -> "no file there has the SHA-256 " + row.sha256());
    KernelImage kernel =
        KernelImage.read(row.name() + ".elf", Files.readAllBytes(image), row.append(), List.of());
    PcConfig config = PcConfig.DEFAULT.withNanosPerInstruction(row.nanosPerInstruction());
    BrokenRun run =
        new BrokenRun(
            () -> PcMachine.boot(config, kernel, ChunkedEventLog::new),
            RunLimit.atTime(row.seconds() * 1_000_000_000));
    System.out.printf(
        "%s: %d instructions, %d ns, %s%n",
        row.name(), run.instructions(), run.nanos(), run.ending().orElse(null));
    row.compare().check(text(row.name()), run.com1());
    assertEquals(row.ending(), run.ending().map(e -> e.kind().name()).orElse("LIMIT"));
    assertEquals(row.exit(), run.ending().map(RealKernelsTest::exit).orElse(0));
    run.breakAtRandom(SEED, 1);
  }

  /** As the command line has it. */
  private static int exit(PcEnding ending) {
    return switch (ending.kind()) {
      case POWER_OFF, RESET, HALTED -> 0;
      case DEBUG_EXIT -> (ending.value() << 1 | 1) & 0xff;
      case TRIPLE_FAULT -> 3;
    };
  }

  private static InputStream resource(String name) {
    return RealKernelsTest.class.getResourceAsStream("kernels/" + name);
  }

  private static List<Row> rows() throws IOException {
    try (InputStream in = resource("kernels.tsv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(l -> !l.startsWith("#"))
          .map(Row::of)
          .toList();
    }
  }

  private static String text(String name) throws IOException {
    InputStream plain = resource(name + ".txt");
    try (InputStream in = plain != null ? plain : new GZIPInputStream(resource(name + ".txt.gz"))) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static Map<String, Path> images() throws IOException {
    Map<String, Path> found = new HashMap<>();
    String directory = System.getProperty(PROPERTY);
    if (directory != null) {
      try (Stream<Path> files = Files.walk(Path.of(directory))) {
        files.filter(RealKernelsTest::isElf).forEach(f -> found.put(sha256(f), f));
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
