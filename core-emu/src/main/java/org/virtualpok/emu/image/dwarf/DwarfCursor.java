// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image.dwarf;

import java.nio.charset.StandardCharsets;

/** Reads a section from one place on; past its end is a problem that names the place. */
final class DwarfCursor {
  private static final int LEB_BYTES_MAX = 16;

  private final String section;
  private final byte[] bytes;
  private final int end;
  private int at;

  /**
   * @param from offset of the first byte, in the section
   * @param end offset behind the last byte that may be read
   */
  DwarfCursor(String section, byte[] bytes, long from, long end) throws DwarfException {
    this.section = section;
    this.bytes = bytes;
    if (from < 0 || end > bytes.length || from > end) {
      throw new DwarfException(
          String.format("%s: offset 0x%x lies outside its %d bytes", section, from, bytes.length));
    }
    this.end = (int) end;
    this.at = (int) from;
  }

  static DwarfCursor of(DwarfSection section, long from) throws DwarfException {
    return new DwarfCursor(section.name(), section.bytes(), from, section.bytes().length);
  }

  int at() {
    return at;
  }

  boolean atEnd() {
    return at >= end;
  }

  void skip(long count) throws DwarfException {
    need(count);
    at += (int) count;
  }

  private void need(long count) throws DwarfException {
    if (count < 0 || count > end - at) {
      throw new DwarfException(
          String.format("%s: cut off at offset 0x%x, %d bytes needed", section, at, count));
    }
  }

  int u8() throws DwarfException {
    need(1);
    return bytes[at++] & 0xff;
  }

  int u16() throws DwarfException {
    return u8() | u8() << 8;
  }

  long u32() throws DwarfException {
    return u16() | (long) u16() << 16;
  }

  long u64() throws DwarfException {
    return u32() | u32() << 32;
  }

  /** 1, 2, 3, 4 or 8 bytes. */
  long unsigned(int size) throws DwarfException {
    return switch (size) {
      case 1 -> u8();
      case 2 -> u16();
      case 3 -> u16() | (long) u8() << 16;
      case 4 -> u32();
      case 8 -> u64();
      default -> throw new DwarfException(section + ": a number of " + size + " bytes");
    };
  }

  /** LEB128; what does not fit 64 bits is cut. */
  long uleb() throws DwarfException {
    long value = 0;
    for (int i = 0; i < LEB_BYTES_MAX; i++) {
      int b = u8();
      value |= i < 10 ? (long) (b & 0x7f) << 7 * i : 0;
      if ((b & 0x80) == 0) {
        return value;
      }
    }
    throw new DwarfException(String.format("%s: endless number before 0x%x", section, at));
  }

  long sleb() throws DwarfException {
    long value = 0;
    for (int i = 0; i < LEB_BYTES_MAX; i++) {
      int b = u8();
      int shift = 7 * i;
      value |= i < 10 ? (long) (b & 0x7f) << shift : 0;
      if ((b & 0x80) == 0) {
        return shift + 7 < 64 && (b & 0x40) != 0 ? value | -1L << shift + 7 : value;
      }
    }
    throw new DwarfException(String.format("%s: endless number before 0x%x", section, at));
  }

  byte[] block(long size) throws DwarfException {
    need(size);
    byte[] block = new byte[(int) size];
    System.arraycopy(bytes, at, block, 0, block.length);
    at += block.length;
    return block;
  }

  /** Text up to a NUL, which is skipped. */
  String text() throws DwarfException {
    int stop = at;
    while (stop < end && bytes[stop] != 0) {
      stop++;
    }
    String text = new String(bytes, at, stop - at, StandardCharsets.UTF_8);
    skip(stop - at + 1L);
    return text;
  }

  void skipText() throws DwarfException {
    int stop = at;
    while (stop < end && bytes[stop] != 0) {
      stop++;
    }
    skip(stop - at + 1L);
  }
}
