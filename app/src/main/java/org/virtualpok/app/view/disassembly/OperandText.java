// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.disassembly;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Operands as coloured pieces, a little shorter than objdump writes them. */
final class OperandText {
  private static final Pattern SIZE = Pattern.compile("\\b(BYTE|WORD|DWORD|QWORD|FWORD) PTR ");
  private static final Pattern WORD =
      Pattern.compile("%?[A-Za-z_][A-Za-z0-9_]*|\\$?(0x)?[0-9a-f]+");
  private static final Set<String> SIZES = Set.of("byte", "word", "dword", "qword", "fword");

  /** What a piece is, for its colour. */
  enum Kind {
    REGISTER,
    NUMBER,
    SIZE,
    PLAIN
  }

  /** A run of characters of one kind. */
  record Piece(Kind kind, String text) {}

  private OperandText() {}

  /**
   * Cuts operands into pieces.
   *
   * @param operands as the disassembler writes them
   * @param branch whether they are nothing but the target of a branch, in hex without 0x
   */
  static List<Piece> pieces(String operands, boolean branch) {
    if (operands.isEmpty()) {
      return List.of();
    }
    if (branch) {
      return List.of(new Piece(Kind.NUMBER, operands));
    }
    String text =
        spaced(SIZE.matcher(operands).replaceAll(m -> m.group(1).toLowerCase(Locale.ROOT) + " "));
    List<Piece> pieces = new ArrayList<>();
    Matcher m = WORD.matcher(text);
    int at = 0;
    while (m.find()) {
      if (m.start() > at) {
        pieces.add(new Piece(Kind.PLAIN, text.substring(at, m.start())));
      }
      pieces.add(new Piece(kind(m.group()), m.group()));
      at = m.end();
    }
    if (at < text.length()) {
      pieces.add(new Piece(Kind.PLAIN, text.substring(at)));
    }
    return pieces;
  }

  private static Kind kind(String word) {
    if (SIZES.contains(word)) {
      return Kind.SIZE;
    }
    char first = word.charAt(word.startsWith("$") ? 1 : 0);
    return Character.isDigit(first) ? Kind.NUMBER : Kind.REGISTER;
  }

  /** A space after each comma that separates operands. */
  private static String spaced(String text) {
    StringBuilder s = new StringBuilder();
    int depth = 0;
    for (char c : text.toCharArray()) {
      depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
      s.append(c);
      if (c == ',' && depth == 0) {
        s.append(' ');
      }
    }
    return s.toString();
  }
}
