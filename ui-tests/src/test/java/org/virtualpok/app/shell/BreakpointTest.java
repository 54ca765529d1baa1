// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.virtualpok.emu.debug.Breakpoint;
import org.virtualpok.emu.debug.StopReason;

class BreakpointTest extends WorkbenchCase {
  @Test
  void shouldToggleByKeyAtTheCurrentInstruction(FxRobot robot) {
    awaitArrow(robot);
    int here = eip();
    robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.B);
    await("the breakpoint", () -> now().breakpoints().size() == 1);
    Breakpoint.AtAddress at =
        assertInstanceOf(Breakpoint.AtAddress.class, now().breakpoints().get(0).trigger());
    assertEquals(here, at.offset());
    awaitFx("its disc", () -> discAt(robot, here).isVisible());
    robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.B);
    await("no breakpoint", () -> now().breakpoints().isEmpty());
    awaitFx("no disc", () -> !discAt(robot, here).isVisible());
  }

  @Test
  void shouldToggleByDoubleClickInTheRuler(FxRobot robot) {
    awaitArrow(robot);
    int here = eip();
    robot.doubleClickOn(ruler(robot, here));
    await("one breakpoint", () -> now().breakpoints().size() == 1);
    awaitFx("its disc", () -> discAt(robot, here).isVisible());
    robot.clickOn("#breakpoints-table"); // or the next click would count as the third
    robot.doubleClickOn(ruler(robot, here));
    await("no breakpoint", () -> now().breakpoints().isEmpty());
  }

  @Test
  void shouldStopThereAndCountTheHit(FxRobot robot) throws Exception {
    robot.push(KeyCode.F9);
    await("a stop at a hypercall", () -> !now().running() && now().instructions() > 0);
    awaitArrow(robot);
    robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.B);
    await("the breakpoint", () -> now().breakpoints().size() == 1);
    robot.clickOn("#restart");
    await("the beginning", () -> now().instructions() == 0);
    robot.push(KeyCode.F8);
    await("the hit", () -> now().stop().kind() == StopReason.Kind.BREAKPOINT && !now().running());
    assertEquals(1, now().breakpoints().get(0).hits());
    awaitArrow(robot);
  }

  @Test
  void shouldStopAtAHypercallThatWasChosenByTyping(FxRobot robot) {
    robot.clickOn("#breakpoint-add");
    robot.clickOn("#breakpoint-what").write("CONSWRITE");
    robot.push(KeyCode.ENTER);
    await("the breakpoint", () -> now().breakpoints().size() == 1);
    Breakpoint.AtHypercall at =
        assertInstanceOf(Breakpoint.AtHypercall.class, now().breakpoints().get(0).trigger());
    assertEquals(10, at.number());
    robot.push(KeyCode.F8);
    await(
        "the hit",
        () -> now().stop().kind() == StopReason.Kind.HYPERCALL_ENTRY && !now().running());
    await("the banner", () -> text(robot, "#stop-title").contains("CONSWRITE"));
    awaitArrow(robot);
  }

  @Test
  void shouldSwitchOffAndRemove(FxRobot robot) {
    robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.B);
    await("the breakpoint", () -> now().breakpoints().size() == 1);
    int id = now().breakpoints().get(0).id();
    String box = "#breakpoint-enabled-" + id;
    awaitFx("its box", () -> robot.lookup(box).tryQuery().isPresent());
    robot.clickOn(box);
    await("it is off", () -> !now().breakpoints().get(0).enabled());
    assertFalse(now().breakpoints().isEmpty());
    robot.clickOn("#breakpoints-table");
    fx(
        () -> {
          robot.lookup("#breakpoints-table").queryTableView().getSelectionModel().select(0);
          return null;
        });
    robot.push(KeyCode.DELETE);
    await("it is gone", () -> now().breakpoints().isEmpty());
  }

  private static Node ruler(FxRobot robot, int offset) {
    return fx(() -> codeRow(robot, offset).lookup(".code-ruler"));
  }

  private static Node discAt(FxRobot robot, int offset) {
    return codeRow(robot, offset).lookup(".code-breakpoint");
  }
}
