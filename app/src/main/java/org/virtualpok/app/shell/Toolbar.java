// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.shell;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.javafx.FontIcon;
import org.virtualpok.app.command.Command;
import org.virtualpok.emu.debug.TargetSnapshot;

/** The main toolbar, in Eclipse's order. */
final class Toolbar {
  private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");

  private final HBox root = new HBox();
  private final Map<Command, Button> buttons = new EnumMap<>(Command.class);
  private final Map<Perspective, Button> perspectives = new EnumMap<>(Perspective.class);

  Toolbar(
      Consumer<Command> run, Consumer<Pace> setPace, Pace pace, List<Perspective> perspectives) {
    root.getStyleClass().add("workbench-toolbar");
    add(run, Command.RESUME, Command.SUSPEND, Command.TERMINATE, Command.RESTART);
    separator();
    add(run, Command.STEP_INTO, Command.STEP_OVER);
    separator();
    add(run, Command.NEXT_HYPERCALL, Command.TOGGLE_BREAKPOINT, Command.RAISE_INTERRUPT);
    separator();
    buttons.get(Command.RESUME).getStyleClass().add("go");
    buttons.get(Command.TERMINATE).getStyleClass().add("halt");
    pace(setPace, pace);
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    root.getChildren().add(gap);
    if (perspectives.size() > 1) {
      perspectives.forEach(p -> perspective(run, p));
      separator();
    }
    Button quick = new Button("Command or symbol      " + Command.QUICK_ACCESS.keys());
    quick.getStyleClass().setAll("button", "quick-access");
    quick.setId("quick-access-box");
    quick.setFocusTraversable(false);
    quick.setOnAction(e -> run.accept(Command.QUICK_ACCESS));
    root.getChildren().add(quick);
    add(run, Command.SWITCH_THEME);
  }

  Node node() {
    return root;
  }

  private void add(Consumer<Command> run, Command... commands) {
    for (Command c : commands) {
      Button b = new Button(null, FontIcon.of(c.icon()));
      b.setId(c.id());
      b.getStyleClass().setAll("button", "tool-button");
      b.setTooltip(new Tooltip(c.keys().isEmpty() ? c.title() : c.title() + " (" + c.keys() + ")"));
      b.setAccessibleText(c.title());
      b.setFocusTraversable(false);
      b.setOnAction(e -> run.accept(c));
      buttons.put(c, b);
      root.getChildren().add(b);
    }
  }

  private void perspective(Consumer<Command> run, Perspective perspective) {
    Button b = new Button(perspective.title(), FontIcon.of(perspective.command().icon()));
    b.setId("perspective-" + perspective.id());
    b.getStyleClass().setAll("button", "tool-button", "perspective-button");
    b.setTooltip(
        new Tooltip(perspective.command().title() + " (" + perspective.command().keys() + ")"));
    b.setFocusTraversable(false);
    b.setMinWidth(Region.USE_PREF_SIZE);
    b.setOnAction(e -> run.accept(perspective.command()));
    perspectives.put(perspective, b);
    root.getChildren().add(b);
  }

  /** Marks the perspective that is shown. */
  void shows(Perspective perspective) {
    perspectives.forEach((p, b) -> b.pseudoClassStateChanged(CHOSEN, p == perspective));
  }

  private void separator() {
    Region line = new Region();
    line.getStyleClass().add("tool-separator");
    StackPane gap = new StackPane(line);
    gap.getStyleClass().add("tool-gap");
    root.getChildren().add(gap);
  }

  private void pace(Consumer<Pace> setPace, Pace pace) {
    Label label = new Label("Pace");
    label.getStyleClass().add("secondary");
    ComboBox<Pace> box = new ComboBox<>();
    box.setId("pace");
    box.getItems().setAll(Pace.values());
    box.setValue(pace);
    box.setFocusTraversable(false);
    box.setTooltip(new Tooltip("Guest time against the host's"));
    box.valueProperty().addListener((property, old, value) -> setPace.accept(value));
    HBox cell = new HBox(6, label, box);
    cell.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
    cell.getStyleClass().add("tool-gap");
    root.getChildren().add(cell);
  }

  void update(TargetSnapshot snapshot) {
    buttons.forEach((command, button) -> button.setDisable(!command.isEnabled(snapshot)));
  }
}
