// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.events;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import javafx.animation.AnimationTimer;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.virtualpok.app.theme.ThemeManager;
import org.virtualpok.app.widget.RowList;
import org.virtualpok.emu.debug.TargetSnapshot;

/** A table over the event log that grows with it, with a filter and a switch to follow the end. */
final class LogTable {
  private static final double ROW_HEIGHT = 21;

  /** A table that has much to catch up on takes this much of the window's time, and how often. */
  private static final long BUDGET_NANOS = 10_000_000;

  private static final long INTERVAL_NANOS = 100_000_000;

  private final LogViewModel model;
  private final TableView<LogRow> table = new TableView<>();
  private final TextField filter = new TextField();
  private final HBox filterBar;
  private final ToggleButton filterButton;
  private final ToggleButton follow;
  private final Label count = new Label();
  private final String unit;
  private final BorderPane root = new BorderPane();
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

  private RowList<LogRow> rows;

  /** Builds the table; {@code id} prefixes the ids of its nodes. */
  LogTable(LogViewModel model, String id, String unit, String empty) {
    this.model = model;
    this.unit = unit;
    table.setId(id + "-table");
    table.setFixedCellSize(ROW_HEIGHT);
    table.getStyleClass().addAll("data-table", "dense");
    Label hint = new Label(empty);
    hint.getStyleClass().add("empty-hint");
    hint.setWrapText(true);
    table.setPlaceholder(hint);
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);

    filter.setId(id + "-filter");
    filter.setPromptText("Show only what contains this text");
    filter.textProperty().addListener((o, was, is) -> filterChanged());
    filter.addEventFilter(KeyEvent.KEY_PRESSED, this::escape);
    HBox.setHgrow(filter, Priority.ALWAYS);
    Button clear = new Button(null, new FontIcon(MaterialDesignC.CLOSE));
    clear.getStyleClass().add("view-tool-button");
    clear.setTooltip(new Tooltip("Show everything again"));
    clear.setOnAction(e -> showFilter(false));
    filterBar = new HBox(filter, clear);
    filterBar.getStyleClass().add("log-filter-bar");

    count.setId(id + "-count");
    count.getStyleClass().addAll("mono", "secondary", "log-count");
    filterButton = toggle(MaterialDesignF.FILTER_OUTLINE, id + "-filter-button", "Filter");
    filterButton.setOnAction(e -> showFilter(filterButton.isSelected()));
    follow = toggle(MaterialDesignA.ARROW_COLLAPSE_DOWN, id + "-follow", "Follow the newest row");
    follow.setSelected(true);
    follow.setOnAction(e -> followEnd());

    root.setId(id + "-view");
    root.getStyleClass().add("data-view");
    root.setCenter(table);
    root.getStylesheets()
        .addAll(
            ThemeManager.dataTable(), LogTable.class.getResource("events.css").toExternalForm());
    root.sceneProperty().addListener((o, was, is) -> wake());
    table.addEventFilter(ScrollEvent.SCROLL, this::scrolled);
    table.addEventFilter(KeyEvent.KEY_PRESSED, this::keyPressed);
    table.addEventFilter(MouseEvent.MOUSE_PRESSED, this::pressed);
    showRows();
  }

  Node node() {
    return root;
  }

  TableView<LogRow> table() {
    return table;
  }

  List<Node> tools() {
    return List.of(count, filterButton, follow);
  }

  private static ToggleButton toggle(Ikon icon, String id, String what) {
    ToggleButton button = new ToggleButton(null, new FontIcon(icon));
    button.setId(id);
    button.getStyleClass().add("view-tool-button");
    button.setTooltip(new Tooltip(what));
    button.setAccessibleText(what);
    button.setFocusTraversable(false);
    return button;
  }

  /** Adds a column of text that is never narrower than this; styles are of the row's making. */
  void column(
      String title,
      double width,
      double narrowest,
      Function<LogRow, String> text,
      Function<LogRow, String> style) {
    TableColumn<LogRow, LogRow> column = new TableColumn<>(title);
    column.setSortable(false);
    column.setReorderable(false);
    column.setPrefWidth(width);
    column.setMinWidth(narrowest);
    column.setCellValueFactory(f -> new ReadOnlyObjectWrapper<>(f.getValue()));
    column.setCellFactory(c -> new TextCell(text, style));
    table.getColumns().add(column);
  }

  /** A cell whose look depends on the row. */
  private static final class TextCell extends TableCell<LogRow, LogRow> {
    private final Function<LogRow, String> text;
    private final Function<LogRow, String> style;
    private String shown = "";

    TextCell(Function<LogRow, String> text, Function<LogRow, String> style) {
      this.text = text;
      this.style = style;
    }

    @Override
    protected void updateItem(LogRow row, boolean empty) {
      super.updateItem(row, empty);
      boolean blank = empty || row == null;
      setText(blank ? null : text.apply(row));
      String wanted = blank ? "" : style.apply(row);
      if (!wanted.equals(shown)) {
        getStyleClass().removeAll(List.of(shown.split(" ")));
        if (!wanted.isEmpty()) {
          getStyleClass().addAll(wanted.split(" "));
        }
        shown = wanted;
      }
    }
  }

  void update(TargetSnapshot snapshot) {
    model.contexts(snapshot.contexts());
    wake();
  }

  void close() {
    frames.stop();
  }

  private void wake() {
    if (root.getScene() != null && model.behind()) {
      frames.start();
    }
  }

  private void frame() {
    LogViewModel.Advance advance = model.advance(Integer.MAX_VALUE, BUDGET_NANOS);
    if (advance.reset()) {
      showRows();
    } else if (!advance.nothing()) {
      rows.advanced(advance.changed(), advance.size());
    }
    if (!advance.nothing()) {
      String rowCount = String.format(Locale.ROOT, "%,d %s", model.size(), unit);
      count.setText((model.forgot() ? "newest " : "") + rowCount.replace(',', ' '));
      if (follow.isSelected()) {
        scrollToEnd();
      }
    }
    if (root.getScene() == null || !model.behind()) {
      frames.stop();
    }
  }

  private void showRows() {
    table.getSelectionModel().clearSelection();
    rows = new RowList<>(model.size(), model::row, LogRow.class, row -> model.rowOf(row.index()));
    table.setItems(rows);
  }

  private void scrollToEnd() {
    if (rows.size() > 0) {
      table.scrollTo(rows.size() - 1);
    }
  }

  private void followEnd() {
    if (follow.isSelected()) {
      scrollToEnd();
    }
  }

  private void scrolled(ScrollEvent e) {
    if (e.getDeltaY() > 0) {
      follow.setSelected(false);
    }
  }

  private void pressed(MouseEvent e) {
    Node node = e.getTarget() instanceof Node n ? n : null;
    while (node != null && node != table) {
      if (node.getStyleClass().contains("scroll-bar")) {
        follow.setSelected(false);
      }
      node = node.getParent();
    }
  }

  private void keyPressed(KeyEvent e) {
    KeyCode code = e.getCode();
    if (code == KeyCode.UP || code == KeyCode.PAGE_UP || code == KeyCode.HOME) {
      follow.setSelected(false);
    } else if (code == KeyCode.END) {
      follow.setSelected(true);
    } else if (code == KeyCode.F && e.isShortcutDown()) {
      showFilter(true);
      e.consume();
    }
  }

  private void escape(KeyEvent e) {
    if (e.getCode() == KeyCode.ESCAPE) {
      showFilter(false);
      e.consume();
    }
  }

  private void showFilter(boolean show) {
    filterButton.setSelected(show);
    root.setTop(show ? filterBar : null);
    if (show) {
      filter.requestFocus();
    } else {
      filter.clear();
      table.requestFocus();
    }
  }

  private void filterChanged() {
    model.setFilter(filter.getText());
    frames.start();
  }
}
