// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config.deployment;

import java.util.ArrayList;
import java.util.List;

/** A preprocessing token of C. */
record Token(Kind kind, String text) {
  /** What it looks like. */
  enum Kind {
    NAME,
    NUMBER,
    STRING,
    CHARACTER,
    PUNCTUATOR
  }

  private static final String TWO_CHARACTERS = "<< >> <= >= == != && || ##";

  boolean is(String punctuator) {
    return kind == Kind.PUNCTUATOR && text.equals(punctuator);
  }

  boolean isName() {
    return kind == Kind.NAME;
  }

  /** Cuts a logical line, whose comments are gone, into tokens. */
  static List<Token> cut(String line) {
    List<Token> tokens = new ArrayList<>();
    int at = 0;
    while (at < line.length()) {
      char c = line.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
        continue;
      }
      int end;
      Kind kind;
      if (isNameStart(c)) {
        kind = Kind.NAME;
        end = nameEnd(line, at);
      } else if (isDigit(c)
          || (c == '.' && at + 1 < line.length() && isDigit(line.charAt(at + 1)))) {
        kind = Kind.NUMBER;
        end = numberEnd(line, at);
      } else if (c == '"' || c == '\'') {
        kind = c == '"' ? Kind.STRING : Kind.CHARACTER;
        end = literalEnd(line, at);
      } else {
        kind = Kind.PUNCTUATOR;
        boolean two =
            at + 2 <= line.length() && TWO_CHARACTERS.contains(line.substring(at, at + 2));
        end = at + (two && line.charAt(at + 1) != ' ' ? 2 : 1);
      }
      tokens.add(new Token(kind, line.substring(at, end)));
      at = end;
    }
    return tokens;
  }

  static boolean isNameStart(char c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static int nameEnd(String line, int from) {
    int at = from;
    while (at < line.length() && (isNameStart(line.charAt(at)) || isDigit(line.charAt(at)))) {
      at++;
    }
    return at;
  }

  /** As the standard has it: 1.5e+3 and 0x1F are one token, and 12abc too. */
  private static int numberEnd(String line, int from) {
    boolean hex = line.startsWith("0x", from) || line.startsWith("0X", from);
    int at = from;
    while (at < line.length()) {
      char c = line.charAt(at);
      char before = at > from ? line.charAt(at - 1) : ' ';
      boolean sign = (c == '+' || c == '-') && !hex && (before == 'e' || before == 'E');
      if (!isNameStart(c) && !isDigit(c) && c != '.' && !sign) {
        break;
      }
      at++;
    }
    return at;
  }

  /** An unterminated one reaches to the end of its line. */
  private static int literalEnd(String line, int from) {
    int at = from + 1;
    while (at < line.length() && line.charAt(at) != line.charAt(from)) {
      at += line.charAt(at) == '\\' ? 2 : 1;
    }
    return Math.min(at + 1, line.length());
  }
}
