// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.device.pc;

import org.virtualpok.emu.state.StateGroup;
import org.virtualpok.emu.state.StateRegister;

/** The names of {@link VgaText}'s registers and bits (IBM VGA technical reference, section 2). */
final class VgaRegisters {
  private static final String[] CRTC = {
    "horizontal total",
    "horizontal display enable end",
    "start horizontal blanking",
    "end horizontal blanking",
    "start horizontal retrace",
    "end horizontal retrace",
    "vertical total",
    "overflow",
    "preset row scan",
    "maximum scan line",
    "cursor start",
    "cursor end",
    "start address high",
    "start address low",
    "cursor location high",
    "cursor location low",
    "vertical retrace start",
    "vertical retrace end",
    "vertical display enable end",
    "offset: half the characters of a row",
    "underline location",
    "start vertical blanking",
    "end vertical blanking",
    "CRTC mode control",
    "line compare"
  };
  private static final String[] SEQUENCER = {
    "reset", "clocking mode", "map mask", "character map select", "memory mode"
  };
  private static final String[] GRAPHICS = {
    "set/reset",
    "enable set/reset",
    "color compare",
    "data rotate",
    "read map select",
    "graphics mode",
    "miscellaneous",
    "color don't care",
    "bit mask"
  };
  private static final String[] ATTRIBUTE = {
    "mode control", "overscan color", "color plane enable", "horizontal PEL panning", "color select"
  };
  private static final int PALETTE_REGISTERS = 16;

  private VgaRegisters() {}

  static void describe(VgaText vga, StateGroup group) {
    general(vga, group);
    crtc(vga, group.group("crtc", "CRT controller, 3D4"));
    sequencer(vga, group.group("sequencer", "sequencer, 3C4"));
    graphics(vga, group.group("graphics", "graphics controller, 3CE"));
    attribute(vga, group.group("attribute", "attribute controller, 3C0"));
    StateGroup dac = group.group("dac", "video DAC, 3C6 to 3C9");
    dac.register("mask", 8, "PEL mask", () -> vga.pelMask, v -> vga.pelMask = (int) v);
    dac.register("index", 8, "PEL address", () -> vga.dacIndex, v -> vga.dacIndex = (int) v);
    dac.register(
            "component",
            2,
            "what 3C9 is next",
            () -> vga.dacComponent,
            v -> vga.dacComponent = (int) v % 3)
        .field(0, 2, "component", "the color that is next", "red", "green", "blue");
    dac.register("state", 2, "DAC state", () -> vga.dacState, v -> vga.dacState = (int) v)
        .field(
            0, 2, "state", "which address was written last", "3C8: writes", "1", "2", "3C7: reads");
    dac.memory(
        "colors",
        vga.dac.length,
        "red, green and blue of each, 6 bits",
        () -> vga.dac,
        b -> System.arraycopy(b, 0, vga.dac, 0, b.length));
  }

  private static void general(VgaText vga, StateGroup group) {
    group
        .register("MISC", 8, "miscellaneous output", () -> vga.misc, v -> vga.misc = (int) v)
        .bit(0, "IOS", "CRTC at 3D4 instead of 3B4")
        .bit(1, "ERAM", "display memory is enabled")
        .field(2, 2, "CS", "clock", "25.175 MHz", "28.322 MHz", "2", "3")
        .bit(5, "PAGE", "page of odd/even modes")
        .bit(6, "HSP", "horizontal retrace is negative")
        .bit(7, "VSP", "vertical retrace is negative");
    group.register(
        "FC", 8, "feature control", () -> vga.featureControl, v -> vga.featureControl = (int) v);
    group.register(
        "VSE",
        1,
        "video subsystem enable",
        () -> vga.subsystemEnable,
        v -> vga.subsystemEnable = (int) v);
  }

  private static StateRegister register(
      StateGroup group, String prefix, int number, String meaning, int[] registers) {
    return group.register(
        String.format("%s%02X", prefix, number),
        8,
        meaning,
        () -> registers[number],
        v -> registers[number] = (int) v);
  }

  private static void crtc(VgaText vga, StateGroup group) {
    group.register(
        "index", 8, "register at 3D5", () -> vga.crtcIndex, v -> vga.crtcIndex = (int) v);
    for (int i = 0; i < vga.crtc.length; i++) {
      StateRegister r = register(group, "CR", i, CRTC[i], vga.crtc);
      switch (i) {
        case 0x07 ->
            r.bit(0, "VT8", "vertical total, bit 8")
                .bit(1, "VDE8", "vertical display enable end, bit 8")
                .bit(2, "VRS8", "vertical retrace start, bit 8")
                .bit(3, "VBS8", "start vertical blanking, bit 8")
                .bit(4, "LC8", "line compare, bit 8")
                .bit(5, "VT9", "vertical total, bit 9")
                .bit(6, "VDE9", "vertical display enable end, bit 9")
                .bit(7, "VRS9", "vertical retrace start, bit 9");
        case 0x09 ->
            r.field(0, 5, "MSL", "scan lines of a row, less one")
                .bit(5, "VBS9", "start vertical blanking, bit 9")
                .bit(6, "LC9", "line compare, bit 9")
                .bit(7, "DSC", "each line is shown twice");
        case 0x0a ->
            r.field(0, 5, "RSCB", "first scan line of the cursor").bit(5, "CO", "cursor off");
        case 0x0b ->
            r.field(0, 5, "RSCE", "last scan line of the cursor").field(5, 2, "CSK", "cursor skew");
        case 0x11 ->
            r.field(0, 4, "VRE", "vertical retrace end")
                .bit(4, "CVI", "not: clear vertical interrupt")
                .bit(5, "EVI", "not: enable vertical interrupt")
                .bit(7, "PR", "registers 0 to 7 are protected");
        default -> {} // a plain value, or of no use in text modes
      }
    }
  }

  private static void sequencer(VgaText vga, StateGroup group) {
    group.register(
        "index", 8, "register at 3C5", () -> vga.sequencerIndex, v -> vga.sequencerIndex = (int) v);
    for (int i = 0; i < vga.sequencer.length; i++) {
      StateRegister r = register(group, "SR", i, SEQUENCER[i], vga.sequencer);
      if (i == 1) {
        r.bit(0, "D89", "characters are 8 dots wide, not 9").bit(5, "SO", "screen off");
      }
    }
  }

  private static void graphics(VgaText vga, StateGroup group) {
    group.register(
        "index", 8, "register at 3CF", () -> vga.graphicsIndex, v -> vga.graphicsIndex = (int) v);
    for (int i = 0; i < vga.graphics.length; i++) {
      StateRegister r = register(group, "GR", i, GRAPHICS[i], vga.graphics);
      if (i == 6) {
        r.bit(0, "GM", "graphics mode")
            .bit(1, "OE", "odd/even")
            .field(2, 2, "MM", "memory map", "A0000 128K", "A0000 64K", "B0000 32K", "B8000 32K");
      }
    }
  }

  private static void attribute(VgaText vga, StateGroup group) {
    group
        .register(
            "index",
            6,
            "register at 3C1",
            () -> vga.attributeIndex,
            v -> vga.attributeIndex = (int) v)
        .field(0, 5, "index", "number of the register")
        .bit(5, "IPAS", "internal palette address source: the screen is on");
    group.flag(
        "data next",
        "3C0 takes data, not an index",
        () -> vga.attributeDataNext,
        v -> vga.attributeDataNext = v);
    for (int i = 0; i < vga.attribute.length; i++) {
      String meaning =
          i < PALETTE_REGISTERS ? "palette, color " + i : ATTRIBUTE[i - PALETTE_REGISTERS];
      StateRegister r = register(group, "AR", i, meaning, vga.attribute);
      if (i == PALETTE_REGISTERS) {
        r.bit(0, "G", "graphics mode")
            .bit(1, "ME", "monochrome")
            .bit(2, "ELG", "line graphics characters are 9 dots wide")
            .bit(3, "EB", "blink")
            .bit(5, "PP", "panning stops at the line compare")
            .bit(6, "PW", "256 colors")
            .bit(7, "PS", "colors' bits 4 and 5 come from color select");
      }
    }
  }
}
