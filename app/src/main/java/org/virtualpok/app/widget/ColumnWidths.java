// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.widget;

import java.util.List;
import javafx.scene.control.Control;
import javafx.scene.control.TableColumnBase;
import javafx.scene.text.Font;
import javafx.scene.text.Text;

/**
 * Lets one column take the width that the others leave. A resize policy does so too, but leaves the
 * header where it was when the scroll bar appears.
 */
public final class ColumnWidths {
  /** As in the style sheet, and a line on both sides. */
  private static final double SCROLL_BAR_WIDTH = 12;

  /** A cell's padding at both sides, and a little. */
  private static final double PADDING = 18;

  private ColumnWidths() {}

  /**
   * Makes a column as wide as a text in it. It gets no narrower: a column that moves while numbers
   * change is hard to read.
   *
   * @param graphicWidth of what stands beside the text, with its gap, in pixels
   * @param widthMax in pixels, for texts of any length
   */
  public static void fit(
      TableColumnBase<?, ?> column, String text, Font font, double graphicWidth, double widthMax) {
    Text measured = new Text(text);
    measured.setFont(font);
    double wanted = Math.ceil(measured.getLayoutBounds().getWidth()) + graphicWidth + PADDING;
    column.setPrefWidth(Math.max(column.getPrefWidth(), Math.min(wanted, widthMax)));
  }

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
