// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.oracle;

import java.util.ArrayList;
import java.util.List;

/**
 * What both sides find in memory: linear addresses of data and code, and the descriptors that
 * selectors name. The GDT is that of 64-bit Linux as a 32-bit process sees it; the LDT is ours.
 */
final class Layout {
  static final int DATA = 0x100000;
  static final int DATA_BYTES = 0x3000;
  static final int DATA_END = DATA + DATA_BYTES;

  /** Where stacks are put: the last page of the data, with room on both sides. */
  static final int STACK = DATA + 0x2000;

  static final int READONLY = 0x104000;
  static final int READONLY_BYTES = 0x1000;
  static final int CODE = 0x120000;
  static final int CODE_BYTES = 0x2000;

  static final int USER_CS = 0x23;
  static final int USER_DS = 0x2b;

  private static final long DATA_TYPE = 0x10 | 0x60 | 0x80 | 0x01;

  /** One descriptor of the LDT, and what the generator wants to know of it. */
  record Segment(
      int selector, int base, int limit, int access, boolean big, boolean granular, long raw) {
    boolean code() {
      return (access & 0x08) != 0;
    }

    boolean present() {
      return (access & 0x80) != 0;
    }

    boolean readable() {
      return !code() || (access & 0x02) != 0;
    }

    boolean writable() {
      return !code() && (access & 0x02) != 0;
    }

    boolean expandDown() {
      return !code() && (access & 0x04) != 0;
    }

    /** First and last offset that the limit allows, as unsigned 32-bit values. */
    long first() {
      return expandDown() ? Integer.toUnsignedLong(limit) + 1 : 0;
    }

    long last() {
      return expandDown() ? big ? 0xffffffffL : 0xffffL : Integer.toUnsignedLong(limit);
    }

    boolean allows(int offset, int size) {
      long at = Integer.toUnsignedLong(offset);
      return at >= first() && at + size - 1 <= last();
    }
  }

  private static final List<Segment> LDT = new ArrayList<>();
  private static final Segment FLAT_CODE = flat(USER_CS, 0xfb);
  private static final Segment FLAT_DATA = flat(USER_DS, 0xf3);

  static {
    LDT.add(null);
    int end16 = DATA_END - 0x10000;
    // Base, raw limit, granular, big; each then with every right that data can have.
    int[][] shapes = {
      {DATA, DATA_BYTES - 1, 0, 1},
      {DATA, DATA_BYTES - 1, 0, 0},
      {DATA, 2, 1, 1},
      {end16, 0xffff, 0, 0},
      {end16, 0xf, 1, 1},
      {DATA + 0x123, 0x7f, 0, 1},
      {DATA + 0xff8, 0xf, 0, 1},
      {DATA + 0x800, 0, 0, 1},
      {DATA + 0x801, 1, 0, 1},
      {DATA + 0x802, 3, 0, 0},
      {DATA + 0x803, 6, 0, 1},
      {DATA + 0x1ffc, 0x8ff, 0, 0},
      {STACK, 0xfff, 0, 0},
      {STACK, 0, 1, 1},
    };
    for (int[] s : shapes) {
      data(s[0], s[1], s[2] != 0, s[3] != 0, 0x02);
    }
    for (int[] s : shapes) {
      data(s[0], s[1], s[2] != 0, s[3] != 0, 0);
    }
    int[][] down = {
      {DATA_END, 0xfffff, 1, 1}, // nothing is valid
      {DATA_END, 0xffffd, 1, 1},
      {DATA_END - 0x100000, 0xfefff, 0, 0}, // beyond 64 KiB: nothing is valid
      {end16, 0xdfff, 0, 0},
      {end16, 0xd, 1, 0},
      {end16, 0xeffe, 0, 0},
      {end16, 0xfffb, 0, 0},
    };
    for (int[] s : down) {
      data(s[0], s[1], s[2] != 0, s[3] != 0, 0x06);
      data(s[0], s[1], s[2] != 0, s[3] != 0, 0x04);
    }
    absent(DATA, DATA_BYTES - 1, 0x02);
    absent(DATA, DATA_BYTES - 1, 0x00);
    absent(STACK, 0xfff, 0x06);
    int[][] code = {
      {CODE, CODE_BYTES - 1, 0, 1},
      {CODE, CODE_BYTES - 1, 0, 0},
      {CODE, 1, 1, 1},
      {CODE, 0xfff, 0, 1},
      {CODE, 0x7ff, 0, 0},
      {CODE + 0x100, 0xeff, 0, 1},
      {CODE + 0x1000 - 0x10000, 0xffff, 0, 0},
    };
    for (int[] s : code) {
      data(s[0], s[1], s[2] != 0, s[3] != 0, 0x0a);
      data(s[0], s[1], s[2] != 0, s[3] != 0, 0x08);
    }
    absent(CODE, CODE_BYTES - 1, 0x0a);
    absent(CODE, CODE_BYTES - 1, 0x0e); // Linux admits conforming code only as not present
  }

  private Layout() {}

  private static Segment flat(int selector, int access) {
    return new Segment(selector, 0, -1, access, true, true, encode(0, 0xfffff, access, true, true));
  }

  private static void data(int base, int rawLimit, boolean granular, boolean big, int type) {
    add(base, rawLimit, granular, big, (int) DATA_TYPE | type);
  }

  private static void absent(int base, int rawLimit, int type) {
    add(base, rawLimit, false, true, ((int) DATA_TYPE | type) & ~0x80);
  }

  private static void add(int base, int rawLimit, boolean granular, boolean big, int access) {
    int limit = granular ? (rawLimit << 12) | 0xfff : rawLimit;
    int selector = LDT.size() << 3 | 7;
    long raw = encode(base, rawLimit, access, granular, big);
    LDT.add(new Segment(selector, base, limit, access, big, granular, raw));
  }

  /** A descriptor as the CPU reads it (Intel SDM vol. 3, figure 3-8). */
  private static long encode(int base, int rawLimit, int access, boolean granular, boolean big) {
    long low = (rawLimit & 0xffffL) | (base & 0xffffL) << 16;
    long high = ((base >>> 16) & 0xff) | access << 8 | (rawLimit & 0xf0000) | (base & 0xff000000);
    high |= (granular ? 0x800000 : 0) | (big ? 0x400000 : 0);
    return low | high << 32;
  }

  /** All of the LDT; entry 0 is null. */
  static List<Segment> ldt() {
    return LDT;
  }

  static long[] ldtImage() {
    return LDT.stream().mapToLong(s -> s == null ? 0 : s.raw).toArray();
  }

  /** Linux's first 16 entries; those that differ from process to process are zero here. */
  static long[] gdtImage() {
    long[] gdt = new long[16];
    gdt[1] = encode(0, 0xfffff, 0x9b, true, true);
    gdt[2] = encode(0, 0xfffff, 0x9b, true, false);
    gdt[3] = encode(0, 0xfffff, 0x93, true, true);
    gdt[4] = FLAT_CODE.raw;
    gdt[5] = FLAT_DATA.raw;
    return gdt;
  }

  /** The segment that a usable selector names; null for null selectors and empty entries. */
  static Segment segment(int selector) {
    if ((selector & 4) != 0) {
      int index = (selector & 0xffff) >>> 3;
      return index < LDT.size() ? LDT.get(index) : null;
    }
    return switch (selector & ~3) {
      case USER_CS & ~3 -> FLAT_CODE;
      case USER_DS & ~3 -> FLAT_DATA;
      default -> null;
    };
  }

  /** What the data and the read-only page hold before each vector, as little-endian doublewords. */
  static int[] background(int bytes) {
    Chance chance = new Chance(0x6d656d6f7279L);
    int[] words = new int[bytes / 4];
    for (int i = 0; i < words.length; i++) {
      words[i] = chance.bits();
    }
    return words;
  }
}
