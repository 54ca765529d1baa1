// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.pages;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableCell;
import javafx.scene.control.TreeTableColumn;
import javafx.scene.control.TreeTableView;
import javafx.scene.layout.BorderPane;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;
import org.virtualpok.app.session.WorkbenchServices;
import org.virtualpok.app.theme.ThemeManager;
import org.virtualpok.app.view.WorkbenchView;
import org.virtualpok.app.widget.ColumnWidths;
import org.virtualpok.emu.debug.TargetSnapshot;
import org.virtualpok.emu.debug.tables.PageTables.Kind;
import org.virtualpok.emu.debug.tables.PageTables.Run;

/** Page directory and tables: ranges of linear addresses, where they lead, and with what rights. */
public final class PagesView implements WorkbenchView {
  private static final double ROW_HEIGHT = 21;
  private static final double LAST_WIDTH_MIN = 70;

  /** A tree that fits is shown open. */
  private static final int OPEN_ROWS_MAX = 40;

  private final PagesViewModel model;
  private final TreeTableView<Run> table = new TreeTableView<>();
  private final Label place = new Label();
  private final Label detail = new Label();
  private final Label hint = new Label();
  private final BorderPane root = new BorderPane(table);

  /** What the user opened or closed, by linear address. */
  private final Map<Integer, Boolean> opened = new HashMap<>();

  public PagesView(WorkbenchServices services) {
    model =
        new PagesViewModel(
            services.target(), Platform::runLater, ForkJoinPool.commonPool(), this::show);
    table.setId("pages-table");
    table.setShowRoot(false);
    table.setFixedCellSize(ROW_HEIGHT);
    table.widthProperty().addListener(o -> growLastColumn());
    table.getStyleClass().addAll("data-table", "pages-table");
    column("linear", 164, PagesViewModel::linear, "mono");
    column("physical", 134, PagesViewModel::physical, "mono");
    column("rights", 46, PagesViewModel::rights, "mono");
    column("flags", 50, PagesViewModel::flags, "mono");
    column("size", 78, PagesViewModel::pages, "pages-count");
    table
        .getSelectionModel()
        .selectedItemProperty()
        .addListener((o, was, is) -> describe(is == null ? null : is.getValue()));
    hint.getStyleClass().add("empty-hint");
    hint.setWrapText(true);
    table.setPlaceholder(hint);
    table.setRoot(new TreeItem<>());
    place.setId("pages-place");
    place.getStyleClass().addAll("mono", "faint");
    detail.setId("pages-detail");
    detail.setWrapText(true);
    detail.setMaxWidth(Double.MAX_VALUE);
    detail.getStyleClass().addAll("mono", "pages-detail");
    root.setBottom(detail);
    root.getStyleClass().add("data-view");
    root.getStylesheets()
        .addAll(
            ThemeManager.dataTable(),
            Objects.requireNonNull(PagesView.class.getResource("pages.css")).toExternalForm());
    describe(null);
    show();
  }

  private void growLastColumn() {
    var columns = table.getColumns();
    ColumnWidths.grow(table, columns, columns.get(columns.size() - 1), LAST_WIDTH_MIN);
  }

  private void column(String title, double width, Function<Run, String> text, String style) {
    TreeTableColumn<Run, Run> column = new TreeTableColumn<>(title);
    column.setSortable(false);
    column.setReorderable(false);
    column.setPrefWidth(width);
    column.setMinWidth(Math.min(width, 46));
    column.setCellValueFactory(f -> new ReadOnlyObjectWrapper<>(f.getValue().getValue()));
    column.setCellFactory(c -> new Cell(text, style));
    table.getColumns().add(column);
  }

  private void show() {
    place.setText(model.place());
    hint.setText(model.note());
    table.getStyleClass().remove("stale");
    if (model.stale()) {
      table.getStyleClass().add("stale");
    }
    List<TreeItem<Run>> shown = table.getRoot().getChildren();
    if (!shown.stream().map(TreeItem::getValue).toList().equals(model.runs())) {
      rebuild();
    }
  }

  private void rebuild() {
    TreeItem<Run> chosen = table.getSelectionModel().getSelectedItem();
    int rows = model.runs().stream().mapToInt(r -> 1 + r.inside().size()).sum();
    List<TreeItem<Run>> items = new ArrayList<>();
    for (Run run : model.runs()) {
      TreeItem<Run> item = new TreeItem<>(run);
      run.inside().forEach(r -> item.getChildren().add(new TreeItem<>(r)));
      item.setExpanded(opened.getOrDefault(run.linear(), rows <= OPEN_ROWS_MAX));
      item.expandedProperty().addListener((o, was, is) -> opened.put(run.linear(), is));
      items.add(item);
    }
    table.getRoot().getChildren().setAll(items);
    table.getSelectionModel().clearSelection();
    if (chosen != null) {
      selectAgain(items, chosen.getValue());
    }
  }

  private void selectAgain(List<TreeItem<Run>> items, Run run) {
    for (TreeItem<Run> item : items) {
      if (item.getValue().linear() == run.linear() && item.getValue().kind() == run.kind()) {
        table.getSelectionModel().select(item);
        return;
      }
      if (item.isExpanded()) {
        selectAgain(item.getChildren(), run);
      }
    }
  }

  private void describe(Run run) {
    boolean shown = run != null;
    detail.setVisible(shown);
    detail.setManaged(shown);
    detail.setText(shown ? PagesViewModel.detail(run) : "");
  }

  @Override
  public void update(TargetSnapshot snapshot, int selected) {
    model.update(snapshot);
  }

  @Override
  public String id() {
    return "pages";
  }

  @Override
  public String title() {
    return "Pages";
  }

  @Override
  public Ikon icon() {
    return MaterialDesignM.MAP_OUTLINE;
  }

  @Override
  public Node node() {
    return root;
  }

  @Override
  public List<Node> tools() {
    return List.of(place);
  }

  private static final class Cell extends TreeTableCell<Run, Run> {
    private final Function<Run, String> text;
    private final Tooltip tip = new Tooltip();

    Cell(Function<Run, String> text, String style) {
      this.text = text;
      getStyleClass().add(style);
    }

    @Override
    protected void updateItem(Run run, boolean empty) {
      super.updateItem(run, empty);
      boolean blank = empty || run == null;
      setText(blank ? null : text.apply(run));
      getStyleClass().removeAll("pages-absent", "pages-table-entry");
      setTooltip(blank ? null : tip);
      if (blank) {
        return;
      }
      tip.setText(PagesViewModel.detail(run));
      if (run.kind() == Kind.NOT_PRESENT) {
        getStyleClass().add("pages-absent");
      } else if (run.kind() == Kind.TABLE) {
        getStyleClass().add("pages-table-entry");
      }
    }
  }
}
