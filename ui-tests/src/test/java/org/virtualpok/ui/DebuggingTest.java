// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.virtualpok.emu.debug.StopReason;

/** Running, stopping and stepping the demo. */
@ExtendWith(ScreenshotOnFailure.class)
final class DebuggingTest {
  private Workbench workbench;

  @AfterEach
  void close() {
    if (workbench != null) {
      workbench.close();
    }
  }

  @Test
  void opensOnTheDemoWithItsViews() throws Exception {
    workbench = Workbench.open("demo");
    assertTrue(workbench.windowTitle().contains("demo"), workbench.windowTitle());
    for (String view : new String[] {"debug", "breakpoints", "disassembly", "hypercalls"}) {
      workbench.until("view " + view, () -> workbench.find("#view-" + view) != null);
    }
    assertNotNull(workbench.find("#console-text-1"));
    assertNotNull(workbench.find("#debug-tree"));
    assertTrue(workbench.banner().contains("not started"), workbench.banner());
  }

  @Test
  void resumesAndSuspends() throws Exception {
    workbench = Workbench.openSlow("demo");
    workbench.resume();
    workbench.until("output", () -> workbench.console(1).contains("CLOCK TICK TEST"));
    workbench.until("hypercalls", () -> workbench.rows("#hypercalls-table") > 100);
    workbench.suspend();
    assertTrue(workbench.banner().contains("Suspended"), workbench.banner());
    long time = workbench.snapshot().timeNanos();
    assertTrue(time > 0);
    workbench.press(KeyCode.F8);
    workbench.until("time goes on", () -> workbench.snapshot().timeNanos() > time);
    workbench.suspend();
  }

  @Test
  void stepsByInstructionAndByHypercall() throws Exception {
    workbench = Workbench.open("demo");
    long before = workbench.snapshot().instructions();
    workbench.click("#step-into");
    workbench.until("one step", () -> workbench.snapshot().instructions() == before + 1);
    workbench.press(KeyCode.F5);
    workbench.until("two steps", () -> workbench.snapshot().instructions() == before + 2);
    assertEquals(StopReason.Kind.STEP, workbench.snapshot().stop().kind());
    workbench.click("#next-hypercall");
    workbench.until("a call", () -> workbench.snapshot().instructions() > before + 2);
    workbench.untilStopped();
    workbench.click("#step-into");
    workbench.until("the call's row", () -> workbench.rows("#hypercalls-table") == 1);
  }

  @Test
  void togglesABreakpointWhereItStands() throws Exception {
    workbench = Workbench.open("demo");
    workbench.click("#step-into");
    workbench.until("a step", () -> workbench.snapshot().instructions() == 1);
    workbench.until("code", () -> workbench.find("#view-disassembly .list-cell") != null);
    workbench.click("#toggle-breakpoint");
    workbench.until("a breakpoint", () -> workbench.rows("#breakpoints-table") == 1);
    workbench.click("#breakpoint-enabled-1");
    workbench.until("it is off", () -> !workbench.snapshot().breakpoints().get(0).enabled());
    workbench.click("#toggle-breakpoint");
    workbench.until("it is gone or on", () -> changedAgain());
  }

  private boolean changedAgain() {
    var breakpoints = workbench.snapshot().breakpoints();
    return breakpoints.isEmpty() || breakpoints.get(0).enabled();
  }

  @Test
  void stopsAtAHypercall() throws Exception {
    workbench = Workbench.open("demo");
    workbench.click("#breakpoint-add");
    workbench.until("the line to type", () -> workbench.find("#breakpoint-what") != null);
    workbench.type("irq_partition_dis");
    workbench.press(KeyCode.ENTER);
    workbench.until("the row", () -> workbench.rows("#breakpoints-table") == 1);
    workbench.resume();
    workbench.until(
        "the stop", () -> workbench.snapshot().stop().kind() == StopReason.Kind.HYPERCALL_ENTRY);
    workbench.untilStopped();
    workbench.until("the name", () -> workbench.banner().contains("IRQ_PARTITION_DISABLE"));
    assertEquals(1, workbench.snapshot().breakpoints().get(0).hits());
    workbench.click("#breakpoints-table .table-row-cell");
    workbench.press(KeyCode.SPACE);
    workbench.until("it is off", () -> !workbench.snapshot().breakpoints().get(0).enabled());
    workbench.press(KeyCode.DELETE);
    workbench.until("it is gone", () -> workbench.rows("#breakpoints-table") == 0);
  }

  @Test
  void aFaultStopsWithABanner() throws Exception {
    workbench = Workbench.open("fault_write");
    workbench.resume();
    workbench.until("the fault", () -> workbench.snapshot().stop().kind() == StopReason.Kind.FAULT);
    workbench.untilStopped();
    workbench.until("a red banner", () -> workbench.hasStyle("#stop-banner", "broken"));
    assertFalse(workbench.text("#stop-title").isBlank());
    workbench.until("its last words", () -> workbench.console(1).contains("at 0x10000000"));
    assertFalse(workbench.console(1).contains("still here"));
  }

  @Test
  void closesInTheMiddleOfARun() throws Exception {
    workbench = Workbench.openSlow("demo");
    workbench.resume();
    workbench.until("it runs", () -> workbench.snapshot().timeNanos() > 0);
    workbench.closeWindow();
    workbench.until("the window is gone", () -> !workbench.isShowing());
    workbench.until(
        "the machine has ended",
        () -> workbench.snapshot().stop().kind() == StopReason.Kind.TERMINATED);
  }
}
