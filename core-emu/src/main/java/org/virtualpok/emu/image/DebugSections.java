// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image;

import java.util.HashMap;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Sections with debugging information, which stay in the file's bytes until they are read. */
final class DebugSections {
  private static final String PREFIX = ".debug_";

  /** What GNU tools called a compressed section before ELF had a flag for it. */
  private static final String OLD_COMPRESSED_PREFIX = ".zdebug_";

  private static final int OLD_HEADER_BYTES = 12;

  /** An Elf32_Chdr: type, size, alignment. */
  private static final int HEADER_BYTES = 12;

  private static final int ELFCOMPRESS_ZLIB = 1;
  private static final long INFLATED_BYTES_MAX = 512L << 20;

  private final ElfBytes in;
  private final Map<String, Place> places = new HashMap<>();

  private record Place(long offset, long size, boolean compressed, boolean old) {}

  DebugSections(ElfBytes in) {
    this.in = in;
  }

  /** A section that is not loaded; ignored if it is none of ours or damaged. */
  void add(long nameAt, long offset, long size, boolean compressed) {
    boolean inside =
        nameAt >= 0 && nameAt < in.length() && offset >= 0 && size <= in.length() - offset;
    if (!inside) {
      return;
    }
    String name = in.text((int) nameAt, in.length());
    if (name.startsWith(PREFIX)) {
      places.putIfAbsent(name, new Place(offset, size, compressed, false));
    } else if (name.startsWith(OLD_COMPRESSED_PREFIX)) {
      String plain = PREFIX + name.substring(OLD_COMPRESSED_PREFIX.length());
      places.putIfAbsent(plain, new Place(offset, size, true, true));
    }
  }

  /** Empty for what is not there or cannot be uncompressed. */
  byte[] read(String name) {
    Place place = places.get(name);
    if (place == null) {
      return new byte[0];
    }
    if (!place.compressed) {
      return in.copy(place.offset, place.size);
    }
    int header = place.old ? OLD_HEADER_BYTES : HEADER_BYTES;
    if (place.size <= header) {
      return new byte[0];
    }
    long inflated = place.old ? oldSize((int) place.offset) : in.u32((int) place.offset + 4);
    boolean zlib = place.old || in.i32((int) place.offset) == ELFCOMPRESS_ZLIB;
    if (!zlib || inflated < 0 || inflated > INFLATED_BYTES_MAX) {
      return new byte[0];
    }
    return inflate(in.copy(place.offset + header, place.size - header), (int) inflated);
  }

  /** "ZLIB" and eight bytes, the highest first. */
  private long oldSize(int at) {
    long size = 0;
    for (int i = 4; i < OLD_HEADER_BYTES; i++) {
      size = size << 8 | in.u8(at + i);
    }
    return size;
  }

  private static byte[] inflate(byte[] packed, int size) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(packed);
      // Its bytes may tell a lie about its size: let the data, not the header, take the memory.
      if (size / 1100 > packed.length) {
        return new byte[0];
      }
      byte[] out = new byte[size];
      int done = 0;
      while (done < size) {
        int n = inflater.inflate(out, done, size - done);
        if (n == 0) {
          return new byte[0];
        }
        done += n;
      }
      return out;
    } catch (DataFormatException e) {
      return new byte[0]; // who asks finds none, as in an image without
    } finally {
      inflater.end();
    }
  }
}
