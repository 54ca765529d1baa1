// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.screen;

import java.util.Arrays;
import org.virtualpok.emu.device.pc.TextScreen;

/** What the monitor shows, and how large; knows no toolkit. */
final class ScreenViewModel {
  /** Advance of JetBrains Mono's glyphs per em; a cell is exactly one of them wide. */
  private static final double ADVANCE = 0.6;

  /** Cells are this many em high, as there is room. */
  private static final double HEIGHT_MIN = 1.1;

  private static final double HEIGHT_MAX = 1.3;
  private static final int CELL_WIDTH_MIN = 4;

  /** Bits 4 to 6 of an attribute are the background; bit 7 blinks, which is not shown. */
  private static final int BACKGROUND_SHIFT = 4;

  private static final int BACKGROUND_MASK = 7;
  private static final int FOREGROUND_MASK = 0xf;

  /** Scan lines of a cell in the VGA's text mode. */
  private static final int SCAN_LINES = 16;

  /** Colours of the VGA's palette in text mode, RGB, by their number. */
  private static final int[] PALETTE = {
    0x000000, 0x0000aa, 0x00aa00, 0x00aaaa, 0xaa0000, 0xaa00aa, 0xaa5500, 0xaaaaaa,
    0x555555, 0x5555ff, 0x55ff55, 0x55ffff, 0xff5555, 0xff55ff, 0xffff55, 0xffffff
  };

  /**
   * Where the cells are, in whole pixels.
   *
   * @param font size of the font, so that a glyph is as wide as a cell
   */
  record Geometry(int left, int top, int cellWidth, int cellHeight, double font) {
    int x(int column) {
      return left + column * cellWidth;
    }

    int y(int row) {
      return top + row * cellHeight;
    }
  }

  /** A part of a cell, in whole pixels from its top. */
  record Bar(int row, int column, int top, int height) {}

  private TextScreen screen;
  private byte[] cells = new byte[0];

  /** Takes a new picture in; tells whether it differs. */
  boolean update(TextScreen next) {
    byte[] nextCells = next.cells();
    boolean same =
        screen != null
            && screen.columns() == next.columns()
            && screen.rows() == next.rows()
            && screen.cursor() == next.cursor()
            && screen.cursorShown() == next.cursorShown()
            && screen.cursorFirst() == next.cursorFirst()
            && screen.cursorLast() == next.cursorLast()
            && Arrays.equals(cells, nextCells);
    screen = next;
    cells = nextCells;
    return !same;
  }

  /** Null before the first picture. */
  TextScreen screen() {
    return screen;
  }

  int columns() {
    return screen.columns();
  }

  int rows() {
    return screen.rows();
  }

  char character(int row, int column) {
    return screen.character(row, column);
  }

  int foreground(int row, int column) {
    return PALETTE[screen.attribute(row, column) & FOREGROUND_MASK];
  }

  int background(int row, int column) {
    return PALETTE[screen.attribute(row, column) >> BACKGROUND_SHIFT & BACKGROUND_MASK];
  }

  /** The largest picture of whole pixels a cell that an area has room for, in its middle. */
  Geometry fit(double width, double height) {
    int byWidth = (int) (width / screen.columns());
    int byHeight = (int) (height / screen.rows() * ADVANCE / HEIGHT_MIN);
    int cellWidth = Math.max(CELL_WIDTH_MIN, Math.min(byWidth, byHeight));
    double font = cellWidth / ADVANCE;
    int most = (int) (font * HEIGHT_MAX);
    int least = (int) (font * HEIGHT_MIN);
    int cellHeight = Math.max(least, Math.min(most, (int) (height / screen.rows())));
    int left = (int) Math.max(0, (width - cellWidth * screen.columns()) / 2);
    int top = (int) Math.max(0, (height - cellHeight * screen.rows()) / 2);
    return new Geometry(left, top, cellWidth, cellHeight, font);
  }

  /** The cursor; null if there is none to see. */
  Bar cursor(Geometry geometry) {
    int at = screen.cursor();
    boolean shown =
        screen.cursorShown()
            && at >= 0
            && at < screen.columns() * screen.rows()
            && screen.cursorFirst() <= screen.cursorLast()
            && screen.cursorFirst() < SCAN_LINES;
    if (!shown) {
      return null;
    }
    int last = Math.min(SCAN_LINES - 1, screen.cursorLast());
    int top = screen.cursorFirst() * geometry.cellHeight / SCAN_LINES;
    int bottom = (last + 1) * geometry.cellHeight / SCAN_LINES;
    return new Bar(at / screen.columns(), at % screen.columns(), top, Math.max(1, bottom - top));
  }
}
