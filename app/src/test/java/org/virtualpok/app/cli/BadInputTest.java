// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.virtualpok.bsp.BuiltinModule;
import org.virtualpok.bsp.GuestImages;

/** A user's mistake: one line that names the file and the place, exit code 2, no trace. */
class BadInputTest {
  private static final byte[] HELLO = GuestImages.read("hello");

  @TempDir private Path directory;

  private String refuse(String... args) {
    CommandLineCase run = CommandLineCase.run(args);
    assertEquals(2, run.code(), run.err());
    assertEquals("", run.out());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.windows().isEmpty());
    return run.err().trim();
  }

  private String file(String name, byte[] bytes) throws IOException {
    return Files.write(directory.resolve(name), bytes).toString();
  }

  private static byte[] patched(int offset, int... values) {
    byte[] bytes = HELLO.clone();
    for (int i = 0; i < values.length; i++) {
      bytes[offset + i] = (byte) values[i];
    }
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 20, 51, 60, 200, 5000})
  void shouldRefuseATruncatedImage(int length) throws IOException {
    String file = file("cut.elf", Arrays.copyOf(HELLO, length));
    String line = refuse("run", file);
    assertTrue(line.startsWith(file + ": "), line);
    assertTrue(line.contains(length == 0 ? "empty" : "truncated"), line);
    assertTrue(length == 0 || line.contains("file offset 0x"), line);
  }

  static Stream<Arguments> foreignImages() {
    return Stream.of(
        Arguments.of(4, new int[] {2}, "a 64-bit ELF file (class at file offset 4)"),
        Arguments.of(5, new int[] {2}, "a big-endian ELF file (data encoding at file offset 5)"),
        Arguments.of(16, new int[] {3, 0}, "a shared object or position-independent executable"),
        Arguments.of(16, new int[] {1, 0}, "a relocatable object file"),
        Arguments.of(18, new int[] {40, 0}, "wrong machine 40 at file offset 18"));
  }

  @ParameterizedTest
  @MethodSource("foreignImages")
  void shouldRefuseAForeignImage(int offset, int[] values, String words) throws IOException {
    String file = file("foreign.elf", patched(offset, values));
    for (String command : new String[] {"run", "open", "bench", "disasm"}) {
      String line = refuse(command, file);
      assertTrue(line.startsWith(file + ": " + words), line);
    }
  }

  @Test
  void shouldRefuseAnImageLargerThanItsPartition() throws IOException {
    // The second program header's size in memory: 1 MiB does not go into 512 KiB.
    int header = 52 + 32;
    String file = file("large.elf", patched(header + 20, 0, 0, 0x10, 0));
    String line = refuse("run", file, "--memory", "512K");
    assertTrue(line.startsWith(file + ": image needs "), line);
    assertTrue(line.contains("has 524288"), line);
  }

  @Test
  void shouldRefuseAFileOfAnotherKind() throws IOException {
    String file = file("notes.txt", "hello\n".getBytes(StandardCharsets.UTF_8));
    assertEquals(
        file + ": neither a module's XML (it would begin with '<') nor an ELF image nor a snapshot",
        refuse("run", file));
    assertEquals(directory + ": is a directory", refuse("run", directory.toString()));
  }

  @Test
  void shouldRefuseAFileThatIsNotThere() {
    assertEquals(
        "nosuch: no such file, and nothing built in has that name (see './vpok list')",
        refuse("run", "nosuch"));
    // A slash says that a file is meant, whatever is built in.
    assertEquals("./hello: no such file", refuse("run", "./hello"));
    assertEquals("./demo: no such file", refuse("open", "./demo"));
  }

  static Stream<Arguments> brokenModules() {
    return Stream.of(
        Arguments.of("<Module_Schedule [\\s\\S]*</Module_Schedule>", "", "Module_Schedule"),
        Arguments.of(
            "<Partition_Memory PartitionIdentifier=\"2\"[\\s\\S]*?</Partition_Memory>",
            "",
            "partition 2 has no <Partition_Memory>"),
        Arguments.of(" vp:image=\"builtin:messages\"", "", "vp:image"),
        Arguments.of("WindowStartSeconds=\"0.010\"", "WindowStartSeconds=\"0.005\"", "overlap"),
        Arguments.of(
            "PeriodDurationSeconds=\"0.010\">(\\s*<Window_Schedule WindowIdentifier=\"2\""
                + " WindowStartSeconds=\"0.010\") WindowDurationSeconds=\"0.010\"",
            "PeriodDurationSeconds=\"0.009\">$1 WindowDurationSeconds=\"0.009\"",
            "the windows last 0.019 s in total, the major frame 0.02 s"),
        Arguments.of("builtin:messages", "builtin:nothing", "builtin:nothing"),
        Arguments.of("builtin:messages", "missing.elf", "missing.elf': no such file"),
        Arguments.of("</Module_Schedule>", "", "Module_Schedule"),
        Arguments.of("ModuleName=\"demo\"", "", "ModuleName"));
  }

  @ParameterizedTest
  @MethodSource("brokenModules")
  void shouldRefuseABrokenModuleWithFileAndLine(String what, String by, String words)
      throws IOException {
    String xml = BuiltinModule.DEMO.xml().replaceFirst(what, by);
    assertTrue(!xml.equals(BuiltinModule.DEMO.xml()), "nothing was broken by " + what);
    String file = file("m.xml", xml.getBytes(StandardCharsets.UTF_8));
    String line = refuse("run", file);
    assertTrue(line.matches("(?s)\\Q" + file + "\\E:[0-9]+: .*"), line);
    assertTrue(line.contains(words), line);
  }

  @Test
  void shouldRefuseBadOptions() {
    String see = " (see './vpok run --help')";
    assertEquals("./vpok: 'frobnicate' is no command (see './vpok --help')", refuse("frobnicate"));
    assertEquals("./vpok run: Missing required parameter: 'FILE'" + see, refuse("run"));
    assertEquals("./vpok run: Unknown option: '--frob'" + see, refuse("run", "hello", "--frob"));
    assertEquals(
        "./vpok run: Invalid value for option '--for': '2 weeks' is no duration; write 500ms, 2s,"
            + " 10us, 100ns, 1m or 1h"
            + see,
        refuse("run", "hello", "--for", "2 weeks"));
    assertTrue(refuse("run", "hello", "--for", "1s", "--instructions", "5").contains("exclusive"));
    assertTrue(refuse("run", "hello", "--memory", "lots").contains("is no size"));
    assertTrue(refuse("run", "hello", "--memory", "4K").contains("not 4096"));
    assertTrue(refuse("run", "hello", "--memory", "9999G").startsWith("hello: "));
    assertTrue(refuse("run", "demo", "--memory", "8M").startsWith("demo: "));
    assertEquals(
        "--clock fast: 'fast' is no rate in Hz", refuse("run", "hello", "--clock", "fast"));
    assertEquals(
        "--clock-phase -1: must not be negative", refuse("run", "hello", "--clock-phase", "-1"));
    assertEquals(
        "--instructions -1: must not be negative", refuse("run", "hello", "--instructions=-1"));
    assertTrue(refuse("run", "hello", "--events", "nowhere/e.jsonl").endsWith("does not exist"));
    assertTrue(refuse("bench", "--instructions", "0").contains("must be above 0"));
    assertTrue(refuse("disasm", "demo").startsWith("demo: a module"));
    assertTrue(refuse("disasm", "hello", "--syntax", "odd").contains("--syntax"));
    assertTrue(refuse("screenshot", "demo").contains("--at"));
    assertTrue(
        refuse("screenshot", "demo", "--at", "1s", "-o", "a.png", "--size", "9x9")
            .contains("1440x900"));
    assertTrue(
        refuse("screenshot", "demo", "--at", "1s", "-o", "nowhere/a.png")
            .endsWith("its directory does not exist"));
    assertTrue(
        refuse("screenshot", "demo", "--at", "1s", "-o", directory.toString())
            .startsWith(directory + ": cannot be written"));
  }
}
