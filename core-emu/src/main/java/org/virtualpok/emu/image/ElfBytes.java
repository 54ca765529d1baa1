// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image;

import java.nio.charset.StandardCharsets;

/** Little-endian reads from a file's bytes that say which place lies outside. */
final class ElfBytes {
  private static final int MAX_TEXT_BYTES = 4096;

  private final String fileName;
  private final byte[] bytes;

  ElfBytes(String fileName, byte[] bytes) {
    this.fileName = fileName;
    this.bytes = bytes;
  }

  /** Length of the file, in bytes. */
  int length() {
    return bytes.length;
  }

  ImageException problem(String text) {
    return new ImageException(fileName, text);
  }

  /** Refuses a range that does not lie inside the file. */
  void require(String what, long offset, long size) throws ImageException {
    if (offset < 0 || size < 0 || offset > bytes.length || size > bytes.length - offset) {
      throw problem(
          String.format(
              "truncated or damaged: %s at file offset 0x%x needs %d bytes, the file has %d",
              what, offset, size, bytes.length));
    }
  }

  int u8(int offset) {
    return bytes[offset] & 0xff;
  }

  int u16(int offset) {
    return u8(offset) | u8(offset + 1) << 8;
  }

  int i32(int offset) {
    return u16(offset) | u16(offset + 2) << 16;
  }

  long u32(int offset) {
    return Integer.toUnsignedLong(i32(offset));
  }

  /** A copy of a range that was checked. */
  byte[] copy(long offset, long size) {
    byte[] part = new byte[(int) size];
    System.arraycopy(bytes, (int) offset, part, 0, part.length);
    return part;
  }

  /** The text from an offset to the NUL before {@code end}, or as far as a name may reach. */
  String text(int offset, int end) {
    int last = Math.min(end, offset + MAX_TEXT_BYTES);
    int stop = offset;
    while (stop < last && bytes[stop] != 0) {
      stop++;
    }
    return new String(bytes, offset, stop - offset, StandardCharsets.UTF_8);
  }
}
