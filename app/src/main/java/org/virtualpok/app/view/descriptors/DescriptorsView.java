// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.descriptors;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;
import org.virtualpok.app.session.WorkbenchServices;
import org.virtualpok.app.theme.ThemeManager;
import org.virtualpok.app.view.WorkbenchView;
import org.virtualpok.app.view.descriptors.DescriptorsViewModel.Tab;
import org.virtualpok.app.view.descriptors.Sheet.Column;
import org.virtualpok.app.view.descriptors.Sheet.Kind;
import org.virtualpok.app.view.descriptors.Sheet.Row;
import org.virtualpok.app.widget.ColumnWidths;
import org.virtualpok.emu.debug.TargetSnapshot;

/** GDT, IDT, LDT and TSS of the processor, decoded; in real mode its vectors. */
public final class DescriptorsView implements WorkbenchView {
  private static final double ROW_HEIGHT = 21;

  private final WorkbenchServices services;
  private final DescriptorsViewModel model;
  private final TableView<Row> table = new TableView<>();
  private final Label hint = new Label();
  private final Label place = new Label();
  private final Label real =
      new Label("Real mode: segments have no descriptors. These are the interrupt vectors.");
  private final Map<Tab, ToggleButton> buttons = new EnumMap<>(Tab.class);
  private final BorderPane root = new BorderPane(table);
  private List<Column> columns = List.of();

  public DescriptorsView(WorkbenchServices services) {
    this.services = services;
    model = new DescriptorsViewModel(services.target(), Platform::runLater, this::show);
    table.setId("descriptors-table");
    table.setFixedCellSize(ROW_HEIGHT);
    table.getStyleClass().addAll("data-table", "dense", "descriptors-table");
    table.widthProperty().addListener(o -> growColumn());
    table.setRowFactory(t -> new EntryRow());
    table.setOnKeyPressed(this::key);
    hint.getStyleClass().add("empty-hint");
    hint.setWrapText(true);
    table.setPlaceholder(hint);
    place.setId("descriptors-place");
    place.getStyleClass().addAll("mono", "faint");
    place.setMinWidth(0);
    real.setId("descriptors-real");
    real.getStyleClass().add("descriptors-real");
    real.setWrapText(true);
    real.setMaxWidth(Double.MAX_VALUE);
    HBox bar = new HBox(segments(), place);
    bar.getStyleClass().add("descriptors-bar");
    root.setTop(new VBox(bar, real));
    root.getStyleClass().add("data-view");
    root.getStylesheets()
        .addAll(
            ThemeManager.dataTable(),
            Objects.requireNonNull(DescriptorsView.class.getResource("descriptors.css"))
                .toExternalForm());
    show();
  }

  private HBox segments() {
    HBox bar = new HBox();
    bar.getStyleClass().add("segments");
    bar.setMinWidth(HBox.USE_PREF_SIZE);
    ToggleGroup group = new ToggleGroup();
    for (Tab tab : Tab.values()) {
      ToggleButton button = new ToggleButton(tab.name());
      button.setId("descriptors-" + tab.name().toLowerCase(Locale.ROOT));
      button.getStyleClass().add("segment");
      button.setToggleGroup(group);
      button.setOnAction(e -> model.choose(tab));
      buttons.put(tab, button);
      bar.getChildren().add(button);
    }
    return bar;
  }

  private void show() {
    Sheet sheet = model.sheet();
    boolean realMode = model.realMode();
    buttons.forEach(
        (tab, button) -> {
          button.setSelected(tab == model.tab());
          button.setDisable(realMode && tab != Tab.IDT);
        });
    buttons.get(Tab.IDT).setText(realMode ? "IVT" : "IDT");
    real.setVisible(realMode);
    real.setManaged(realMode);
    place.setText(sheet.place());
    place.setTooltip(sheet.place().isEmpty() ? null : new Tooltip(sheet.place()));
    hint.setText(sheet.note());
    table.getStyleClass().remove("stale");
    if (model.stale()) {
      table.getStyleClass().add("stale");
    }
    if (!columns.equals(sheet.columns())) {
      columns = sheet.columns();
      table.getColumns().clear();
      for (int i = 0; i < columns.size(); i++) {
        table.getColumns().add(column(columns.get(i), i));
      }
      growColumn();
    }
    if (!table.getItems().equals(sheet.rows())) {
      int selected = table.getSelectionModel().getSelectedIndex();
      table.getItems().setAll(sheet.rows());
      if (selected >= 0 && selected < sheet.rows().size()) {
        table.getSelectionModel().select(selected);
      }
    }
  }

  private void growColumn() {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).grows()) {
        ColumnWidths.grow(
            table, table.getColumns(), table.getColumns().get(i), columns.get(i).width());
      }
    }
  }

  private static TableColumn<Row, Row> column(Column column, int index) {
    TableColumn<Row, Row> c = new TableColumn<>(column.title());
    c.setSortable(false);
    c.setReorderable(false);
    c.setMinWidth(column.width());
    c.setPrefWidth(column.width());
    c.setCellValueFactory(f -> new ReadOnlyObjectWrapper<>(f.getValue()));
    c.setCellFactory(x -> new Cell(column, index));
    return c;
  }

  private void key(KeyEvent e) {
    KeyCode code = e.getCode();
    if (code == KeyCode.ENTER || code == KeyCode.SPACE) {
      activate(table.getSelectionModel().getSelectedItem());
      e.consume();
    }
  }

  private void activate(Row row) {
    if (row != null && !model.activate(row) && row.leads()) {
      services.showAddress(services.selectedVcpu(), row.handler());
    }
  }

  @Override
  public void update(TargetSnapshot snapshot, int selected) {
    model.update(snapshot, services.selectedVcpu());
  }

  @Override
  public String id() {
    return "descriptors";
  }

  @Override
  public String title() {
    return "Descriptors";
  }

  @Override
  public Ikon icon() {
    return MaterialDesignT.TABLE_LARGE;
  }

  @Override
  public Node node() {
    return root;
  }

  /** Styled by what it stands for; opens at a click what is folded, at a double click a handler. */
  private final class EntryRow extends TableRow<Row> {
    private final Tooltip tip = new Tooltip();

    EntryRow() {
      setOnMouseClicked(
          e -> {
            Row row = getItem();
            boolean folded = row != null && (row.kind() == Kind.FOLDED || row.kind() == Kind.MORE);
            if (folded || e.getClickCount() == 2) {
              activate(row);
            }
          });
    }

    @Override
    protected void updateItem(Row row, boolean empty) {
      super.updateItem(row, empty);
      getStyleClass().removeIf(c -> c.startsWith("entry-"));
      if (empty || row == null) {
        setTooltip(null);
        return;
      }
      getStyleClass().add("entry-" + row.kind().name().toLowerCase(Locale.ROOT));
      if (!row.used().isEmpty()) {
        getStyleClass().add("entry-used");
      }
      tip.setText(row.tip() + (row.leads() ? "\nDouble click or Enter shows the handler" : ""));
      setTooltip(tip);
    }
  }

  private static final class Cell extends TableCell<Row, Row> {
    private final int index;

    Cell(Column column, int index) {
      this.index = index;
      if (column.mono()) {
        getStyleClass().add("mono");
      }
      if (column.title().equals("in")) {
        getStyleClass().add("entry-mark");
      }
    }

    @Override
    protected void updateItem(Row row, boolean empty) {
      super.updateItem(row, empty);
      setText(empty || row == null || index >= row.cells().size() ? null : row.cells().get(index));
    }
  }
}
