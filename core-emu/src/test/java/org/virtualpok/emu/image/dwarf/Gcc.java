// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image.dwarf;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Compiles test programs; skips a test where there is no gcc for the i386. */
public final class Gcc {
  private Gcc() {}

  /**
   * @param options apart by spaces
   * @param sources resources beside this class; those that are no C files are only put there
   */
  public static Path compile(Path directory, String options, String... sources) throws IOException {
    Path program = directory.resolve("program");
    List<String> command =
        new ArrayList<>(List.of("gcc", "-m32", "-no-pie", "-o", program.toString()));
    command.addAll(Arrays.asList(options.split(" ")));
    for (String source : sources) {
      Path file = directory.resolve(source);
      try (InputStream in = Gcc.class.getResourceAsStream(source)) {
        Files.write(file, in.readAllBytes());
      }
      if (source.endsWith(".c")) {
        command.add(file.toString());
      }
    }
    String said = output(command, "gcc -m32");
    assumeTrue(Files.exists(program), () -> "gcc -m32 does not work here: " + said);
    return program;
  }

  /** What a program prints; skips the test where there is none, or it fails. */
  public static String output(List<String> command, String name) throws IOException {
    Process run;
    try {
      run = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      assumeTrue(false, "there is no " + name + ": " + e.getMessage());
      throw e;
    }
    String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      assumeTrue(run.waitFor() == 0, () -> name + " does not work here: " + said);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return said;
  }
}
