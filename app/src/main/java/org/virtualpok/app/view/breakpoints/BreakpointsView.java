// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.breakpoints;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.BorderPane;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;
import org.virtualpok.app.session.WorkbenchServices;
import org.virtualpok.app.theme.ThemeManager;
import org.virtualpok.app.view.WorkbenchView;
import org.virtualpok.app.view.breakpoints.BreakpointsViewModel.Row;
import org.virtualpok.emu.debug.Breakpoint;
import org.virtualpok.emu.debug.TargetSnapshot;

/** The breakpoints: switch them on and off, remove them, add some. */
public final class BreakpointsView implements WorkbenchView {
  private static final double ROW_HEIGHT = 21;

  private final WorkbenchServices services;
  private final BreakpointsViewModel model;
  private final TableView<Row> table = new TableView<>();
  private final BorderPane root = new BorderPane();
  private final AddPane addPane;
  private final Button add;
  private final Button remove;

  /** A view of the target's breakpoints. */
  public BreakpointsView(WorkbenchServices services) {
    this.services = services;
    model = new BreakpointsViewModel(services.target());
    addPane = new AddPane(model, this::add, () -> showAdd(false));
    add = tool(MaterialDesignP.PLUS, "breakpoint-add", "Add a breakpoint");
    add.setOnAction(e -> showAdd(root.getTop() == null));
    remove = tool(MaterialDesignT.TRASH_CAN_OUTLINE, "breakpoint-remove", "Remove (Delete)");
    remove.setOnAction(e -> removeSelected());
    remove.disableProperty().bind(table.getSelectionModel().selectedItemProperty().isNull());

    table.setId("breakpoints-table");
    table.setFixedCellSize(ROW_HEIGHT);
    table.getStyleClass().addAll("breakpoints-table", "data-table", "dense");
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_NEXT_COLUMN);
    Label hint = new Label("No breakpoints. Add one with +, or in the ruler of the disassembly.");
    hint.getStyleClass().add("empty-hint");
    hint.setWrapText(true);
    table.setPlaceholder(hint);
    column("", 26, row -> "").setCellFactory(c -> new BreakpointCells.Check(this::toggle));
    column("", 24, row -> "").setCellFactory(c -> new BreakpointCells.Sign());
    TableColumn<Row, Row> place = column("stops at", 180, Row::stopsAt);
    TableColumn<Row, Row> in = column("in", 48, Row::mark);
    in.setVisible(model.hasPartitions()); // else one processor has it all
    column("hits", 40, row -> Long.toString(row.breakpoint().hits()));
    place.setMinWidth(80);
    for (int i : new int[] {0, 1, 3, 4}) {
      TableColumn<Row, ?> fixed = table.getColumns().get(i);
      fixed.setMinWidth(fixed.getPrefWidth());
      fixed.setMaxWidth(fixed.getPrefWidth());
    }
    table.setOnKeyPressed(this::key);
    table.setOnMouseClicked(this::clicked);
    table.getItems().setAll(model.rows());

    root.setId("breakpoints-view");
    root.setCenter(table);
    root.getStyleClass().add("data-view");
    root.getStylesheets()
        .addAll(
            ThemeManager.dataTable(),
            BreakpointsView.class.getResource("breakpoints.css").toExternalForm());
  }

  private static Button tool(Ikon icon, String id, String what) {
    Button button = new Button(null, new FontIcon(icon));
    button.setId(id);
    button.getStyleClass().add("view-tool-button");
    button.setTooltip(new Tooltip(what));
    button.setAccessibleText(what);
    button.setFocusTraversable(false);
    return button;
  }

  private TableColumn<Row, Row> column(String title, double width, Function<Row, String> text) {
    TableColumn<Row, Row> column = new TableColumn<>(title);
    column.setSortable(false);
    column.setReorderable(false);
    column.setPrefWidth(width);
    column.setCellValueFactory(f -> new ReadOnlyObjectWrapper<>(f.getValue()));
    column.setCellFactory(c -> new BreakpointCells.Text(title, text));
    table.getColumns().add(column);
    return column;
  }

  private void showAdd(boolean show) {
    root.setTop(show ? addPane.node() : null);
    if (show) {
      addPane.open();
    } else {
      table.requestFocus();
    }
  }

  private void add(Breakpoint breakpoint) {
    services.follow(services.target().setBreakpoint(breakpoint));
  }

  private void toggle(Row row) {
    Breakpoint breakpoint = row.breakpoint();
    services.follow(services.target().setBreakpoint(breakpoint.withEnabled(!breakpoint.enabled())));
  }

  private void removeSelected() {
    Row row = table.getSelectionModel().getSelectedItem();
    if (row != null) {
      services.follow(services.target().removeBreakpoint(row.breakpoint().id()));
    }
  }

  private void key(KeyEvent e) {
    Row row = table.getSelectionModel().getSelectedItem();
    switch (e.getCode()) {
      case DELETE, BACK_SPACE -> removeSelected();
      case SPACE -> {
        if (row != null) {
          toggle(row);
        }
      }
      case INSERT -> showAdd(true);
      case ENTER -> show(row);
      default -> {
        return;
      }
    }
    e.consume();
  }

  private void clicked(MouseEvent e) {
    if (e.getClickCount() == 2) {
      show(table.getSelectionModel().getSelectedItem());
    }
  }

  private void show(Row row) {
    if (row != null && row.breakpoint().trigger() instanceof Breakpoint.AtAddress at) {
      int scope = row.breakpoint().scope();
      services.showAddress(scope == 0 ? services.selectedContext() : scope, at.offset());
    }
  }

  @Override
  public String id() {
    return "breakpoints";
  }

  @Override
  public String title() {
    return "Breakpoints";
  }

  @Override
  public Ikon icon() {
    return MaterialDesignC.CIRCLE_SLICE_8;
  }

  @Override
  public Node node() {
    return root;
  }

  @Override
  public List<Node> tools() {
    return List.of(add, remove);
  }

  @Override
  public void update(TargetSnapshot snapshot, int selected) {
    if (!model.update(snapshot)) {
      return;
    }
    Row chosen = table.getSelectionModel().getSelectedItem();
    int line = table.getSelectionModel().getSelectedIndex();
    List<Row> rows = model.rows();
    table.getItems().setAll(rows);
    if (chosen == null || rows.isEmpty()) {
      return;
    }
    List<Integer> ids = new ArrayList<>();
    rows.forEach(r -> ids.add(r.breakpoint().id()));
    int again = ids.indexOf(chosen.breakpoint().id());
    table.getSelectionModel().clearAndSelect(again >= 0 ? again : Math.min(line, rows.size() - 1));
  }
}
