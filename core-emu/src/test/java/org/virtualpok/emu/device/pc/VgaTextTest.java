// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.device.pc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.state.StateException;

class VgaTextTest {
  private final DeviceBench bench = new DeviceBench();
  private final byte[] memory = new byte[VgaText.TEXT_BYTES];
  private final VgaText vga = build(bench, memory);

  private static VgaText build(DeviceBench bench, byte[] memory) {
    VgaText vga = new VgaText(bench.clock, offset -> memory[offset] & 0xff);
    bench.bus.map(0x3b4, 2, vga);
    bench.bus.map(0x3ba, 1, vga);
    bench.bus.map(0x3c0, 16, vga);
    bench.bus.map(0x3d4, 2, vga);
    bench.bus.map(0x3da, 1, vga);
    bench.add("vga", vga);
    return vga;
  }

  private int crtc(int index) {
    bench.out(0x3d4, index);
    return bench.in(0x3d5);
  }

  private void crtc(int index, int value) {
    bench.bus.out(0x3d4, index | value << 8, 2);
  }

  private void print(int cell, String text) {
    for (int i = 0; i < text.length(); i++) {
      memory[2 * (cell + i) & 0x7fff] = (byte) text.charAt(i);
      memory[2 * (cell + i) + 1 & 0x7fff] = 7;
    }
  }

  /** Read from another emulator's ports, after its BIOS had set mode 3. */
  @Test
  void shouldStandInMode3AfterReset() {
    assertEquals(0x67, bench.in(0x3cc));
    int[] crtc = {
      0x5f, 0x4f, 0x50, 0x82, 0x55, 0x81, 0xbf, 0x1f, 0x00, 0x4f, 0x0d, 0x0e, 0x00, 0x00, 0x00,
      0x00, 0x9c, 0x8e, 0x8f, 0x28, 0x1f, 0x96, 0xb9, 0xa3, 0xff
    };
    for (int i = 0; i < crtc.length; i++) {
      assertEquals(crtc[i], crtc(i), "CRTC " + i);
    }
    int[] graphics = {0, 0, 0, 0, 0, 0x10, 0x0e, 0x0f, 0xff};
    for (int i = 0; i < graphics.length; i++) {
      bench.out(0x3ce, i);
      assertEquals(graphics[i], bench.in(0x3cf));
    }
    bench.in(0x3da);
    bench.out(0x3c0, 0x30);
    assertEquals(0x0c, bench.in(0x3c1));
    TextScreen screen = vga.screen();
    assertEquals(80, screen.columns());
    assertEquals(25, screen.rows());
    assertEquals(0, screen.cursor());
    assertTrue(screen.cursorShown());
    assertEquals(13, screen.cursorFirst());
    assertEquals(14, screen.cursorLast());
  }

  /** The colours of a CGA, as everyone knows them. */
  @Test
  void shouldHaveTheSixteenColors() {
    int[] cga = {
      0x000000, 0x0000aa, 0x00aa00, 0x00aaaa, 0xaa0000, 0xaa00aa, 0xaa5500, 0xaaaaaa,
      0x555555, 0x5555ff, 0x55ff55, 0x55ffff, 0xff5555, 0xff55ff, 0xffff55, 0xffffff
    };
    assertArrayEquals(cga, vga.palette());
  }

  @Test
  void shouldTakeColorsFromDacAndPalette() {
    bench.out(0x3c8, 0x14); // brown
    bench.out(0x3c9, 0x3f);
    bench.out(0x3c9, 0x20);
    bench.out(0x3c9, 0xc1);
    assertEquals(0, bench.in(0x3c7));
    assertEquals(0x15, bench.in(0x3c8));
    assertEquals(0xff8204, vga.palette()[6]);
    bench.out(0x3c7, 0x14);
    assertEquals(3, bench.in(0x3c7));
    assertEquals(0x3f, bench.in(0x3c9));
    assertEquals(0x20, bench.in(0x3c9));
    assertEquals(1, bench.in(0x3c9));
    assertEquals(0x2a, bench.in(0x3c9), "red of the next");
    bench.in(0x3da);
    bench.out(0x3c0, 0x21);
    bench.out(0x3c0, 4);
    assertEquals(0x0000aa, vga.palette()[1], "locked while the screen is on");
    bench.out(0x3c0, 1);
    bench.out(0x3c0, 4);
    bench.out(0x3c0, 0x20);
    assertEquals(0xaa0000, vga.palette()[1]);
    assertEquals(0x20, bench.in(0x3c0));
    bench.in(0x3da);
    bench.out(0x3c0, 0x34);
    bench.out(0x3c0, 0x0f);
    assertEquals(0, vga.palette()[15], "color 0xff of the DAC");
    bench.out(0x3c6, 0x3f);
    assertEquals(0xffffff, vga.palette()[15]);
    bench.out(0x3c0, 0x30);
    bench.out(0x3c0, 0x8c);
    assertEquals(0xff5500, vga.palette()[1], "bits 4 and 5 by color select");
  }

  @Test
  void shouldAnswerWhereTheMiscellaneousRegisterSays() {
    assertEquals(0xff, bench.in(0x3b5));
    bench.out(0x3c2, 0x66);
    bench.bus.out(0x3d4, 0x0f0e, 2);
    assertEquals(0xffff, bench.bus.in(0x3d4, 2));
    assertEquals(0xff, bench.in(0x3da));
    bench.bus.out(0x3b4, 0x0f0e, 2);
    assertEquals(0x0f0e, bench.bus.in(0x3b4, 2));
    assertEquals(0x66, bench.in(0x3cc));
  }

  @Test
  void shouldHideTheCursorAsPokDoes() {
    crtc(0x0a, crtc(0x0a) | 0x20);
    assertFalse(vga.screen().cursorShown());
  }

  @Test
  void shouldShowTextFromItsStartAddress() {
    print(0, "above");
    print(80, "hello");
    assertEquals("above\nhello", vga.screen().text().replace('\0', ' ').stripTrailing());
    crtc(0x0d, 80);
    crtc(0x0e, 80 * 25 >> 8);
    crtc(0x0f, 80 * 25 & 0xff);
    TextScreen screen = vga.screen();
    assertEquals('h', screen.character(0, 0));
    assertEquals(7, screen.attribute(0, 4));
    assertEquals(24 * 80, screen.cursor(), "the cursor's location is one in memory");
    crtc(0x0e, 0);
    crtc(0x0f, 79);
    assertEquals(80 * 25, vga.screen().cursor(), "above the screen");
    crtc(0x0c, 0x3f);
    crtc(0x0d, 0xff);
    print(0x3fff, "wrap");
    assertEquals('w', vga.screen().character(0, 0));
    assertEquals('r', vga.screen().character(0, 1));
    assertEquals(80, vga.screen().cursor());
  }

  @Test
  void shouldFollowItsGeometry() {
    crtc(1, 39);
    assertEquals(80, vga.screen().columns(), "protected");
    crtc(0x11, 0x0e);
    crtc(1, 39);
    crtc(0x13, 20);
    crtc(9, 0x47);
    print(40, "second row");
    TextScreen screen = vga.screen();
    assertEquals(40, screen.columns());
    assertEquals(50, screen.rows());
    assertEquals('s', screen.character(1, 0));
    crtc(9, 0xc7);
    assertEquals(25, vga.screen().rows(), "each line twice");
    crtc(0x11, 0x8e);
    crtc(7, 0);
    assertEquals(0x0f, crtc(7), "bit 4 is not protected");
  }

  @Test
  void shouldBeBlankWhileOff() {
    print(0, "x");
    bench.bus.out(0x3c4, 0x2001, 2);
    assertEquals(0, vga.screen().character(0, 0) & ~0x20);
    assertFalse(vga.screen().cursorShown());
    bench.bus.out(0x3c4, 0x0001, 2);
    assertEquals('x', vga.screen().character(0, 0));
    bench.in(0x3da);
    bench.out(0x3c0, 0);
    assertFalse(vga.screen().cursorShown());
  }

  @Test
  void shouldRetraceSeventyTimesASecond() {
    int frames = 0;
    int lines = 0;
    int before = bench.in(0x3da);
    while (bench.clock.nanos() < 1_000_000_000) {
      bench.pass(1_000);
      int now = bench.in(0x3da);
      assertEquals(0, now & ~9);
      frames += now & ~before & 8;
      lines += now & ~before & 1;
      before = now;
    }
    assertEquals(70, frames / 8);
    assertEquals(70 * 400, lines, 100, "lines of the picture, each with a gap behind");
  }

  @Test
  void shouldLiveThroughAnything() throws StateException {
    DeviceBench.storm(
        b -> {
          VgaText device = build(b, new byte[VgaText.TEXT_BYTES]);
          b.stormAt(0x3b4, 2);
          b.stormAt(0x3ba, 1);
          b.stormAt(0x3c0, 16);
          b.stormAt(0x3d4, 2);
          b.stormAt(0x3da, 1);
          b.outside(
              random -> {
                b.log.add(device.screen().text());
                b.log.add(Arrays.toString(device.palette()));
              });
        },
        20260102);
  }

  @Test
  void shouldKeepSaneBoundsWhateverIsProgrammed() {
    long seed = 20260103;
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      crtc(0x11, random.nextInt(0x80));
      for (int index = 0; index < 0x19; index++) {
        if (index != 0x11) {
          crtc(index, random.nextInt(256));
        }
      }
      TextScreen screen = vga.screen();
      assertTrue(screen.columns() >= 1 && screen.columns() <= 132);
      assertTrue(screen.rows() >= 1 && screen.rows() <= 60);
      assertTrue(screen.cursor() >= 0 && screen.cursor() <= screen.columns() * screen.rows());
    }
  }
}
