// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.rtos;

import java.util.List;
import javafx.scene.control.TableCell;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.virtualpok.app.view.rtos.RtosViewModel.Cell;
import org.virtualpok.app.view.rtos.RtosViewModel.Row;

/** One column of a task or object: its text, and a vessel where it can be full. */
final class ObjectCell extends TableCell<Row, Row> {
  private static final double VESSEL_WIDTH = 26;

  /** Of a vessel and the gap to its text, pixels. */
  static final double VESSEL_SPACE = VESSEL_WIDTH + 6;

  private final int column;
  private final Tooltip tip = new Tooltip();
  private final Region full = new Region();
  private final StackPane vessel = new StackPane(full);
  private String toned = "";

  /**
   * A cell.
   *
   * @param column index of what it shows
   * @param mono whether it is a number in hexadecimal
   */
  ObjectCell(int column, boolean mono) {
    this.column = column;
    vessel.getStyleClass().add("rtos-vessel");
    vessel.setMinWidth(VESSEL_WIDTH);
    vessel.setMaxWidth(VESSEL_WIDTH);
    full.getStyleClass().add("rtos-vessel-full");
    if (mono) {
      getStyleClass().add("mono");
    }
  }

  @Override
  protected void updateItem(Row row, boolean empty) {
    super.updateItem(row, empty);
    boolean blank = empty || row == null || column >= row.cells().size();
    Cell cell = blank ? new Cell("", "", false, -1) : row.cells().get(column);
    setText(blank ? null : cell.text());
    setTooltip(blank ? null : tip);
    tip.setText(blank ? "" : row.details());
    boolean vesselShown = cell.fill() >= 0;
    setGraphic(vesselShown ? vessel : null);
    full.setMaxWidth(Math.max(0, Math.min(1, cell.fill())) * (VESSEL_WIDTH - 2));
    // A value that changed is marked whatever its tone, as a register is.
    style(cell.changed() ? "changed" : cell.tone());
  }

  private void style(String wanted) {
    if (!wanted.equals(toned)) {
      List<String> classes = getStyleClass();
      classes.remove(toned);
      toned = wanted;
      if (!toned.isEmpty()) {
        classes.add(toned);
      }
    }
  }
}
