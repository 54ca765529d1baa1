// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.events;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.input.MouseEvent;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.virtualpok.app.session.WorkbenchServices;
import org.virtualpok.app.view.WorkbenchView;
import org.virtualpok.emu.debug.TargetSnapshot;

/** Every hypercall with its answer, how long it took and who called. */
public final class HypercallsView implements WorkbenchView {
  private final WorkbenchServices services;
  private final LogTable table;

  /** A view of the hypercalls in the target's event log. */
  public HypercallsView(WorkbenchServices services) {
    this.services = services;
    table =
        new LogTable(
            new HypercallsViewModel(services.target()),
            "hypercalls",
            "calls",
            "Hypercalls appear here as guests make them. Resume, or step to the next hypercall.");
    table.update(services.snapshot());
    table.column("time s", 116, 116, LogRow::time, r -> "mono");
    table.column("partition", 104, 104, LogRow::partitionName, EventFormat::partitionStyle);
    table.column("hypercall", 260, 120, LogRow::what, r -> "mono");
    table.column("result", 56, 56, LogRow::result, r -> "mono right");
    table.column(
        "took µs",
        84,
        84,
        r -> r.took().isEmpty() ? "entry" : r.took(),
        r -> r.took().isEmpty() ? "mono right held" : "mono right secondary");
    table.column("called from", 150, 60, LogRow::from, r -> "mono secondary");
    table.table().setOnMouseClicked(this::clicked);
  }

  private void clicked(MouseEvent e) {
    LogRow row = table.table().getSelectionModel().getSelectedItem();
    if (e.getClickCount() == 2 && row != null) {
      services.showAddress(row.context(), row.address());
    }
  }

  @Override
  public String id() {
    return "hypercalls";
  }

  @Override
  public String title() {
    return "Hypercalls";
  }

  @Override
  public Ikon icon() {
    return MaterialDesignA.ARROW_TOP_RIGHT;
  }

  @Override
  public Node node() {
    return table.node();
  }

  @Override
  public List<Node> tools() {
    return table.tools();
  }

  @Override
  public void update(TargetSnapshot snapshot, int selected) {
    table.update(snapshot);
  }

  @Override
  public void close() {
    table.close();
  }
}
