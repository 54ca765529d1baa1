// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virtualpok.emu.image.ElfImage;

/** Builds the guests anew where the tools for it are there. */
class GuestBuildTest {
  private static final long BUILD_SECONDS = 300;

  @TempDir Path directory;

  @Test
  void sourcesBuild() throws Exception {
    assumeTrue(hasTools(), "no bash, gcc and binutils for i386 here");
    Path images = directory.resolve("images");
    assertTrue(
        run("bash", GuestSources.directory().resolve("build").toString(), images.toString()),
        () -> "guest/build failed: " + output());

    Properties built = new Properties();
    try (Reader in = Files.newBufferedReader(images.resolve("images.properties"))) {
      built.load(in);
    }
    assertEquals(GuestSources.sha256(), built.getProperty("sources.sha256"));
    boolean sameTools =
        GuestImages.compiler().equals(built.getProperty("compiler"))
            && GuestImages.linker().equals(built.getProperty("linker"));
    for (String name : GuestImages.all()) {
      byte[] file = Files.readAllBytes(images.resolve(name + ".elf"));
      ElfImage image = ElfImage.parse(name, file);
      boolean partition = GuestImages.partitions().contains(name);
      String end = partition ? "_CPU_Virtual_exec_stop_error" : "native_exception";
      for (String symbol : List.of("start", "boot_card", end)) {
        assertTrue(image.symbols().named(symbol).isPresent(), name + ": " + symbol);
      }
      if (sameTools) {
        assertArrayEquals(GuestImages.read(name), file, name + ": same tools, other bytes");
      }
    }
  }

  private boolean hasTools() throws IOException, InterruptedException {
    String source = Files.writeString(directory.resolve("probe.c"), "int start;\n").toString();
    String object = directory.resolve("probe.o").toString();
    String image = directory.resolve("probe.elf").toString();
    return run("bash", "-c", "shopt -s inherit_errexit && command -v sha256sum ar nm")
        && run("gcc", "-m32", "-ffreestanding", "-nostdinc", "-c", source, "-o", object)
        && run("ld", "-m", "elf_i386", "-e", "start", object, "-o", image);
  }

  /** Whether a command is there and succeeds. */
  private boolean run(String... command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeAll(List.of("CC", "LD", "AR", "NM"));
    builder.redirectErrorStream(true).redirectOutput(directory.resolve("output").toFile());
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return false;
    }
    if (!process.waitFor(BUILD_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return false;
    }
    return process.exitValue() == 0;
  }

  private String output() {
    try {
      return Files.readString(directory.resolve("output"), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
