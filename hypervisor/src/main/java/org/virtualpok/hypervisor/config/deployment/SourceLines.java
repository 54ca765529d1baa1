// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config.deployment;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Cuts a header into logical lines: continued ones are joined, comments become a blank. */
final class SourceLines {
  /** A header has at most this many bytes: 1 MiB. */
  static final int BYTES_MAX = 1 << 20;

  /** A logical line has at most this many characters. */
  static final int LINE_CHARACTERS_MAX = 1 << 16;

  private final String file;
  private final String text;
  private final List<Line> lines = new ArrayList<>();
  private final StringBuilder logical = new StringBuilder();
  private int at;

  /** Of the character at {@link #at}. */
  private int line = 1;

  /** Where the logical line began. */
  private int firstLine = 1;

  /**
   * A logical line.
   *
   * @param number of its first physical line, from 1
   */
  record Line(int number, String text) {}

  private SourceLines(String file, String text) {
    this.file = file;
    this.text = text;
  }

  /**
   * @throws UnreadableHeaderException if it is no text, too long, or ends inside a comment
   */
  static List<Line> cut(String file, byte[] bytes) throws UnreadableHeaderException {
    if (bytes.length > BYTES_MAX) {
      throw new UnreadableHeaderException(
          file, 0, "the header has " + bytes.length + " bytes; there may be " + BYTES_MAX);
    }
    int line = 1;
    for (byte b : bytes) {
      boolean blank = b == '\t' || b == '\n' || b == '\r' || b == '\f' || b == 0x0b;
      if (b >= 0 && b < ' ' && !blank) {
        throw new UnreadableHeaderException(
            file, line, String.format("a byte 0x%02x stands here; this is no text file", b));
      }
      line += b == '\n' ? 1 : 0;
    }
    SourceLines source =
        new SourceLines(file, new String(bytes, StandardCharsets.ISO_8859_1).replace("\r", ""));
    source.cut();
    return source.lines;
  }

  private void cut() throws UnreadableHeaderException {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (splice() || comment()) {
        continue;
      }
      if (c == '\n') {
        end();
        line++;
        at++;
        firstLine = line;
      } else if (c == '"' || c == '\'') {
        literal(c);
      } else {
        append(c);
        at++;
      }
    }
    end();
  }

  private void end() {
    if (!logical.toString().isBlank()) {
      lines.add(new Line(firstLine, logical.toString()));
    }
    logical.setLength(0);
  }

  private void append(char c) throws UnreadableHeaderException {
    if (logical.length() == LINE_CHARACTERS_MAX) {
      throw new UnreadableHeaderException(
          file, firstLine, "the line has more than " + LINE_CHARACTERS_MAX + " characters");
    }
    logical.append(c);
  }

  /** Takes a backslash at the end of a line; blanks behind it are allowed, as gcc does. */
  private boolean splice() {
    if (text.charAt(at) != '\\') {
      return false;
    }
    int end = at + 1;
    while (end < text.length() && (text.charAt(end) == ' ' || text.charAt(end) == '\t')) {
      end++;
    }
    if (end < text.length() && text.charAt(end) != '\n') {
      return false;
    }
    at = Math.min(end + 1, text.length());
    line++;
    return true;
  }

  private boolean comment() throws UnreadableHeaderException {
    if (text.startsWith("//", at)) {
      while (at < text.length() && text.charAt(at) != '\n') {
        if (!splice()) {
          at++;
        }
      }
      append(' ');
      return true;
    }
    if (!text.startsWith("/*", at)) {
      return false;
    }
    int end = text.indexOf("*/", at + 2);
    if (end < 0) {
      throw new UnreadableHeaderException(file, line, "the comment that begins here never ends");
    }
    for (int i = at; i < end; i++) {
      line += text.charAt(i) == '\n' ? 1 : 0;
    }
    at = end + 2;
    append(' ');
    return true;
  }

  /** Up to its end, or the line's: a slash inside begins no comment. */
  private void literal(char quote) throws UnreadableHeaderException {
    append(quote);
    at++;
    while (at < text.length() && text.charAt(at) != '\n') {
      if (splice()) {
        continue;
      }
      char c = text.charAt(at++);
      append(c);
      if (c == quote) {
        return;
      }
      if (c == '\\' && at < text.length() && text.charAt(at) != '\n') {
        append(text.charAt(at++));
      }
    }
  }
}
