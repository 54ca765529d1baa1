// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config.deployment;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Evaluates constant expressions of macros' values and of conditions. */
final class Evaluator {
  /** A value grows to at most this many tokens; macros that name each other twice double it. */
  private static final int TOKENS_MAX = 20_000;

  private static final int DEPTH_MAX = 100;

  private final Map<String, Macro> macros;

  /** Enumerators and the names of headers that are not read. */
  private final Map<String, CInteger> constants;

  /** Tokens looked at for the value at hand: macros without tokens multiply too. */
  private int looked;

  Evaluator(Map<String, Macro> macros, Map<String, CInteger> constants) {
    this.macros = macros;
    this.constants = constants;
  }

  /** The value of an expression. */
  CInteger integer(List<Token> tokens) throws UnevaluableException {
    return new Parser(expand(tokens), false).whole();
  }

  /** The condition of an {@code #if}: names that nothing defines are 0. */
  boolean condition(List<Token> tokens) throws UnevaluableException {
    if (tokens.isEmpty()) {
      throw new UnevaluableException("the condition is empty");
    }
    return new Parser(expand(definitions(tokens)), true).whole().isTrue();
  }

  /**
   * The elements of a list in braces; a comma may stand behind the last.
   *
   * @return tokens of each, expanded
   */
  List<List<Token>> list(List<Token> tokens) throws UnevaluableException {
    List<Token> all = expand(tokens);
    if (all.isEmpty()) {
      throw new UnevaluableException("it has no value");
    }
    if (!all.get(0).is("{") || !all.get(all.size() - 1).is("}")) {
      throw new UnevaluableException("it is no list in braces");
    }
    List<List<Token>> elements = new ArrayList<>();
    List<Token> element = new ArrayList<>();
    int depth = 0;
    for (Token token : all.subList(1, all.size() - 1)) {
      depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
      if (token.is("{") || token.is("}") || token.is("[")) {
        throw new UnevaluableException("it is no plain list in braces");
      }
      if (token.is(",") && depth == 0) {
        elements.add(element);
        element = new ArrayList<>();
      } else {
        element.add(token);
      }
    }
    if (!element.isEmpty()) {
      elements.add(element);
    }
    if (elements.stream().anyMatch(List::isEmpty)) {
      throw new UnevaluableException("an element of the list is empty");
    }
    return elements;
  }

  /** Replaces {@code defined X} and {@code defined(X)} before macros are expanded. */
  private List<Token> definitions(List<Token> tokens) throws UnevaluableException {
    List<Token> result = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (!token.isName() || !token.text().equals("defined")) {
        result.add(token);
        continue;
      }
      boolean parenthesis = i + 1 < tokens.size() && tokens.get(i + 1).is("(");
      int name = parenthesis ? i + 2 : i + 1;
      int last = parenthesis ? i + 3 : i + 1;
      if (last >= tokens.size()
          || !tokens.get(name).isName()
          || (parenthesis && !tokens.get(last).is(")"))) {
        throw new UnevaluableException("defined needs the name of a macro");
      }
      boolean isDefined = isDefined(tokens.get(name).text());
      result.add(new Token(Token.Kind.NUMBER, isDefined ? "1" : "0"));
      i = last;
    }
    return result;
  }

  /** Whether the compiler would say that a name is defined. */
  boolean isDefined(String name) {
    return macros.containsKey(name) || CompilerNames.defines(name);
  }

  private List<Token> expand(List<Token> tokens) throws UnevaluableException {
    List<Token> result = new ArrayList<>();
    looked = 0;
    expand(tokens, new HashSet<>(), result);
    return result;
  }

  private void expand(List<Token> tokens, Set<String> inside, List<Token> result)
      throws UnevaluableException {
    for (Token token : tokens) {
      if (++looked > TOKENS_MAX) {
        throw new UnevaluableException("it grows to more than " + TOKENS_MAX + " tokens");
      }
      Macro macro = token.isName() ? macros.get(token.text()) : null;
      if (macro == null) {
        result.add(token);
        continue;
      }
      if (macro.functionLike()) {
        throw new UnevaluableException(
            macro.name() + " takes arguments (" + macro.file() + ":" + macro.line() + ")");
      }
      if (inside.contains(macro.name())) {
        throw new UnevaluableException(macro.name() + " refers to itself");
      }
      if (inside.size() == DEPTH_MAX) {
        throw new UnevaluableException("its macros are nested deeper than " + DEPTH_MAX);
      }
      if (macro.tokens().stream().anyMatch(t -> t.is("##"))) {
        throw new UnevaluableException(
            macro.name() + " pastes tokens with ## (" + macro.file() + ":" + macro.line() + ")");
      }
      inside.add(macro.name());
      expand(macro.tokens(), inside, result);
      inside.remove(macro.name());
    }
  }

  /** Recursive descent over C's constant expressions. */
  private final class Parser {
    /** Weakest first. */
    private static final List<Set<String>> LEVELS =
        List.of(
            Set.of("||"),
            Set.of("&&"),
            Set.of("|"),
            Set.of("^"),
            Set.of("&"),
            Set.of("==", "!="),
            Set.of("<", ">", "<=", ">="),
            Set.of("<<", ">>"),
            Set.of("+", "-"),
            Set.of("*", "/", "%"));

    private final List<Token> tokens;
    private final boolean condition;
    private int at;
    private int depth;

    Parser(List<Token> tokens, boolean condition) {
      this.tokens = tokens;
      this.condition = condition;
    }

    CInteger whole() throws UnevaluableException {
      if (tokens.isEmpty()) {
        throw new UnevaluableException("it has no value");
      }
      CInteger value = ternary(true);
      if (at < tokens.size()) {
        boolean call = tokens.get(at).is("(") && tokens.get(at - 1).isName();
        throw new UnevaluableException(
            call
                ? tokens.get(at - 1).text() + " is no macro with arguments"
                : "'" + tokens.get(at).text() + "' is unexpected");
      }
      return value;
    }

    private boolean next(String punctuator) {
      boolean found = at < tokens.size() && tokens.get(at).is(punctuator);
      at += found ? 1 : 0;
      return found;
    }

    private void expect(String punctuator) throws UnevaluableException {
      if (!next(punctuator)) {
        throw new UnevaluableException("a '" + punctuator + "' is missing");
      }
    }

    /**
     * @param counts whether the value is used; in a branch not taken faults do not count
     */
    private CInteger ternary(boolean counts) throws UnevaluableException {
      CInteger test = operators(0, counts);
      if (!next("?")) {
        return test;
      }
      enter();
      CInteger yes = ternary(counts && test.isTrue());
      expect(":");
      CInteger no = ternary(counts && !test.isTrue());
      depth--;
      return test.isTrue() ? yes.with(no) : no.with(yes);
    }

    /**
     * @param weakest level of the operators that this is about; stronger ones bind first
     */
    private CInteger operators(int weakest, boolean counts) throws UnevaluableException {
      CInteger left = unary(counts);
      for (int level = level(); level >= weakest; level = level()) {
        String operator = tokens.get(at++).text();
        boolean or = operator.equals("||");
        if (or || operator.equals("&&")) {
          CInteger right = operators(level + 1, counts && left.isTrue() != or);
          left = CInteger.of(left.isTrue() == or ? or : right.isTrue());
        } else {
          CInteger right = operators(level + 1, counts);
          left =
              counts
                  ? CInteger.binary(operator, left, right)
                  : CInteger.typed(operator, left, right);
        }
      }
      return left;
    }

    /** Of the operator at hand; -1 if there is none. */
    private int level() {
      if (at == tokens.size() || tokens.get(at).kind() != Token.Kind.PUNCTUATOR) {
        return -1;
      }
      String text = tokens.get(at).text();
      int level = LEVELS.size() - 1;
      while (level >= 0 && !LEVELS.get(level).contains(text)) {
        level--;
      }
      return level;
    }

    private void enter() throws UnevaluableException {
      if (++depth > DEPTH_MAX) {
        throw new UnevaluableException("it is nested deeper than " + DEPTH_MAX);
      }
    }

    private CInteger unary(boolean counts) throws UnevaluableException {
      enter();
      try {
        if (next("-")) {
          CInteger value = unary(counts);
          return counts ? value.negate() : value;
        }
        if (next("+")) {
          return unary(counts);
        }
        if (next("~")) {
          return unary(counts).complement();
        }
        if (next("!")) {
          return CInteger.of(!unary(counts).isTrue());
        }
        return primary(counts);
      } finally {
        depth--;
      }
    }

    private CInteger primary(boolean counts) throws UnevaluableException {
      if (at == tokens.size()) {
        throw new UnevaluableException("its end is missing");
      }
      Token token = tokens.get(at);
      if (token.is("(")) {
        Optional<CastType> cast = condition ? Optional.empty() : CastType.at(tokens, at);
        if (cast.isPresent()) {
          at = cast.get().end();
          return unary(counts).cast(cast.get().bits(), cast.get().unsigned());
        }
        at++;
        CInteger value = ternary(counts);
        expect(")");
        return value;
      }
      at++;
      return switch (token.kind()) {
        case NUMBER -> CInteger.parse(token.text(), condition);
        case CHARACTER -> character(token.text());
        case NAME -> name(token.text());
        default -> throw new UnevaluableException("'" + token.text() + "' is no number");
      };
    }

    private CInteger character(String text) throws UnevaluableException {
      if (text.length() != 3 || text.charAt(1) == '\\') {
        throw new UnevaluableException(text + " is no plain character");
      }
      return CInteger.ofInt((byte) text.charAt(1));
    }

    private CInteger name(String name) throws UnevaluableException {
      if (condition) {
        if (CompilerNames.isOne(name)) {
          return CInteger.ONE;
        }
        if (CompilerNames.isReserved(name)) {
          throw new UnevaluableException("the compiler decides what " + name + " is");
        }
        return CInteger.ZERO;
      }
      CInteger constant = constants.get(name);
      if (constant == null) {
        throw new UnevaluableException(
            name.equals("sizeof")
                ? "only a compiler knows what sizeof is"
                : name + " is not defined" + Names.hint(name, constants.keySet()));
      }
      return constant;
    }
  }
}
