// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.ports;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;
import org.virtualpok.app.theme.ThemeManager;
import org.virtualpok.app.view.WorkbenchView;
import org.virtualpok.app.view.ports.PortsViewModel.Row;
import org.virtualpok.app.widget.PartitionMark;
import org.virtualpok.emu.debug.TargetSnapshot;

/** Ports, mutexes, semaphores and events: what they hold, and which threads wait for them. */
public final class PortsView implements WorkbenchView {
  private static final double ROW_HEIGHT = 21;
  private static final double FILL_WIDTH = 40;

  private final TableView<Row> table = new TableView<>();
  private final BorderPane root = new BorderPane(table);
  private List<Row> shown = List.of();

  /** A table of the target's ports and lock objects. */
  public PortsView() {
    table.setId("ports-table");
    table.setFixedCellSize(ROW_HEIGHT);
    table.getStyleClass().addAll("data-table", "dense");
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_ALL_COLUMNS);
    Label hint =
        new Label(
            "The ports of partitions, and the mutexes, semaphores and events that they create, are"
                + " listed here. Here are none; './vpok open ports' has some of each.");
    hint.getStyleClass().add("empty-hint");
    hint.setWrapText(true);
    table.setPlaceholder(hint);
    column("partition", 110, 72, PartitionCell::new);
    text("name", 120, 48, Row::name, r -> "");
    text("kind", 180, 80, Row::kind, r -> "secondary");
    column("holds", 140, 122, FillCell::new);
    text("state", 150, 50, Row::state, Row::tone);
    text("waiting", 110, 56, Row::waiting, r -> r.waiting().length() > 1 ? "held" : "secondary");
    root.setId("ports-view");
    root.getStyleClass().addAll("data-view", "ports");
    root.getStylesheets()
        .addAll(
            ThemeManager.dataTable(),
            Objects.requireNonNull(PortsView.class.getResource("ports.css")).toExternalForm());
  }

  private void text(
      String title,
      double width,
      double narrowest,
      Function<Row, String> text,
      Function<Row, String> style) {
    column(title, width, narrowest, () -> new TextCell(text, style));
  }

  private void column(
      String title,
      double width,
      double narrowest,
      java.util.function.Supplier<TableCell<Row, Row>> cell) {
    TableColumn<Row, Row> column = new TableColumn<>(title);
    column.setSortable(false);
    column.setReorderable(false);
    column.setPrefWidth(width);
    column.setMinWidth(narrowest);
    column.setCellValueFactory(f -> new ReadOnlyObjectWrapper<>(f.getValue()));
    column.setCellFactory(c -> cell.get());
    table.getColumns().add(column);
  }

  private static final class TextCell extends TableCell<Row, Row> {
    private final Function<Row, String> text;
    private final Function<Row, String> style;
    private final Tooltip tip = new Tooltip();
    private String styled = "";

    TextCell(Function<Row, String> text, Function<Row, String> style) {
      this.text = text;
      this.style = style;
    }

    @Override
    protected void updateItem(Row row, boolean empty) {
      super.updateItem(row, empty);
      boolean blank = empty || row == null;
      setText(blank ? null : text.apply(row));
      setTooltip(blank ? null : tip);
      tip.setText(blank ? "" : row.details());
      String wanted = blank ? "" : style.apply(row);
      if (!wanted.equals(styled)) {
        getStyleClass().remove(styled);
        styled = wanted;
        if (!styled.isEmpty()) {
          getStyleClass().add(styled);
        }
      }
    }
  }

  private static final class PartitionCell extends TableCell<Row, Row> {
    @Override
    protected void updateItem(Row row, boolean empty) {
      super.updateItem(row, empty);
      getStyleClass().removeIf(c -> c.startsWith("partition-"));
      if (empty || row == null) {
        setText(null);
        setGraphic(null);
        return;
      }
      setText(row.partition().number() + " " + row.partition().name());
      setGraphic(PartitionMark.of(row.partition().number()));
      getStyleClass().add(row.partition().styleClass());
    }
  }

  /** A small vessel beside the words. */
  private static final class FillCell extends TableCell<Row, Row> {
    private final Region full = new Region();
    private final StackPane vessel = new StackPane(full);
    private final Label words = new Label();
    private final HBox box = new HBox(vessel, words);

    FillCell() {
      vessel.getStyleClass().add("vessel");
      vessel.setMinWidth(FILL_WIDTH);
      vessel.setMaxWidth(FILL_WIDTH);
      full.getStyleClass().add("vessel-full");
      box.getStyleClass().add("vessel-cell");
    }

    @Override
    protected void updateItem(Row row, boolean empty) {
      super.updateItem(row, empty);
      boolean blank = empty || row == null;
      setGraphic(blank ? null : box);
      if (!blank) {
        words.setText(row.fillWords());
        vessel.setVisible(row.fill() >= 0);
        full.setMaxWidth(Math.max(0, Math.min(1, row.fill())) * (FILL_WIDTH - 2));
      }
    }
  }

  @Override
  public String id() {
    return "ports";
  }

  @Override
  public String title() {
    return "Ports and locks";
  }

  @Override
  public Ikon icon() {
    return MaterialDesignT.TRAY_FULL;
  }

  @Override
  public Node node() {
    return root;
  }

  @Override
  public void update(TargetSnapshot snapshot, int selected) {
    List<Row> rows = PortsViewModel.rows(snapshot);
    if (rows.equals(shown)) {
      return;
    }
    shown = rows;
    int at = table.getSelectionModel().getSelectedIndex();
    table.getItems().setAll(rows);
    if (at >= 0 && at < rows.size()) {
      table.getSelectionModel().clearAndSelect(at);
    }
  }
}
