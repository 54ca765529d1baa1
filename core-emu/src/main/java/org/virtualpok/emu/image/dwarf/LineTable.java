// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image.dwarf;

import java.util.ArrayList;
import java.util.List;

/**
 * What the line program of one unit makes (DWARF 5, section 6.2): sequences of rows whose addresses
 * grow.
 *
 * @param files by the number that entries use for them
 * @param sequences in the order of the program
 */
record LineTable(List<String> files, List<Sequence> sequences) {
  static final LineTable EMPTY = new LineTable(List.of(), List.of());

  /**
   * Rows of one stretch of code.
   *
   * @param high first address behind it, unsigned
   */
  record Sequence(List<SourceLine> rows, int high) {
    Sequence {
      rows = List.copyOf(rows);
    }

    int low() {
      return rows.get(0).address();
    }

    /** Whether there is code, and its rows can be searched: addresses grow. */
    boolean isSound() {
      boolean grows = Integer.compareUnsigned(low(), high) < 0;
      for (int i = 1; i < rows.size(); i++) {
        grows &= Integer.compareUnsigned(rows.get(i - 1).address(), rows.get(i).address()) <= 0;
      }
      return grows;
    }

    boolean contains(int address) {
      return Integer.compareUnsigned(low(), address) <= 0
          && Integer.compareUnsigned(address, high) < 0;
    }

    /** The last row at or before an address that the sequence contains. */
    SourceLine at(int address) {
      int from = 0;
      int to = rows.size();
      while (to - from > 1) {
        int middle = (from + to) >>> 1;
        if (Integer.compareUnsigned(rows.get(middle).address(), address) <= 0) {
          from = middle;
        } else {
          to = middle;
        }
      }
      return rows.get(from);
    }
  }

  LineTable {
    files = List.copyOf(files);
    sequences = List.copyOf(sequences);
  }

  /** A file's path; empty for a number that no file has. */
  String file(long number) {
    return number >= 0 && number < files.size() ? files.get((int) number) : "";
  }

  /** Collects rows into sequences. */
  static final class Builder {
    private final List<String> files;
    private final List<Sequence> sequences = new ArrayList<>();
    private List<SourceLine> rows = new ArrayList<>();

    Builder(List<String> files) {
      this.files = new ArrayList<>(files);
    }

    /** Adds a file with the next number. */
    void file(String path) {
      files.add(path);
    }

    void row(int address, long file, long line, long column, boolean statement) {
      String path = file >= 0 && file < files.size() ? files.get((int) file) : "";
      rows.add(new SourceLine(address, path, small(line), small(column), statement));
    }

    private static int small(long number) {
      return number >= 0 && number <= Integer.MAX_VALUE ? (int) number : 0;
    }

    /** Ends a sequence. */
    void end(int high) {
      if (!rows.isEmpty()) {
        sequences.add(new Sequence(rows, high));
      }
      rows = new ArrayList<>();
    }

    LineTable build() {
      return new LineTable(files, sequences);
    }
  }
}
