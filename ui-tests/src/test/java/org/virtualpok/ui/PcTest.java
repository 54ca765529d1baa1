// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.virtualpok.emu.debug.Breakpoint;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.ui.Workbench.View;

/** The views of a PC, on kernels that run on one. */
@ExtendWith(ScreenshotOnFailure.class)
final class PcTest {
  private static final View COM1 = new View("console-com1", "COM1");
  private static final View DEVICES = new View("devices", "Devices");
  private static final View PAGES = new View("pages", "Pages");

  private Workbench workbench;

  @AfterEach
  void close() {
    if (workbench != null) {
      workbench.close();
    }
  }

  @Test
  void whatIsTypedOnTheScreenReachesTheGuestUntilItIsReleased() throws Exception {
    workbench = Workbench.open("vgademo-native");
    workbench.resume();
    workbench.until("the demo's screen", () -> workbench.screen().contains("What you type"));
    workbench.click("#screen-canvas");
    assertTrue(workbench.text("#screen-hint").startsWith("Keys go to the guest"));
    workbench.press(KeyCode.Q);
    workbench.press(KeyCode.X);
    workbench.until("the letters", () -> workbench.screen().contains("qx"));
    workbench.press(KeyCode.F8);
    workbench.press(KeyCode.CONTROL, KeyCode.ALT);
    workbench.until("the keyboard is free", () -> !workbench.focused("#screen-canvas"));
    assertTrue(workbench.text("#screen-hint").startsWith("Click to type"));
    assertTrue(workbench.snapshot().running(), "F8 was the guest's");
    workbench.press(KeyCode.CONTROL, KeyCode.ALT, KeyCode.S);
    workbench.untilStopped();
  }

  @Test
  void aSerialLineHasAConsole() throws Exception {
    workbench = Workbench.open("ticker-native");
    assertEquals("CPU", workbench.snapshot().contexts().get(1).name());
    workbench.open(COM1);
    workbench.resume();
    workbench.until("its first line", () -> workbench.console("com1").contains("CLOCK TICK"));
    assertNotNull(workbench.find("#console-input-com1"));
    assertNull(workbench.find("#console-input-port-e9"), "nothing can be sent there");
  }

  @Test
  void devicesAreFiltered() throws Exception {
    workbench = Workbench.open("ticker-native");
    workbench.open(DEVICES);
    workbench.until("registers", () -> workbench.shows("#devices-table", "IMR"));
    int all = workbench.rows("#devices-table");
    workbench.click("#devices-filter");
    workbench.type("imr");
    workbench.until("fewer", () -> workbench.rows("#devices-table") < all);
    assertTrue(workbench.shows("#devices-table", "IMR"));
    assertFalse(workbench.shows("#devices-table", "ISR"));
    workbench.press(KeyCode.ESCAPE);
    workbench.until("all again", () -> workbench.rows("#devices-table") >= all);
  }

  @Test
  void descriptorsAndPagesFollowEachStop() throws Exception {
    workbench = Workbench.open("vgademo-native");
    workbench.resume();
    workbench.until("it ticks", () -> workbench.snapshot().timeNanos() > 20_000_000);
    workbench.suspend();
    workbench.until("the GDT", () -> workbench.shows("#descriptors-table", "Execute/Read"));
    workbench.click("#descriptors-idt");
    workbench.until(
        "the IDT", () -> workbench.shows("#descriptors-table", "32-bit Interrupt Gate"));
    workbench.open(PAGES);
    assertEquals(0, workbench.rows("#pages-table"), "this kernel does not page");
  }

  @Test
  void stopsAtAVectorThatWasChosenByName() throws Exception {
    workbench = Workbench.open("ticker-native");
    workbench.click("#breakpoint-add");
    workbench.click("#breakpoint-kind-vector");
    workbench.type("0x20");
    workbench.press(KeyCode.ENTER);
    workbench.until("the breakpoint", () -> workbench.snapshot().breakpoints().size() == 1);
    assertEquals(
        new Breakpoint.AtVector(0x20), workbench.snapshot().breakpoints().get(0).trigger());
    workbench.resume();
    workbench.until(
        "the first tick", () -> workbench.snapshot().stop().kind() == StopReason.Kind.BREAKPOINT);
    workbench.untilStopped();
    assertTrue(workbench.banner().contains("0x20"), workbench.banner());
  }

  @Test
  void aModuleHasNoHardwareToShow() throws Exception {
    workbench = Workbench.open("demo");
    assertNull(workbench.find("#screen-canvas"));
    assertNotNull(workbench.find("#hypercalls-table"));
    workbench.click("#breakpoint-add");
    assertNull(workbench.find("#breakpoint-kind-vector"));
  }
}
