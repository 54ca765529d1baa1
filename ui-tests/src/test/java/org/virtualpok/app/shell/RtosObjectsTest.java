// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import javafx.scene.control.TableView;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.virtualpok.emu.debug.Context;
import org.virtualpok.emu.debug.RunLimit;

class RtosObjectsTest extends WorkbenchCase {
  private static final String TABLE = "#rtos-table";

  private static TableView<?> table(FxRobot robot) {
    return robot.lookup(TABLE).queryTableView();
  }

  private void runTo(long millis) throws Exception {
    target.setPace(Double.POSITIVE_INFINITY);
    target.runUntil(RunLimit.atTime(millis * 1_000_000)).get();
  }

  private static void showView(FxRobot robot) {
    robot.push(KeyCode.CONTROL, KeyCode.DIGIT3);
    robot.write("RTOS Objects");
    robot.push(KeyCode.ENTER);
    awaitFx("the view", () -> robot.lookup(TABLE).tryQuery().isPresent());
  }

  /** The name of the context that is selected in the tree. */
  private static String selected(FxRobot robot) {
    return fx(
        () -> {
          TreeView<Context> tree = robot.lookup("#debug-tree").queryAs(TreeView.class);
          TreeItem<Context> item = tree.getSelectionModel().getSelectedItem();
          return item == null ? "" : item.getValue().name();
        });
  }

  private static List<String> registers(FxRobot robot) {
    return fx(
        () ->
            robot.lookup(".register-value").queryAll().stream()
                .map(n -> ((javafx.scene.control.Label) n).getText())
                .limit(3)
                .toList());
  }

  @Test
  void shouldShowATasksRegistersWhenItsRowIsSelected(FxRobot robot) throws Exception {
    runTo(1000);
    showView(robot);
    awaitFx("ticker's tasks", () -> table(robot).getItems().size() == 5);
    assertTrue(text(robot, "#rtos-system").startsWith("executive in ■ 1 ticker, tick "));
    fx(
        () -> {
          table(robot).requestFocus();
          table(robot).getSelectionModel().clearAndSelect(1);
          return null;
        });
    await("UI1 in the tree", () -> selected(robot).equals("UI1"));
    robot.push(KeyCode.DOWN);
    await("TA1 in the tree", () -> selected(robot).equals("TA1"));
    await("what was not saved is no number", () -> registers(robot).equals(List.of("–", "–", "–")));
    int dispatch =
        target.symbols(3).orElseThrow().named("_Thread_Dispatch").orElseThrow().address();
    await(
        "its code",
        () -> {
          String at = currentOffset(robot);
          return !at.isEmpty() && Integer.parseInt(at, 16) - dispatch < 0x70;
        });
    assertEquals(5, table(robot).getItems().size());
  }

  @Test
  void shouldLeadFromATaskToItsQueueAndForgetAllAtARestart(FxRobot robot) throws Exception {
    runTo(1000);
    showView(robot);
    int messages =
        now().contexts().stream()
            .filter(c -> c.name().equals("PONG"))
            .mapToInt(Context::id)
            .findFirst()
            .orElseThrow();
    fx(
        () -> {
          TreeView<Context> tree = robot.lookup("#debug-tree").queryAs(TreeView.class);
          select(tree, tree.getRoot(), messages);
          return null;
        });
    awaitFx("messages' tasks", () -> table(robot).getItems().size() == 3);
    assertTrue(text(robot, "#rtos-system").contains("● 2 messages"));
    fx(
        () -> {
          table(robot).requestFocus();
          return null;
        });
    robot.push(KeyCode.ENTER);
    awaitFx("its two queues", () -> table(robot).getItems().size() == 2);
    robot.push(KeyCode.ENTER);
    awaitFx("the task that waits first", () -> table(robot).getItems().size() == 3);
    target.restart().get();
    awaitFx("no tasks", () -> table(robot).getItems().isEmpty());
    await("the processor", () -> selected(robot).equals("vCPU"));
    assertEquals("The executive is not initialised yet.", text(robot, "#rtos-problems"));
  }

  private static void select(TreeView<Context> tree, TreeItem<Context> at, int context) {
    if (at.getValue().id() == context) {
      tree.getSelectionModel().select(at);
    }
    at.getChildren().forEach(child -> select(tree, child, context));
  }
}
