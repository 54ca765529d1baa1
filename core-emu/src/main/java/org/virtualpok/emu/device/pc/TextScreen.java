// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.device.pc;

import java.nio.charset.Charset;

/**
 * What a screen in text mode shows at one instant; immutable.
 *
 * @param columns 80, as long as nobody reprograms the CRTC
 * @param rows 25
 * @param cells two bytes each, row by row: the character in code page 437, the attribute (bits 0 to
 *     3 foreground, 4 to 6 background, 7 blink)
 * @param cursor cell that the cursor stands in, from 0; outside the screen if it is not on it
 * @param cursorShown whether it is switched on
 * @param cursorFirst first scan line of it in its cell, 0 to 31
 * @param cursorLast last scan line
 */
public record TextScreen(
    int columns,
    int rows,
    byte[] cells,
    int cursor,
    boolean cursorShown,
    int cursorFirst,
    int cursorLast) {
  private static final Charset CP437 = Charset.forName("IBM437");

  /** Code page 437 shows these below 32. */
  private static final String LOW = " ☺☻♥♦♣♠•◘○◙♂♀♪♫☼►◄↕‼¶§▬↨↑↓→←∟↔▲▼";

  public TextScreen {
    if (cells.length != 2 * columns * rows) {
      throw new IllegalArgumentException(cells.length + " bytes of cells");
    }
    cells = cells.clone();
  }

  /** A copy; the record stays immutable. */
  @Override
  public byte[] cells() {
    return cells.clone();
  }

  /** The character in a cell, as Unicode has it. */
  public char character(int row, int column) {
    int code = cells[2 * (row * columns + column)] & 0xff;
    if (code < 0x20) {
      return LOW.charAt(code);
    }
    return code == 0x7f
        ? '⌂'
        : CP437.decode(java.nio.ByteBuffer.wrap(new byte[] {(byte) code})).get();
  }

  /** The attribute of a cell, 0 to FF. */
  public int attribute(int row, int column) {
    return cells[2 * (row * columns + column) + 1] & 0xff;
  }

  /** The rows as text, without blanks at their ends and without empty rows at the end. */
  public String text() {
    StringBuilder all = new StringBuilder();
    for (int row = 0; row < rows; row++) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < columns; column++) {
        line.append(character(row, column));
      }
      all.append(line.toString().stripTrailing()).append('\n');
    }
    return all.toString().stripTrailing();
  }
}
