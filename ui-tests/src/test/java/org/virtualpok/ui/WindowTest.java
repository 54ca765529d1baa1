// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.ui;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The window itself: themes, tables, and whatever somebody may press in a hurry. */
@ExtendWith(ScreenshotOnFailure.class)
final class WindowTest {
  private static final long SEED = 20261122;
  private static final int ACTIONS = 30;

  private Workbench workbench;

  @AfterEach
  void close() {
    if (workbench != null) {
      workbench.close();
    }
  }

  @Test
  void switchesTheThemeAndBack() throws Exception {
    workbench = Workbench.open("demo");
    assertTrue(workbench.stylesheets().contains("tokens-dark.css"), workbench.stylesheets());
    workbench.click("#switch-theme");
    workbench.until("light", () -> workbench.stylesheets().contains("tokens-light.css"));
    workbench.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.T);
    workbench.until("dark", () -> workbench.stylesheets().contains("tokens-dark.css"));
  }

  @Test
  void filtersTheHypercalls() throws Exception {
    workbench = Workbench.openSlow("demo");
    workbench.resume();
    workbench.until("hypercalls", () -> workbench.rows("#hypercalls-table") > 200);
    workbench.suspend();
    int all = workbench.rows("#hypercalls-table");
    workbench.click("#hypercalls-filter-button");
    workbench.type("conswrite");
    workbench.until(
        "fewer",
        () -> workbench.rows("#hypercalls-table") > 0 && workbench.rows("#hypercalls-table") < all);
    workbench.press(KeyCode.ESCAPE);
    workbench.until("all again", () -> workbench.rows("#hypercalls-table") >= all);
  }

  @Test
  void survivesAHurry() throws Exception {
    System.out.println("seed " + SEED);
    Random random = new Random(SEED);
    workbench = Workbench.openSlow("demo");
    KeyCode[][] keys = {
      {KeyCode.F8},
      {KeyCode.F5},
      {KeyCode.F6},
      {KeyCode.F9},
      {KeyCode.CONTROL, KeyCode.ALT, KeyCode.S},
      {KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.B},
      {KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.F2},
      {KeyCode.ALT, KeyCode.HOME},
    };
    for (int i = 0; i < ACTIONS; i++) {
      workbench.press(keys[random.nextInt(keys.length)]);
    }
    workbench.target().suspend().get();
    workbench.untilStopped();
    workbench.until("seed " + SEED + ": the window answers", () -> workbench.isShowing());
  }
}
