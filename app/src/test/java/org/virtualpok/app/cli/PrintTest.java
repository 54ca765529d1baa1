// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintTest {
  private static String output(String... args) {
    CommandLineCase run = CommandLineCase.run(args);
    assertEquals("", run.err());
    assertEquals(0, run.code());
    return run.out();
  }

  @Test
  void shouldPrintAGuestThatRan() {
    String[] args = {"print", "ticker", "--at", "1s", "_Thread_Executing->current_priority"};
    assertEquals("_Thread_Executing->current_priority = 255\n", output(args));
  }

  @Test
  void shouldPrintThePartitionThatIsMeant() {
    String text =
        output("print", "demo", "--at", "1s", "--partition", "messages", "*_Thread_Executing");
    assertTrue(text.startsWith("*_Thread_Executing = {Object = {id = 151060481, "), text);
    assertTrue(text.contains("entry_point = 0x"), text);
    assertTrue(text.contains(" <_Thread_Idle_body>"), text);
  }

  @Test
  void shouldPrintAnImageInItsFile() {
    assertEquals(
        "_Thread_Executing = (Thread_Control *) 0x0\n",
        output("print", "ticker", "_Thread_Executing"));
  }

  @Test
  void shouldPrintAKernelOfAPc() {
    String text = output("print", "ticker-native", "--at", "1s", "_Thread_Executing");
    assertTrue(text.matches("_Thread_Executing = \\(Thread_Control \\*\\) 0x.* <.*>\n"), text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ticker nobody|nobody:1: there is no variable 'nobody'",
        "ticker _Thread_Executing->name|_Thread_Executing->name:18: the pointer is null",
        "demo x|demo: no image but something that runs; print needs --at",
        "demo --at 1ms x|demo: has ticker, messages; --partition says which",
        "demo --at 1ms --partition no x|--partition no: demo has ticker, messages",
        "nosuch x|nosuch: no such file, and nothing built in has that name (see './vpok list')"
      })
  void shouldRefuseInOneLine(String arguments, String problem) {
    CommandLineCase run = CommandLineCase.run(("print " + arguments).split(" "));
    assertEquals("", run.out());
    assertEquals(2, run.code());
    assertTrue(run.err().endsWith(problem + "\n"), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
  }
}
