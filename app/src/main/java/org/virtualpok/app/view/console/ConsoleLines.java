// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.console;

/**
 * Length and time of each line that a console shows: a ring that forgets the oldest lines. The last
 * line is the one that the next character joins, and may be empty.
 */
final class ConsoleLines {
  private final int linesMax;
  private final int charsMax;
  private final int[] lengths;
  private final long[] times;
  private int head;
  private int count;
  private int chars;

  /**
   * An empty console.
   *
   * @param charsMax characters in all lines, line ends among them
   */
  ConsoleLines(int linesMax, int charsMax) {
    this.linesMax = linesMax;
    this.charsMax = charsMax;
    lengths = new int[linesMax + 1];
    times = new long[linesMax + 1];
    clear();
  }

  /** One empty line, without a time. */
  void clear() {
    head = 0;
    count = 1;
    chars = 0;
    lengths[0] = 0;
    times[0] = -1;
  }

  int count() {
    return count;
  }

  /** Characters in all lines, line ends among them. */
  int chars() {
    return chars;
  }

  private int place(int line) {
    return (head + line) % lengths.length;
  }

  /** When the line's first character was written, ns; -1 for none. */
  long time(int line) {
    return line < 0 || line >= count ? -1 : times[place(line)];
  }

  /** Length of the last line. */
  int lastLength() {
    return lengths[place(count - 1)];
  }

  /** A character of the last line. */
  void character(long time) {
    int last = place(count - 1);
    if (times[last] < 0) {
      times[last] = time;
    }
    lengths[last]++;
    chars++;
  }

  /**
   * Ends the last line.
   *
   * @return how many of the oldest lines are forgotten for it
   */
  int end(long time) {
    int last = place(count - 1);
    if (times[last] < 0) {
      times[last] = time;
    }
    chars++;
    int dropped = count == linesMax ? dropFirst() : 0;
    int next = place(count);
    count++;
    lengths[next] = 0;
    times[next] = -1;
    while (chars > charsMax && count > 1) {
      dropped += dropFirst();
    }
    return dropped;
  }

  private int dropFirst() {
    chars -= lengths[head] + 1;
    head = place(1);
    count--;
    return 1;
  }
}
