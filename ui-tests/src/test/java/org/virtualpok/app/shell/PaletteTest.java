// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.shell;

import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;

class PaletteTest extends WorkbenchCase {
  @Test
  void shouldRunACommandThatWasTyped(FxRobot robot) {
    open(robot);
    robot.write("step into");
    robot.push(KeyCode.ENTER);
    await("one step", () -> now().instructions() == 1 && !now().running());
  }

  @Test
  void shouldShowASymbolThatWasTyped(FxRobot robot) {
    open(robot);
    robot.write("_virtualpok_upcall");
    robot.push(KeyCode.ENTER);
    awaitFx(
        "the function's label in the disassembly",
        () -> !robot.lookup("_virtualpok_upcall:").queryAll().isEmpty());
  }

  @Test
  void shouldLeaveTheTargetAloneOnEscape(FxRobot robot) {
    open(robot);
    robot.write("resume");
    robot.push(KeyCode.ESCAPE);
    awaitFx("no palette", () -> robot.lookup("#palette-filter").tryQuery().isEmpty());
    robot.push(KeyCode.F5);
    await("the window has its keys again", () -> now().instructions() == 1);
  }

  private static void open(FxRobot robot) {
    robot.push(KeyCode.CONTROL, KeyCode.DIGIT3);
    awaitFx("the palette", () -> robot.lookup("#palette-filter").tryQuery().isPresent());
  }
}
