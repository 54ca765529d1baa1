// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.trace;

/**
 * Everything that happened, in order: fixed-width records in chunks of primitive arrays, text in a
 * side blob. One thread appends; any thread reads.
 */
public interface EventLog extends AutoCloseable {
  /** Appends a record; allocates nothing but, now and then, a chunk. */
  void append(long timeNanos, long instruction, EventKind kind, int context, int a, int b, int c);

  /** Appends a record with text (kind.text() must be true); {@code c} is the third int. */
  void appendText(
      long timeNanos, long instruction, EventKind kind, int context, byte[] text, int c);

  /** How many records were appended that a reader may read now; index 0 is the oldest. */
  long size();

  /** Index of the oldest record that is still kept; above 0 after a flood of events. */
  default long first() {
    return 0;
  }

  /**
   * Copies the record at an index, first() to size() - 1.
   *
   * @throws java.io.UncheckedIOException if it is not kept any more
   */
  Event get(long index);

  /** The kind registered under an id, as the log has met it. */
  EventKind kind(int id);

  @Override
  void close();

  /** A record read back; {@code text} is empty unless the kind carries text. */
  record Event(
      long index,
      long timeNanos,
      long instruction,
      EventKind kind,
      int context,
      int a,
      int b,
      int c,
      byte[] text) {}
}
