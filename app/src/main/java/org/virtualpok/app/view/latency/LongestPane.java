// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.latency;

import java.util.List;
import java.util.function.IntConsumer;
import javafx.geometry.HPos;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import org.virtualpok.app.autopsy.InterruptWords;
import org.virtualpok.app.autopsy.PartitionName;
import org.virtualpok.app.widget.PartitionMark;
import org.virtualpok.emu.debug.TargetSnapshot;

/** The interrupts that took longest, each a link to its autopsy. */
final class LongestPane extends GridPane {
  private final IntConsumer select;
  private List<LatencyViewModel.Longest> shown = List.of();

  LongestPane(IntConsumer select) {
    this.select = select;
    getStyleClass().add("gate-fates");
    for (int i = 0; i < 5; i++) {
      ColumnConstraints column = new ColumnConstraints();
      column.setMinWidth(i == 3 ? 20 : USE_PREF_SIZE);
      column.setHgrow(i == 3 ? Priority.ALWAYS : Priority.NEVER);
      getColumnConstraints().add(column);
    }
  }

  void show(List<LatencyViewModel.Longest> rows, TargetSnapshot snapshot) {
    if (rows.equals(shown)) {
      return;
    }
    shown = rows;
    getChildren().clear();
    for (int i = 0; i < rows.size(); i++) {
      LatencyViewModel.Longest row = rows.get(i);
      Hyperlink link = new Hyperlink(InterruptWords.name(row.id()));
      link.getStyleClass().addAll("mono", "latency-link");
      link.setOnAction(e -> select.accept(row.id()));
      PartitionName name = PartitionName.of(snapshot, row.context());
      Label partition =
          new Label(name.number() + " " + name.name(), PartitionMark.of(name.number()));
      partition.getStyleClass().add(name.styleClass());
      Label raised = new Label(row.raised() + " s");
      raised.getStyleClass().addAll("mono", "secondary");
      Label gate = new Label(row.gate());
      gate.getStyleClass().add("secondary");
      Label took = new Label(row.took());
      took.getStyleClass().add("mono");
      GridPane.setHalignment(link, HPos.RIGHT);
      GridPane.setHalignment(took, HPos.RIGHT);
      addRow(i, link, partition, raised, gate, took);
    }
  }
}
