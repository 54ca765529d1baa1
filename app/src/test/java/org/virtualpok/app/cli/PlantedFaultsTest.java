// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.virtualpok.bsp.BuiltinModule;

/** The faults that docs/configuration-check.md plants in the samples, through the command line. */
class PlantedFaultsTest {
  private static final Path DOCS = Path.of("../docs");
  private static final Path EXAMPLES = DOCS.resolve("examples");
  private static final Pattern CODE = Pattern.compile("`([^`]*)`");
  private static final String KERNEL = "kernel/deployment.h";

  @TempDir private Path directory;

  /**
   * A row of the table.
   *
   * @param found lines that check prints, with the file as seen from the sample's directory
   */
  record Fault(String file, List<String> was, List<String> becomes, List<String> found) {
    static Fault of(String row) {
      String[] cells = row.substring(2, row.length() - 2).split(" \\| ");
      assertEquals(4, cells.length, row);
      return new Fault(cells[0], codes(cells[1]), codes(cells[2]), codes(cells[3]));
    }

    private static List<String> codes(String cell) {
      List<String> codes = CODE.matcher(cell).results().map(m -> m.group(1)).toList();
      return codes.isEmpty() ? List.of("") : codes;
    }

    @Override
    public String toString() {
      return file + ": " + was.get(0) + " -> " + becomes.get(0);
    }
  }

  static List<Fault> faults() throws IOException {
    String page = Files.readString(DOCS.resolve("configuration-check.md")).replace("\r\n", "\n");
    return page.substring(page.indexOf("\n## Planted faults\n"))
        .lines()
        .filter(line -> line.matches("\\| [a-z0-9/]+\\.(xml|h) .*"))
        .map(Fault::of)
        .toList();
  }

  private void copyExamples() throws IOException {
    try (Stream<Path> files = Files.walk(EXAMPLES)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = directory.resolve(EXAMPLES.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.writeString(copy, Files.readString(file).replace("\r\n", "\n"));
      }
    }
  }

  @Test
  void shouldBeThirtyAndMore() throws IOException {
    List<Fault> faults = faults();
    assertTrue(faults.size() >= 30, () -> faults.size() + " faults");
    for (String words :
        List.of("is not closed", "creates more than", "takes arguments", "its kernel gives")) {
      assertTrue(faults.stream().anyMatch(f -> f.found.toString().contains(words)), words);
    }
  }

  @ParameterizedTest
  @MethodSource("faults")
  void shouldBeFoundOnItsLineAndNothingElse(Fault fault) throws IOException {
    copyExamples();
    boolean xml = fault.file.endsWith(".xml");
    Path base = xml ? directory : directory.resolve("pok-2025");
    Path planted = base.resolve(fault.file);
    for (int i = 0; i < fault.was.size(); i++) {
      String text = Files.readString(planted);
      String was = fault.was.get(i).replace("\\n", "\n");
      assertTrue(text.contains(was), "the sample has what is changed: " + was);
      String becomes = fault.becomes.get(i).replace("\\n", "\n");
      Files.writeString(
          planted, text.replaceFirst(Pattern.quote(was), Matcher.quoteReplacement(becomes)));
    }

    CommandLineCase run =
        CommandLineCase.run("check", base.resolve(xml ? fault.file : KERNEL).toString());

    String said = run.out().replace(base + "/", "").replace(base + "\\", "").replace('\\', '/');
    long errors = fault.found.stream().filter(f -> !f.contains(": warning: ")).count();
    long warnings = fault.found.size() - errors;
    String count = errors + (errors == 1 ? " error, " : " errors, ") + warnings;
    assertEquals(
        String.join("\n", fault.found)
            + "\n"
            + count
            + (warnings == 1 ? " warning\n" : " warnings\n"),
        said);
    assertEquals("", run.err());
    assertEquals(errors > 0 ? 2 : 0, run.code());
  }

  @Test
  void shouldFindNothingInTheSamples() throws IOException {
    for (BuiltinModule module : BuiltinModule.values()) {
      CommandLineCase run = CommandLineCase.run("check", module.key());
      assertEquals("0 errors, 0 warnings\n", run.out(), module.key());
    }
    try (Stream<Path> files = Files.walk(EXAMPLES)) {
      String[] all =
          Stream.concat(
                  Stream.of("check"),
                  files.filter(Files::isRegularFile).sorted().map(Path::toString))
              .toArray(String[]::new);
      assertTrue(all.length > 4, () -> String.join(" ", all));
      CommandLineCase run = CommandLineCase.run(all);
      assertEquals("0 errors, 0 warnings\n", run.out());
      assertEquals(0, run.code());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
