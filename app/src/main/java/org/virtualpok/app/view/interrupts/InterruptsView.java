// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.interrupts;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.virtualpok.app.session.WorkbenchServices;
import org.virtualpok.app.view.WorkbenchView;
import org.virtualpok.app.view.interrupts.InterruptsModel.Cell;
import org.virtualpok.app.view.interrupts.InterruptsModel.Column;
import org.virtualpok.app.view.interrupts.InterruptsModel.Gate;
import org.virtualpok.app.view.interrupts.InterruptsModel.Row;
import org.virtualpok.app.view.interrupts.InterruptsModel.Shown;
import org.virtualpok.app.widget.PartitionMark;
import org.virtualpok.emu.debug.TargetSnapshot;

/** Lines × partitions, with the law of interrupts below. */
public final class InterruptsView implements WorkbenchView {
  private static final double FIRST_COLUMN = 72;
  private static final double LEGEND_FROM_HEIGHT = 200;

  /** More partitions than these stand closer together. */
  private static final int COLUMNS_WIDE_MAX = 3;

  private final WorkbenchServices services;
  private final GridPane matrix = new GridPane();
  private final LawLine law = new LawLine();
  private final BorderPane content = new BorderPane();
  private final Label hint =
      new Label("The virtual interrupts of a module's partitions are here; open a module.");
  private final StackPane root = new StackPane(content, hint);

  private final List<Label> gates = new ArrayList<>();
  private final List<List<CellNode>> cells = new ArrayList<>();
  private boolean lawWanted = true;
  private boolean lawCounted = true;
  private Shown shown;

  public InterruptsView(WorkbenchServices services) {
    this.services = services;
    matrix.getStyleClass().add("interrupt-matrix");
    ScrollPane scroll = new ScrollPane(matrix);
    scroll.setFitToWidth(true);
    content.setCenter(scroll);
    content.setBottom(new VBox(legend(), law));
    content.getStyleClass().add("interrupts");
    hint.getStyleClass().add("empty-hint");
    hint.setWrapText(true);
    root.getStylesheets()
        .add(
            Objects.requireNonNull(InterruptsView.class.getResource("interrupts.css"))
                .toExternalForm());
    content.setVisible(false);
  }

  /** What the letters of the chips stand for, where there is room to say it. */
  private HBox legend() {
    Label pending = text("2", "mono", "interrupt-chip", "pending", "on");
    Label masked = text("M", "mono", "interrupt-chip", "masked", "on");
    Label service = text("S", "mono", "interrupt-chip", "service", "on");
    HBox legend = new HBox();
    legend.getStyleClass().add("interrupt-legend");
    legend
        .getChildren()
        .addAll(
            pending,
            text("pending", "secondary"),
            masked,
            text("masked", "secondary"),
            service,
            text("in service", "secondary"));
    legend.managedProperty().bind(legend.visibleProperty());
    legend.visibleProperty().bind(root.heightProperty().greaterThan(LEGEND_FROM_HEIGHT));
    return legend;
  }

  /** Whether the law stands below; not where the window has it already. */
  public void showLaw(boolean shown) {
    lawWanted = shown;
    placeLaw();
  }

  private void placeLaw() {
    law.setVisible(lawWanted && lawCounted);
    law.setManaged(lawWanted && lawCounted);
  }

  @Override
  public String id() {
    return "interrupts";
  }

  @Override
  public String title() {
    return "Virtual interrupts";
  }

  @Override
  public Ikon icon() {
    return MaterialDesignL.LIGHTNING_BOLT_OUTLINE;
  }

  @Override
  public Node node() {
    return root;
  }

  @Override
  public void update(TargetSnapshot snapshot, int selected) {
    Shown next = InterruptsModel.of(snapshot);
    content.setVisible(!next.empty());
    hint.setVisible(next.empty());
    if (next.empty() || next.equals(shown)) {
      return;
    }
    if (shown == null || !next.sameShape(shown)) {
      build(next);
    }
    fill(next);
    shown = next;
  }

  private void build(Shown next) {
    matrix.getChildren().clear();
    matrix.getColumnConstraints().clear();
    matrix.getStyleClass().remove("many");
    if (next.columns().size() > COLUMNS_WIDE_MAX) {
      matrix.getStyleClass().add("many");
    }
    gates.clear();
    cells.clear();
    ColumnConstraints first = new ColumnConstraints();
    first.setMinWidth(FIRST_COLUMN);
    first.setPrefWidth(FIRST_COLUMN);
    matrix.getColumnConstraints().add(first);
    matrix.add(text("line", "secondary", "interrupt-header"), 0, 0);
    matrix.add(text("virtual IF", "secondary", "interrupt-line"), 0, 1);
    int column = 1;
    for (Column c : next.columns()) {
      ColumnConstraints constraints = new ColumnConstraints();
      constraints.setMinWidth(64);
      constraints.setHgrow(Priority.SOMETIMES);
      matrix.getColumnConstraints().add(constraints);
      Label name = text(c.name(), "interrupt-partition", PartitionMark.styleClass(c.number()));
      name.setGraphic(PartitionMark.of(c.number()));
      name.setOnMouseClicked(e -> services.select(c.context()));
      name.setTooltip(new Tooltip("Partition " + c.number() + ", " + c.name()));
      matrix.add(name, column, 0);
      Label gate = new Label();
      gate.getStyleClass().add("interrupt-gate");
      gates.add(gate);
      matrix.add(new HBox(gate), column++, 1);
    }
    int row = 2;
    for (Row r : next.rows()) {
      matrix.add(text(r.title(), "interrupt-line"), 0, row);
      List<CellNode> nodes = new ArrayList<>();
      for (int i = 0; i < r.cells().size(); i++) {
        CellNode node = new CellNode();
        nodes.add(node);
        matrix.add(node, i + 1, row);
      }
      cells.add(nodes);
      row++;
    }
  }

  private void fill(Shown next) {
    for (int i = 0; i < gates.size(); i++) {
      fillGate(gates.get(i), next.columns().get(i).gate());
    }
    for (int r = 0; r < cells.size(); r++) {
      for (int c = 0; c < cells.get(r).size(); c++) {
        cells.get(r).get(c).show(next.rows().get(r).cells().get(c));
      }
    }
    next.law().ifPresent(law::show);
    lawCounted = next.law().isPresent();
    placeLaw();
  }

  private static void fillGate(Label label, Gate gate) {
    if (label.getText().equals(gate.text())) {
      return;
    }
    label.setText(gate.text());
    label.getStyleClass().removeAll("open", "closed", "ended");
    switch (gate) {
      case OPEN -> {
        label.setGraphic(new FontIcon(MaterialDesignL.LOCK_OPEN_VARIANT_OUTLINE));
        label.getStyleClass().add("open");
      }
      case CLOSED -> {
        label.setGraphic(new FontIcon(MaterialDesignL.LOCK_OUTLINE));
        label.getStyleClass().add("closed");
      }
      case STOPPED, FAULTED -> {
        label.setGraphic(null);
        label.getStyleClass().add("ended");
      }
    }
  }

  private static Label text(String text, String... classes) {
    Label label = new Label(text);
    label.getStyleClass().addAll(classes);
    return label;
  }

  /** P, M and S of one line in one partition, or a dash. */
  private static final class CellNode extends HBox {
    private final Label pending = text("P", "mono", "interrupt-chip", "pending");
    private final Label masked = text("M", "mono", "interrupt-chip", "masked");
    private final Label service = text("S", "mono", "interrupt-chip", "service");
    private final Label dash = text("–", "faint", "interrupt-dash");
    private final Tooltip words = new Tooltip();

    CellNode() {
      getStyleClass().add("interrupt-cell");
      setAlignment(Pos.CENTER_LEFT);
      for (Label chip : List.of(pending, masked, service)) {
        chip.setMinWidth(USE_PREF_SIZE);
      }
      Tooltip.install(this, words);
    }

    void show(Optional<Cell> cell) {
      if (cell.isEmpty()) {
        getChildren().setAll(dash);
        words.setText("The partition did not request this line");
        return;
      }
      if (getChildren().size() != 3) {
        getChildren().setAll(pending, masked, service);
      }
      Cell c = cell.get();
      pending.setText(c.pendingText());
      on(pending, c.pending() > 0);
      on(masked, c.masked());
      on(service, c.inService());
      words.setText(c.words());
    }

    private static void on(Label chip, boolean on) {
      if (!on) {
        chip.getStyleClass().remove("on");
      } else if (!chip.getStyleClass().contains("on")) {
        chip.getStyleClass().add("on");
      }
    }
  }
}
