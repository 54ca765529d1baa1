// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.latency;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.RowConstraints;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.virtualpok.app.autopsy.Durations;
import org.virtualpok.app.autopsy.PartitionName;
import org.virtualpok.app.session.WorkbenchServices;
import org.virtualpok.app.theme.ThemeManager;
import org.virtualpok.app.view.WorkbenchView;
import org.virtualpok.app.view.latency.LatencyViewModel.Series;
import org.virtualpok.app.widget.PartitionMark;
import org.virtualpok.emu.debug.InterruptFilter;
import org.virtualpok.emu.debug.InterruptHop;
import org.virtualpok.emu.debug.TargetSnapshot;

/** How long interrupts took, per partition and line, and what became of them at which gate. */
public final class LatencyView implements WorkbenchView {
  private static final double ROW_HEIGHT = 21;
  private static final double HEADER_HEIGHT = 24;
  private static final int ROWS_SHOWN = 6;

  private final WorkbenchServices services;
  private final LatencyViewModel model = new LatencyViewModel();
  private final ComboBox<InterruptHop> hop = new ComboBox<>();
  private final TableView<Series> table = new TableView<>();
  private final HistogramPane histogram = new HistogramPane();
  private final GatesPane gates = new GatesPane();
  private final LongestPane longest;
  private final Label hint =
      new Label(
          "How long interrupts took from raise to handler is drawn here, and at which gate they"
              + " waited or were lost. Resume (F8).");
  private final GridPane content = new GridPane();
  private final StackPane root = new StackPane(content, hint);
  private TargetSnapshot snapshot;
  private boolean updating;

  /** Histograms of the target's interrupts. */
  public LatencyView(WorkbenchServices services) {
    this.services = services;
    snapshot = services.snapshot();
    longest = new LongestPane(id -> services.interrupts().select(id));
    hop.setId("latency-hop");
    hop.getItems().setAll(InterruptHop.LATENCY, InterruptHop.WAIT, InterruptHop.RETURN);
    hop.setValue(model.hop());
    hop.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(InterruptHop value) {
            return value == null ? "" : value.words();
          }

          @Override
          public InterruptHop fromString(String words) {
            return null;
          }
        });
    hop.valueProperty()
        .addListener(
            (o, was, is) -> {
              model.setHop(is);
              ask();
            });
    table.setId("latency-series");
    table.setPrefHeight(HEADER_HEIGHT + ROW_HEIGHT);
    table.setFixedCellSize(ROW_HEIGHT);
    table.getStyleClass().addAll("data-table", "dense");
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    columns();
    table
        .getSelectionModel()
        .selectedItemProperty()
        .addListener(
            (o, was, is) -> {
              if (!updating && is != null) {
                model.choose(is);
                show();
                ask(); // for the longest of it
              }
            });
    content.getStyleClass().add("latency");
    ColumnConstraints left = new ColumnConstraints();
    left.setPercentWidth(46);
    ColumnConstraints right = new ColumnConstraints();
    right.setPercentWidth(54);
    content.getColumnConstraints().addAll(left, right);
    RowConstraints whole = new RowConstraints();
    whole.setVgrow(Priority.ALWAYS);
    content.getRowConstraints().add(whole);
    BorderPane drawing = new BorderPane(histogram);
    drawing.setBottom(table);
    content.add(drawing, 0, 0);
    Label title = new Label("Fates by the first gate that was closed");
    title.getStyleClass().add("latency-section");
    Label worst = new Label("The longest");
    worst.getStyleClass().add("latency-section");
    VBox fates = new VBox(title, gates, worst, longest);
    fates.getStyleClass().add("latency-fates");
    ScrollPane scroll = new ScrollPane(fates);
    scroll.setFitToWidth(true);
    scroll.setFitToHeight(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    content.add(scroll, 1, 0);
    content.setVisible(false);
    content.managedProperty().bind(content.visibleProperty());
    hint.getStyleClass().add("empty-hint");
    hint.setWrapText(true);
    root.setId("latency-view");
    root.getStyleClass().add("data-view");
    root.getStylesheets()
        .addAll(
            ThemeManager.dataTable(),
            Objects.requireNonNull(LatencyView.class.getResource("latency.css")).toExternalForm());
  }

  private void columns() {
    column("partition", 104, s -> "", true);
    column("line", 62, LatencyView::lineName, false);
    column("count", 64, s -> Durations.grouped(s.histogram().count()), false);
    column("p50", 72, s -> time(s, s.histogram().medianNanos()), false);
    column("p99", 72, s -> time(s, s.histogram().p99Nanos()), false);
    column("max", 72, s -> time(s, s.histogram().longestNanos()), false);
  }

  private static String lineName(Series s) {
    return s.line() < 0 ? "all" : s.line() + " " + s.lineName();
  }

  private static String time(Series s, long nanos) {
    return s.histogram().count() == 0 ? "–" : Durations.of(nanos);
  }

  private void column(
      String title, double width, Function<Series, String> text, boolean ofPartition) {
    TableColumn<Series, Series> column = new TableColumn<>(title);
    column.setSortable(false);
    column.setReorderable(false);
    column.setPrefWidth(width);
    column.setMinWidth(46);
    column.setCellValueFactory(f -> new ReadOnlyObjectWrapper<>(f.getValue()));
    boolean number = !ofPartition && !title.equals("line");
    if (number) {
      column.getStyleClass().add("right");
    }
    column.setCellFactory(c -> new SeriesCell(text, ofPartition, number));
    table.getColumns().add(column);
  }

  private final class SeriesCell extends TableCell<Series, Series> {
    private final Function<Series, String> text;
    private final boolean ofPartition;

    SeriesCell(Function<Series, String> text, boolean ofPartition, boolean number) {
      this.text = text;
      this.ofPartition = ofPartition;
      if (number) {
        getStyleClass().addAll("mono", "right");
      }
    }

    @Override
    protected void updateItem(Series s, boolean empty) {
      super.updateItem(s, empty);
      if (empty || s == null) {
        setText(null);
        setGraphic(null);
      } else if (!ofPartition) {
        setText(text.apply(s));
      } else if (s.context() == 0) {
        setText("all partitions");
        setGraphic(null);
      } else {
        PartitionName name = PartitionName.of(snapshot, s.context());
        setText(name.number() + " " + name.name());
        setGraphic(PartitionMark.of(name.number()));
        getStyleClass().removeIf(c -> c.startsWith("partition-"));
        getStyleClass().add(name.styleClass());
      }
    }
  }

  @Override
  public String id() {
    return "latency";
  }

  @Override
  public String title() {
    return "Latency and gates";
  }

  @Override
  public Ikon icon() {
    return MaterialDesignC.CHART_HISTOGRAM;
  }

  @Override
  public Node node() {
    return root;
  }

  @Override
  public List<Node> tools() {
    return List.of(hop);
  }

  @Override
  public void update(TargetSnapshot newSnapshot, int selected) {
    snapshot = newSnapshot;
    ask();
  }

  private void ask() {
    InterruptHop wanted = model.hop();
    InterruptFilter filter = model.filter();
    services
        .interrupts()
        .ask(this, history -> LatencyViewModel.Answer.of(history, wanted, filter), this::take);
  }

  private void take(LatencyViewModel.Answer answer) {
    model.take(answer);
    updating = true;
    if (!table.getItems().equals(model.series())) {
      table.getItems().setAll(model.series());
    }
    table.getSelectionModel().clearAndSelect(model.chosen());
    updating = false;
    show();
  }

  private void show() {
    content.setVisible(!model.empty());
    hint.setVisible(model.empty());
    if (model.empty()) {
      return;
    }
    int rows = Math.min(ROWS_SHOWN, model.series().size());
    table.setPrefHeight(HEADER_HEIGHT + rows * ROW_HEIGHT + 2);
    Series chosen = model.series().get(model.chosen());
    String style =
        chosen.context() == 0 ? "all" : PartitionName.of(snapshot, chosen.context()).styleClass();
    histogram.show(chosen.histogram(), style);
    gates.show(model.gates(), model.unhindered());
    longest.show(model.longest(), snapshot);
  }
}
