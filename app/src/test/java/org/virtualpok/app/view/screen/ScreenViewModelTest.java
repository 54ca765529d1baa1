// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.virtualpok.app.view.screen.ScreenViewModel.Bar;
import org.virtualpok.app.view.screen.ScreenViewModel.Geometry;
import org.virtualpok.emu.device.pc.TextScreen;

/** The picture: its size in pixels, its colours, and when it has to be painted again. */
final class ScreenViewModelTest {
  private final ScreenViewModel model = new ScreenViewModel();
  private final byte[] cells = new byte[2 * 80 * 25];

  private TextScreen screen(int cursor, boolean shown, int first, int last) {
    return new TextScreen(80, 25, cells, cursor, shown, first, last);
  }

  @Test
  void isPaintedAgainOnlyWhenSomethingDiffers() {
    assertTrue(model.update(screen(0, true, 13, 14)));
    assertFalse(model.update(screen(0, true, 13, 14)));
    assertTrue(model.update(screen(1, true, 13, 14)));
    cells[5] = 7;
    assertTrue(model.update(screen(1, true, 13, 14)));
  }

  @Test
  void cellsAreWholePixelsAndThePictureStandsInTheMiddle() {
    model.update(screen(0, true, 13, 14));
    for (int width = 400; width < 2000; width += 37) {
      for (int height = 300; height < 1200; height += 41) {
        Geometry g = model.fit(width, height);
        assertTrue(80 * g.cellWidth() <= width, g + " in " + width);
        assertTrue(25 * g.cellHeight() <= height, g + " in " + height);
        assertEquals(g.cellWidth(), g.font() * 0.6, 1e-9);
        assertEquals(width - 80 * g.cellWidth(), 2 * g.left(), 1);
        assertEquals(height - 25 * g.cellHeight(), 2 * g.top(), 1);
      }
    }
    assertEquals(9, model.fit(730, 460).cellWidth());
  }

  @Test
  void coloursAreThoseOfTheVga() {
    cells[0] = 'x';
    cells[1] = (byte) 0x9e; // blinking yellow on blue
    model.update(screen(0, true, 13, 14));
    assertEquals(0xffff55, model.foreground(0, 0));
    assertEquals(0x0000aa, model.background(0, 0));
    assertEquals('x', model.character(0, 0));
  }

  @Test
  void theCursorIsWhereTheGuestPutIt() {
    model.update(screen(2 * 80 + 3, true, 14, 15));
    Geometry g = new Geometry(0, 0, 8, 16, 13);
    assertEquals(new Bar(2, 3, 14, 2), model.cursor(g));
    model.update(screen(0, true, 0, 31));
    assertEquals(new Bar(0, 0, 0, 16), model.cursor(g));
    model.update(screen(2000, true, 13, 14));
    assertNull(model.cursor(g), "off the screen");
    model.update(screen(0, false, 13, 14));
    assertNull(model.cursor(g), "switched off");
    model.update(screen(0, true, 14, 13));
    assertNull(model.cursor(g), "ends before it begins");
  }
}
