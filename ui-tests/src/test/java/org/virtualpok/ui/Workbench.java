// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.ui;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javafx.application.Platform;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import javafx.scene.control.TreeTableView;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import javax.imageio.ImageIO;
import org.fxmisc.richtext.CodeArea;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;
import org.virtualpok.app.session.GuestSession;
import org.virtualpok.app.session.TargetFactory;
import org.virtualpok.app.session.TargetOptions;
import org.virtualpok.app.shell.TestWindow;
import org.virtualpok.emu.debug.DebugTarget;
import org.virtualpok.emu.debug.TargetSnapshot;

/** The window on a built-in guest, a robot to work it, and eyes to read it. */
final class Workbench implements AutoCloseable {
  /** Generous, for a machine that has other things to do; nothing waits longer than it must. */
  private static final long PATIENCE_SECONDS = 30;

  private static final List<Throwable> PROBLEMS = new CopyOnWriteArrayList<>();
  private static Workbench current;

  private final FxRobot robot = new FxRobot();
  private final GuestSession session;
  private final Stage stage;

  private Workbench(String guest, TargetOptions options) throws Exception {
    startToolkit();
    PROBLEMS.clear();
    session = TargetFactory.open(guest, options, TargetFactory.OnFault.STOP);
    stage = onFx(Stage::new);
    onFx(
        () -> {
          TestWindow.open(stage, session.target());
          return null;
        });
  }

  /** Opens the window on a built-in module or image. */
  static Workbench open(String guest) throws Exception {
    return open(guest, TargetOptions.DEFAULT);
  }

  /** Opens the window on any file. */
  static Workbench open(String guest, TargetOptions options) throws Exception {
    current = new Workbench(guest, options);
    current.until("the window shows", () -> current.stage.isShowing());
    return current;
  }

  /** Opens as {@link #open} does, on a guest so slow that no test sees its end. */
  static Workbench openSlow(String guest) throws Exception {
    Workbench workbench = open(guest);
    workbench.target().setPace(0.1);
    return workbench;
  }

  private static void startToolkit() throws TimeoutException {
    // The screen is 1280x800 by default, and a window that is larger fails to paint.
    System.setProperty("headless.geometry", TestWindow.WIDTH + "x" + TestWindow.HEIGHT + "-32");
    FxToolkit.registerPrimaryStage();
    Platform.setImplicitExit(false);
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, problem) -> {
          problem.printStackTrace();
          PROBLEMS.add(problem);
        });
  }

  // ---- hands -------------------------------------------------------------------------------

  void click(String query) {
    until(query + " can be clicked", () -> enabled(query));
    robot.clickOn(query);
    WaitForAsyncUtils.waitForFxEvents();
  }

  /** Brings a view to the front by its tab. */
  void open(View view) {
    until(view.title + " has a tab", () -> robot.lookup(view.title).tryQuery().isPresent());
    robot.clickOn(view.title);
    until(view.title + " is in front", () -> lookup("#view-" + view.id) != null);
  }

  /** A view and what its tab says. */
  record View(String id, String title) {}

  void press(KeyCode... keys) {
    robot.push(keys);
    WaitForAsyncUtils.waitForFxEvents();
  }

  void type(String text) {
    robot.write(text);
    WaitForAsyncUtils.waitForFxEvents();
  }

  /** As the close button of the window does. */
  void closeWindow() {
    onFx(
        () -> {
          WindowEvent request = new WindowEvent(stage, WindowEvent.WINDOW_CLOSE_REQUEST);
          stage.fireEvent(request);
          if (!request.isConsumed()) {
            stage.hide();
          }
          return null;
        });
  }

  // ---- eyes --------------------------------------------------------------------------------

  DebugTarget target() {
    return session.target();
  }

  TargetSnapshot snapshot() {
    return session.target().snapshot();
  }

  boolean isShowing() {
    return onFx(stage::isShowing);
  }

  String windowTitle() {
    return onFx(stage::getTitle);
  }

  /** Names of the scene's stylesheets, without their folders. */
  String stylesheets() {
    return onFx(
        () ->
            scene().getStylesheets().stream()
                .map(s -> s.substring(s.lastIndexOf('/') + 1))
                .collect(Collectors.joining(" ")));
  }

  private Scene scene() {
    return stage.getScene();
  }

  /** A node that is on the screen; null if there is none. */
  Node find(String query) {
    return onFx(() -> lookup(query));
  }

  private Node lookup(String query) {
    Node node = scene().getRoot().lookup(query);
    return node != null && node.isVisible() ? node : null;
  }

  private boolean enabled(String query) {
    Node node = lookup(query);
    return node != null && !node.isDisabled() && node.getBoundsInLocal().getWidth() > 0;
  }

  /** What a label or button says; empty if it is not on the screen. */
  String text(String query) {
    return onFx(() -> lookup(query) instanceof Labeled l && l.getText() != null ? l.getText() : "");
  }

  String console(int number) {
    return console(Integer.toString(number));
  }

  /** What a console says: a partition's by its number, a PC's by its name, as "com1". */
  String console(String key) {
    return onFx(() -> lookup("#console-text-" + key) instanceof CodeArea a ? a.getText() : "");
  }

  int consoleLines(int number) {
    return onFx(
        () ->
            lookup("#console-text-" + number) instanceof CodeArea a ? a.getParagraphs().size() : 0);
  }

  int rows(String query) {
    return onFx(
        () ->
            lookup(query) instanceof TableView<?> t
                ? t.getItems().size()
                : lookup(query) instanceof TreeTableView<?> tree
                    ? tree.getExpandedItemCount()
                    : -1);
  }

  /** Whether a cell of a table that is in sight says exactly this. */
  boolean shows(String table, String text) {
    return onFx(
        () ->
            lookup(table) != null
                && lookup(table).lookupAll(".indexed-cell").stream()
                    .anyMatch(n -> n instanceof Labeled l && text.equals(l.getText())));
  }

  boolean focused(String query) {
    return onFx(() -> lookup(query) != null && lookup(query).isFocused());
  }

  /** What the guest's screen shows. */
  String screen() {
    return snapshot().hardware().map(h -> h.screen().text()).orElse("");
  }

  /** All that the banner of the Debug view says; empty while there is none. */
  String banner() {
    return onFx(
        () ->
            lookup("#stop-banner") == null
                ? ""
                : scene().getRoot().lookupAll("#stop-banner .label").stream()
                    .filter(Node::isVisible)
                    .map(n -> ((Label) n).getText())
                    .collect(Collectors.joining(" | ")));
  }

  boolean hasStyle(String query, String style) {
    return onFx(() -> lookup(query) != null && lookup(query).getStyleClass().contains(style));
  }

  // ---- patience ----------------------------------------------------------------------------

  /** Waits for something that is asked on the JavaFX thread. */
  void until(String what, Callable<Boolean> condition) {
    try {
      WaitForAsyncUtils.waitFor(
          PATIENCE_SECONDS, TimeUnit.SECONDS, () -> PROBLEMS.size() > 0 || onFx(condition));
    } catch (TimeoutException e) {
      throw new AssertionError(
          "not within " + PATIENCE_SECONDS + " s: " + what + "; " + snapshot().stop(), e);
    }
    checkProblems();
    WaitForAsyncUtils.waitForFxEvents();
  }

  /** Runs the guest with the button and waits until it runs. */
  void resume() {
    click("#resume");
  }

  /** Suspends the guest with the button and waits until it stands, on the screen too. */
  void suspend() {
    click("#suspend");
    untilStopped();
  }

  void untilStopped() {
    until("the target stands", () -> !snapshot().running());
    until("the banner says so", () -> lookup("#stop-banner") != null);
  }

  static <T> T onFx(Callable<T> question) {
    return WaitForAsyncUtils.waitForAsyncFx(PATIENCE_SECONDS * 1000, question);
  }

  private static void checkProblems() {
    if (!PROBLEMS.isEmpty()) {
      throw new AssertionError("an exception reached nobody", PROBLEMS.get(0));
    }
  }

  /** Writes what the window looks like now into target/. */
  static void screenshot(String name) {
    Workbench workbench = current;
    if (workbench == null) {
      return;
    }
    File file = new File("target", name.replaceAll("[^A-Za-z0-9.-]+", "-") + ".png");
    try {
      var image = onFx(() -> SwingFXUtils.fromFXImage(workbench.scene().snapshot(null), null));
      ImageIO.write(image, "png", file);
      System.out.println("screenshot: " + file);
    } catch (RuntimeException | IOException e) {
      System.out.println("no screenshot: " + e);
    }
  }

  @Override
  public void close() {
    current = null;
    closeWindow();
    session.close();
    checkProblems();
  }
}
