// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.descriptors;

import java.util.List;

/**
 * One table as the view shows it.
 *
 * @param place where the table is and how large
 * @param note what to say instead of rows; empty if there are rows
 */
record Sheet(List<Column> columns, List<Row> rows, String place, String note) {
  /** What a row is. */
  enum Kind {
    ENTRY,
    /** Not present: the processor would refuse it. */
    ABSENT,
    /** Stands for empty entries; opens them. */
    FOLDED,
    /** An empty entry that was opened. */
    EMPTY,
    /** Stands for the rest of the table. */
    MORE
  }

  /**
   * A column.
   *
   * @param width in pixels; the one that grows has its least width here
   */
  record Column(String title, int width, boolean grows, boolean mono) {}

  /**
   * A row.
   *
   * @param first index of the entry, or of the first one that the row stands for
   * @param cells a text for each column
   * @param used registers that select the entry: "CS", "DS SS"; empty for most
   * @param tip everything, in words
   * @param handler offset in CS that the row leads to; meaningful if {@code leads}
   */
  record Row(
      Kind kind,
      int first,
      List<String> cells,
      String used,
      String tip,
      boolean leads,
      int handler) {}

  static Sheet note(String note) {
    return new Sheet(List.of(), List.of(), "", note);
  }
}
