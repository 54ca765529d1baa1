// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TasksTest {
  private static String output(String... args) {
    CommandLineCase run = CommandLineCase.run(args);
    assertEquals("", run.err());
    assertEquals(0, run.code());
    return run.out();
  }

  @Test
  void shouldListTasksAndObjectsOfAPartition() {
    assertEquals(
        """
        demo, partition messages: at 1 s of guest time

        executive in partition 2 messages, tick 989

        TASK  ID        STATE           PRIORITY  WAITS FOR           WAKES AT TICK  STACK        ENTRY
        IDLE  09010001  READY, current  255       -                   -              68 of 2048   _Thread_Idle_body
        PONG  0a010002  MESSAGE         2         message queue PINQ  -              156 of 4096  Pong_task
        PING  0a010003  DELAY           2         -                   1000, in 11    136 of 4096  Ping_task

        OBJECT  ID        KIND           STATE            OWNER  WAITING
        PINQ    22010001  message queue  0 of 4 messages  -      PONG
        PONQ    22010002  message queue  0 of 4 messages  -      -
        """,
        output("tasks", "demo", "--at", "1s", "--partition", "messages"));
  }

  @Test
  void shouldListTheSameOnAPcOfItsOwn() {
    String text = output("tasks", "ticker-native", "--at", "2s");
    assertTrue(text.contains("\nexecutive, tick 1999\n"), text);
    assertTrue(text.contains("\nTA2   0a010003  DELAY           1         -   "), text);
    assertTrue(text.contains(" 10000, in 8001 "), text);
  }

  @Test
  void shouldListEverySystemOfAModule() {
    String text = output("tasks", "demo", "--at", "20ms");
    assertTrue(text.contains("\nexecutive in partition 1 ticker, tick "), text);
    assertTrue(text.contains("\nexecutive in partition 2 messages, tick "), text);
  }

  @Test
  void shouldSayBeforeTheStartWhatIsNotThereYet() {
    assertEquals(
        """
        ticker: at 0 ns of guest time

        executive in partition 1 ticker, tick 0

        no tasks

        PROBLEMS
        The executive is not initialised yet.
        """,
        output("tasks", "ticker", "--at", "0ns"));
  }

  @Test
  void shouldSayInOneLineWhatIsMissing() {
    assertEquals(
        """
        bench: at 1 ms of guest time
        No operating system was recognised: an image needs one that is known (the executive, RTEMS), symbols and debugging information (-g).
        """,
        output("tasks", "bench", "--at", "1ms"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "demo --partition nobody|--partition nobody: demo has ticker, messages",
        "hello-native --partition a|--partition a: hello-native has no partitions",
        "nosuch|nosuch: no such file, and nothing built in has that name (see './vpok list')",
        "hello-native --clock 100|hello-native: for a PC; --clock and --clock-phase are for modules"
      })
  void shouldRefuseInOneLine(String arguments, String problem) {
    CommandLineCase run = CommandLineCase.run(("tasks " + arguments).split(" "));
    assertEquals(2, run.code());
    assertEquals(problem + "\n", run.err());
    assertEquals("", run.out());
  }

  @Test
  void shouldRefuseATimeThatIsNone() {
    CommandLineCase run = CommandLineCase.run("tasks", "demo", "--at", "soon");
    assertEquals(2, run.code());
    assertTrue(run.err().contains("soon"), run.err());
  }
}
