// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.console;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import javafx.animation.AnimationTimer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.fxmisc.flowless.VirtualizedScrollPane;
import org.fxmisc.richtext.CodeArea;
import org.fxmisc.richtext.util.UndoUtils;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignE;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.kordamp.ikonli.materialdesign2.MaterialDesignW;
import org.virtualpok.app.session.WorkbenchServices;
import org.virtualpok.app.view.WorkbenchView;
import org.virtualpok.emu.debug.ConsoleInfo;
import org.virtualpok.emu.debug.Context;
import org.virtualpok.emu.debug.TargetSnapshot;

/** One console of the target: a partition's, or a serial port of a PC. */
public final class ConsoleView implements WorkbenchView {
  /** How much text may join at once: while the guest runs, and when it stands. */
  private static final int CHARS_RUNNING = 16 << 10;

  private static final int CHARS_STANDING = 64 << 10;

  /** A console that has much to show takes this much of the window's time, and how often. */
  private static final long BUDGET_NANOS = 4_000_000;

  private static final long INTERVAL_NANOS = 80_000_000;

  private final WorkbenchServices services;
  private final ConsoleInfo console;
  private final String idSuffix;

  /** A terminal on a serial line sends a carriage return for Enter. */
  private final String lineEnd;

  private final ConsoleViewModel model;
  private final CodeArea area = new CodeArea();
  private final VirtualizedScrollPane<CodeArea> scroll = new VirtualizedScrollPane<>(area);
  private final TextField input = new TextField();
  private final BorderPane root = new BorderPane(scroll);
  private final ToggleButton times;
  private final ToggleButton lock;
  private final ToggleButton wrap;
  private final Button clear;
  private final IntFunction<Node> gutter = this::gutter;
  private final AnimationTimer frames =
      new AnimationTimer() {
        @Override
        public void handle(long now) {
          if (now - lastFrame >= INTERVAL_NANOS) {
            lastFrame = now;
            frame();
          }
        }
      };

  private long lastFrame;

  public ConsoleView(WorkbenchServices services, ConsoleInfo console) {
    this.services = services;
    this.console = console;
    TargetSnapshot snapshot = services.target().snapshot();
    idSuffix = idSuffix(snapshot, console);
    lineEnd = snapshot.hardware().isPresent() ? "\r" : "\n";
    model = new ConsoleViewModel(services.target(), console.id());

    area.setId("console-text-" + idSuffix);
    area.setEditable(false);
    area.setUndoManager(UndoUtils.noOpUndoManager());
    area.getStyleClass().addAll("console-text", "mono");
    area.setParagraphGraphicFactory(gutter);
    area.addEventFilter(ScrollEvent.SCROLL, this::scrolled);

    times = tool(new ToggleButton(), MaterialDesignC.CLOCK_OUTLINE, "time", "Guest time");
    times.setSelected(true);
    times.setOnAction(e -> area.setParagraphGraphicFactory(times.isSelected() ? gutter : null));
    lock = tool(new ToggleButton(), MaterialDesignL.LOCK_OUTLINE, "lock", "Scroll lock");
    lock.setOnAction(e -> follow());
    wrap = tool(new ToggleButton(), MaterialDesignW.WRAP, "wrap", "Word wrap");
    wrap.setOnAction(e -> area.setWrapText(wrap.isSelected()));
    clear = tool(new Button(), MaterialDesignE.ERASER, "clear", "Clear");
    clear.setOnAction(e -> clearText());

    input.setId("console-input-" + idSuffix);
    input.setPromptText("Type to " + console.name() + ", Enter sends it as console input");
    input.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    input.getStyleClass().add("mono");
    HBox.setHgrow(input, Priority.ALWAYS);
    Label prompt = new Label("›");
    prompt.getStyleClass().add("console-prompt");
    Label hint = new Label("Ctrl+Enter no newline");
    hint.getStyleClass().addAll("mono", "console-hint");
    hint.visibleProperty().bind(input.focusedProperty());
    HBox bar = new HBox(prompt, input, hint);
    bar.getStyleClass().add("console-input-bar");
    bar.setVisible(console.takesInput());
    bar.setManaged(bar.isVisible());
    root.setBottom(bar);
    root.setId("console-view-" + idSuffix);
    root.getStyleClass().add("console-view");
    root.getStylesheets().add(ConsoleView.class.getResource("console.css").toExternalForm());
    root.sceneProperty().addListener((o, was, is) -> wake());
  }

  /** A partition's number, or the name of a console that is no partition's: "1", "com1". */
  private static String idSuffix(TargetSnapshot snapshot, ConsoleInfo console) {
    return snapshot
        .context(console.id())
        .filter(c -> c.kind() == Context.Kind.PARTITION)
        .map(c -> Integer.toString(c.number()))
        .orElseGet(() -> console.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"));
  }

  private <B extends ButtonBase> B tool(B button, Ikon icon, String id, String what) {
    button.setGraphic(new FontIcon(icon));
    button.setId("console-" + id + "-" + idSuffix);
    button.getStyleClass().add("view-tool-button");
    button.setTooltip(new Tooltip(what));
    button.setAccessibleText(what);
    button.setFocusTraversable(false);
    return button;
  }

  private Node gutter(int line) {
    Label label = new Label(ConsoleViewModel.time(model.timeOf(line)));
    label.getStyleClass().addAll("console-time", "mono", "faint");
    return label;
  }

  private void wake() {
    if (root.getScene() != null && model.behind()) {
      frames.start();
    }
  }

  private void frame() {
    int chars = services.snapshot().running() ? CHARS_RUNNING : CHARS_STANDING;
    ConsoleViewModel.Change change = model.advance(chars, BUDGET_NANOS);
    if (!change.nothing()) {
      apply(change);
    }
    if (root.getScene() == null || !model.behind()) {
      frames.stop();
    }
  }

  private void apply(ConsoleViewModel.Change change) {
    if (change.clear()) {
      area.clear();
    }
    area.appendText(change.append());
    if (change.dropLines() > 0) {
      area.deleteText(0, 0, change.dropLines(), 0);
    }
    follow();
  }

  private void follow() {
    if (!lock.isSelected() && area.getParagraphs().size() > 0) {
      area.showParagraphAtBottom(area.getParagraphs().size() - 1);
    }
  }

  private void clearText() {
    model.clear();
    frame();
  }

  private void scrolled(ScrollEvent e) {
    if (e.getDeltaY() > 0) {
      lock.setSelected(true);
    }
  }

  private void key(KeyEvent e) {
    if (e.getCode() == KeyCode.ENTER) {
      send(e.isControlDown() ? "" : lineEnd);
    } else if (e.getCode() == KeyCode.UP || e.getCode() == KeyCode.DOWN) {
      input.setText(model.recall(e.getCode() == KeyCode.UP ? -1 : 1));
      input.end();
    } else {
      return;
    }
    e.consume();
  }

  private void send(String end) {
    String line = input.getText();
    input.clear();
    model.sent(line);
    byte[] bytes = (line + end).getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 0) {
      services
          .target()
          .consoles()
          .ifPresent(consoles -> services.follow(consoles.input(console.id(), bytes)));
    }
  }

  @Override
  public String id() {
    return "console-" + idSuffix;
  }

  @Override
  public String title() {
    return console.name();
  }

  @Override
  public Ikon icon() {
    return MaterialDesignC.CONSOLE_LINE;
  }

  @Override
  public Node node() {
    return root;
  }

  @Override
  public List<Node> tools() {
    return List.of(times, lock, wrap, clear);
  }

  @Override
  public void update(TargetSnapshot snapshot, int selected) {
    wake();
  }

  @Override
  public void close() {
    frames.stop();
    area.dispose();
  }
}
