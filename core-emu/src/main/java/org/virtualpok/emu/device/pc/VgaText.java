// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.device.pc;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.virtualpok.emu.device.BytePorts;
import org.virtualpok.emu.device.Device;
import org.virtualpok.emu.device.VirtualClock;
import org.virtualpok.emu.state.StateGroup;

/**
 * The registers of a VGA in text mode (IBM VGA technical reference), at ports 3B4, 3B5, 3BA, 3C0 to
 * 3CF, 3D4, 3D5 and 3DA. After reset all is as a BIOS leaves mode 3: 80x25 characters of 9x16 dots.
 *
 * <p>Text memory is plain RAM at B8000: the planes behind it are not modelled, so writes to it cost
 * a guest nothing more than other writes. The beam that status register 1 shows runs at the speed
 * of mode 3, whatever is programmed.
 */
public final class VgaText implements Device, BytePorts {
  /** Size of text memory, bytes. */
  public static final int TEXT_BYTES = 0x8000;

  private static final int COLUMNS_MAX = 132;
  private static final int ROWS_MAX = 60;

  // Mode 3: 900 x 449 dots at 28.322 MHz, of which 720 x 400 are shown: 70 frames a second.
  private static final long DOT_HERTZ = 28_322_000;
  private static final int DOTS_PER_LINE = 900;
  private static final int DOTS_SHOWN = 720;
  private static final int LINES = 449;
  private static final int LINES_SHOWN = 400;
  private static final int RETRACE_FIRST = 412;
  private static final int RETRACE_LAST = 413;

  private static final int MISC_COLOR = 1;
  private static final int STATUS_DISPLAY_OFF = 1;
  private static final int STATUS_RETRACE = 8;
  private static final int PALETTE_SOURCE = 0x20;
  private static final int DAC_WRITES = 0;
  private static final int DAC_READS = 3;

  private static final int CR_DISPLAY_END = 0x01;
  private static final int CR_OVERFLOW = 0x07;
  private static final int CR_MAXIMUM_SCAN_LINE = 0x09;
  private static final int CR_CURSOR_START = 0x0a;
  private static final int CR_CURSOR_END = 0x0b;
  private static final int CR_START_HIGH = 0x0c;
  private static final int CR_CURSOR_HIGH = 0x0e;
  private static final int CR_RETRACE_END = 0x11;
  private static final int CR_VERTICAL_DISPLAY_END = 0x12;
  private static final int CR_OFFSET = 0x13;
  private static final int AR_MODE = 0x10;
  private static final int AR_COLOR_SELECT = 0x14;

  private static final int[] CRTC_MODE_3 = {
    0x5f, 0x4f, 0x50, 0x82, 0x55, 0x81, 0xbf, 0x1f, 0x00, 0x4f, 0x0d, 0x0e, 0x00, 0x00, 0x00, 0x00,
    0x9c, 0x8e, 0x8f, 0x28, 0x1f, 0x96, 0xb9, 0xa3, 0xff
  };
  private static final int[] SEQUENCER_MODE_3 = {0x03, 0x00, 0x03, 0x00, 0x02};
  private static final int[] SEQUENCER_BITS = {0x03, 0x3d, 0x0f, 0x3f, 0x0e};
  private static final int[] GRAPHICS_MODE_3 = {0, 0, 0, 0, 0, 0x10, 0x0e, 0x0f, 0xff};
  private static final int[] GRAPHICS_BITS = {0x0f, 0x0f, 0x0f, 0x1f, 0x03, 0x7b, 0x0f, 0x0f, 0xff};
  private static final int[] ATTRIBUTE_MODE_3 = {
    0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x14, 0x07, 0x38, 0x39, 0x3a, 0x3b, 0x3c, 0x3d, 0x3e, 0x3f,
    0x0c, 0x00, 0x0f, 0x08, 0x00
  };
  private static final int MISC_MODE_3 = 0x67;

  final int[] crtc = new int[CRTC_MODE_3.length];
  final int[] sequencer = new int[SEQUENCER_MODE_3.length];
  final int[] graphics = new int[GRAPHICS_MODE_3.length];
  final int[] attribute = new int[ATTRIBUTE_MODE_3.length];

  /** Red, green and blue of 256 colours, 6 bits each. */
  final byte[] dac = new byte[3 * 256];

  int misc;
  int featureControl;
  int subsystemEnable;
  int crtcIndex;
  int sequencerIndex;
  int graphicsIndex;
  int attributeIndex;
  boolean attributeDataNext;
  int pelMask;
  int dacIndex;
  int dacComponent;
  int dacState;

  private final VirtualClock clock;
  private final IntUnaryOperator text;

  /**
   * A display in mode 3.
   *
   * @param text gives the byte of text memory at an offset, 0 to 7FFF from B8000
   */
  public VgaText(VirtualClock clock, IntUnaryOperator text) {
    this.clock = clock;
    this.text = text;
    reset();
  }

  @Override
  public void reset() {
    load(CRTC_MODE_3, crtc);
    load(SEQUENCER_MODE_3, sequencer);
    load(GRAPHICS_MODE_3, graphics);
    load(ATTRIBUTE_MODE_3, attribute);
    misc = MISC_MODE_3;
    featureControl = 0;
    subsystemEnable = 1;
    crtcIndex = 0;
    sequencerIndex = 0;
    graphicsIndex = 0;
    attributeIndex = PALETTE_SOURCE;
    attributeDataNext = false;
    pelMask = 0xff;
    dacIndex = 0;
    dacComponent = 0;
    dacState = DAC_WRITES;
    Arrays.fill(dac, (byte) 0);
    for (int color = 0; color < 64; color++) {
      // rgbRGB, the six wires of an EGA: two thirds of full light, one third
      for (int i = 0; i < 3; i++) {
        dac[3 * color + i] = (byte) ((color >> 2 - i & 1) * 0x2a + (color >> 5 - i & 1) * 0x15);
      }
    }
  }

  private static void load(int[] from, int[] into) {
    System.arraycopy(from, 0, into, 0, into.length);
  }

  @Override
  public int read(int port) {
    switch (port) {
      case 0x3b4:
      case 0x3d4:
        return decodes(port) ? crtcIndex : 0xff;
      case 0x3b5:
      case 0x3d5:
        return decodes(port) ? at(crtc, crtcIndex) : 0xff;
      case 0x3ba:
      case 0x3da:
        if (!decodes(port)) {
          return 0xff;
        }
        attributeDataNext = false;
        return inputStatus1();
      case 0x3c0:
        return attributeIndex;
      case 0x3c1:
        return at(attribute, attributeIndex & 0x1f);
      case 0x3c2:
        return 0; // input status 0: no interrupt, switch sense
      case 0x3c3:
        return subsystemEnable;
      case 0x3c4:
        return sequencerIndex;
      case 0x3c5:
        return at(sequencer, sequencerIndex);
      case 0x3c6:
        return pelMask;
      case 0x3c7:
        return dacState;
      case 0x3c8:
        return dacIndex;
      case 0x3c9:
        int level = dac[3 * dacIndex + dacComponent];
        nextComponent();
        return level;
      case 0x3ca:
        return featureControl;
      case 0x3cc:
        return misc;
      case 0x3ce:
        return graphicsIndex;
      case 0x3cf:
        return at(graphics, graphicsIndex);
      default:
        return 0xff;
    }
  }

  @Override
  public void write(int port, int value) {
    switch (port) {
      case 0x3b4, 0x3d4 -> crtcIndex = decodes(port) ? value : crtcIndex;
      case 0x3b5, 0x3d5 -> {
        if (decodes(port)) {
          writeCrtc(value);
        }
      }
      case 0x3ba, 0x3da -> featureControl = decodes(port) ? value : featureControl;
      case 0x3c0 -> writeAttribute(value);
      case 0x3c2 -> misc = value;
      case 0x3c3 -> subsystemEnable = value & 1;
      case 0x3c4 -> sequencerIndex = value;
      case 0x3c5 -> put(sequencer, sequencerIndex, value, SEQUENCER_BITS);
      case 0x3c6 -> pelMask = value;
      case 0x3c7 -> selectColor(value, DAC_READS);
      case 0x3c8 -> selectColor(value, DAC_WRITES);
      case 0x3c9 -> {
        dac[3 * dacIndex + dacComponent] = (byte) (value & 0x3f);
        nextComponent();
      }
      case 0x3ce -> graphicsIndex = value;
      case 0x3cf -> put(graphics, graphicsIndex, value, GRAPHICS_BITS);
      default -> {} // status registers, and 3CA and 3CC, which are written elsewhere
    }
  }

  /** The CRTC and status register 1 are at 3Bx for monochrome displays, at 3Dx for others. */
  private boolean decodes(int port) {
    return (port & 0xf0) == ((misc & MISC_COLOR) != 0 ? 0xd0 : 0xb0);
  }

  private static int at(int[] registers, int index) {
    return index < registers.length ? registers[index] : 0xff;
  }

  private static void put(int[] registers, int index, int value, int[] bits) {
    if (index < registers.length) {
      registers[index] = value & bits[index];
    }
  }

  private void writeCrtc(int value) {
    boolean locked = (crtc[CR_RETRACE_END] & 0x80) != 0 && crtcIndex <= CR_OVERFLOW;
    if (locked && crtcIndex == CR_OVERFLOW) {
      crtc[CR_OVERFLOW] = crtc[CR_OVERFLOW] & ~0x10 | value & 0x10; // only the line compare bit
    } else if (!locked && crtcIndex < crtc.length) {
      crtc[crtcIndex] = value;
    }
  }

  private void writeAttribute(int value) {
    int index = attributeIndex & 0x1f;
    if (!attributeDataNext) {
      attributeIndex = value & 0x3f;
    } else if (index < AR_MODE && (attributeIndex & PALETTE_SOURCE) == 0) {
      attribute[index] = value & 0x3f; // the palette is the guest's only while the screen is off
    } else if (index >= AR_MODE && index < attribute.length) {
      attribute[index] = value;
    }
    attributeDataNext = !attributeDataNext;
  }

  private void selectColor(int index, int state) {
    dacIndex = index;
    dacComponent = 0;
    dacState = state;
  }

  private void nextComponent() {
    if (++dacComponent == 3) {
      dacComponent = 0;
      dacIndex = dacIndex + 1 & 0xff;
    }
  }

  private int inputStatus1() {
    long dot = VirtualClock.ticks(clock.nanos(), DOT_HERTZ) % (DOTS_PER_LINE * LINES);
    int line = (int) dot / DOTS_PER_LINE;
    boolean shown = line < LINES_SHOWN && dot % DOTS_PER_LINE < DOTS_SHOWN;
    boolean retrace = line >= RETRACE_FIRST && line <= RETRACE_LAST;
    return (shown ? 0 : STATUS_DISPLAY_OFF) | (retrace ? STATUS_RETRACE : 0);
  }

  /** What a monitor shows now, at most 132x60; blank while the guest has the screen off. */
  public TextScreen screen() {
    int columns = Math.min(crtc[CR_DISPLAY_END] + 1, COLUMNS_MAX);
    int overflow = crtc[CR_OVERFLOW];
    int lines = (crtc[CR_VERTICAL_DISPLAY_END] | (overflow & 2) << 7 | (overflow & 0x40) << 3) + 1;
    int cellLines = (crtc[CR_MAXIMUM_SCAN_LINE] & 0x1f) + 1;
    boolean doubled = (crtc[CR_MAXIMUM_SCAN_LINE] & 0x80) != 0;
    int rows = Math.max(1, Math.min(lines / (doubled ? 2 * cellLines : cellLines), ROWS_MAX));
    int start = crtc[CR_START_HIGH] << 8 | crtc[CR_START_HIGH + 1];
    int pitch = 2 * crtc[CR_OFFSET];
    boolean off = (attributeIndex & PALETTE_SOURCE) == 0 || (sequencer[1] & 0x20) != 0;
    byte[] cells = new byte[2 * columns * rows];
    for (int i = 0; i < cells.length && !off; i++) {
      int row = i / (2 * columns);
      int offset = 2 * (start + row * pitch) + i - 2 * columns * row;
      cells[i] = (byte) text.applyAsInt(offset & TEXT_BYTES - 1);
    }
    int first = crtc[CR_CURSOR_START] & 0x1f;
    int last = crtc[CR_CURSOR_END] & 0x1f;
    boolean shown =
        !off && (crtc[CR_CURSOR_START] & 0x20) == 0 && first <= last && first < cellLines;
    int at = (crtc[CR_CURSOR_HIGH] << 8 | crtc[CR_CURSOR_HIGH + 1]) - start & TEXT_BYTES / 2 - 1;
    boolean outside = pitch == 0 || at % pitch >= columns || at / pitch >= rows;
    int cursor = outside ? columns * rows : at / pitch * columns + at % pitch;
    return new TextScreen(columns, rows, cells, cursor, shown, first, last);
  }

  /**
   * The 16 colours that attributes choose from, RRGGBB, as attribute controller and DAC have it.
   */
  public int[] palette() {
    int[] colors = new int[16];
    for (int i = 0; i < colors.length; i++) {
      int select = attribute[AR_COLOR_SELECT];
      int index = attribute[i] & 0x3f | (select & 0xc) << 4;
      if ((attribute[AR_MODE] & 0x80) != 0) {
        index = index & 0xcf | (select & 3) << 4;
      }
      for (int c = 0; c < 3; c++) {
        int level = dac[3 * (index & pelMask) + c] & 0x3f;
        colors[i] = colors[i] << 8 | level << 2 | level >> 4;
      }
    }
    return colors;
  }

  @Override
  public void describe(StateGroup group) {
    VgaRegisters.describe(this, group);
  }
}
