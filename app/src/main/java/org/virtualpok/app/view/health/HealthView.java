// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.health;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignH;
import org.virtualpok.app.autopsy.Durations;
import org.virtualpok.app.autopsy.PartitionName;
import org.virtualpok.app.session.WorkbenchServices;
import org.virtualpok.app.theme.ThemeManager;
import org.virtualpok.app.view.WorkbenchView;
import org.virtualpok.app.view.health.HealthViewModel.Occurrence;
import org.virtualpok.app.view.health.HealthViewModel.Rule;
import org.virtualpok.app.widget.ColumnWidths;
import org.virtualpok.app.widget.PartitionMark;
import org.virtualpok.emu.debug.TargetSnapshot;

/** The health monitor: the errors that it answered, and the tables by which it did. */
public final class HealthView implements WorkbenchView {
  private static final double ROW_HEIGHT = 21;

  /** A log that has much to catch up on takes this much of the window's time, and how often. */
  private static final long BUDGET_NANOS = 5_000_000;

  private static final long INTERVAL_NANOS = 100_000_000;

  private final WorkbenchServices services;
  private final HealthViewModel model;
  private final TableView<Occurrence> occurrences = table("health-occurrences");
  private final TableView<Rule> rules = table("health-rules");
  private final ToggleButton showOccurrences = new ToggleButton("Errors");
  private final ToggleButton showRules = new ToggleButton("Tables");
  private final ToggleButton follow =
      new ToggleButton(null, new FontIcon(MaterialDesignA.ARROW_COLLAPSE_DOWN));
  private final Label summary = new Label();
  private final BorderPane root = new BorderPane(occurrences);
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

  /** A view of the target's health monitor. */
  public HealthView(WorkbenchServices services) {
    this.services = services;
    model = new HealthViewModel(services.target());
    occurrenceColumns();
    ruleColumns();
    placeholder(occurrences, "No error yet. What the health monitor answers is listed here.");
    placeholder(
        rules,
        "Without System_HM_Table, Module_HM_Table and Partition_HM_Table in its XML, errors of"
            + " this module are the kernel's affair; './vpok open health' has some.");
    summary.setId("health-summary");
    summary.getStyleClass().add("secondary");
    summary.setMinWidth(0);
    HBox bar = new HBox(segments(), summary);
    bar.getStyleClass().add("health-bar");
    follow.setId("health-follow");
    follow.getStyleClass().add("view-tool-button");
    follow.setTooltip(new Tooltip("Follow the newest error"));
    follow.setAccessibleText("Follow the newest error");
    follow.setFocusTraversable(false);
    follow.setSelected(true);
    follow.setOnAction(e -> scrollToEnd());
    occurrences.addEventFilter(ScrollEvent.SCROLL, this::scrolled);
    occurrences.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    occurrences.setOnMouseClicked(this::clicked);
    occurrences.heightProperty().addListener((o, was, is) -> Platform.runLater(this::keepEnd));
    root.setTop(bar);
    root.setId("health-view");
    root.getStyleClass().addAll("data-view", "health");
    root.getStylesheets()
        .addAll(
            ThemeManager.dataTable(),
            Objects.requireNonNull(HealthView.class.getResource("health.css")).toExternalForm());
    root.sceneProperty().addListener((o, was, is) -> wake());
    show(model.configured() ? showOccurrences : showRules);
    fill();
  }

  private static <R> TableView<R> table(String id) {
    TableView<R> table = new TableView<>();
    table.setId(id);
    table.setFixedCellSize(ROW_HEIGHT);
    table.getStyleClass().addAll("data-table", "dense");
    return table;
  }

  private static void placeholder(TableView<?> table, String text) {
    Label hint = new Label(text);
    hint.getStyleClass().add("empty-hint");
    hint.setWrapText(true);
    table.setPlaceholder(hint);
  }

  private HBox segments() {
    HBox segments = new HBox(showOccurrences, showRules);
    segments.getStyleClass().add("segments");
    segments.setMinWidth(HBox.USE_PREF_SIZE);
    ToggleGroup group = new ToggleGroup();
    for (ToggleButton button : List.of(showOccurrences, showRules)) {
      button.getStyleClass().add("segment");
      button.setToggleGroup(group);
      button.setOnAction(e -> show(button));
    }
    showOccurrences.setId("health-show-occurrences");
    showRules.setId("health-show-rules");
    return segments;
  }

  private void show(ToggleButton wanted) {
    wanted.setSelected(true);
    root.setCenter(wanted == showRules ? rules : occurrences);
    follow.setVisible(wanted == showOccurrences);
  }

  // ---- columns ------------------------------------------------------------------------------

  private void occurrenceColumns() {
    text(occurrences, "time s", 122, Occurrence::time, o -> "mono", Occurrence::details);
    partition(occurrences, 112, Occurrence::partition);
    text(occurrences, "thread", 60, Occurrence::thread, o -> "mono", Occurrence::details);
    text(occurrences, "error", 142, Occurrence::error, o -> "", Occurrence::details);
    text(occurrences, "level", 68, Occurrence::level, o -> "secondary", Occurrence::details);
    text(occurrences, "action", 100, Occurrence::action, Occurrence::tone, Occurrence::details);
    TableColumn<Occurrence, Occurrence> place =
        text(
            occurrences,
            "place",
            110,
            Occurrence::place,
            o -> "mono secondary",
            Occurrence::details);
    grow(occurrences, place, 110);
  }

  private void ruleColumns() {
    partition(rules, 110, Rule::partition);
    text(rules, "error", 128, Rule::error, r -> "", Rule::details);
    text(rules, "in state", 132, Rule::state, r -> "secondary", Rule::details);
    text(rules, "level", 64, Rule::level, r -> "secondary", Rule::details);
    text(rules, "action", 104, Rule::action, Rule::tone, Rule::details);
    text(
            rules,
            "times",
            54,
            r -> r.times() == 0 ? "–" : Durations.grouped(r.times()),
            r -> r.times() == 0 ? "mono right faint" : "mono right",
            Rule::details)
        .getStyleClass()
        .add("right");
    TableColumn<Rule, Rule> details =
        text(rules, "description", 90, Rule::details, r -> "secondary", Rule::details);
    grow(rules, details, 90);
  }

  private static void grow(TableView<?> table, TableColumn<?, ?> column, double least) {
    table
        .widthProperty()
        .addListener((o, was, is) -> ColumnWidths.grow(table, table.getColumns(), column, least));
  }

  private static <R> TableColumn<R, R> text(
      TableView<R> table,
      String title,
      double width,
      Function<R, String> text,
      Function<R, String> style,
      Function<R, String> tip) {
    return column(table, title, width, () -> new TextCell<>(text, style, tip));
  }

  private static <R> void partition(
      TableView<R> table, double width, Function<R, PartitionName> of) {
    column(table, "partition", width, () -> new PartitionCell<>(of));
  }

  private static <R> TableColumn<R, R> column(
      TableView<R> table,
      String title,
      double width,
      java.util.function.Supplier<TableCell<R, R>> cell) {
    TableColumn<R, R> column = new TableColumn<>(title);
    column.setSortable(false);
    column.setReorderable(false);
    column.setPrefWidth(width);
    column.setMinWidth(40);
    column.setCellValueFactory(f -> new ReadOnlyObjectWrapper<>(f.getValue()));
    column.setCellFactory(c -> cell.get());
    table.getColumns().add(column);
    return column;
  }

  private static final class TextCell<R> extends TableCell<R, R> {
    private final Function<R, String> text;
    private final Function<R, String> style;
    private final Function<R, String> tip;
    private final Tooltip tooltip = new Tooltip();
    private List<String> styled = List.of();

    TextCell(Function<R, String> text, Function<R, String> style, Function<R, String> tip) {
      this.text = text;
      this.style = style;
      this.tip = tip;
    }

    @Override
    protected void updateItem(R row, boolean empty) {
      super.updateItem(row, empty);
      boolean blank = empty || row == null;
      setText(blank ? null : text.apply(row));
      tooltip.setText(blank ? "" : tip.apply(row));
      setTooltip(blank ? null : tooltip);
      String wanted = blank ? "" : style.apply(row);
      List<String> styles = wanted.isEmpty() ? List.of() : List.of(wanted.split(" "));
      if (!styles.equals(styled)) {
        getStyleClass().removeAll(styled);
        getStyleClass().addAll(styles);
        styled = styles;
      }
    }
  }

  private static final class PartitionCell<R> extends TableCell<R, R> {
    private final Function<R, PartitionName> of;

    PartitionCell(Function<R, PartitionName> of) {
      this.of = of;
    }

    @Override
    protected void updateItem(R row, boolean empty) {
      super.updateItem(row, empty);
      getStyleClass().removeIf(c -> c.startsWith("partition-"));
      PartitionName name = empty || row == null ? null : of.apply(row);
      if (name == null) {
        setText(null);
        setGraphic(null);
        return;
      }
      boolean one = name.number() > 0;
      setText(one ? name.number() + " " + name.name() : name.name());
      setGraphic(one ? PartitionMark.of(name.number()) : null);
      getStyleClass().add(name.styleClass());
    }
  }

  // ---- what the user does -------------------------------------------------------------------

  private void clicked(MouseEvent e) {
    if (e.getButton() == MouseButton.PRIMARY) {
      go();
    }
  }

  private void key(KeyEvent e) {
    switch (e.getCode()) {
      case ENTER -> {
        go();
        e.consume();
      }
      case UP, PAGE_UP, HOME -> follow.setSelected(false);
      case END -> follow.setSelected(true);
      default -> {}
    }
  }

  /** To the instruction that made the error. */
  private void go() {
    Occurrence row = occurrences.getSelectionModel().getSelectedItem();
    if (row != null) {
      follow.setSelected(false);
      services.showAddress(row.context(), row.address());
    }
  }

  private void scrolled(ScrollEvent e) {
    if (e.getDeltaY() > 0) {
      follow.setSelected(false);
    }
  }

  /** Rows keep their places where the table has another height; its last one may be cut off. */
  private void keepEnd() {
    occurrences.layout();
    scrollToEnd();
  }

  private void scrollToEnd() {
    if (follow.isSelected() && !occurrences.getItems().isEmpty()) {
      occurrences.scrollTo(occurrences.getItems().size() - 1);
    }
  }

  // ---- what is shown ------------------------------------------------------------------------

  private void wake() {
    if (root.getScene() != null && model.behind()) {
      frames.start();
    }
  }

  private void frame() {
    if (model.advance(BUDGET_NANOS)) {
      fill();
    }
    if (root.getScene() == null || !model.behind()) {
      frames.stop();
    }
  }

  private void fill() {
    List<Occurrence> newest = model.occurrences();
    List<Occurrence> shown = occurrences.getItems();
    int kept = common(shown, newest);
    if (kept == shown.size() && kept > 0) {
      shown.addAll(newest.subList(kept, newest.size()));
    } else {
      occurrences.getItems().setAll(newest);
    }
    List<Rule> wanted = model.rules();
    if (!wanted.equals(rules.getItems())) {
      rules.getItems().setAll(wanted);
    }
    String count = model.total() == 0 ? "" : " " + Durations.grouped(model.total());
    showOccurrences.setText("Errors" + count);
    summary.setText(model.summary());
    scrollToEnd();
  }

  /** How many rows both lists begin with; rows are numbered, so two ends tell. */
  private static int common(List<Occurrence> shown, List<Occurrence> newest) {
    boolean grown =
        !shown.isEmpty()
            && newest.size() >= shown.size()
            && newest.get(0).equals(shown.get(0))
            && newest.get(shown.size() - 1).equals(shown.get(shown.size() - 1));
    return grown ? shown.size() : 0;
  }

  @Override
  public String id() {
    return "health";
  }

  @Override
  public String title() {
    return "Health Monitor";
  }

  @Override
  public Ikon icon() {
    return MaterialDesignH.HEART_PULSE;
  }

  @Override
  public Node node() {
    return root;
  }

  @Override
  public List<Node> tools() {
    return List.of(follow);
  }

  @Override
  public void update(TargetSnapshot snapshot, int selected) {
    model.snapshot(snapshot);
    wake();
  }

  @Override
  public void close() {
    frames.stop();
  }
}
