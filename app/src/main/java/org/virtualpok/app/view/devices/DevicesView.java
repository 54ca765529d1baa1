// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.devices;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableCell;
import javafx.scene.control.TreeTableColumn;
import javafx.scene.control.TreeTableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignE;
import org.kordamp.ikonli.materialdesign2.MaterialDesignU;
import org.virtualpok.app.session.WorkbenchServices;
import org.virtualpok.app.theme.ThemeManager;
import org.virtualpok.app.view.WorkbenchView;
import org.virtualpok.app.view.devices.DevicesViewModel.Row;
import org.virtualpok.app.widget.ColumnWidths;
import org.virtualpok.emu.debug.TargetSnapshot;

/** The devices of a PC: a tree of registers and their fields. */
public final class DevicesView implements WorkbenchView {
  private static final double ROW_HEIGHT = 21;
  private static final double LAST_WIDTH_MIN = 80;

  private final DevicesViewModel model = new DevicesViewModel();
  private final TreeTableView<Row> table = new TreeTableView<>();
  private final TextField filter = new TextField();
  private final BorderPane root = new BorderPane(table);
  private final Set<Cell> cells = Collections.newSetFromMap(new WeakHashMap<>());

  /** What the user opened or closed, by the rows' names: these stay when rows come anew. */
  private final Map<Row, Boolean> opened = new HashMap<>();

  private final Button expand;
  private final Button collapse;

  public DevicesView(WorkbenchServices services) {
    table.setId("devices-table");
    table.setShowRoot(false);
    table.setFixedCellSize(ROW_HEIGHT);
    table.widthProperty().addListener(o -> growLastColumn());
    table.getStyleClass().addAll("data-table", "devices-table");
    column("register", 128, model::name, "device-name");
    column("value", 68, model::value, "device-value");
    column("bits", 92, model::bits, "device-bits");
    column("means", 180, model::means, "device-means");
    Label hint = new Label("The registers of a PC's devices are here; nothing passes the filter.");
    hint.getStyleClass().add("empty-hint");
    hint.setWrapText(true);
    table.setPlaceholder(hint);

    filter.setId("devices-filter");
    filter.setPromptText("Filter: device, register or bit");
    filter.textProperty().addListener((o, was, is) -> setFilter(is));
    filter.addEventFilter(KeyEvent.KEY_PRESSED, this::filterKey);
    BorderPane bar = new BorderPane(filter);
    bar.getStyleClass().add("devices-bar");
    root.setTop(bar);
    root.getStyleClass().add("data-view");
    root.getStylesheets()
        .addAll(
            ThemeManager.dataTable(),
            Objects.requireNonNull(DevicesView.class.getResource("devices.css")).toExternalForm());
    expand = tool(MaterialDesignU.UNFOLD_MORE_HORIZONTAL, "devices-expand", "Open all devices");
    expand.setOnAction(e -> openAll(true));
    collapse =
        tool(MaterialDesignU.UNFOLD_LESS_HORIZONTAL, "devices-collapse", "Close all devices");
    collapse.setOnAction(e -> openAll(false));
    table.setRoot(new TreeItem<>());
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

  private void growLastColumn() {
    var columns = table.getColumns();
    ColumnWidths.grow(table, columns, columns.get(columns.size() - 1), LAST_WIDTH_MIN);
  }

  private void column(String title, double width, Function<Row, String> text, String style) {
    TreeTableColumn<Row, Row> column = new TreeTableColumn<>(title);
    column.setSortable(false);
    column.setReorderable(false);
    column.setPrefWidth(width);
    column.setMinWidth(Math.min(width, 60));
    column.setCellValueFactory(f -> new ReadOnlyObjectWrapper<>(f.getValue().getValue()));
    column.setCellFactory(c -> new Cell(text, style));
    table.getColumns().add(column);
  }

  private void filterKey(KeyEvent e) {
    if (e.getCode() == KeyCode.ESCAPE) {
      filter.clear();
      table.requestFocus();
      e.consume();
    } else if (e.getCode() == KeyCode.DOWN) {
      table.requestFocus();
      if (table.getSelectionModel().isEmpty()) {
        table.getSelectionModel().select(0);
      }
      e.consume();
    }
  }

  private void setFilter(String text) {
    model.setFilter(text);
    rebuild();
  }

  private void openAll(boolean open) {
    for (TreeItem<Row> group : table.getRoot().getChildren()) {
      group.setExpanded(open);
    }
  }

  private void rebuild() {
    List<TreeItem<Row>> groups = new ArrayList<>();
    for (Row g : model.groups()) {
      TreeItem<Row> group = item(g, model.opensItself(g));
      for (Row r : model.registers(g)) {
        TreeItem<Row> register = item(r, false);
        model.fields(r).forEach(f -> register.getChildren().add(new TreeItem<>(f)));
        group.getChildren().add(register);
      }
      groups.add(group);
    }
    table.getRoot().getChildren().setAll(groups);
  }

  private TreeItem<Row> item(Row row, boolean open) {
    TreeItem<Row> item = new TreeItem<>(row);
    item.setExpanded(model.filtered() ? open : opened.getOrDefault(row, open));
    item.expandedProperty()
        .addListener(
            (o, was, is) -> {
              if (!model.filtered()) {
                opened.put(row, is);
              }
            });
    return item;
  }

  @Override
  public void update(TargetSnapshot snapshot, int selected) {
    boolean wasStale = model.stale();
    if (model.update(snapshot)) {
      opened.clear();
      rebuild();
    }
    if (wasStale != model.stale()) {
      table.getStyleClass().remove("stale");
      if (model.stale()) {
        table.getStyleClass().add("stale");
      }
    }
    cells.forEach(Cell::show);
  }

  @Override
  public String id() {
    return "devices";
  }

  @Override
  public String title() {
    return "Devices";
  }

  @Override
  public Ikon icon() {
    return MaterialDesignE.EXPANSION_CARD_VARIANT;
  }

  @Override
  public Node node() {
    return root;
  }

  @Override
  public List<Node> tools() {
    return List.of(expand, collapse);
  }

  /** Shows one thing of a row, and shows it again when values change. */
  private final class Cell extends TreeTableCell<Row, Row> {
    private final Function<Row, String> text;
    private final boolean value;
    private final Tooltip tip = new Tooltip();
    private String styles = "";

    Cell(Function<Row, String> text, String style) {
      this.text = text;
      value = style.equals("device-value");
      getStyleClass().add(style);
      cells.add(this);
    }

    @Override
    protected void updateItem(Row row, boolean empty) {
      super.updateItem(row, empty);
      show();
    }

    void show() {
      Row row = getItem();
      if (isEmpty() || row == null) {
        setText(null);
        setTooltip(null);
        style("");
        return;
      }
      String words = text.apply(row);
      if (!words.equals(getText())) {
        setText(words);
      }
      tip.setText(model.tip(row));
      setTooltip(tip);
      boolean marked = model.changed(row) && (value || row.isGroup());
      style(
          (row.isGroup() ? "device-group " : row.isField() ? "device-field " : "")
              + (marked ? row.isGroup() ? "device-touched" : "device-changed" : "")
              + (model.quiet(row) ? " device-quiet" : ""));
    }

    /** Styling anew is dear. */
    private void style(String wanted) {
      if (!wanted.equals(styles)) {
        getStyleClass().removeAll(styles.split(" +"));
        for (String s : wanted.split(" +")) {
          if (!s.isEmpty()) {
            getStyleClass().add(s);
          }
        }
        styles = wanted;
      }
    }
  }
}
