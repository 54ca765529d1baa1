// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug.tables;

import java.util.ArrayList;
import java.util.List;

/**
 * A task state segment, decoded (Intel SDM vol. 3, figures 7-2 and 7-10).
 *
 * @param wide a 32-bit one
 * @param fields as far as there are bytes for them, by offset
 * @param ioMapBase offset of the I/O permission bit map; 0 in a 16-bit TSS, which has none
 * @param openPorts ports that the map opens to code with less privilege than IOPL
 */
public record TaskStateSegment(
    boolean wide, List<Field> fields, int ioMapBase, List<PortRange> openPorts) {
  /** The TSS proper and a map of all ports. */
  public static final int BYTES_MAX = 0xffff + 0x2000 + 1;

  private static final int PORTS = 0x10000;
  private static final int IO_MAP_BASE = 0x66;

  /**
   * A field.
   *
   * @param offset in bytes
   * @param bits 16 or 32
   */
  public record Field(String name, int offset, int bits, int value) {}

  /** Ports {@code first} to {@code last}. */
  public record PortRange(int first, int last) {}

  private static final String[] NAMES_32 = {
    "link", "ESP0", "SS0", "ESP1", "SS1", "ESP2", "SS2", "CR3", "EIP", "EFLAGS", "EAX", "ECX",
    "EDX", "EBX", "ESP", "EBP", "ESI", "EDI", "ES", "CS", "SS", "DS", "FS", "GS", "LDT"
  };

  private static final String[] NAMES_16 = {
    "link", "SP0", "SS0", "SP1", "SS1", "SP2", "SS2", "IP", "FLAGS", "AX", "CX", "DX", "BX", "SP",
    "BP", "SI", "DI", "ES", "CS", "SS", "DS", "LDT"
  };

  public TaskStateSegment {
    fields = List.copyOf(fields);
    openPorts = List.copyOf(openPorts);
  }

  /**
   * Decodes.
   *
   * @param bytes from the segment's base on, up to its limit or less
   */
  public static TaskStateSegment decode(byte[] bytes, boolean wide) {
    String[] names = wide ? NAMES_32 : NAMES_16;
    int width = wide ? 4 : 2;
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < names.length && width * (i + 1) <= bytes.length; i++) {
      boolean selector =
          !wide || names[i].length() == 2 || "link SS0 SS1 SS2 LDT".contains(names[i]);
      int at = width * i;
      fields.add(
          new Field(
              names[i], at, selector ? 16 : 32, selector ? word(bytes, at) : dword(bytes, at)));
    }
    if (!wide || bytes.length < IO_MAP_BASE + 2) {
      return new TaskStateSegment(wide, fields, 0, List.of());
    }
    fields.add(new Field("T", 0x64, 16, word(bytes, 0x64) & 1));
    int map = word(bytes, IO_MAP_BASE);
    fields.add(new Field("I/O map base", IO_MAP_BASE, 16, map));
    return new TaskStateSegment(true, fields, map, openPorts(bytes, map));
  }

  /** A port needs its bit, and the processor reads two bytes, so the last byte opens nothing. */
  private static List<PortRange> openPorts(byte[] bytes, int map) {
    List<PortRange> ranges = new ArrayList<>();
    int first = -1;
    int ports = Math.max(0, Math.min(PORTS, (bytes.length - 1 - map) * 8));
    for (int port = 0; port <= ports; port++) {
      boolean open = port < ports && (bytes[map + (port >> 3)] >> (port & 7) & 1) == 0;
      if (open && first < 0) {
        first = port;
      } else if (!open && first >= 0) {
        ranges.add(new PortRange(first, port - 1));
        first = -1;
      }
    }
    return ranges;
  }

  private static int word(byte[] bytes, int at) {
    return bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8;
  }

  private static int dword(byte[] bytes, int at) {
    return word(bytes, at) | word(bytes, at + 2) << 16;
  }
}
