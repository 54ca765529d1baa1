// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.trace.register;

import java.io.IOException;

/** A trace that is read from its beginning to its end, one state at a time. */
public abstract class RegisterTrace implements AutoCloseable {
  final TraceLines lines;
  private final String file;
  private final String format;
  private long states;

  RegisterTrace(String file, String format, TraceLines lines) {
    this.file = file;
    this.format = format;
    this.lines = lines;
  }

  /** The file as the user named it. */
  public final String file() {
    return file;
  }

  /** What wrote it: "vpok trace", "QEMU log", "Bochs log". */
  public final String format() {
    return format;
  }

  /**
   * Reads the next state. What it does not tell stays unknown; what a format tells only on change
   * is carried on.
   *
   * @return false at the end
   */
  public final boolean next(RegisterState state) throws IOException, TraceException {
    if (!read(state)) {
      return false;
    }
    state.index = states++;
    return true;
  }

  abstract boolean read(RegisterState state) throws IOException, TraceException;

  final TraceException bad(String problem) {
    return new TraceException(file, lines.number(), problem);
  }

  /** A hexadecimal number of 1 to 8 digits at a place in a line. */
  final int hex(String line, int from, int to) throws TraceException {
    if (from < 0 || to > line.length() || to <= from || to - from > 8) {
      throw bad("a number is cut off");
    }
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = Character.digit(line.charAt(i), 16);
      if (digit < 0) {
        throw bad("'" + line.substring(from, to) + "' is no hexadecimal number");
      }
      value = (value << 4) | digit;
    }
    return value;
  }

  /** The bytes that pairs of digits say. */
  final byte[] bytes(String digits) throws TraceException {
    if ((digits.length() & 1) != 0) {
      throw bad("'" + digits + "' are no whole bytes");
    }
    byte[] out = new byte[digits.length() / 2];
    for (int i = 0; i < out.length; i++) {
      out[i] = (byte) hex(digits, 2 * i, 2 * i + 2);
    }
    return out;
  }

  @Override
  public final void close() throws IOException {
    lines.close();
  }
}
