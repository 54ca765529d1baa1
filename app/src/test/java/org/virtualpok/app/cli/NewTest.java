// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
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
    refuses("is not empty", "new", directory.toString(), hello.toString());
    refuses("exists, and is no directory", "new", junk.toString(), hello.toString());
    refuses("there is no directory", "new", made + "/a/b", hello.toString());
    refuses("Missing required parameter", "new", made);
  }
}
