// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.rtos;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.text.Font;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.virtualpok.app.session.WorkbenchServices;
import org.virtualpok.app.theme.ThemeManager;
import org.virtualpok.app.view.WorkbenchView;
import org.virtualpok.app.view.rtos.RtosViewModel.Row;
import org.virtualpok.app.view.rtos.RtosViewModel.Shown;
import org.virtualpok.app.widget.ColumnWidths;
import org.virtualpok.emu.debug.Registers;
import org.virtualpok.emu.debug.TargetSnapshot;
import org.virtualpok.emu.image.SymbolTable;

/**
 * Tasks, semaphores, queues and timers of the operating system that the selected context runs. A
 * task that is selected here is selected everywhere.
 */
public final class RtosView implements WorkbenchView {
  private static final double ROW_HEIGHT = 21;

  /** Width that its texts give to a column that gets more if there is more, pixels. */
  private static final double GROWN_MOST = 232;

  /** Rows whose texts decide how wide columns are. */
  private static final int MEASURED_MAX = 200;

  /** Rows that stay visible above one that was selected elsewhere. */
  private static final int ROWS_ABOVE = 2;

  /** As in the style sheet. */
  private static final Font FONT = Font.font("Inter", 12);

  private final WorkbenchServices services;
  private final RtosViewModel model;
  private final TableView<Row> table = new TableView<>();
  private final Label hint = new Label();
  private final Label system = new Label();
  private final Label problems = new Label();
  private final Tooltip allProblems = new Tooltip();
  private final Map<Section, ToggleButton> buttons = new EnumMap<>(Section.class);
  private final BorderPane root = new BorderPane(table);

  private Shown shown = new Shown("", " ", Map.of(), List.of(), 0);
  private Section section = Section.TASKS;
  private Section columnsOf;
  private double grownLeast;
  private boolean updating;

  /** A view of the systems that are seen in the target. */
  public RtosView(WorkbenchServices services) {
    this.services = services;
    model = new RtosViewModel(c -> services.target().symbols(c).orElse(SymbolTable.EMPTY));
    table.setId("rtos-table");
    table.setFixedCellSize(ROW_HEIGHT);
    table.getStyleClass().addAll("data-table", "dense");
    table.setPlaceholder(hint);
    table.widthProperty().addListener((o, was, is) -> grow());
    table.getSelectionModel().selectedItemProperty().addListener((o, was, row) -> chosen(row));
    table.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    table.setOnMouseClicked(
        e -> {
          if (e.getButton() == MouseButton.PRIMARY && e.getClickCount() == 2) {
            follow(table.getSelectionModel().getSelectedItem());
          }
        });
    hint.getStyleClass().add("empty-hint");
    hint.setWrapText(true);
    system.setId("rtos-system");
    system.getStyleClass().add("secondary");
    system.setMinWidth(0);
    problems.setId("rtos-problems");
    problems.setGraphic(FontIcon.of(MaterialDesignA.ALERT_OUTLINE));
    problems.getStyleClass().add("rtos-problems");
    problems.setMaxWidth(Double.MAX_VALUE);
    problems.setTooltip(allProblems);
    HBox bar = new HBox(segments(), system);
    bar.getStyleClass().add("rtos-bar");
    root.setTop(bar);
    root.setBottom(problems);
    root.setId("rtos-view");
    root.getStyleClass().addAll("data-view", "rtos");
    root.getStylesheets()
        .addAll(
            ThemeManager.dataTable(),
            Objects.requireNonNull(RtosView.class.getResource("rtos.css")).toExternalForm());
    show();
  }

  private HBox segments() {
    HBox bar = new HBox();
    bar.getStyleClass().add("segments");
    bar.setMinWidth(HBox.USE_PREF_SIZE);
    ToggleGroup group = new ToggleGroup();
    for (Section each : Section.values()) {
      ToggleButton button = new ToggleButton(each.title());
      button.setId("rtos-" + each.name().toLowerCase(Locale.ROOT));
      button.getStyleClass().add("segment");
      button.setToggleGroup(group);
      button.setTooltip(new Tooltip(each.contents()));
      button.setOnAction(e -> choose(each));
      buttons.put(each, button);
      bar.getChildren().add(button);
    }
    return bar;
  }

  private void choose(Section wanted) {
    section = wanted;
    show();
  }

  // ---- what the user does -------------------------------------------------------------------

  private void chosen(Row row) {
    if (!updating && row != null && row.context() != 0) {
      services.select(row.context());
    }
  }

  private void key(KeyEvent e) {
    if (e.getCode() == KeyCode.ENTER && !e.isShortcutDown()) {
      follow(table.getSelectionModel().getSelectedItem());
      e.consume();
    }
  }

  /** From a task to what it waits for, from there to its owner; else to the task's code. */
  private void follow(Row row) {
    if (row == null) {
      return;
    }
    for (Section each : Section.values()) {
      for (Row other : shown.rows(each)) {
        if (row.link() != 0 && other.id() == row.link()) {
          choose(each);
          table.getSelectionModel().select(other);
          table.scrollTo(other);
          return;
        }
      }
    }
    Registers registers = services.snapshot().registers().get(row.context());
    if (registers != null) {
      services.showAddress(row.context(), registers.eip());
    }
  }

  // ---- what is shown ------------------------------------------------------------------------

  @Override
  public void update(TargetSnapshot snapshot, int selected) {
    Shown next = model.update(snapshot, selected);
    if (next.equals(shown)) {
      return;
    }
    shown = next;
    show();
  }

  private void show() {
    updating = true;
    if (section == Section.OTHERS && shown.rows(section).isEmpty()) {
      section = Section.TASKS;
    }
    for (Section each : Section.values()) {
      ToggleButton button = buttons.get(each);
      int rows = shown.rows(each).size();
      button.setText(rows == 0 ? each.title() : each.title() + " " + rows);
      button.setSelected(each == section);
      button.setVisible(each != Section.OTHERS || rows > 0);
      button.setManaged(button.isVisible());
    }
    system.setText(shown.system());
    hint.setText(
        shown.empty()
            ? shown.hint()
            : section == Section.TASKS
                ? "There are no tasks yet."
                : "There are none of these in " + shown.system() + ".");
    List<String> all = shown.problems();
    problems.setText(
        all.isEmpty() ? "" : (all.size() == 1 ? "" : all.size() + " problems: ") + all.get(0));
    allProblems.setText(String.join("\n", all));
    problems.setVisible(!all.isEmpty());
    problems.setManaged(!all.isEmpty());
    showRows();
    updating = false;
  }

  private void showRows() {
    if (columnsOf != section) {
      columnsOf = section;
      table.getItems().clear();
      table.getColumns().clear();
      grownLeast = 0;
      for (int i = 0; i < section.columns().size(); i++) {
        table.getColumns().add(column(section.columns().get(i), i));
      }
      grow();
    }
    Row kept = table.getSelectionModel().getSelectedItem();
    long wanted = section == Section.TASKS ? shown.selected() : kept == null ? 0 : kept.id();
    List<Row> rows = shown.rows(section);
    if (!rows.equals(table.getItems())) {
      table.getItems().setAll(rows);
      fit(rows);
    }
    int at = -1;
    for (int i = 0; i < rows.size() && wanted != 0; i++) {
      at = rows.get(i).id() == wanted ? i : at;
    }
    if (at < 0) {
      table.getSelectionModel().clearSelection();
    } else if (table.getSelectionModel().getSelectedIndex() != at) {
      table.getSelectionModel().clearAndSelect(at);
      table.scrollTo(Math.max(0, at - ROWS_ABOVE));
    }
  }

  private static TableColumn<Row, Row> column(Section.Column shape, int index) {
    TableColumn<Row, Row> column = new TableColumn<>(shape.title());
    column.setSortable(false);
    column.setReorderable(false);
    column.setPrefWidth(shape.least());
    column.setMinWidth(Math.min(shape.least(), 48));
    column.setCellValueFactory(f -> new ReadOnlyObjectWrapper<>(f.getValue()));
    column.setCellFactory(c -> new ObjectCell(index, shape.title().equals("id")));
    return column;
  }

  /** Makes each column as wide as its longest text; what is left is the growing one's. */
  private void fit(List<Row> rows) {
    for (int i = 0; i < section.columns().size(); i++) {
      Section.Column shape = section.columns().get(i);
      if (shape.most() == shape.least()) {
        continue;
      }
      double most = shape.grows() ? GROWN_MOST : shape.most();
      TableColumn<Row, ?> column = table.getColumns().get(i);
      if (shape.grows()) {
        column.setPrefWidth(Math.max(grownLeast, shape.least()));
      }
      ColumnWidths.fit(column, shape.title(), FONT, 0, most);
      for (Row row : rows.subList(0, Math.min(rows.size(), MEASURED_MAX))) {
        RtosViewModel.Cell cell = row.cells().get(i);
        double graphic = cell.fill() >= 0 ? ObjectCell.VESSEL_SPACE : 0;
        ColumnWidths.fit(column, cell.text(), FONT, graphic, most);
      }
      grownLeast = shape.grows() ? column.getPrefWidth() : grownLeast;
    }
    grow();
  }

  private void grow() {
    List<Section.Column> shapes = section.columns();
    for (int i = 0; i < table.getColumns().size() && i < shapes.size(); i++) {
      if (shapes.get(i).grows()) {
        double least = Math.max(grownLeast, shapes.get(i).least());
        ColumnWidths.grow(table, table.getColumns(), table.getColumns().get(i), least);
      }
    }
  }

  @Override
  public String id() {
    return "rtos";
  }

  @Override
  public String title() {
    return "RTOS Objects";
  }

  @Override
  public Ikon icon() {
    return MaterialDesignC.COGS;
  }

  @Override
  public Node node() {
    return root;
  }
}
