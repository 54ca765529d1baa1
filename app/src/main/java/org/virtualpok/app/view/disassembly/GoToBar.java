// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.disassembly;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntConsumer;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/** One line to type an offset or a symbol into; hidden until it is wanted. */
final class GoToBar extends HBox {
  private final TextField field = new TextField();
  private final Label error = new Label();
  private final Node back;

  /**
   * A bar.
   *
   * @param find what a text means; empty if nothing
   * @param go where to go
   * @param back gets the focus when the bar closes
   */
  GoToBar(Function<String, Optional<Integer>> find, IntConsumer go, Node back) {
    this.back = back;
    getStyleClass().add("code-go-to");
    Label prompt = new Label("Go to");
    prompt.getStyleClass().add("secondary");
    prompt.setMinWidth(USE_PREF_SIZE);
    field.getStyleClass().add("mono");
    field.setPromptText("hex offset, symbol or symbol+hex");
    HBox.setHgrow(field, Priority.ALWAYS);
    error.getStyleClass().add("code-error");
    getChildren().addAll(prompt, field, error);
    field.setOnAction(
        e -> {
          Optional<Integer> found = find.apply(field.getText());
          if (found.isPresent()) {
            close();
            go.accept(found.get());
          } else {
            error.setText("No symbol and no hex offset: \"" + field.getText().strip() + "\"");
          }
        });
    field.textProperty().addListener((o, was, is) -> error.setText(""));
    field.addEventFilter(
        KeyEvent.KEY_PRESSED,
        e -> {
          if (e.getCode() == KeyCode.ESCAPE) {
            close();
            e.consume();
          }
        });
    setVisible(false);
    setManaged(false);
  }

  void open() {
    setVisible(true);
    setManaged(true);
    field.selectAll();
    field.requestFocus();
  }

  private void close() {
    setVisible(false);
    setManaged(false);
    error.setText("");
    back.requestFocus();
  }
}
