// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virtualpok.app.guests.SmallKernel;

@Timeout(120)
class BootCommandTest {
  @TempDir private Path directory;

  private String file(String name, byte[] bytes) throws IOException {
    return Files.write(directory.resolve(name), bytes).toString();
  }

  private String kernel(SmallKernel kernel) throws IOException {
    return file("k.elf", kernel.elf());
  }

  private static CommandLineCase boot(String... args) {
    String[] all = Stream.concat(Stream.of("boot"), Arrays.stream(args)).toArray(String[]::new);
    return CommandLineCase.run(all);
  }

  private static CommandLineCase ok(String... args) {
    CommandLineCase run = boot(args);
    assertEquals(0, run.code(), run.err());
    return run;
  }

  private static String row(CommandLineCase run, String name) {
    return run.err()
        .lines()
        .filter(l -> l.startsWith(name + " "))
        .map(l -> l.substring(name.length()).strip())
        .findFirst()
        .orElse("");
  }

  // ---- how it ends ------------------------------------------------------------------------------

  @Test
  void shouldEndWithTheGuest() throws IOException {
    assertEquals("", ok(kernel(new SmallKernel().powerOff())).err());
    CommandLineCase halted = ok(kernel(new SmallKernel().print("bye\n").bytes(0xfa, 0xf4)));
    assertEquals("bye\n", halted.out());
    assertTrue(halted.err().contains("halted with interrupts off"), halted.err());
    CommandLineCase reset = ok(kernel(new SmallKernel().out(0xcf9, 6)));
    assertEquals("The guest has reset the PC.\n", reset.err());
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 3", "0x10, 33", "0x7f, 255", "0x80, 1", "0xff, 255"})
  void shouldEndWithTheCodeOfTheDebugExit(String value, int code) throws IOException {
    String file = kernel(new SmallKernel().print("x").out(0xf4, Integer.decode(value)));
    CommandLineCase run = boot(file);
    assertEquals(code, run.code());
    assertEquals("x", run.out());
    assertEquals("", run.err());
  }

  @Test
  void shouldGiveAPostMortemOfATripleFault() throws IOException {
    // PUSH 1; LIDT [100000], which is no table; UD2
    SmallKernel kernel = new SmallKernel().print("so far\n").bytes(0x6a, 1, 0x0f, 0x01, 0x1d);
    CommandLineCase run = boot(kernel(kernel.bytes(0, 0, 0x20, 0, 0x0f, 0x0b)));
    assertEquals(3, run.code());
    assertEquals("so far\n", run.out());
    List<String> lines = run.err().lines().toList();
    assertTrue(lines.get(0).startsWith("The PC shut down at "), run.err());
    assertTrue(lines.get(1).startsWith("Triple fault: in ring 0 at EIP 0x1000"), run.err());
    assertTrue(lines.get(1).contains("#UD, #GP("), run.err());
    assertTrue(lines.get(3).endsWith("ud2"), run.err());
    assertTrue(run.err().contains("  EAX="), run.err());
    assertTrue(run.err().contains("  CR0="), run.err());
    assertTrue(run.err().contains("Stack, innermost first\n  0008:001000"), run.err());
    assertTrue(run.err().contains("Last 2 events\n"), run.err());
    assertTrue(run.err().contains("so far"), run.err());
    assertEquals(run.err(), boot(directory.resolve("k.elf").toString()).err());
  }

  @Test
  void shouldEndAfterTheWallClockTimeout() throws IOException {
    // INC EAX; JMP back: a loop that the emulator has to run
    String file = kernel(new SmallKernel().print("on\n").bytes(0xfa, 0x40, 0xeb, 0xfd));
    CommandLineCase run = boot(file, "--timeout", "50ms");
    assertEquals(124, run.code());
    assertEquals("on\n", run.out());
    assertTrue(run.err().startsWith("Ended by --timeout after 50 ms of wall-clock"), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
  }

  @Test
  void shouldEndAtTheLimitThatWasGiven() throws IOException {
    String spins = kernel(new SmallKernel().spin());
    CommandLineCase run = ok(spins, "--instructions", "12345", "--stats");
    assertEquals("12345 instructions", row(run, "retired"));
    assertEquals("the limit of the run", row(run, "ending"));
    assertEquals("2 s", row(ok(spins, "--for", "2s", "--stats"), "guest"));
    assertEquals("0 instructions", row(ok(spins, "--for", "0s", "--stats"), "retired"));
  }

  @Test
  void shouldEndWhereNoInstructionsAreLeftToCount() throws IOException {
    // OUT 21, FF; STI; HLT; JMP to HLT: nothing wakes it, and the limit is one of instructions.
    String file = kernel(new SmallKernel().out(0x21, 0xff).bytes(0xfb, 0xf4, 0xeb, 0xfd));
    CommandLineCase run = ok(file, "--instructions", "1000000", "--stats", "--timeout", "60s");
    assertEquals("5 instructions", row(run, "retired"));
  }

  // ---- options ----------------------------------------------------------------------------------

  @Test
  void shouldPrintTheSameEveryTime() {
    CommandLineCase first = ok("hello-native", "--stats");
    CommandLineCase second = ok("hello-native", "--stats");
    assertTrue(first.out().contains("Hello World"), first.out());
    assertEquals(first.out(), second.out());
    assertTrue(row(first, "state").matches("[0-9a-f]{64}"), first.err());
    assertEquals(row(first, "state"), row(second, "state"));
    for (String name : List.of("guest", "retired", "interrupts", "host", "speed", "place")) {
      assertTrue(!row(first, name).isEmpty(), name + ": " + first.err());
    }
    assertNotEquals(
        row(first, "state"), row(ok("hello-native", "--stats", "--for", "10us"), "state"));
  }

  @Test
  void shouldSendInput() {
    CommandLineCase run =
        ok("echo-native", "--input", "hello guest\\nquit\\n", "--for", "3s", "--stats");
    assertTrue(run.out().contains("hello guest"), run.out());
    assertEquals(
        run.out(), ok("echo-native", "--input", "hello guest\\nquit\\n", "--for", "3s").out());
  }

  @Test
  void shouldWriteTheConsolesWhereTheyBelong() throws IOException {
    SmallKernel kernel = new SmallKernel().print("com1\n");
    "e9\n".chars().forEach(c -> kernel.out(0xe9, c));
    String file = kernel(kernel.powerOff());
    Path serial = directory.resolve("serial.txt");
    Path debug = directory.resolve("debug.txt");
    assertEquals("", ok(file, "--serial", serial.toString()).out());
    assertEquals("com1\n", Files.readString(serial));
    assertEquals("com1\n", ok(file).out());
    assertEquals("com1\ne9\n", ok(file, "--debugcon", "-").out());
    assertEquals("com1\n", ok(file, "--debugcon", debug.toString()).out());
    assertEquals("e9\n", Files.readString(debug));
  }

  @Test
  void shouldPrintTheScreen() throws IOException {
    // MOV WORD [B8000], 'A' in white; [B8002] 'B'
    SmallKernel kernel =
        new SmallKernel()
            .bytes(0x66, 0xc7, 0x05, 0x00, 0x80, 0x0b, 0, 'A', 0x0f)
            .bytes(0x66, 0xc7, 0x05, 0x02, 0x80, 0x0b, 0, 'B', 0x0f);
    String out = ok(kernel(kernel.powerOff()), "--screen").out();
    assertTrue(out.startsWith("AB"), out);
  }

  @Test
  void shouldExportTheEvents() throws IOException {
    Path events = directory.resolve("e.jsonl");
    ok(kernel(new SmallKernel().print("hi\n").powerOff()), "--events", events.toString());
    String all = Files.readString(events);
    assertTrue(all.contains("\"kind\":\"console_output\",\"code\":0,\"text\":\"hi\\n\""), all);
    assertTrue(all.contains("\"kind\":\"power_off\""), all);
    assertTrue(all.contains("\"partition\":\"COM1\""), all);
  }

  @Test
  void shouldGiveModulesAndACommandLine() throws IOException {
    String module = file("data.bin", "MODULE".getBytes(StandardCharsets.US_ASCII));
    // MOV ESI, [EBX+24]; MOV ESI, [ESI]; MOV DX, 3F8; MOV ECX, 6; REP OUTSB
    SmallKernel kernel =
        new SmallKernel().bytes(0x8b, 0x73, 0x18, 0x8b, 0x36, 0x66, 0xba, 0xf8, 0x03);
    kernel.bytes(0xb9, 6, 0, 0, 0, 0xf3, 0x6e);
    // MOV ESI, [EBX+16]; again: LODSB; OUT DX, AL; TEST AL, AL; JNZ again
    kernel.bytes(0x8b, 0x73, 0x10, 0xac, 0xee, 0x84, 0xc0, 0x75, 0xfa).powerOff();
    String file = kernel(kernel);
    CommandLineCase run = ok(file, "--module", module, "--append", "a=1 b", "--memory", "2M");
    assertEquals("MODULE" + file + " a=1 b\0", run.out());
  }

  @Test
  void shouldGoOnWhereItWasSaved() throws IOException {
    String saved = directory.resolve("a.vps").toString();
    CommandLineCase whole = ok("ticker-native", "--for", "4s", "--stats");
    CommandLineCase first = ok("ticker-native", "--for", "2s", "--save", saved);
    CommandLineCase second = ok(saved, "--for", "4s", "--stats");
    assertEquals(whole.out(), first.out() + second.out());
    assertEquals(row(whole, "state"), row(second, "state"));
    assertEquals("2 s", row(second, "guest"));
    // Over itself.
    ok(saved, "--for", "3s", "--save", saved);
    assertEquals(row(whole, "state"), row(ok(saved, "--for", "4s", "--stats"), "state"));
    try (Stream<Path> left = Files.list(directory)) {
      assertEquals(List.of("a.vps"), left.map(p -> p.getFileName().toString()).toList());
    }
  }

  @Test
  void shouldBootARom() throws IOException {
    // The last 16 bytes are at the reset vector: MOV AL, 'r'; OUT E9; MOV AL, 5; OUT F4
    byte[] rom = new byte[16];
    byte[] code = {
      (byte) 0xb0, 'r', (byte) 0xe6, (byte) 0xe9, (byte) 0xb0, 5, (byte) 0xe6, (byte) 0xf4
    };
    System.arraycopy(code, 0, rom, 0, code.length);
    CommandLineCase run = boot("--rom", file("r.bin", rom), "--debugcon", "-");
    assertEquals(11, run.code(), run.err());
    assertEquals("r", run.out());
  }

  @Test
  void shouldLackWhatAnOlderProcessorLacks() throws IOException {
    // CPUID faults on a 386 and, with no handlers, shuts it down.
    String file = kernel(new SmallKernel().bytes(0x0f, 0xa2).powerOff());
    ok(file);
    assertEquals(3, boot(file, "--cpu", "386").code());
  }

  // ---- bad input --------------------------------------------------------------------------------

  private static String refuse(String... args) {
    CommandLineCase run = boot(args);
    assertEquals(2, run.code(), run.err());
    assertEquals("", run.out());
    assertEquals(1, run.err().lines().count(), run.err());
    return run.err().trim();
  }

  @Test
  void shouldRefuseADamagedKernel() throws IOException {
    SmallKernel k = new SmallKernel().powerOff();
    int header = SmallKernel.HEADER;
    String damaged = file("damaged.elf", k.elfWith(header + 8, 5));
    assertEquals(
        damaged
            + ": the multiboot header at file offset 0x54 has a wrong checksum: magic, flags and"
            + " checksum must add up to 0",
        refuse(damaged));
    String none = file("none.elf", k.elfWith(header, 0));
    assertTrue(refuse(none).startsWith(none + ": no multiboot header in its first 8 KiB"));
    byte[] flags = k.elfWith(header + 4, 0x40);
    flags[header + 8] -= 0x40;
    String wants = file("wants.elf", flags);
    assertTrue(refuse(wants).contains("requires what is not known here (flags 0x40)"));
    for (int length : new int[] {0, 3, 20, 60, 90, k.elf().length - 1}) {
      String cut = file("cut.elf", Arrays.copyOf(k.elf(), length));
      assertTrue(refuse(cut).startsWith(cut + ": "), "" + length);
    }
    byte[] wide = k.elf();
    wide[4] = 2;
    String elf64 = file("elf64.elf", wide);
    assertTrue(refuse(elf64).startsWith(elf64 + ": a 64-bit ELF file"));
    String far = file("far.elf", k.elfWith(52 + 12, 0x10000000));
    assertTrue(refuse(far).contains("the PC has 64 MiB (--memory)"));
    assertTrue(refuse(far, "--memory", "256M").contains("the PC has 256 MiB"));
    String hole = file("hole.elf", k.elfWith(52 + 12, 0x9f000 + 0xbf0));
    assertTrue(refuse(hole).contains("a PC has none from"), refuse(hole));
    String entry = file("entry.elf", k.elfWith(24, 0x400000));
    assertEquals(entry + ": the entry point 0x400000 lies in no loaded segment", refuse(entry));
    String text = file("text.elf", "hello\n".getBytes(StandardCharsets.US_ASCII));
    assertTrue(refuse(text).startsWith(text + ": neither"));
    assertEquals(directory + ": is a directory", refuse(directory.toString()));
    assertTrue(refuse("nosuch").startsWith("nosuch: no such file"));
    assertTrue(refuse("hello").startsWith("hello: no multiboot header"));
    assertTrue(refuse("demo").startsWith("demo: a module, which has no PC"));
  }

  @Test
  void shouldRefuseBadOptions() throws IOException {
    String k = kernel(new SmallKernel().powerOff());
    String see = " (see './vpok boot --help')";
    assertEquals("./vpok boot: Missing required parameter: 'KERNEL'" + see, refuse());
    assertEquals("--memory 1024: a PC has 1 MiB to 1 GiB", refuse(k, "--memory", "1K"));
    assertTrue(refuse(k, "--memory", "2G").startsWith("--memory 2147483648: "));
    assertTrue(refuse(k, "--memory", "abc").contains("'abc' is no size"));
    assertTrue(refuse(k, "--memory", "1M").contains("the PC has 1 MiB (--memory)"));
    assertTrue(refuse(k, "--cpu", "foo").contains("'foo' is no processor"));
    assertTrue(refuse(k, "--insn-cost", "0").startsWith("--insn-cost 0: 1 to "));
    assertTrue(refuse(k, "--insn-cost", "2000000000").startsWith("--insn-cost 2000000000: "));
    assertTrue(refuse(k, "--insn-cost", "x").contains("--insn-cost"));
    assertEquals("nosuch.img: no such file", refuse(k, "--module", "nosuch.img"));
    assertEquals(directory + ": is a directory", refuse(k, "--module", directory.toString()));
    String large = file("large.img", new byte[3 << 20]);
    String lines = refuse(k, "--memory", "2M", "--module", large);
    assertTrue(lines.contains("module " + large + " needs memory from"), lines);
    assertTrue(refuse(k, "--for", "soon").contains("'soon' is no duration"));
    assertTrue(refuse(k, "--for", "1s", "--instructions", "5").contains("exclusive"));
    assertEquals("--instructions -1: must not be negative", refuse(k, "--instructions=-1"));
    assertTrue(refuse(k, "--input", "a\\q").startsWith("--input: "));
    assertTrue(refuse(k, "--timeout", "never").contains("is no duration"));
    assertTrue(refuse(k, "--frob").contains("Unknown option: '--frob'"));
    for (String option : List.of("--serial", "--debugcon", "--save", "--events")) {
      String line = refuse(k, option, "nowhere/x");
      assertTrue(line.startsWith(option + " nowhere/x: cannot be written"), line);
      assertTrue(line.endsWith("its directory does not exist"), line);
      line = refuse(k, option, directory.toString());
      assertTrue(line.startsWith(option + " " + directory + ": cannot be written"), line);
    }
  }

  @Test
  void shouldRefuseBadRoms() throws IOException {
    String empty = file("empty.bin", new byte[0]);
    assertEquals(
        empty + ": a boot ROM has 1 byte to 64 KiB, this one has 0 bytes", refuse("--rom", empty));
    String large = file("large.bin", new byte[65537]);
    assertTrue(refuse("--rom", large).endsWith("this one has 65537 bytes"));
    String rom = file("rom.bin", new byte[65536]);
    assertTrue(refuse("--rom", rom, "--append", "x").contains("no command line"));
    assertTrue(refuse("--rom", rom, "--module", rom).contains("no modules"));
    assertEquals("nosuch.bin: no such file", refuse("--rom", "nosuch.bin"));
  }

  @Test
  void shouldRefuseBadSnapshots() throws IOException {
    String saved = directory.resolve("s.vps").toString();
    ok("hello-native", "--for", "1ms", "--memory", "2M", "--save", saved);
    byte[] bytes = Files.readAllBytes(Path.of(saved));
    for (int length : new int[] {8, 11, 12, 20, 100, bytes.length / 2, bytes.length - 1}) {
      String cut = file("cut.vps", Arrays.copyOf(bytes, length));
      assertTrue(refuse(cut).startsWith(cut + ": "), "" + length);
      assertTrue(refuse(cut).contains("cut off"), length + ": " + refuse(cut));
    }
    byte[] damaged = bytes.clone();
    damaged[bytes.length - 6] ^= 1; // of the checksum
    String bad = file("bad.vps", damaged);
    assertTrue(refuse(bad).startsWith(bad + ": damaged"), refuse(bad));
    byte[] other = bytes.clone();
    other[11] = 9;
    String format = file("format.vps", other);
    assertEquals(format + ": a snapshot of format 9, known is 1", refuse(format));
    for (List<String> options :
        List.of(
            List.of("--memory", "4M"),
            List.of("--append", "x"),
            List.of("--module", saved),
            List.of("--cpu", "386"))) {
      String line = refuse(saved, options.get(0), options.get(1));
      assertTrue(line.startsWith(saved + ": a snapshot knows its machine"), line);
    }
  }

  @Test
  void shouldKeepWhatWasSavedWhereARunFails() throws IOException {
    byte[] precious = "precious".getBytes(StandardCharsets.US_ASCII);
    String save = file("keep.vps", precious);
    String k = kernel(new SmallKernel().powerOff());
    refuse(k, "--save", save, "--memory", "1M");
    refuse(k, "--save", save, "--input", "\\q");
    refuse(k, "--save", save, "--events", "nowhere/x");
    refuse(k, "--save", save, "--serial", "nowhere/x");
    assertArrayEquals(precious, Files.readAllBytes(Path.of(save)));
    String events = file("keep.jsonl", precious);
    refuse(k, "--events", events, "--save", "nowhere/x");
    refuse(k, "--events", events, "--input", "\\q");
    assertArrayEquals(precious, Files.readAllBytes(Path.of(events)));
    String serial = file("keep.txt", precious);
    refuse(k, "--serial", serial, "--save", "nowhere/x");
    refuse(k, "--serial", serial, "--input", "\\q");
    assertArrayEquals(precious, Files.readAllBytes(Path.of(serial)));
    try (Stream<Path> left = Files.list(directory)) {
      assertEquals(4, left.count(), "nothing is left behind");
    }
  }
}
