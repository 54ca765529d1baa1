// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.awareness;

import java.util.ArrayList;
import java.util.List;

/** An expression's words, numbers and signs. */
final class ExpressionTokens {
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  /**
   * One of them.
   *
   * @param text empty at the end
   * @param column from 1
   */
  record Token(String text, int column) {
    boolean isWord() {
      return !text.isEmpty() && Character.isJavaIdentifierStart(text.charAt(0));
    }

    boolean isNumber() {
      return !text.isEmpty() && Character.isDigit(text.charAt(0));
    }
  }

  ExpressionTokens(String text) throws ExpressionException {
    int from = 0;
    while (from < text.length()) {
      char c = text.charAt(from);
      int to = from + 1;
      if (Character.isJavaIdentifierPart(c)) {
        while (to < text.length() && Character.isJavaIdentifierPart(text.charAt(to))) {
          to++;
        }
      } else if (text.startsWith("->", from)) {
        to++;
      } else if (!Character.isWhitespace(c) && ".*&[]()-+".indexOf(c) < 0) {
        throw new ExpressionException(
            from + 1,
            "'" + c + "' is not understood; there are names, numbers, . -> [] * & + - ()");
      }
      if (!Character.isWhitespace(c)) {
        tokens.add(new Token(text.substring(from, to), from + 1));
      }
      from = to;
    }
    tokens.add(new Token("", text.length() + 1));
  }

  Token peek() {
    return tokens.get(at);
  }

  Token next() {
    Token token = tokens.get(at);
    at = Math.min(at + 1, tokens.size() - 1);
    return token;
  }

  int position() {
    return at;
  }

  void back(int position) {
    at = position;
  }

  boolean accept(String text) {
    boolean found = peek().text().equals(text);
    if (found) {
      next();
    }
    return found;
  }

  void expect(String text) throws ExpressionException {
    if (!accept(text)) {
      throw new ExpressionException(peek().column(), "'" + text + "' is missing" + before(peek()));
    }
  }

  static String before(Token token) {
    return token.text().isEmpty() ? " at the end" : " before '" + token.text() + "'";
  }
}
