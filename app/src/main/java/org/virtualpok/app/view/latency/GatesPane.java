// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.latency;

import java.util.List;
import javafx.geometry.HPos;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.virtualpok.app.autopsy.Durations;

/** For each gate, what became of the interrupts for which it was the first that was closed. */
final class GatesPane extends GridPane {
  private static final double BAR_MAX = 120;

  private List<LatencyViewModel.GateRow> shown = List.of();
  private long passed = -1;

  GatesPane() {
    getStyleClass().add("gate-fates");
    for (double width : new double[] {0, BAR_MAX, 0, 0, 0, 0}) {
      ColumnConstraints column = new ColumnConstraints();
      boolean bar = width == BAR_MAX;
      column.setMinWidth(bar ? 20 : Region.USE_PREF_SIZE);
      column.setPrefWidth(bar ? width : Region.USE_COMPUTED_SIZE);
      column.setHgrow(bar ? Priority.ALWAYS : Priority.NEVER);
      getColumnConstraints().add(column);
    }
  }

  void show(List<LatencyViewModel.GateRow> rows, long unhindered) {
    if (rows.equals(shown) && unhindered == passed) {
      return;
    }
    shown = rows;
    passed = unhindered;
    getChildren().clear();
    String[] titles = {"first closed gate", "", "delivered", "pending", "dropped", "longest"};
    for (int i = 0; i < titles.length; i++) {
      Label title = new Label(titles[i]);
      title.getStyleClass().add("gate-title");
      place(title, i, 0);
    }
    long most = rows.stream().mapToLong(LatencyViewModel.GateRow::sum).max().orElse(1);
    most = Math.max(most, unhindered);
    line("none", unhindered, 0, 0, "–", most, 1);
    for (int i = 0; i < rows.size(); i++) {
      LatencyViewModel.GateRow g = rows.get(i);
      line(g.gate(), g.delivered(), g.pending(), g.dropped(), g.longest(), most, i + 2);
    }
  }

  private void line(
      String gate, long delivered, long pending, long dropped, String longest, long most, int row) {
    Label name = new Label(gate);
    if (row == 1) {
      name.getStyleClass().add("secondary");
    }
    place(name, 0, row);
    HBox bar = new HBox();
    bar.getStyleClass().add("gate-bar");
    double scale = BAR_MAX / Math.log10(most + 1.0);
    double whole = Math.log10(delivered + pending + dropped + 1.0) * scale;
    long sum = Math.max(1, delivered + pending + dropped);
    part(bar, whole * delivered / sum, delivered, "good");
    part(bar, whole * pending / sum, pending, "held");
    part(bar, whole * dropped / sum, dropped, "bad");
    add(bar, 1, row);
    number(delivered, "good", 2, row);
    number(pending, "held", 3, row);
    number(dropped, "bad", 4, row);
    Label time = new Label(longest);
    time.getStyleClass().addAll("mono", "secondary");
    place(time, 5, row);
  }

  private static void part(HBox bar, double width, long count, String tone) {
    if (count > 0) {
      Region part = new Region();
      part.setMinWidth(0);
      part.setPrefWidth(Math.max(2, width));
      part.getStyleClass().addAll("gate-part", tone);
      bar.getChildren().add(part);
    }
  }

  private void number(long count, String tone, int column, int row) {
    Label label = new Label(count == 0 ? "–" : Durations.grouped(count));
    label.getStyleClass().addAll("mono", count == 0 ? "faint" : tone);
    label.setMinWidth(Region.USE_PREF_SIZE);
    place(label, column, row);
  }

  private void place(Node node, int column, int row) {
    add(node, column, row);
    if (column >= 2) {
      GridPane.setHalignment(node, HPos.RIGHT);
      ((Label) node).setAlignment(Pos.CENTER_RIGHT);
    }
  }
}
