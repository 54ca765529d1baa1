// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.oracle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** QEMU as an oracle: boots a multiboot image and gathers what it says on COM1. */
final class Qemu {
  /** A machine like the emulator's own, with a port that ends it with a code. */
  static final List<String> COMMAND =
      List.of(
          "qemu-system-i386",
          "-M",
          "pc",
          "-cpu",
          "pentium3",
          "-m",
          "64",
          "-display",
          "none",
          "-no-reboot",
          "-device",
          "isa-debug-exit,iobase=0xf4,iosize=1",
          "-serial",
          "stdio",
          "-kernel");

  /** Ends a machine that does not switch itself off; far beyond what any image takes. */
  private static final long HANGS_SECONDS = 300;

  /**
   * How a machine ended.
   *
   * @param status QEMU's: 0 power off, 2 * code + 1 debug exit
   */
  record Run(int status, String text) {}

  private Qemu() {}

  static boolean present() {
    try {
      return !version().isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  static String version() throws IOException {
    Process p = new ProcessBuilder(COMMAND.get(0), "--version").start();
    String all = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return all.lines().findFirst().orElse("");
  }

  static Run run(byte[] elf) throws IOException {
    Path directory = Files.createTempDirectory("qemu");
    Path file = directory.resolve("image.elf");
    Path said = directory.resolve("com1.txt");
    try {
      Files.write(file, elf);
      List<String> command = new ArrayList<>(COMMAND);
      command.add(file.toString());
      Process p =
          new ProcessBuilder(command)
              .redirectOutput(said.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      p.getOutputStream().close();
      if (!p.waitFor(HANGS_SECONDS, TimeUnit.SECONDS)) {
        p.destroyForcibly();
        throw new IOException("the machine did not switch itself off");
      }
      return new Run(p.exitValue(), Files.readString(said, StandardCharsets.ISO_8859_1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(said);
      Files.delete(directory);
    }
  }
}
