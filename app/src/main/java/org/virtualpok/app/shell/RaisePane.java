// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.stage.Popup;
import org.virtualpok.app.autopsy.PartitionName;
import org.virtualpok.app.widget.PartitionMark;
import org.virtualpok.emu.debug.Context;
import org.virtualpok.emu.debug.InterruptState;
import org.virtualpok.emu.debug.TargetSnapshot;

/** Raises an interrupt line by hand: choose one of sixteen, Enter raises it. */
final class RaisePane {
  private static final int LINES = 16;
  private static final int COLUMNS = 4;
  private static final double WIDTH = 420;

  private final Popup popup = new Popup();
  private final Label title = new Label();
  private final GridPane lines = new GridPane();
  private final List<Button> buttons = new ArrayList<>();
  private Services services;
  private int partition;

  RaisePane() {
    title.getStyleClass().add("raise-title");
    title.setId("raise-title");
    lines.getStyleClass().add("raise-lines");
    for (int line = 0; line < LINES; line++) {
      Button button = new Button();
      int number = line;
      button.setId("raise-line-" + line);
      button.getStyleClass().setAll("button", "raise-line");
      button.setMaxWidth(Double.MAX_VALUE);
      button.setPrefWidth(WIDTH / COLUMNS);
      button.setOnAction(e -> raise(number));
      buttons.add(button);
      lines.add(button, line % COLUMNS, line / COLUMNS);
    }
    Label keys = new Label("Arrows choose, Enter raises; a faint line was not requested. Esc");
    keys.getStyleClass().add("secondary");
    VBox box = new VBox(new HBox(title), lines, keys);
    box.getStyleClass().addAll("palette", "raise-pane");
    popup.getContent().add(box);
    popup.setAutoHide(true);
    box.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
  }

  /** Opens for the partition that the user looks at, or the one that runs. */
  void show(Scene scene, Services newServices) {
    services = newServices;
    TargetSnapshot snapshot = services.snapshot();
    Optional<Context> owner = partitionOf(snapshot, services.selectedContext());
    if (owner.isEmpty()) {
      owner = partitionOf(snapshot, services.selectedVcpu());
    }
    if (owner.isEmpty()) {
      services.report("Select a partition to raise an interrupt in");
      return;
    }
    partition = owner.get().id();
    PartitionName name = PartitionName.of(owner.get());
    title.setText("Raise an interrupt in " + name.number() + " " + name.name());
    title.setGraphic(PartitionMark.of(name.number()));
    int first = label(snapshot);
    double x = scene.getWindow().getX() + scene.getX() + (scene.getWidth() - WIDTH) / 2;
    popup.show(scene.getWindow(), x, scene.getWindow().getY() + scene.getY() + 70);
    popup.getScene().getStylesheets().setAll(scene.getStylesheets());
    buttons.get(first).requestFocus();
  }

  /** Names the lines; returns the first that was requested. */
  private int label(TargetSnapshot snapshot) {
    int first = -1;
    for (int line = 0; line < LINES; line++) {
      int number = line;
      Optional<InterruptState.Line> known =
          snapshot.interrupts().stream()
              .filter(i -> i.context() == partition)
              .flatMap(i -> i.lines().stream())
              .filter(l -> l.number() == number)
              .findFirst();
      boolean requested = known.map(InterruptState.Line::requested).orElse(false);
      String name = known.map(InterruptState.Line::name).orElse("");
      buttons.get(line).setText(line + (name.isEmpty() ? "" : " " + name));
      buttons.get(line).getStyleClass().remove("unrequested");
      if (!requested) {
        buttons.get(line).getStyleClass().add("unrequested");
      } else if (first < 0) {
        first = line;
      }
    }
    return Math.max(0, first);
  }

  private static Optional<Context> partitionOf(TargetSnapshot snapshot, int context) {
    Optional<Context> at = snapshot.context(context);
    while (at.isPresent() && at.get().kind() != Context.Kind.PARTITION) {
      at = snapshot.context(at.get().parent());
    }
    return at;
  }

  private void raise(int line) {
    popup.hide();
    services.follow(services.target().injectInterrupt(partition, line));
  }

  private void key(KeyEvent e) {
    int at = buttons.indexOf(popup.getScene().getFocusOwner());
    int to =
        switch (e.getCode()) {
          case LEFT -> at - 1;
          case RIGHT -> at + 1;
          case UP -> at - COLUMNS;
          case DOWN -> at + COLUMNS;
          default -> -1;
        };
    if (e.getCode() == KeyCode.ESCAPE) {
      popup.hide();
      e.consume();
    } else if (e.getCode() == KeyCode.ENTER && at >= 0) {
      raise(at);
      e.consume();
    } else if (e.getCode().isArrowKey()) {
      if (to >= 0 && to < LINES) {
        buttons.get(to).requestFocus();
      }
      e.consume();
    }
  }
}
