// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.virtualpok.emu.debug.StopReason;

class RunControlTest extends WorkbenchCase {
  @Test
  void shouldOpenSuspendedAtTheFirstInstruction(FxRobot robot) {
    assertFalse(now().running());
    assertEquals(0, now().instructions());
    awaitArrow(robot);
    assertTrue(text(robot, "#stop-title").startsWith("Suspended"), text(robot, "#stop-title"));
    assertEquals("Suspended", text(robot, "#status-state"));
    assertTrue(fx(() -> robot.lookup("#suspend").query().isDisabled()), "nothing runs yet");
  }

  @Test
  void shouldResumeAndSuspendByKey(FxRobot robot) {
    robot.push(KeyCode.F8);
    await("the target runs", () -> now().running());
    await("the status bar says so", () -> text(robot, "#status-state").equals("Running"));
    assertFalse(fx(() -> robot.lookup("#stop-banner").query().isVisible()));
    robot.push(KeyCode.CONTROL, KeyCode.ALT, KeyCode.S);
    await("the target stands", () -> !now().running());
    assertEquals(StopReason.Kind.USER, now().stop().kind());
    awaitFx("the banner", () -> robot.lookup("#stop-banner").query().isVisible());
    assertTrue(now().instructions() > 0);
    awaitArrow(robot);
  }

  @Test
  void shouldStepInstructionByInstruction(FxRobot robot) {
    for (int i = 1; i <= 5; i++) {
      long wanted = i;
      robot.push(KeyCode.F5);
      await("step " + i, () -> !now().running() && now().instructions() == wanted);
      assertEquals(StopReason.Kind.STEP, now().stop().kind());
    }
    awaitArrow(robot);
    robot.push(KeyCode.F6);
    await("the step over", () -> !now().running() && now().instructions() > 5);
    awaitArrow(robot);
  }

  @Test
  void shouldRunToTheNextHypercall(FxRobot robot) {
    robot.push(KeyCode.F9);
    await("a stop", () -> !now().running() && now().instructions() > 0);
    awaitArrow(robot);
    awaitFx(
        "the name of the hypercall beside int",
        () ->
            robot
                .from(codeRow(robot, eip()))
                .lookup(".code-comment")
                .queryAllAs(javafx.scene.control.Label.class)
                .stream()
                .anyMatch(l -> l.getStyleClass().contains("hypercall") && !l.getText().isEmpty()));
  }

  @Test
  void shouldRestartFromTheBeginning(FxRobot robot) {
    int entry = eip();
    robot.push(KeyCode.F9);
    await("a stop", () -> !now().running() && now().instructions() > 0);
    robot.clickOn("#restart");
    await("the beginning", () -> now().instructions() == 0 && !now().running());
    assertEquals(entry, eip());
    awaitArrow(robot);
  }

  @Test
  void shouldOfferNothingButARestartAfterTheEnd(FxRobot robot) {
    robot.push(KeyCode.CONTROL, KeyCode.F2);
    await("the end", () -> now().stop().kind() == StopReason.Kind.TERMINATED);
    awaitFx("resume is not offered", () -> robot.lookup("#resume").query().isDisabled());
    assertTrue(fx(() -> robot.lookup("#terminate").query().isDisabled()));
    assertFalse(fx(() -> robot.lookup("#restart").query().isDisabled()));
    robot.clickOn("#restart");
    awaitFx("resume is offered again", () -> !robot.lookup("#resume").query().isDisabled());
  }
}
