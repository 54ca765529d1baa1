// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virtualpok.bsp.BuiltinModule;

/** Files that are no configuration: one clear line of every command that is given them. */
class BadConfigurationTest {
  private static final long HUNDRED_MB = 100L << 20;

  @TempDir private Path directory;
  private String made;

  @BeforeEach
  void place() {
    made = directory.resolve("made").toString();
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  /** A file of 100 MB that takes no room on the disk. */
  private String large(String name, String begin) throws IOException {
    String file = file(name, begin);
    try (RandomAccessFile sparse = new RandomAccessFile(file, "rw")) {
      sparse.setLength(HUNDRED_MB);
    }
    return file;
  }

  private static String line(String... args) {
    CommandLineCase run = CommandLineCase.run(args);
    assertEquals(2, run.code(), run.out() + run.err());
    String all = run.err() + run.out().replace("1 error, 0 warnings\n", "");
    assertEquals(1, all.lines().count(), all);
    assertTrue(run.windows().isEmpty());
    return all.strip();
  }

  /** What each command says of a file that is no partition's image. */
  private void allSay(String file, String words) {
    for (List<String> args :
        List.of(
            List.of("check", file),
            List.of("run", file),
            List.of("open", file),
            List.of("new", made, file))) {
      assertEquals(file + words, line(args.toArray(new String[0])));
    }
    assertTrue(Files.notExists(Path.of(made)));
  }

  @Test
  void shouldRefuseWhatIsTooLargeByItsSize() throws IOException {
    long before = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    allSay(large("m.xml", "<m/>\n"), ": it has 104857600 bytes; there may be 4194304");
    allSay(
        large("zeros.xml", ""),
        ": neither a module's XML (it would begin with '<') nor an ELF" + " image nor a snapshot");
    String header = large("deployment.h", "#define A 1\n");
    assertEquals(header + ": it has 104857600 bytes; there may be 1048576", line("check", header));
    long after = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    assertTrue(after - before < HUNDRED_MB, "nobody read it: " + (after - before));
  }

  @Test
  void shouldRefuseWhatIsNoFileToRead() throws IOException {
    Path inside = Files.createDirectory(directory.resolve("d.xml"));
    allSay(inside.toString(), ": is a directory");
    allSay(file("empty.xml", ""), ": it is empty");
    allSay(
        file("blank.xml", "\n \n"),
        ": neither a module's XML (it would begin with '<') nor an" + " ELF image nor a snapshot");
    Path secret = Path.of(file("secret.xml", "<m/>"));
    Assumptions.assumeTrue(secret.toFile().setReadable(false) && !Files.isReadable(secret));
    allSay(secret.toString(), ": permission denied");
  }

  @Test
  void shouldRefuseBombsWithTheirLine() throws IOException {
    String bomb =
        file("bomb.xml", "<?xml version=\"1.0\"?>\n<!DOCTYPE m [<!ENTITY a \"a\">]>\n<m>&a;</m>\n");
    String words = bomb + ":2: document types and entities are not accepted";
    assertEquals(words, line("check", bomb));
    assertEquals(words, line("run", bomb));
    assertEquals(words, line("open", bomb));
    assertEquals(
        bomb + ": is a module already; a partition needs a partition's image",
        line("new", made, bomb));
    String deep = file("deep.xml", "<m>\n" + "<a>".repeat(100_000));
    assertEquals(deep + ":2: elements are nested deeper than 32", line("run", deep));
    Path wide =
        Files.write(directory.resolve("wide.xml"), "<m a='1'/>".getBytes(StandardCharsets.UTF_16));
    assertEquals(
        wide + ":1: this is text in UTF-16; a module's description is UTF-8",
        line("run", wide.toString()));
  }

  @Test
  void shouldSayWhatMayBeMeant() throws IOException {
    CommandLineCase.run("new", made, "hello");
    assertEquals(made + ": is a directory; is its module.xml meant?", line("check", made));
    CommandLineCase image = CommandLineCase.run("check", "hello");
    assertEquals(
        "hello: warning: nothing configures it; check the module's XML that names it\n"
            + "0 errors, 1 warning\n",
        image.out());
    assertEquals(0, image.code());
  }

  @Test
  void shouldSayWhatIsWrongWithEachOfSeveralFiles() throws IOException {
    String header = file("deployment.h", "");
    CommandLineCase run = CommandLineCase.run("check", "demo", "nowhere.xml", header);
    assertEquals(2, run.code());
    assertEquals(
        "nowhere.xml: no such file, and nothing built in has that name (see './vpok list')\n"
            + header
            + ": warning: it defines nothing that POK knows; is it a deployment.h?\n"
            + "1 error, 1 warning\n",
        run.out());
  }

  @Test
  void shouldShowTheFirstOfManyFaults() throws IOException {
    String xml =
        BuiltinModule.DEMO.xml().replace("<Module_Sch", "<what/>\n".repeat(900) + "<Module_Sch");
    String file = file("many.xml", xml);
    CommandLineCase check = CommandLineCase.run("check", file);
    assertEquals(101, check.out().lines().count());
    assertTrue(check.out().endsWith("\n900 errors, 0 warnings (the first 100 are shown)\n"));
    CommandLineCase run = CommandLineCase.run("run", file);
    assertEquals(101, run.err().lines().count());
    assertTrue(run.err().endsWith("\nand 800 more\n"), run.err());
  }
}
