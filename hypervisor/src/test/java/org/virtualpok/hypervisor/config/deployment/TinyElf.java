// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config.deployment;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Makes executables of one segment, with symbols, as the ELF specification lays them out. */
final class TinyElf {
  private static final int HEADER = 52;
  private static final int PROGRAM_HEADER = 32;
  private static final int SECTION_HEADER = 40;
  private static final int SYMBOL = 16;
  private static final int ABSOLUTE = 0xfff1;

  private final int base;
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private final List<int[]> symbols = new ArrayList<>();
  private final StringBuilder names = new StringBuilder("\0");

  /**
   * @param base address of its first byte
   */
  TinyElf(int base) {
    this.base = base;
  }

  /** Appends an object under a name. */
  TinyElf object(String name, byte[] bytes) {
    symbols.add(new int[] {names.length(), base + data.size(), bytes.length});
    names.append(name).append('\0');
    data.writeBytes(bytes);
    return this;
  }

  /** Numbers of so many bytes each. */
  static byte[] numbers(int each, long... values) {
    ByteBuffer bytes = ByteBuffer.allocate(each * values.length + 8).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < values.length; i++) {
      bytes.putLong(i * each, values[i]);
    }
    byte[] all = new byte[each * values.length];
    bytes.get(0, all);
    return all;
  }

  /**
   * @param entry address of the first instruction
   * @param memoryBytes how far the segment reaches
   */
  byte[] build(int entry, int memoryBytes) {
    byte[] contents = data.toByteArray();
    byte[] strings = names.toString().getBytes(StandardCharsets.US_ASCII);
    int dataAt = HEADER + PROGRAM_HEADER;
    int symbolsAt = dataAt + contents.length;
    int stringsAt = symbolsAt + SYMBOL * (symbols.size() + 1);
    int sectionsAt = stringsAt + strings.length;
    ByteBuffer out =
        ByteBuffer.allocate(sectionsAt + 3 * SECTION_HEADER).order(ByteOrder.LITTLE_ENDIAN);
    out.put(new byte[] {0x7f, 'E', 'L', 'F', 1, 1, 1});
    out.position(16);
    out.putShort((short) 2).putShort((short) 3).putInt(1).putInt(entry).putInt(HEADER);
    out.putInt(sectionsAt).putInt(0).putShort((short) HEADER).putShort((short) PROGRAM_HEADER);
    out.putShort((short) 1).putShort((short) SECTION_HEADER).putShort((short) 3);
    out.putShort((short) 2);
    out.putInt(1).putInt(dataAt).putInt(base).putInt(base).putInt(contents.length);
    out.putInt(Math.max(memoryBytes, contents.length)).putInt(7).putInt(4);
    out.put(contents);
    out.put(new byte[SYMBOL]);
    for (int[] symbol : symbols) {
      out.putInt(symbol[0]).putInt(symbol[1]).putInt(symbol[2]).put((byte) 0x11).put((byte) 0);
      out.putShort((short) ABSOLUTE);
    }
    out.put(strings);
    out.put(new byte[SECTION_HEADER]);
    out.putInt(0).putInt(2).putInt(0).putInt(0).putInt(symbolsAt);
    out.putInt(SYMBOL * (symbols.size() + 1)).putInt(2).putInt(1).putInt(4).putInt(SYMBOL);
    out.putInt(0).putInt(3).putInt(0).putInt(0).putInt(stringsAt).putInt(strings.length);
    return out.array();
  }
}
