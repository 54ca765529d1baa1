// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.instances;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.BorderPane;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.virtualpok.app.autopsy.Durations;
import org.virtualpok.app.autopsy.PartitionName;
import org.virtualpok.app.session.WorkbenchServices;
import org.virtualpok.app.theme.ThemeManager;
import org.virtualpok.app.view.WorkbenchView;
import org.virtualpok.app.widget.RowList;
import org.virtualpok.emu.debug.Context;
import org.virtualpok.emu.debug.InterruptFilter;
import org.virtualpok.emu.debug.TargetSnapshot;

/** Every interrupt that was ever raised, one row each; the selected one goes to the autopsy. */
public final class InstancesView implements WorkbenchView {
  private static final double ROW_HEIGHT = 21;

  private final WorkbenchServices services;
  private final InstancesViewModel model = new InstancesViewModel();
  private final TableView<InstanceRow> table = new TableView<>();
  private final FilterBar filters = new FilterBar(this::filter, () -> showFilters(false));
  private final Label summary = new Label();
  private final Label hint = new Label();
  private final ToggleButton filterButton;
  private final ToggleButton follow;
  private final BorderPane root = new BorderPane();
  private RowList<InstanceRow> rows;
  private boolean updating;
  private int selectedShown;

  /** A table of the target's interrupts. */
  public InstancesView(WorkbenchServices services) {
    this.services = services;
    table.setId("instances-table");
    table.setFixedCellSize(ROW_HEIGHT);
    table.getStyleClass().addAll("data-table", "dense");
    hint.getStyleClass().add("empty-hint");
    hint.setWrapText(true);
    table.setPlaceholder(hint);
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_NEXT_COLUMN);
    columns();
    summary.setId("instances-summary");
    summary.getStyleClass().add("secondary");
    filterButton = toggle(MaterialDesignF.FILTER_OUTLINE, "instances-filter", "Filter (Ctrl+F)");
    filterButton.setOnAction(e -> showFilters(filterButton.isSelected()));
    follow =
        toggle(MaterialDesignA.ARROW_COLLAPSE_DOWN, "instances-follow", "Follow the newest row");
    follow.setSelected(true);
    follow.setOnAction(e -> scrollToEnd());
    root.setId("instances-view");
    root.getStyleClass().addAll("data-view", "instances");
    root.setCenter(table);
    root.getStylesheets()
        .addAll(
            ThemeManager.dataTable(),
            Objects.requireNonNull(InstancesView.class.getResource("instances.css"))
                .toExternalForm());
    table.addEventFilter(ScrollEvent.SCROLL, this::scrolled);
    table.addEventFilter(MouseEvent.MOUSE_PRESSED, this::pressed);
    root.addEventFilter(KeyEvent.KEY_PRESSED, this::keyPressed);
    table
        .getSelectionModel()
        .selectedItemProperty()
        .addListener(
            (o, was, is) -> {
              if (!updating && is != null) {
                selectedShown = is.id();
                services.interrupts().select(is.id());
              }
            });
    showRows();
    describe();
  }

  private void columns() {
    text("#", 64, 62, InstanceRow::idText, "mono right");
    text("raised s", 90, 88, InstanceRow::raised, "mono");
    text("line", 36, 34, r -> Integer.toString(r.line()), "mono right");
    column("partition", 102, 98, InstanceCells.PartitionCell::new);
    column("fate", 96, 94, InstanceCells.FateCell::new);
    column("gates", 70, 70, InstanceCells.GatesCell::new);
    text("held or lost at", 136, 116, InstanceRow::at, "secondary");
    column("life", 96, 58, InstanceCells.LifeCell::new);
    text("latency", 72, 68, InstanceRow::latency, "mono right");
  }

  private void text(
      String title, double width, double narrowest, Function<InstanceRow, String> text, String s) {
    List<String> styles = List.of(s.split(" "));
    TableColumn<InstanceRow, InstanceRow> column =
        column(title, width, narrowest, () -> new TextCell(text, styles));
    if (styles.contains("right")) {
      column.getStyleClass().add("right");
    }
  }

  private TableColumn<InstanceRow, InstanceRow> column(
      String title,
      double width,
      double narrowest,
      Supplier<TableCell<InstanceRow, InstanceRow>> cell) {
    TableColumn<InstanceRow, InstanceRow> column = new TableColumn<>(title);
    column.setSortable(false);
    column.setReorderable(false);
    column.setPrefWidth(width);
    column.setMinWidth(narrowest);
    column.setCellValueFactory(f -> new ReadOnlyObjectWrapper<>(f.getValue()));
    column.setCellFactory(c -> cell.get());
    table.getColumns().add(column);
    return column;
  }

  private static final class TextCell extends TableCell<InstanceRow, InstanceRow> {
    private final Function<InstanceRow, String> text;

    TextCell(Function<InstanceRow, String> text, List<String> styles) {
      this.text = text;
      getStyleClass().addAll(styles);
    }

    @Override
    protected void updateItem(InstanceRow row, boolean empty) {
      super.updateItem(row, empty);
      setText(empty || row == null ? null : text.apply(row));
    }
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

  @Override
  public String id() {
    return "instances";
  }

  @Override
  public String title() {
    return "Interrupts";
  }

  @Override
  public Ikon icon() {
    return MaterialDesignF.FORMAT_LIST_BULLETED;
  }

  @Override
  public Node node() {
    return root;
  }

  @Override
  public List<Node> tools() {
    return List.of(summary, filterButton, follow);
  }

  @Override
  public void update(TargetSnapshot snapshot, int selected) {
    model.partitions(
        snapshot.contexts().stream()
            .filter(c -> c.kind() == Context.Kind.PARTITION)
            .map(PartitionName::of)
            .toList());
    ask();
    showSelected();
  }

  private void ask() {
    InterruptFilter filter = model.filter();
    services
        .interrupts()
        .ask(this, history -> InstancesViewModel.Answer.of(history, filter), this::take);
  }

  private void take(InstancesViewModel.Answer answer) {
    InstancesViewModel.Advance advance = model.take(answer);
    updating = true;
    if (advance.reset()) {
      showRows();
    } else {
      rows.advanced(
          advance.changed().stream().mapToInt(Integer::intValue).toArray(), advance.size());
    }
    updating = false;
    filters.offer(model);
    describe();
    if (advance.reset()) {
      selectedShown = 0;
      showSelected();
    }
    if (follow.isSelected() && (advance.reset() || advance.size() > advance.from())) {
      scrollToEnd();
    }
  }

  private void describe() {
    boolean whole = model.filter().equals(InterruptFilter.ALL);
    summary.setText(
        whole
            ? Durations.grouped(model.size()) + " interrupts"
            : model.filterWords()
                + ": "
                + Durations.grouped(model.size())
                + " of "
                + Durations.grouped(model.all()));
    summary.setTooltip(model.missing().isEmpty() ? null : new Tooltip(model.missing()));
    hint.setText(
        whole
            ? "Each interrupt appears here when its line is raised, with what became of it."
                + " Resume (F8), or raise one by hand (Alt+I)."
            : "No interrupt passes the filter. Esc shows all of them.");
  }

  private void filter(InterruptFilter filter) {
    model.setFilter(filter);
    ask();
  }

  private void showRows() {
    table.getSelectionModel().clearSelection();
    rows = new RowList<>(model.size(), model::row, InstanceRow.class, row -> model.rowOf(row.id()));
    table.setItems(rows);
  }

  /** Follows a selection that was made elsewhere, and lets the row be seen. */
  private void showSelected() {
    int wanted = services.interrupts().selected();
    int row = wanted == 0 ? -1 : model.rowOf(wanted);
    if (wanted == selectedShown || row < 0) {
      return;
    }
    boolean chosen = selectedShown != 0; // the first one was chosen for the user
    selectedShown = wanted;
    updating = true;
    table.getSelectionModel().clearAndSelect(row);
    updating = false;
    if (chosen) {
      follow.setSelected(false);
      table.scrollTo(Math.max(0, row - 3));
    }
  }

  private void scrollToEnd() {
    if (follow.isSelected() && rows.size() > 0) {
      table.scrollTo(rows.size() - 1);
      // Rows that have just come have no place yet.
      Platform.runLater(
          () -> {
            if (follow.isSelected()) {
              table.scrollTo(rows.size() - 1);
            }
          });
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
      boolean bar = node.getStyleClass().contains("scroll-bar");
      boolean cell = node.getStyleClass().contains("table-row-cell");
      if (bar || cell) {
        follow.setSelected(false); // a row that is looked at should not run away
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
      showFilters(true);
      e.consume();
    } else if (code == KeyCode.ESCAPE && filterButton.isSelected()) {
      showFilters(false);
      e.consume();
    }
  }

  private void showFilters(boolean show) {
    filterButton.setSelected(show);
    root.setTop(show ? filters : null);
    if (show) {
      filters.getChildren().get(0).requestFocus();
    } else {
      filters.clear();
      table.requestFocus();
    }
  }
}
