// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ROM images of the test kernels must come from the sources in src/test/kernels. */
class KernelBuildTest {
  private static final long BUILD_SECONDS = 120;

  private final Path sources =
      Path.of(System.getProperty("basedir", "")).resolve("src/test/kernels").toAbsolutePath();

  @TempDir Path directory;

  @Test
  void shouldBeBuiltFromTheseSources() throws Exception {
    StringBuilder sums = new StringBuilder();
    for (Path source : list(".*\\.(S|inc|ld)")) {
      sums.append(sha256(Files.readAllBytes(source)));
      sums.append("  ").append(source.getFileName()).append('\n');
    }
    assertEquals(
        recorded().getProperty("sources.sha256"),
        sha256(sums.toString().getBytes(StandardCharsets.UTF_8)),
        "the images are older than their sources; run build and record there");
  }

  @Test
  void everyKernelShouldBeCompared() throws IOException {
    assertEquals(
        KernelTest.NAMES.stream().sorted().toList(),
        list(".*\\.S").stream().map(p -> p.getFileName().toString().replace(".S", "")).toList());
  }

  @Test
  void shouldBuildTheSameImages() throws Exception {
    assumeTrue(hasTools(), "no bash and binutils for i386 here");
    assertTrue(run("bash", sources.resolve("build").toString(), directory.toString()), "build");
    Properties built = properties(Files.readString(directory.resolve("kernels.properties")));
    assertEquals(recorded().getProperty("sources.sha256"), built.getProperty("sources.sha256"));
    if (built.equals(recorded())) {
      for (String name : KernelTest.NAMES) {
        byte[] zipped = Files.readAllBytes(directory.resolve(name + ".rom.gz"));
        assertArrayEquals(KernelTest.rom(name), KernelTest.unzip(zipped), name);
      }
    }
  }

  private static Properties recorded() throws IOException {
    byte[] text = KernelTest.resource("kernels.properties");
    return properties(new String(text, StandardCharsets.UTF_8));
  }

  private static Properties properties(String text) throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(text));
    return properties;
  }

  private List<Path> list(String pattern) throws IOException {
    try (Stream<Path> files = Files.list(sources)) {
      return files
          .filter(file -> file.getFileName().toString().matches(pattern))
          .sorted((a, b) -> a.getFileName().toString().compareTo(b.getFileName().toString()))
          .toList();
    }
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private boolean hasTools() throws IOException, InterruptedException {
    Path source = Files.writeString(directory.resolve("probe.S"), "nop\n");
    Path object = directory.resolve("probe.o");
    return run("bash", "-c", "shopt -s inherit_errexit && command -v sha256sum gzip ld")
        && run("as", "--32", "-o", object.toString(), source.toString());
  }

  /** Whether a command is there and succeeds. */
  private boolean run(String... command) throws IOException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("output").toFile())
              .start();
    } catch (IOException e) {
      return false;
    }
    if (!process.waitFor(BUILD_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return false;
    }
    return process.exitValue() == 0;
  }
}
