// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A boot that is saved, and goes on in another process, does what it does in one go. */
class SavedBootTest {
  @TempDir private Path directory;

  /** What a command left behind; the rows are those that tell of the guest alone. */
  private record Result(int code, String out, String events, String state, String ending) {
    Result followedBy(Result next) {
      return new Result(next.code, out + next.out, events + next.events, next.state, next.ending);
    }
  }

  private Result inHere(String... arguments) throws IOException {
    Path events = Files.createTempFile(directory, "events", ".jsonl");
    CommandLineCase c = CommandLineCase.run(with(events, arguments).toArray(String[]::new));
    return new Result(
        c.code(), c.out(), Files.readString(events), row(c.err(), "state"), row(c.err(), "ending"));
  }

  private Result inAnotherProcess(String... arguments) throws Exception {
    Path events = Files.createTempFile(directory, "events", ".jsonl");
    Path out = Files.createTempFile(directory, "out", ".txt");
    Path err = Files.createTempFile(directory, "err", ".txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("org.virtualpok.app.launch.Main");
    command.addAll(with(events, arguments));
    int code =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start()
            .waitFor();
    String said = Files.readString(err);
    return new Result(
        code,
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(events),
        row(said, "state"),
        row(said, "ending"));
  }

  private static List<String> with(Path events, String... arguments) {
    List<String> all = new ArrayList<>(List.of("boot", "--stats", "--events", events.toString()));
    all.addAll(List.of(arguments));
    return all;
  }

  private static String row(String err, String name) {
    return err.lines()
        .filter(l -> l.startsWith(name + " "))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " in: " + err))
        .substring(name.length())
        .strip();
  }

  @Test
  void shouldGoOnInAnotherProcess() throws Exception {
    String file = directory.resolve("saved.vps").toString();
    Result whole = inHere("ticker-native", "--memory", "4M", "--for", "20s");
    assertFalse(whole.out().isEmpty());
    Result first =
        inAnotherProcess("ticker-native", "--memory", "4M", "--for", "7123us", "--save", file);
    Result second = inAnotherProcess(file, "--for", "20s");
    assertEquals(whole, first.followedBy(second));
  }

  /** Also in the middle of a line, of an interrupt's handler, and when all is over. */
  @ParameterizedTest
  @CsvSource({
    "ticker-native, 1000, 5000000",
    "ticker-native, 4321, 5000000",
    "base_sp-native, 7000, 20000",
    "base_sp-native, 7001, 20000",
    "base_sp-native, 7020, 20000",
    "hello-native, 1000000, 2000000",
    "vgademo-native, 3000, 100000",
    "irqstress-native, 123456, 1000000"
  })
  void shouldGoOnFromTheFile(String image, long at, long end) throws Exception {
    String file = directory.resolve("saved.vps").toString();
    Result whole = inHere(image, "--memory", "4M", "--instructions", "" + end);
    Result first = inHere(image, "--memory", "4M", "--instructions", "" + at, "--save", file);
    Result second = inHere(file, "--instructions", "" + end);
    assertEquals(whole, first.followedBy(second));
  }

  @Test
  void savingShouldNotChangeTheState() throws Exception {
    String file = directory.resolve("saved.vps").toString();
    String[] run = {"base_sp-native", "--memory", "4M", "--instructions", "7001"};
    Result plain = inHere(run);
    Result saved = inHere(run[0], run[1], run[2], run[3], run[4], "--save", file);
    assertEquals(plain.state(), saved.state());
    assertTrue(plain.out().length() > saved.out().length(), "a line is under way, and waits");
    assertEquals(plain.state(), inHere(file, "--instructions", "7001").state());
  }
}
