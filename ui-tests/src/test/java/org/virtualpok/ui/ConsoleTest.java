// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Talking with guests, quiet ones and loud ones. */
@ExtendWith(ScreenshotOnFailure.class)
final class ConsoleTest {
  private static final int LINES_MAX = 20_000;

  private Workbench workbench;

  @AfterEach
  void close() {
    if (workbench != null) {
      workbench.close();
    }
  }

  @Test
  void echoAnswersWhatIsTyped() throws Exception {
    workbench = Workbench.open("echo");
    workbench.resume();
    workbench.until("the prompt", () -> workbench.console(1).contains("echo: ready"));
    workbench.click("#console-input-1");
    workbench.type("hello guest");
    workbench.press(KeyCode.ENTER);
    workbench.until("the answer", () -> workbench.console(1).contains("echo: hello guest"));
    assertEquals(
        "", Workbench.onFx(() -> ((TextField) workbench.find("#console-input-1")).getText()));
    workbench.press(KeyCode.UP);
    assertEquals(
        "hello guest",
        Workbench.onFx(() -> ((TextField) workbench.find("#console-input-1")).getText()));
  }

  @Test
  void aFloodLeavesTheWindowUsable() throws Exception {
    workbench = Workbench.open("flood");
    workbench.resume();
    workbench.until("a flood", () -> workbench.consoleLines(1) > 2000);
    System.out.println("under a flood the window answers within " + answerMillis() + " ms");
    String before = workbench.stylesheets();
    workbench.click("#switch-theme");
    workbench.until("another theme", () -> !workbench.stylesheets().equals(before));
    assertTrue(workbench.consoleLines(1) <= LINES_MAX + 1);
    workbench.suspend();
    assertTrue(workbench.banner().contains("Suspended"), workbench.banner());
    workbench.click("#console-clear-1");
    workbench.until("an empty console", () -> workbench.console(1).isEmpty());
  }

  /** The median of some questions to the JavaFX thread; more than a second is no answer. */
  private static long answerMillis() {
    long[] millis = new long[15];
    for (int i = 0; i < millis.length; i++) {
      long start = System.nanoTime();
      Workbench.onFx(() -> true);
      millis[i] = (System.nanoTime() - start) / 1_000_000;
    }
    Arrays.sort(millis);
    assertTrue(millis[millis.length / 2] < 1000, Arrays.toString(millis));
    return millis[millis.length / 2];
  }

  @Test
  void restartBeginsAnEmptyConsole() throws Exception {
    workbench = Workbench.open("echo");
    workbench.resume();
    workbench.until("the prompt", () -> workbench.console(1).contains("echo: ready"));
    workbench.click("#restart");
    workbench.until("it stands at its start", () -> workbench.snapshot().timeNanos() == 0);
    workbench.until("an empty console", () -> workbench.console(1).isEmpty());
  }
}
