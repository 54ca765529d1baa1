// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.shell;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.util.WaitForAsyncUtils;
import org.virtualpok.app.session.GuestSession;
import org.virtualpok.app.session.InputException;
import org.virtualpok.app.session.TargetFactory;
import org.virtualpok.app.session.TargetFactory.OnFault;
import org.virtualpok.app.session.TargetOptions;
import org.virtualpok.app.theme.Theme;
import org.virtualpok.emu.debug.DebugTarget;
import org.virtualpok.emu.debug.TargetSnapshot;

/** The real window on a real guest, without a display. */
@ExtendWith(ApplicationExtension.class)
abstract class WorkbenchCase {
  private static final long SECONDS_MAX = 20;
  private static final PseudoClass CURRENT = PseudoClass.getPseudoClass("current");

  GuestSession session;
  DebugTarget target;
  WorkbenchWindow window;
  Stage stage;

  /** What the workbench opens: a built-in name. */
  String guest() {
    return "demo";
  }

  @BeforeEach
  void open() throws Exception {
    WaitForAsyncUtils.printException = false;
    FxToolkit.setupStage(this::open);
    assertNotNull(window, "the window was not built");
  }

  private void open(Stage newStage) {
    stage = newStage;
    try {
      openGuest();
    } catch (InputException e) {
      throw new AssertionError(e);
    }
  }

  private void openGuest() throws InputException {
    session = TargetFactory.open(guest(), TargetOptions.DEFAULT, OnFault.STOP);
    target = session.target();
    window = new WorkbenchWindow(stage, target, new WorkbenchOptions(Theme.DARK, 1280, 800, false));
    target.setPace(1);
    stage.show();
  }

  @AfterEach
  void closeSession() {
    session.close();
  }

  /** Waits, on a thread of the test's own, until the condition holds. */
  static void await(String what, Callable<Boolean> condition) {
    try {
      WaitForAsyncUtils.waitFor(SECONDS_MAX, TimeUnit.SECONDS, condition);
    } catch (TimeoutException e) {
      throw new AssertionError("never happened: " + what, e);
    }
  }

  /** Waits until a condition on nodes holds; it is asked on the JavaFX thread. */
  static void awaitFx(String what, Callable<Boolean> condition) {
    await(what, () -> fx(condition));
  }

  static <T> T fx(Callable<T> question) {
    return WaitForAsyncUtils.waitForAsyncFx(TimeUnit.SECONDS.toMillis(SECONDS_MAX), question);
  }

  TargetSnapshot now() {
    return target.snapshot();
  }

  /** The text of a label; empty if it is not there. */
  static String text(FxRobot robot, String query) {
    return fx(() -> robot.lookup(query).tryQueryAs(Labeled.class).map(Labeled::getText).orElse(""));
  }

  /** The first row of the disassembly for which the offset, in hex, is this one. */
  static Node codeRow(FxRobot robot, int offset) {
    return robot
        .lookup(
            (Node n) ->
                n instanceof IndexedCell<?> cell
                    && cell.getStyleClass().contains("code-cell")
                    && Integer.toHexString(offset).equals(offsetOf(cell)))
        .query();
  }

  /** The offset that the row with the arrow shows, in hex; empty if no row has it. */
  static String currentOffset(FxRobot robot) {
    return fx(
        () ->
            robot
                .lookup(
                    (Node n) ->
                        n.getStyleClass().contains("code-cell")
                            && n.getPseudoClassStates().contains(CURRENT))
                .tryQuery()
                .map(WorkbenchCase::offsetOf)
                .orElse(""));
  }

  private static String offsetOf(Node cell) {
    Node label = cell.lookup(".code-offset");
    return label instanceof Label l ? l.getText() : "";
  }

  /** EIP of the vCPU that ran last or will run first. */
  int eip() {
    TargetSnapshot s = now();
    int vcpu =
        s.current() != 0
            ? s.current()
            : s.registers().keySet().stream().sorted().findFirst().orElseThrow();
    return s.registers().get(vcpu).eip();
  }

  /** Waits until the arrow stands at the instruction that the machine is about to execute. */
  void awaitArrow(FxRobot robot) {
    await(
        "the arrow at " + Integer.toHexString(eip()),
        () -> currentOffset(robot).equals(Integer.toHexString(eip())));
  }
}
