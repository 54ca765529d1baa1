// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IrqsTest {
  private static List<String> lines(String... args) {
    CommandLineCase run = CommandLineCase.run(args);
    assertEquals("", run.err());
    assertEquals(0, run.code());
    List<String> lines = run.out().lines().toList();
    lines.forEach(l -> assertTrue(l.length() <= 100, l));
    return lines;
  }

  /** The numbers of the line that begins so. */
  private static long[] numbers(List<String> lines, String start) {
    String line = lines.stream().filter(l -> l.startsWith(start)).findFirst().orElseThrow();
    return Arrays.stream(line.substring(start.length()).trim().split(" +"))
        .map(n -> n.replace(",", ""))
        .filter(n -> n.matches("[0-9]+"))
        .mapToLong(Long::parseLong)
        .toArray();
  }

  @Test
  void shouldTellWhatHeldTheTicksOfTheDemo() {
    List<String> lines = lines("irqs", "demo", "--for", "1s");
    assertEquals("demo: interrupts in 1 s of guest time", lines.get(0));
    long[] law = numbers(lines, "all  ");
    assertEquals(law[0], law[1] + law[2] + law[3] + law[4]);
    assertTrue(lines.contains("THE 10 LONGEST"));
    assertTrue(
        lines.contains("        10.00 ms  not scheduled   slot 1 began: messages"),
        () -> String.join("\n", lines));
    assertTrue(lines.stream().anyMatch(l -> l.startsWith("  10.00 ms  #10 ticker, line 0 clock")));
    assertEquals(lines, lines("irqs", "demo", "--for", "1s"), "the same every time");
  }

  @Test
  void shouldNameTheInstructionThatTurnedTheVirtualIfOff() {
    List<String> lines = lines("irqs", "irqstress", "--clock", "20000", "--worst", "1");
    assertTrue(
        lines.stream()
            .anyMatch(
                l ->
                    l.contains("virtual IF off  28 IRQ_PARTITION_DISABLE at ")
                        && l.contains("_CPU_Virtual_Interrupts_disable+0x")),
        () -> String.join("\n", lines));
  }

  @Test
  void shouldNameTheGateOfEachDroppedOne() {
    List<String> lines =
        lines("irqs", "demo", "--policy", "pok-2013", "--frame", "safe", "--for", "1s");
    long dropped = numbers(lines, "all  ")[4];
    assertTrue(dropped > 400);
    assertEquals(dropped, numbers(lines, "not scheduled ")[2]);
    long sum =
        lines.stream()
            .filter(l -> l.contains("  not scheduled   slot "))
            .mapToLong(l -> Long.parseLong(l.trim().split(" ")[0].replace(",", "")))
            .sum();
    assertEquals(dropped, sum);
  }

  @Test
  void shouldAskForOnePartition() {
    List<String> lines =
        lines("irqs", "demo", "--for", "100ms", "--partition", "messages", "--line", "0");
    assertTrue(lines.stream().noneMatch(l -> l.contains("#") && l.contains(" ticker,")));
    assertTrue(numbers(lines, "messages             0 clock")[0] > 80);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "demo --partition nobody|--partition nobody: demo has ticker, messages",
        "demo --line 16|--line 16: must be 0 to 15",
        "demo --worst -1|--worst -1: must not be negative",
        "hello-native|hello-native: a PC's kernel is its own hypervisor; only a module has virtual"
            + " interrupts"
      })
  void shouldRefuseInOneLine(String arguments, String problem) {
    CommandLineCase run = CommandLineCase.run(("irqs " + arguments).split(" "));
    assertEquals(2, run.code());
    assertEquals(problem + "\n", run.err());
    assertEquals("", run.out());
  }
}
