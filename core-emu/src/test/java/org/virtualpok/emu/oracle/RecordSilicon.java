// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.oracle;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.virtualpok.emu.isa.InsnForm;
import org.virtualpok.emu.isa.InsnTable;

/**
 * Asks the CPU under this JVM and keeps its answers as the recorded set. In core-emu, after a build
 * of the tests:
 *
 * <pre>java -cp target/classes:target/test-classes org.virtualpok.emu.oracle.RecordSilicon</pre>
 */
final class RecordSilicon {
  private static final Path RESOURCES = Path.of("src/test/resources/org/virtualpok/emu/oracle");

  /** Name of the recorded set in the resources. */
  static final String NAME = "answers.gz";

  private static final long SEED = 20_486;
  private static final int INTEGER_VECTORS = 480;
  private static final int X87_VECTORS = 500;

  private RecordSilicon() {}

  public static void main(String[] arguments) throws Exception {
    Recording recording = Recording.empty(cpu(), system(), SEED);
    int count = 0;
    try (NativeSilicon silicon = NativeSilicon.start()) {
      for (InsnForm form : InsnTable.forms()) {
        if (Exclusions.reason(form) == null) {
          Recording.Stream stream = record(silicon, form);
          recording.streams().put(form.toString(), stream);
          count += stream.count();
        }
      }
    }
    Files.createDirectories(RESOURCES);
    Path file = RESOURCES.resolve(NAME);
    try (OutputStream out = Files.newOutputStream(file)) {
      recording.write(out);
    }
    System.out.printf(
        "%d answers of %s (%s), seed %d: %d bytes%n",
        count, recording.cpu(), recording.system(), SEED, Files.size(file));
  }

  private static Recording.Stream record(NativeSilicon silicon, InsnForm form) throws IOException {
    int count = X87Values.apply(form) ? X87_VECTORS : INTEGER_VECTORS;
    List<Vector> vectors = Recording.vectors(form, SEED, count);
    silicon.send(vectors);
    List<Answer> answers = silicon.receive(vectors);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (int i = 0; i < count; i++) {
      AnswerCode.write(out, vectors.get(i), answers.get(i));
    }
    return new Recording.Stream(count, Recording.checksum(vectors), bytes.toByteArray());
  }

  /** "AMD EPYC, family 26 model 2 stepping 1", from Linux. */
  private static String cpu() throws IOException {
    Set<String> seen = new LinkedHashSet<>();
    List<String> parts = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
      String[] pair = line.split("\\s*:\\s*", 2);
      if (pair.length == 2 && seen.add(pair[0])) {
        switch (pair[0]) {
          case "model name" -> parts.add(0, pair[1]);
          case "cpu family" -> parts.add("family " + pair[1]);
          case "model", "stepping" -> parts.add(pair[0] + " " + pair[1]);
          default -> {}
        }
      }
    }
    return String.join(", ", parts);
  }

  private static String system() throws IOException {
    Process gcc = new ProcessBuilder("gcc", "--version").start();
    try (BufferedReader reader = gcc.inputReader(StandardCharsets.UTF_8)) {
      // A distributor's own suffix of the kernel's version says nothing of use.
      String kernel = System.getProperty("os.version").replaceAll("-.*", "");
      return System.getProperty("os.name") + " " + kernel + ", " + reader.readLine();
    }
  }
}
