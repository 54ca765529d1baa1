// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.autopsy;

import java.util.Arrays;

/**
 * When one gate was closed, interval after interval, in columns: 24 bytes each.
 *
 * <p>Two events may bear the same time. What closed and opened at one time has length 0 and holds
 * nothing.
 */
final class Track {
  /** Time of what has not happened or is not known. */
  static final long NEVER = -1;

  private long[] closed = new long[4];
  private long[] opened = new long[4];

  /** See {@link Closers}. */
  private int[] cause = new int[4];

  private int[] detail = new int[4];
  private int size;

  /** Whether anything is known of the gate yet. */
  private boolean known;

  /** The gate is open from the beginning. */
  Track startOpen() {
    known = true;
    return this;
  }

  /** The gate is closed from the beginning. */
  Track startClosed() {
    close(0, Closers.START, 0);
    return this;
  }

  int size() {
    return size;
  }

  /** When interval {@code i} began; NEVER if the log does not say it. */
  long closed(int i) {
    return closed[i];
  }

  /** When it ended; NEVER if it has not. */
  long opened(int i) {
    return opened[i];
  }

  int cause(int i) {
    return cause[i];
  }

  int detail(int i) {
    return detail[i];
  }

  boolean known() {
    return known;
  }

  boolean isClosed() {
    return size > 0 && opened[size - 1] == NEVER;
  }

  /** The gate closes; nothing changes if it is closed. */
  void close(long nanos, int newCause, int newDetail) {
    known = true;
    if (isClosed()) {
      return;
    }
    if (size == closed.length) {
      int longer = size + (size >> 1) + 4;
      closed = Arrays.copyOf(closed, longer);
      opened = Arrays.copyOf(opened, longer);
      cause = Arrays.copyOf(cause, longer);
      detail = Arrays.copyOf(detail, longer);
    }
    closed[size] = nanos;
    opened[size] = NEVER;
    cause[size] = newCause;
    detail[size] = newDetail;
    size++;
  }

  /** The gate opens; if nothing was known of it, it was closed since nobody knows when. */
  void open(long nanos) {
    if (!known) {
      close(NEVER, Closers.UNKNOWN, 0);
    }
    if (isClosed()) {
      opened[size - 1] = nanos;
    }
  }

  /** The gate opens if a cause's detail, an instance, is what closed it. */
  void openAfter(long nanos, int closer) {
    if (isClosed() && detail[size - 1] == closer) {
      opened[size - 1] = nanos;
    }
  }

  /** The last interval that began at a time or before it; -1 if there is none. */
  int at(long nanos) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (closed[middle] <= nanos) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  /** The first interval that had not ended by a time; size() if there is none. */
  int firstAfter(long nanos) {
    int i = Math.max(0, at(nanos));
    while (i < size && opened[i] != NEVER && opened[i] <= nanos) {
      i++;
    }
    return i;
  }
}
