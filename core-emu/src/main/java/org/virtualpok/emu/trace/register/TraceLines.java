// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.trace.register;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Lines of a file of any size, in constant memory: of a longer line only the first {@link
 * #MAX_CHARS} characters are kept. One character a byte; CR before LF is dropped.
 */
final class TraceLines implements AutoCloseable {
  static final int MAX_CHARS = 4096;

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private final char[] line = new char[MAX_CHARS];
  private final Deque<String> pushedBack = new ArrayDeque<>();
  private int at;
  private int end;
  private long number;

  TraceLines(InputStream in) {
    this.in = in;
  }

  /** The next line, or null at the end. */
  String next() throws IOException {
    if (!pushedBack.isEmpty()) {
      number++;
      return pushedBack.pop();
    }
    int length = 0;
    boolean any = false;
    while (true) {
      if (at == end) {
        at = 0;
        end = Math.max(0, in.read(buffer));
        if (end == 0) {
          break;
        }
      }
      any = true;
      int c = buffer[at++] & 0xff;
      if (c == '\n') {
        break;
      }
      if (length < MAX_CHARS) {
        line[length++] = (char) c;
      }
    }
    if (!any) {
      return null;
    }
    number++;
    if (length > 0 && line[length - 1] == '\r') {
      length--;
    }
    return new String(line, 0, length);
  }

  /** Gives a line back; the last one given back is read first. */
  void pushBack(String text) {
    pushedBack.push(text);
    number--;
  }

  /** Number of the line that was read last, from 1. */
  long number() {
    return number;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
