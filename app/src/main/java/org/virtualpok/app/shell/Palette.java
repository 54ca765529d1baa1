// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Popup;

/** Quick access: type, choose with the arrows, Enter runs it. */
final class Palette {
  private static final int SHOWN_MAX = 300;

  /** A thing that can be chosen: what it is called, what stands at the right, what it does. */
  record Entry(String text, String hint, Runnable action) {}

  private final Popup popup = new Popup();
  private final TextField filter = new TextField();
  private final ObservableList<Entry> shown = FXCollections.observableArrayList();
  private final ListView<Entry> list = new ListView<>(shown);
  private List<Entry> all = List.of();

  Palette() {
    filter.setPromptText("Command, view or symbol");
    filter.setId("palette-filter");
    list.setId("palette-list");
    list.setCellFactory(l -> new EntryCell());
    list.setPrefSize(520, 340);
    VBox box = new VBox(filter, list);
    box.getStyleClass().add("palette");
    popup.getContent().add(box);
    popup.setAutoHide(true);
    filter.textProperty().addListener((property, old, text) -> narrow(text));
    filter.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    list.setOnMouseClicked(e -> run());
  }

  void show(Scene scene, List<Entry> entries, Consumer<Popup> styled) {
    all = new ArrayList<>(entries);
    filter.clear();
    narrow("");
    double x = scene.getWindow().getX() + scene.getX() + (scene.getWidth() - 536) / 2;
    popup.show(scene.getWindow(), x, scene.getWindow().getY() + scene.getY() + 70);
    styled.accept(popup);
    filter.requestFocus();
  }

  private void narrow(String text) {
    String wanted = text.toLowerCase(Locale.ROOT);
    shown.setAll(
        all.stream()
            .filter(e -> e.text().toLowerCase(Locale.ROOT).contains(wanted))
            .limit(SHOWN_MAX)
            .toList());
    list.getSelectionModel().selectFirst();
  }

  private void key(KeyEvent e) {
    int at = list.getSelectionModel().getSelectedIndex();
    if (e.getCode() == KeyCode.DOWN || e.getCode() == KeyCode.UP) {
      int next = at + (e.getCode() == KeyCode.DOWN ? 1 : -1);
      list.getSelectionModel().clearAndSelect(Math.max(0, Math.min(next, shown.size() - 1)));
      list.scrollTo(Math.max(0, next - 4));
      e.consume();
    } else if (e.getCode() == KeyCode.ENTER) {
      run();
      e.consume();
    } else if (e.getCode() == KeyCode.ESCAPE) {
      popup.hide();
      e.consume();
    }
  }

  private void run() {
    Entry chosen = list.getSelectionModel().getSelectedItem();
    popup.hide();
    if (chosen != null) {
      chosen.action().run();
    }
  }

  private static final class EntryCell extends ListCell<Entry> {
    @Override
    protected void updateItem(Entry e, boolean empty) {
      super.updateItem(e, empty);
      if (empty || e == null) {
        setGraphic(null);
        return;
      }
      Label text = new Label(e.text());
      Label hint = new Label(e.hint());
      hint.getStyleClass().addAll("faint", "mono");
      Region gap = new Region();
      HBox.setHgrow(gap, Priority.ALWAYS);
      setGraphic(new HBox(8, text, gap, hint));
    }
  }
}
