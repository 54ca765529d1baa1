// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug.tables;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Walks a page directory and its tables (Intel SDM vol. 3, 4.3) and tells what is mapped where,
 * pages that continue each other with the same rights as one run.
 *
 * <pre>
 * directory entry  31..12 table  7 PS  6 -  5 A  4 PCD  3 PWT  2 U/S  1 R/W  0 P
 * with PS          31..22 page   8 G  7 PS  6 D  5 A  4 PCD  3 PWT  2 U/S  1 R/W  0 P
 * table entry      31..12 page   8 G  6 D  5 A  4 PCD  3 PWT  2 U/S  1 R/W  0 P
 * </pre>
 */
public final class PageTables {
  /** Bytes of a directory or a table. */
  public static final int TABLE_BYTES = 4096;

  public static final int ENTRIES = 1024;

  public static final int P = 1;
  public static final int RW = 1 << 1;
  public static final int US = 1 << 2;
  public static final int PWT = 1 << 3;
  public static final int PCD = 1 << 4;
  public static final int A = 1 << 5;
  public static final int D = 1 << 6;
  public static final int PS = 1 << 7;
  public static final int G = 1 << 8;

  /** What must be the same in all entries of a run; A and D are counted instead. */
  private static final int RUN_FLAGS = P | RW | US | PWT | PCD | G;

  private static final int PAGE_SHIFT = 12;
  private static final int BIG_SHIFT = 22;

  /** What a run of entries is. */
  public enum Kind {
    NOT_PRESENT,
    /** A directory entry that leads to a table. */
    TABLE,
    PAGES_4K,
    PAGES_4M
  }

  /**
   * Some entries of one table that say the same and continue each other.
   *
   * @param first index of the first entry in its table
   * @param count how many entries
   * @param linear first address
   * @param bytes how much linear space the entries are for
   * @param physical first address of the pages, or of the table
   * @param entry the first entry as it stands in memory
   * @param entryAddress where it stands, physical
   * @param accessed in how many of them A is set
   * @param dirty in how many of them D is set
   * @param writable R/W here and, for an entry of a table, in the directory
   * @param user U/S likewise
   * @param inside runs of the table; empty unless this is a table
   */
  public record Run(
      Kind kind,
      int first,
      int count,
      int linear,
      long bytes,
      int physical,
      int entry,
      int entryAddress,
      int accessed,
      int dirty,
      boolean writable,
      boolean user,
      List<Run> inside) {
    public Run {
      inside = List.copyOf(inside);
    }

    /** Last linear address. */
    public int linearLast() {
      return (int) (linear + bytes - 1);
    }

    /** Last physical address of the pages. */
    public int physicalLast() {
      return (int) (physical + bytes - 1);
    }
  }

  private PageTables() {}

  /** Physical address of the directory that CR3 names. */
  public static int directory(int cr3) {
    return cr3 & -TABLE_BYTES;
  }

  /** Physical addresses of the tables that a directory leads to, each once. */
  public static List<Integer> tables(byte[] directory, boolean pse) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < entries(directory); i++) {
      int entry = entry(directory, i);
      boolean table = (entry & P) != 0 && !(pse && (entry & PS) != 0);
      if (table && !found.contains(entry & -TABLE_BYTES)) {
        found.add(entry & -TABLE_BYTES);
      }
    }
    return found;
  }

  /**
   * What a directory maps.
   *
   * @param address of the directory, physical
   * @param directory its bytes
   * @param pse CR4.PSE
   * @param table bytes of the table at a physical address; empty where there is no memory
   */
  public static List<Run> walk(
      int address, byte[] directory, boolean pse, IntFunction<byte[]> table) {
    List<Run> runs = new ArrayList<>();
    int i = 0;
    while (i < entries(directory)) {
      int entry = entry(directory, i);
      if ((entry & P) != 0 && !(pse && (entry & PS) != 0)) {
        runs.add(table(address, i, entry, table.apply(entry & -TABLE_BYTES)));
        i++;
      } else {
        Run run = run(address, directory, i, 0, BIG_SHIFT, RW | US);
        runs.add(run);
        i += run.count;
      }
    }
    return runs;
  }

  private static Run table(int address, int index, int entry, byte[] bytes) {
    int linear = index << BIG_SHIFT;
    List<Run> inside = new ArrayList<>();
    for (int i = 0; i < entries(bytes); i += inside.get(inside.size() - 1).count) {
      inside.add(run(entry & -TABLE_BYTES, bytes, i, linear, PAGE_SHIFT, entry));
    }
    return new Run(
        Kind.TABLE,
        index,
        1,
        linear,
        1L << BIG_SHIFT,
        entry & -TABLE_BYTES,
        entry,
        address + 4 * index,
        (entry & A) != 0 ? 1 : 0,
        0,
        (entry & RW) != 0,
        (entry & US) != 0,
        inside);
  }

  /** As many entries from {@code first} on as continue each other; of directories, 4 MiB pages. */
  private static Run run(int address, byte[] bytes, int first, int linear, int shift, int above) {
    int start = entry(bytes, first);
    boolean present = (start & P) != 0;
    boolean directory = shift == BIG_SHIFT;
    int accessed = 0;
    int dirty = 0;
    int i = first;
    while (i < entries(bytes) && continues(start, entry(bytes, i), i - first, shift)) {
      accessed += (entry(bytes, i) & A) != 0 ? 1 : 0;
      dirty += (entry(bytes, i) & D) != 0 ? 1 : 0;
      i++;
    }
    Kind kind = !present ? Kind.NOT_PRESENT : directory ? Kind.PAGES_4M : Kind.PAGES_4K;
    return new Run(
        kind,
        first,
        i - first,
        linear + (first << shift),
        (long) (i - first) << shift,
        present ? start & -(1 << shift) : 0,
        start,
        address + 4 * first,
        present ? accessed : 0,
        present ? dirty : 0,
        present && (start & above & RW) != 0,
        present && (start & above & US) != 0,
        List.of());
  }

  private static boolean continues(int start, int entry, int distance, int shift) {
    if (distance == 0) {
      return true;
    }
    if ((start & P) == 0) {
      return (entry & P) == 0;
    }
    boolean bigAlike = shift != BIG_SHIFT || (entry & PS) != 0;
    int expected = (start & -(1 << shift)) + (distance << shift);
    return bigAlike
        && (entry & RUN_FLAGS) == (start & RUN_FLAGS)
        && (entry & -(1 << shift)) == expected;
  }

  private static int entries(byte[] bytes) {
    return Math.min(ENTRIES, bytes.length / 4);
  }

  private static int entry(byte[] bytes, int index) {
    int at = 4 * index;
    return bytes[at] & 0xff
        | (bytes[at + 1] & 0xff) << 8
        | (bytes[at + 2] & 0xff) << 16
        | bytes[at + 3] << 24;
  }
}
