// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** trace writes what diff reads. */
class TraceAndDiffTest {
  @TempDir private Path directory;
  private String a;
  private String b;

  @BeforeEach
  void nameTheFiles() {
    a = directory.resolve("a.trace").toString();
    b = directory.resolve("b.trace").toString();
  }

  private static CommandLineCase run(int code, String... args) {
    CommandLineCase run = CommandLineCase.run(args);
    assertEquals(code, run.code(), run.out() + run.err());
    return run;
  }

  private static String refuse(String... args) {
    CommandLineCase run = run(2, args);
    assertEquals("", run.out());
    assertEquals(1, run.err().lines().count(), run.err());
    return run.err().trim();
  }

  @Test
  void shouldWriteAGuestsInstructionsInTheirOrder() {
    List<String> lines = run(0, "trace", "hello", "--instructions", "3").out().lines().toList();
    assertEquals("# vpok-trace 1 hello", lines.get(0));
    assertEquals("# partition hello", lines.get(2));
    assertTrue(lines.get(3).startsWith("0 0023:00001000 00000202 0000dead "), lines.get(3));
    assertTrue(lines.get(3).endsWith("cr4=00000000 ; 31ed xor ebp,ebp"), lines.get(3));
    assertTrue(lines.get(4).startsWith("1 0023:00001002 00000246 "), lines.get(4));
    assertEquals(6, lines.size());
  }

  @Test
  void shouldBeginWhereItIsToldTo() {
    List<String> whole = run(0, "trace", "hello", "--instructions", "50").out().lines().toList();
    List<String> part =
        run(0, "trace", "hello", "--from-insn", "40", "--instructions", "10")
            .out()
            .lines()
            .toList();
    assertEquals(13, part.size());
    assertEquals(whole.get(44), part.get(4));
    assertEquals(whole.get(52), part.get(12));
  }

  @Test
  void shouldSeeEveryPartitionOfAModuleAndAHandlersFirstInstruction() throws IOException {
    run(0, "trace", "demo", "--for", "11ms", "-o", a);
    List<String> lines = Files.readAllLines(Path.of(a));
    assertTrue(lines.stream().filter(l -> l.startsWith("# partition ")).count() >= 2);
    // Without a gap: idle time is no instruction, and an interrupt loses none.
    long expected = 0;
    for (String line : lines) {
      if (!line.startsWith("#")) {
        assertEquals(expected++, Long.parseLong(line.substring(0, line.indexOf(' '))));
      }
    }
    run(0, "trace", "demo", "--for", "11ms", "--partition", "ticker", "-o", b);
    List<String> ticker = Files.readAllLines(Path.of(b));
    assertEquals(1, ticker.stream().filter(l -> l.startsWith("# partition ")).count());
    assertTrue(ticker.size() < lines.size());
  }

  @Test
  void shouldFindNoDifferenceBetweenTwoRunsOfOneGuest() {
    run(0, "trace", "hello", "-o", a);
    run(0, "trace", "hello", "-o", b);
    String out = run(0, "diff", a, b).out();
    assertTrue(out.contains("No difference in "), out);
  }

  @Test
  void shouldShowTheFirstDifference() throws IOException {
    run(0, "trace", "hello", "--instructions", "100", "-o", a);
    List<String> lines = Files.readAllLines(Path.of(a));
    lines.set(40, lines.get(40).replaceFirst(" [0-9a-f]{8} ", " 00000203 "));
    Files.write(Path.of(b), lines);
    String out = run(ExitCode.DIFFERENT, "diff", a, b, "--context", "3").out();
    assertTrue(out.contains("First difference after 37 states that agree, behind '"), out);
    assertTrue(out.contains("<-- "), out);
    assertTrue(out.contains("The last states that agree:"), out);
    run(0, "diff", a, b, "--ignore", "eflags");
    run(0, "diff", a, b, "--skip", "A:60,B:60");
  }

  @Test
  void shouldTraceABootRom() throws IOException {
    // At the reset vector: inc ax, hlt.
    byte[] rom = new byte[0x10000];
    rom[0xfff0] = 0x40;
    rom[0xfff1] = (byte) 0xf4;
    Path file = Files.write(directory.resolve("test.rom"), rom);
    CommandLineCase run = run(0, "trace", "--rom", file.toString());
    List<String> lines = run.out().lines().toList();
    assertEquals(4, lines.size());
    assertTrue(lines.get(2).startsWith("0 f000:0000fff0 00000002 "), lines.get(2));
    assertTrue(lines.get(2).endsWith("; 40 inc ax"), lines.get(2));
    assertTrue(lines.get(3).startsWith("1 f000:0000fff1 00000002 00000001 "), lines.get(3));
    assertEquals(file + ": the processor halted, and nothing can wake it\n", run.err());
  }

  @Test
  void shouldRefuseWhatCannotBeRead() throws IOException {
    run(0, "trace", "hello", "--instructions", "10", "-o", a);
    assertEquals(b + ": no such file", refuse("diff", a, b));
    assertEquals(directory + ": is a directory", refuse("diff", directory.toString(), a));
    Files.writeString(Path.of(b), "hello\n", StandardCharsets.UTF_8);
    assertTrue(refuse("diff", a, b).startsWith(b + ": no register trace: "));
    String text = Files.readString(Path.of(a)).replace("0023:00001005", "0023:0000100g");
    Files.writeString(Path.of(b), text);
    assertEquals(b + ": line 6: '0000100g' is no hexadecimal number", refuse("diff", a, b));
    Files.writeString(Path.of(b), new String(new char[] {0x1f, 0x8b}), StandardCharsets.ISO_8859_1);
    assertEquals(b + ": it is cut off", refuse("diff", a, b));
    assertEquals("--skip C:3: write A:N, B:N or A:N,B:N", refuse("diff", a, a, "--skip", "C:3"));
    assertTrue(refuse("diff", a, a, "--ignore", "foo").startsWith("--ignore: 'foo' is no "));
    assertTrue(refuse("diff", a, a, "--from", "xyz").startsWith("--from: 'xyz' is no address"));
    assertTrue(
        refuse("diff", a, a, "--from", "0x1").endsWith("never comes to the address of --from"));
    assertTrue(refuse("diff", a).contains("Missing required parameter: 'B'"));
  }

  @Test
  void shouldPlayAnOlderProcessor() throws IOException {
    // bswap eax is #UD on a 386, through whose vector table of zeros it goes to 0000:0000.
    byte[] rom = new byte[0x10000];
    System.arraycopy(new byte[] {0x66, 0x0f, (byte) 0xc8}, 0, rom, 0xfff0, 3);
    String file = Files.write(directory.resolve("bswap.rom"), rom).toString();
    assertTrue(second("--rom", file, "--cpu", "486").startsWith("1 f000:0000fff3 "));
    assertTrue(second("--rom", file, "--cpu", "386").startsWith("1 0000:00000000 "));
    assertTrue(refuse("trace", "--rom", file, "--cpu", "586").contains("'586' is no processor"));
    assertTrue(
        refuse("trace", "hello", "--cpu", "386").startsWith("--cpu and --append: only for a PC"));
  }

  private String second(String... guest) {
    List<String> command = new ArrayList<>(List.of("trace", "--instructions", "2"));
    command.addAll(List.of(guest));
    return run(0, command.toArray(String[]::new)).out().lines().skip(3).findFirst().orElse("");
  }

  @Test
  void shouldRefuseWhatCannotBeTraced() throws IOException {
    assertEquals("demo: no partition 'x'", refuse("trace", "demo", "--partition", "x"));
    assertTrue(refuse("trace").contains("Missing required argument"));
    assertTrue(refuse("trace", "hello", "--from-insn", "-1").contains("not be negative"));
    assertTrue(
        refuse("trace", "hello", "-o", directory.resolve("no/file").toString())
            .endsWith("its directory does not exist"));
    String large = Files.write(directory.resolve("large"), new byte[0x10001]).toString();
    assertEquals(large + ": a boot ROM has 1 byte to 64 KiB", refuse("trace", "--rom", large));
    assertTrue(refuse("trace", "--rom", a).endsWith(": no such file"));
  }

  @Test
  void shouldTraceAPcToItsEnd() {
    CommandLineCase run = CommandLineCase.run("trace", "hello-native", "--from-insn", "3500");
    assertEquals(0, run.code(), run.err());
    assertEquals("The guest has switched the power off.\n", run.err());
    List<String> lines = run.out().lines().filter(l -> !l.startsWith("#")).toList();
    assertTrue(lines.get(0).startsWith("3500 0008:"), lines.get(0));
    assertTrue(lines.get(lines.size() - 1).endsWith("out dx,ax"), lines.get(lines.size() - 1));
  }
}
