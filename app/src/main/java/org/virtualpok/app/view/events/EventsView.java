// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.events;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.Node;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.virtualpok.app.session.WorkbenchServices;
import org.virtualpok.app.view.WorkbenchView;
import org.virtualpok.emu.debug.TargetSnapshot;

/** Everything that happened, in order. */
public final class EventsView implements WorkbenchView {
  private final LogTable table;

  /** A view of the target's event log. */
  public EventsView(WorkbenchServices services) {
    boolean isPc = services.target().snapshot().hardware().isPresent();
    Map<Integer, String> consoles = new HashMap<>();
    services
        .target()
        .consoles()
        .ifPresent(c -> c.list().forEach(info -> consoles.put(info.id(), info.name())));
    table =
        new LogTable(
            new EventsViewModel(services.target()),
            "events",
            "events",
            isPc
                ? "Interrupts, exceptions and output appear here as they happen. Resume to see some."
                : "Slots, interrupts and hypercalls appear here as they happen."
                    + " Resume to see some.");
    table.update(services.snapshot());
    table.column("time s", 116, 116, LogRow::time, r -> "mono");
    if (isPc) {
      table.column("device", 70, 60, r -> device(r, consoles), r -> "secondary");
    } else {
      table.column("partition", 110, 96, LogRow::partitionName, EventFormat::partitionStyle);
    }
    table.column("event", 150, 60, LogRow::kind, r -> "secondary");
    table.column(
        "what", 420, 100, LogRow::what, r -> r.tone().isEmpty() ? "mono" : "mono " + r.tone());
  }

  /** What an event of a PC comes from: a console, a partition, or the processor. */
  private static String device(LogRow row, Map<Integer, String> consoles) {
    String other = row.partition() > 0 ? row.partitionName() : "CPU";
    return consoles.getOrDefault(row.context(), other);
  }

  @Override
  public String id() {
    return "events";
  }

  @Override
  public String title() {
    return "Events";
  }

  @Override
  public Ikon icon() {
    return MaterialDesignF.FORMAT_LIST_BULLETED;
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
