// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.shell;

import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.virtualpok.emu.debug.InterruptFilter;
import org.virtualpok.emu.debug.RunLimit;

class InterruptsPerspectiveTest extends WorkbenchCase {
  private static final String TABLE = "#instances-table";

  private static TableView<?> table(FxRobot robot) {
    return robot.lookup(TABLE).queryTableView();
  }

  private void runTo(long nanos) throws Exception {
    target.setPace(Double.POSITIVE_INFINITY);
    target.runUntil(RunLimit.atTime(nanos)).get();
  }

  private void showInterrupts(FxRobot robot) {
    robot.push(KeyCode.ALT, KeyCode.DIGIT2);
    awaitFx("the table", () -> robot.lookup(TABLE).tryQuery().isPresent());
  }

  @Test
  void shouldListEachInterruptAndExplainTheSelectedOne(FxRobot robot) throws Exception {
    runTo(60_000_000);
    showInterrupts(robot);
    int all = target.interruptHistory().orElseThrow().ids(InterruptFilter.ALL).length;
    assertTrue(all > 50, all + " interrupts");
    awaitFx("all of them", () -> table(robot).getItems().size() == all);
    awaitFx("a verdict", () -> !text(robot, "#autopsy-verdict").isEmpty());
    fx(
        () -> {
          table(robot).requestFocus();
          table(robot).getSelectionModel().clearAndSelect(0);
          return null;
        });
    await("the first", () -> text(robot, ".autopsy-number").equals("#1"));
    robot.push(KeyCode.DOWN);
    await("the second", () -> text(robot, ".autopsy-number").equals("#2"));
    assertTrue(fx(() -> robot.lookup("#law-strip").query().isVisible()));
    robot.push(KeyCode.ALT, KeyCode.DIGIT1);
    awaitFx("the Debug perspective", () -> robot.lookup("#debug-tree").tryQuery().isPresent());
  }

  @Test
  void shouldRaiseAnInterruptByHand(FxRobot robot) throws Exception {
    runTo(35_000_000);
    long before = raised();
    robot.push(KeyCode.ALT, KeyCode.I);
    awaitFx("the pane", () -> robot.lookup("#raise-line-0").tryQuery().isPresent());
    robot.push(KeyCode.ENTER);
    await("one more", () -> raised() == before + 1);
  }

  private long raised() {
    return now().interrupts().stream()
        .flatMap(i -> i.lines().stream())
        .mapToLong(l -> l.raised())
        .sum();
  }
}
