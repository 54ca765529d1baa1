// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.virtualpok.emu.debug.RunLimit;

/** Errors, the health monitor's answers, and the tables by which it gives them. */
@ExtendWith(ScreenshotOnFailure.class)
final class HealthMonitorTest {
  private static final Workbench.View HEALTH = new Workbench.View("health", "Health Monitor");

  private Workbench workbench;

  @AfterEach
  void close() {
    if (workbench != null) {
      workbench.close();
    }
  }

  @Test
  void listsErrorsAndGoesToTheirPlace() throws Exception {
    workbench = Workbench.open("health");
    workbench.open(HEALTH);
    workbench.target().runUntil(RunLimit.atTime(15_000_000));
    workbench.until("both errors", () -> workbench.rows("#health-occurrences") == 2);
    assertEquals("Errors 2", workbench.text("#health-show-occurrences"));
    assertEquals("12 numeric error × 2", workbench.text("#health-summary"));
    assertTrue(workbench.shows("#health-occurrences", "COLD_START"));
    assertTrue(workbench.shows("#health-occurrences", "divide+0x4"));
    // The partition that idles stops the window, as every fault does; the next run goes on.
    workbench.target().runUntil(RunLimit.atTime(90_000_000));
    workbench.until("the fault", () -> workbench.rows("#health-occurrences") == 3);
    workbench.target().runUntil(RunLimit.atTime(90_000_000));
    workbench.until("all errors", () -> workbench.rows("#health-occurrences") == 5);
    FxRobot robot = new FxRobot();
    robot.clickOn("write_word");
    workbench.until(
        "its partition's code", () -> robot.lookup("offsets in 3 writes").tryQuery().isPresent());
  }

  @Test
  void countsByTheTables() throws Exception {
    workbench = Workbench.open("health");
    workbench.open(HEALTH);
    workbench.target().runUntil(RunLimit.atTime(15_000_000));
    workbench.until("both errors", () -> workbench.rows("#health-occurrences") == 2);
    workbench.click("#health-show-rules");
    workbench.until("the tables", () -> workbench.rows("#health-rules") == 4);
    assertTrue(workbench.shows("#health-rules", "SHUTDOWN"));
    assertTrue(workbench.shows("#health-rules", "2"));
    Workbench.screenshot("health-tables");
    workbench.target().restart();
    workbench.until("a new log", () -> "Errors".equals(workbench.text("#health-show-occurrences")));
  }

  @Test
  void saysWhereThereAreNoTables() throws Exception {
    workbench = Workbench.open("demo");
    workbench.open(HEALTH);
    workbench.until("the hint", () -> workbench.rows("#health-rules") == 0);
  }
}
