// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.widget;

import java.util.List;
import javafx.scene.control.Control;
import javafx.scene.control.TableColumnBase;

/**
 * Lets one column take the width that the others leave. A resize policy does so too, but leaves the
 * header where it was when the scroll bar appears.
 */
public final class ColumnWidths {
  /** As in the style sheet, and a line on both sides. */
  private static final double SCROLL_BAR_WIDTH = 12;

  private ColumnWidths() {}

  /**
   * Gives a column of a table, or tree table, the width that is left.
   *
   * @param widthMin the least width, in pixels; below it the table scrolls sideways
   */
  public static void grow(
      Control table,
      List<? extends TableColumnBase<?, ?>> columns,
      TableColumnBase<?, ?> growing,
      double widthMin) {
    double left = table.getWidth() - SCROLL_BAR_WIDTH;
    for (TableColumnBase<?, ?> column : columns) {
      left -= column == growing ? 0 : column.getPrefWidth();
    }
    growing.setPrefWidth(Math.max(widthMin, left));
  }
}
