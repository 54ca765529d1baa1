// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.oracle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.virtualpok.emu.isa.Disassembler;

/** GNU objdump as an oracle: runs it and reads what it says of an image's code. */
final class Objdump {
  /** One line of its answer; text without symbol names, white space folded. */
  record Line(int address, String bytes, String text) {}

  private Objdump() {}

  static boolean present() {
    try {
      Process p = new ProcessBuilder("objdump", "--version").redirectErrorStream(true).start();
      p.getInputStream().readAllBytes();
      return p.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  static String version() throws IOException {
    Process p = new ProcessBuilder("objdump", "--version").start();
    String all = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return all.lines().findFirst().orElse("");
  }

  static List<Line> run(byte[] elf, Disassembler.Syntax syntax) throws IOException {
    Path file = Files.createTempFile("image", ".elf");
    try {
      Files.write(file, elf);
      String option = syntax == Disassembler.Syntax.INTEL ? "intel" : "att";
      Process p = new ProcessBuilder("objdump", "-d", "-w", "-M", option, file.toString()).start();
      String all = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      List<Line> lines = new ArrayList<>();
      for (String line : all.split("\n")) {
        String[] parts = line.split("\t");
        if (parts.length == 3 && parts[0].endsWith(":")) {
          int address = Integer.parseUnsignedInt(parts[0].strip().replace(":", ""), 16);
          lines.add(new Line(address, parts[1].replace(" ", ""), fold(parts[2])));
        }
      }
      return lines;
    } finally {
      Files.delete(file);
    }
  }

  /** White space folded, symbol names stripped. */
  static String fold(String text) {
    return text.replaceAll("<[^>]*>", "").replaceAll("\\s+", " ").strip();
  }

  /** The text with the target of a direct branch made relative to the instruction. */
  static String relative(int address, String text) {
    if (!text.matches("(j\\w+|call|loop\\w*) [0-9a-f]+")) {
      return text;
    }
    int space = text.indexOf(' ');
    int target = Integer.parseUnsignedInt(text.substring(space + 1), 16);
    return String.format(Locale.ROOT, "%s .%+d", text.substring(0, space), target - address);
  }
}
