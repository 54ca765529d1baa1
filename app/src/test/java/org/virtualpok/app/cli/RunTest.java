// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import org.virtualpok.bsp.BuiltinModule;
import org.virtualpok.bsp.GuestImages;

class RunTest {
  @TempDir private Path directory;

  private static CommandLineCase ok(String... args) {
    CommandLineCase run = CommandLineCase.run(args);
    assertEquals("", run.err());
    assertEquals(0, run.code());
    return run;
  }

  @Test
  void shouldPrintTheConsoleOfASample() {
    assertEquals(
        """
        [hello] *** HELLO WORLD TEST ***
        [hello] Hello World
        [hello] *** END OF HELLO WORLD TEST ***
        """,
        ok("run", "hello").out());
    assertEquals(
        """
        [base_sp] *** SAMPLE SINGLE PROCESSOR APPLICATION ***
        [base_sp] Creating and starting an application task
        [base_sp] Application task was invoked with argument (0) and has id of 0xa010002
        [base_sp] *** END OF SAMPLE SINGLE PROCESSOR APPLICATION ***
        """,
        ok("run", "base_sp").out());
  }

  @Test
  void shouldPrintTheSameBytesEveryTime() {
    CommandLineCase first = ok("run", "demo", "--for", "31s");
    CommandLineCase second = ok("run", "demo", "--for", "31s");
    assertEquals(first.out(), second.out());
    assertEquals(14, first.out().lines().filter(l -> l.contains("rtems_clock_get_tod")).count());
    assertTrue(first.out().contains("[ticker] *** END OF CLOCK TICK TEST ***\n"));
    assertTrue(first.out().contains("[messages] "));
  }

  @Test
  void shouldRunAFileAsItRunsTheBuiltIn() throws IOException {
    Path file = Files.write(directory.resolve("hello"), GuestImages.read("hello"));
    assertEquals(ok("run", "hello").out(), ok("run", file.toString()).out());
  }

  @Test
  void shouldEndAtTheLimitThatWasGiven() {
    assertEquals("", ok("run", "hello", "--instructions", "10").out());
    assertEquals("", ok("run", "hello", "--for", "0s").out());
    String early = ok("run", "ticker", "--for", "5500ms").out();
    assertEquals(5, early.lines().count(), early);
  }

  @Test
  void shouldExportEverythingThatHappened() throws IOException {
    Path events = directory.resolve("e.jsonl");
    ok("run", "demo", "--for", "100ms", "--events", events.toString());
    List<String> lines = Files.readAllLines(events);
    assertTrue(lines.size() > 100, "only " + lines.size());
    ObjectMapper mapper = new ObjectMapper();
    boolean consoles = false;
    for (String line : lines) {
      JsonNode node = mapper.readTree(line);
      List<String> names = new ArrayList<>();
      node.fieldNames().forEachRemaining(names::add);
      assertEquals(List.of("t_ns", "insn", "partition", "kind"), names.subList(0, 4));
      consoles |= node.get("kind").asText().equals("console_output");
    }
    assertTrue(consoles);
    byte[] first = Files.readAllBytes(events);
    ok("run", "demo", "--for", "100ms", "--events", events.toString());
    assertEquals(new String(first, StandardCharsets.UTF_8), Files.readString(events));
  }

  @ParameterizedTest
  @CsvSource({
    "fault_jump,  #GP, 0x7ffffff0, call eax",
    "fault_write, #GP, 0x10000000, mov ",
    "fault_div,   #DE, division by zero, div ",
    "fault_ud,    #UD, 0f 0b, ud2"
  })
  void shouldGiveAPostMortemOfAFault(
      String image, String fault, String address, String instruction) {
    CommandLineCase run = CommandLineCase.run("run", image);
    assertEquals(3, run.code());
    assertTrue(run.out().startsWith("[" + image + "] " + image + ":"), run.out());
    List<String> lines = run.err().lines().toList();
    assertTrue(lines.get(0).startsWith("Partition " + image + " faulted at "), run.err());
    assertTrue(lines.get(1).startsWith(fault), run.err());
    assertTrue(lines.get(1).contains(address), run.err());
    assertTrue(lines.get(1).contains("by the instruction at 0x0000"), run.err());
    assertTrue(lines.get(3).contains(instruction), run.err());
    assertTrue(run.err().contains("  EAX="), run.err());
    assertTrue(run.err().contains("<boot_card"), run.err());
    assertTrue(run.err().contains("CONSWRITE"), run.err());
    assertEquals(run.err(), CommandLineCase.run("run", image).err());
  }

  @Test
  void shouldLetTheOthersGoOnAfterAFault() throws IOException {
    String xml = BuiltinModule.DEMO.xml().replace("builtin:messages", "builtin:fault_ud");
    Path file = Files.writeString(directory.resolve("m.xml"), xml);
    CommandLineCase run = CommandLineCase.run("run", file.toString());
    assertEquals(3, run.code(), run.err());
    assertTrue(run.out().endsWith("[ticker] *** END OF CLOCK TICK TEST ***\n"), run.out());
  }

  @Test
  void shouldSayWhatTheHealthMonitorDid() {
    CommandLineCase run = CommandLineCase.run("run", "health", "--for", "300ms");
    assertEquals(3, run.code(), run.err());
    assertTrue(
        run.err()
            .endsWith(
                """
                The health monitor answered 13 errors
                  5.6 us  restarts  error 12 numeric error of thread 0 at 0x00001024 <divide+0x4>: partition level, COLD_START, 6 times
                  20.0056 ms  idles  error 12 numeric error of thread 0 at 0x00001024 <divide+0x4>: partition level, IDLE
                  40.00807 ms  writes  error 13 illegal request of thread 0 at 0x00001020 <write_word>: partition level, WARM_START, 6 times
                """),
        run.err());
    assertTrue(run.err().contains("; the health monitor's action is IDLE (partition level)"));
    assertEquals(2, run.out().lines().filter(l -> l.startsWith("[restarts]")).count() / 3);
    assertTrue(run.out().contains("[healthy] TA1"), run.out());
  }

  @Test
  void shouldEndAfterTheWallClockTimeout() {
    CommandLineCase run = CommandLineCase.run("run", "bench", "--timeout", "1ms");
    assertEquals(124, run.code());
    assertTrue(run.err().startsWith("Ended by --timeout after 1 ms of wall-clock time"), run.err());
  }

  @Test
  void shouldTakeAnotherClock() {
    String slow = ok("run", "ticker", "--clock", "100").out();
    String shifted = ok("run", "ticker", "--clock-phase", "300000").out();
    assertEquals(16, slow.lines().count(), slow);
    assertEquals(16, shifted.lines().count(), shifted);
  }
}
