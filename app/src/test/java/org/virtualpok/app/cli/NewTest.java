// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virtualpok.bsp.GuestImages;

/** A starter module is right from the start, and a wrong order writes nothing. */
class NewTest {
  @TempDir Path directory;

  private CommandLineCase last;

  private int vpok(String... args) {
    last = CommandLineCase.run(args);
    return last.code();
  }

  private String out() {
    return last.out();
  }

  private String err() {
    return last.err();
  }

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(directory.resolve(name), bytes);
  }

  @Test
  void shouldMakeAModuleThatPassesAndRuns() throws IOException {
    Path hello = file("hello.elf", GuestImages.read("hello"));
    Path other = Files.createDirectory(directory.resolve("other"));
    Path same = Files.write(other.resolve("hello.elf"), GuestImages.read("base_sp"));
    String made = directory.resolve("made & \"so\"").toString();
    assertEquals(0, vpok("new", made, hello.toString(), same.toString(), "ticker"), this::err);
    String module = made + "/module.xml";
    assertTrue(out().startsWith(module + ": hello, hello-2, ticker\n"), this::out);

    assertEquals(0, vpok("check", module), this::out);
    assertEquals("0 errors, 0 warnings\n", out());

    assertEquals(0, vpok("run", module, "--for", "2s"), this::err);
    assertTrue(out().contains("[hello] Hello World"), this::out);
    assertTrue(out().contains("[hello-2] *** END OF SAMPLE SINGLE PROCESSOR"), this::out);
    assertTrue(out().contains("[ticker] TA1"), this::out);
  }

  @Test
  void shouldNameImagesWhereTheyAre() throws IOException {
    Path hello = file("hello.elf", GuestImages.read("hello"));
    String made = directory.resolve("made").toString();
    assertEquals(0, vpok("new", "--link", made, hello.toString()), this::err);
    assertFalse(Files.exists(Path.of(made, "hello.elf")));
    assertEquals(0, vpok("run", made + "/module.xml", "--for", "1s"), this::err);
  }

  @Test
  void shouldGiveImagesThePortsThatTheyAskFor() throws IOException {
    Path sensor = file("sensor.elf", GuestImages.read("sensor"));
    String made = directory.resolve("made").toString();
    assertEquals(0, vpok("new", made, sensor.toString(), "display"), this::err);
    String xml = Files.readString(Path.of(made, "module.xml"));
    assertEquals(2, xml.split("<Channel ", -1).length - 1, xml);

    assertEquals(0, vpok("check", made + "/module.xml"), this::out);
    assertEquals("0 errors, 0 warnings\n", out());

    assertEquals(0, vpok("run", made + "/module.xml", "--for", "1s"), this::err);
    assertTrue(out().contains("[display] alarm: passing 1100 feet\n"), this::out);

    // Who has no one to talk to gets its ports nevertheless.
    assertEquals(0, vpok("new", made + 2, "display"), this::err);
    assertEquals(0, vpok("check", made + 2 + "/module.xml"), this::out);
    assertTrue(out().endsWith("\n0 errors, 2 warnings\n"), this::out);
  }

  @Test
  void shouldSayTheKernelOfImagesThatDoNot() throws IOException {
    byte[] silent = GuestImages.read("hello");
    for (int i = 0; i + 8 < silent.length; i++) {
      if (new String(silent, i, 8, StandardCharsets.US_ASCII).equals("VirtualP")) {
        silent[i] = 0; // the owner of the note
      }
    }
    Path hello = file("hello.elf", silent);
    String made = directory.resolve("made").toString();
    assertEquals(0, vpok("new", made, "--abi", "pok-2013", hello.toString(), "ticker"), this::err);
    String xml = Files.readString(Path.of(made, "module.xml"));
    assertEquals(1, xml.split(" vp:abi=\"pok-2013\"", -1).length - 1, xml);
    refuses("--abi pok-2012: not known; there are", "new", made + 2, "--abi", "pok-2012", "hello");
  }

  /** As a program for Linux is: in a partition of its own it would need 128 MiB below it. */
  private static byte[] linkedHigh() {
    ByteBuffer elf = ByteBuffer.wrap(GuestImages.read("hello")).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < elf.getShort(44); i++) {
      int at = elf.getInt(28) + 32 * i + 8;
      elf.putInt(at, elf.getInt(at) + 0x08048000);
    }
    elf.putInt(24, elf.getInt(24) + 0x08048000);
    return elf.array();
  }

  private List<String> left() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  private void refuses(String words, String... args) throws IOException {
    List<String> before = left();
    assertEquals(2, vpok(args));
    assertTrue(err().contains(words), this::err);
    assertEquals(1, err().lines().count(), this::err);
    assertEquals("", out());
    assertEquals(before, left());
  }

  @Test
  void shouldWriteNothingIfSomethingIsWrong() throws IOException {
    Path hello = file("hello.elf", GuestImages.read("hello"));
    Path junk = file("junk.elf", new byte[] {0x7f, 'E', 'L', 'F', 1});
    String made = directory.resolve("made").toString();
    refuses("junk.elf: truncated", "new", made, hello.toString(), junk.toString());
    refuses("no such file", "new", made, directory + "/none.elf");
    refuses("is for a PC of its own", "new", made, "hello-native");
    refuses("is a module already", "new", made, "demo");
    Path high = file("high.elf", linkedHigh());
    refuses("high.elf: is linked at 0x0804", "new", made, high.toString());
    refuses("DIR is empty", "new", "", hello.toString());
    refuses("is not empty", "new", directory.toString(), hello.toString());
    refuses("exists, and is no directory", "new", junk.toString(), hello.toString());
    refuses("there is no directory", "new", made + "/a/b", hello.toString());
    refuses("Missing required parameter", "new", made);
  }
}
