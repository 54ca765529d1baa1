// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.awareness;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.virtualpok.emu.awareness.ExpressionTokens.Token;
import org.virtualpok.emu.image.dwarf.DebugInfo;
import org.virtualpok.emu.image.dwarf.Type;
import org.virtualpok.emu.image.dwarf.Variable;

/**
 * Finds what an expression of C means in a guest: names of variables, functions and enumerators,
 * numbers, {@code . -> [] * & + -}, casts and {@code sizeof}. Nothing is changed.
 */
public final class GuestExpression {
  private static final int DEPTH_MAX = 100;

  /** C's ways to write a type that debugging information names in full. */
  private static final Map<String, String> SPELLINGS =
      Map.of(
          "unsigned", "unsigned int",
          "short", "short int",
          "unsigned short", "short unsigned int",
          "long", "long int",
          "unsigned long", "long unsigned int",
          "long long", "long long int",
          "unsigned long long", "long long unsigned int");

  /** Types that an image need not describe: size in bytes, negative if signed. */
  private static final Map<String, Integer> INTEGERS =
      Map.of(
          "short int", -2,
          "short unsigned int", 2,
          "int", -4,
          "unsigned int", 4,
          "long int", -4,
          "long unsigned int", 4,
          "long long int", -8,
          "long long unsigned int", 8);

  private final ExpressionTokens tokens;
  private final GuestImage image;
  private final DebugInfo info;
  private int depth;

  private GuestExpression(String text, GuestImage image) throws ExpressionException {
    this.tokens = new ExpressionTokens(text);
    this.image = image;
    this.info = image.debugInfo();
  }

  /** What it means now; the memory of its parts is read, not that of the result. */
  public static Operand evaluate(String text, GuestImage image) throws ExpressionException {
    GuestExpression expression = new GuestExpression(text, image);
    Operand found = expression.sum();
    Token rest = expression.tokens.peek();
    if (!rest.text().isEmpty()) {
      throw new ExpressionException(rest.column(), "'" + rest.text() + "' does not belong here");
    }
    return found;
  }

  private Operand sum() throws ExpressionException {
    Operand left = unary();
    while (true) {
      Token sign = tokens.peek();
      if (tokens.accept("+")) {
        left = Arithmetic.add(left, unary(), sign);
      } else if (tokens.accept("-")) {
        left = Arithmetic.subtract(left, unary(), sign);
      } else {
        return left;
      }
    }
  }

  private Operand unary() throws ExpressionException {
    Token token = tokens.peek();
    if (++depth > DEPTH_MAX) {
      throw new ExpressionException(token.column(), "nested too deeply");
    }
    try {
      if (tokens.accept("*")) {
        return target(unary(), token);
      }
      if (tokens.accept("&")) {
        return addressOf(unary(), token);
      }
      if (tokens.accept("-")) {
        return Arithmetic.negative(unary(), token);
      }
      if (tokens.accept("sizeof")) {
        return size(token);
      }
      Optional<Type> cast = cast();
      return cast.isPresent() ? converted(cast.get(), unary(), token) : postfix();
    } finally {
      depth--;
    }
  }

  private Operand size(Token at) throws ExpressionException {
    Optional<Type> written = cast();
    Type type = written.isPresent() ? written.get() : unary().type();
    if (type.sizeBytes().isEmpty()) {
      throw new ExpressionException(at.column(), "the size of " + type.name() + " is unknown");
    }
    return Operand.of(Arithmetic.UNSIGNED, type.sizeBytes().getAsInt());
  }

  private Operand target(Operand operand, Token at) throws ExpressionException {
    Type shape = operand.type().stripped();
    Type target;
    if (shape instanceof Type.Array && operand.place().known()) {
      return Operand.of(operand.place().element(0));
    } else if (shape instanceof Type.Pointer p) {
      target = p.target();
    } else {
      throw new ExpressionException(at.column(), operand.type().name() + " is no pointer");
    }
    if (target.stripped() instanceof Type.Void) {
      throw new ExpressionException(
          at.column(), "a " + operand.type().name() + " says nothing of its target; cast it");
    }
    long to = Arithmetic.number(operand, at);
    if (to == 0) {
      throw new ExpressionException(at.column(), "the pointer is null");
    }
    return Operand.of(GuestValue.at(target, (int) to, image.memory()));
  }

  private static Operand addressOf(Operand operand, Token at) throws ExpressionException {
    if (!operand.place().known()) {
      throw new ExpressionException(at.column(), "a value has no address");
    }
    if (operand.place().bitSize() > 0) {
      throw new ExpressionException(at.column(), "a bit field has no address");
    }
    Type type = operand.type();
    return Operand.of(
        new Type.Pointer(() -> type, 4), Integer.toUnsignedLong(operand.place().address()));
  }

  private Operand converted(Type type, Operand operand, Token at) throws ExpressionException {
    if (type.stripped() instanceof Type.Struct) {
      if (!operand.place().known()) {
        throw new ExpressionException(at.column(), "a value cannot become a " + type.name());
      }
      return Operand.of(operand.place().as(type));
    }
    if (operand.type().stripped() instanceof Type.Array && operand.place().known()) {
      return Operand.of(type, Integer.toUnsignedLong(operand.place().address()));
    }
    return Operand.of(type, Arithmetic.cut(type, Arithmetic.number(operand, at)));
  }

  /** A type in parentheses; what it begins is left alone if it is none. */
  private Optional<Type> cast() throws ExpressionException {
    int start = tokens.position();
    if (!tokens.accept("(")) {
      return Optional.empty();
    }
    Token first = tokens.peek();
    List<String> words = new ArrayList<>();
    while (tokens.peek().isWord()) {
      String word = tokens.next().text();
      if (!word.equals("const") && !word.equals("volatile")) {
        words.add(word);
      }
    }
    String name = String.join(" ", words);
    Optional<Type> type = words.isEmpty() ? Optional.empty() : type(name);
    boolean variable = words.size() == 1 && info.variable(name).isPresent();
    if (type.isEmpty() || variable) {
      if (words.size() > 1) {
        throw new ExpressionException(first.column(), "there is no type '" + name + "'");
      }
      tokens.back(start);
      return Optional.empty();
    }
    Type made = type.get();
    while (tokens.accept("*")) {
      Type target = made;
      made = new Type.Pointer(() -> target, 4);
    }
    tokens.expect(")");
    return Optional.of(made);
  }

  private Optional<Type> type(String written) {
    String name = SPELLINGS.getOrDefault(written, written);
    Optional<Type> type = info.type(name);
    if (type.isPresent()) {
      return type;
    }
    Integer size = INTEGERS.get(name);
    if (size != null) {
      Type.Encoding encoding = size < 0 ? Type.Encoding.SIGNED : Type.Encoding.UNSIGNED;
      return Optional.of(new Type.Base(name, Math.abs(size), encoding));
    }
    return switch (name) {
      case "void" -> Optional.of(Type.Void.VOID);
      case "char", "signed char" -> Optional.of(new Type.Base(name, 1, Type.Encoding.SIGNED_CHAR));
      case "unsigned char" -> Optional.of(new Type.Base(name, 1, Type.Encoding.UNSIGNED_CHAR));
      default -> Optional.empty();
    };
  }

  private Operand postfix() throws ExpressionException {
    Operand at = primary();
    while (true) {
      Token sign = tokens.peek();
      if (tokens.accept(".")) {
        at = member(at, sign);
      } else if (tokens.accept("->")) {
        boolean pointer = at.type().stripped() instanceof Type.Pointer;
        at = member(pointer ? target(at, sign) : at, sign);
      } else if (tokens.accept("[")) {
        Operand index = sum();
        long number = Arithmetic.number(index, sign);
        tokens.expect("]");
        at = element(at, number, sign);
      } else {
        return at;
      }
    }
  }

  private Operand member(Operand struct, Token sign) throws ExpressionException {
    Token name = tokens.next();
    if (!name.isWord()) {
      throw new ExpressionException(
          name.column(), "a member's name is missing" + ExpressionTokens.before(name));
    }
    if (!(struct.type().stripped() instanceof Type.Struct s)) {
      boolean pointer = struct.type().stripped() instanceof Type.Pointer;
      throw new ExpressionException(
          sign.column(),
          struct.type().name() + " is no struct or union" + (pointer ? "; use ->" : ""));
    }
    if (s.members().isEmpty()) {
      throw new ExpressionException(name.column(), s.name() + " is nowhere described");
    }
    if (s.member(name.text()).isEmpty()) {
      throw new ExpressionException(
          name.column(), s.name() + " has no member '" + name.text() + "'");
    }
    return Operand.of(struct.place().member(name.text()));
  }

  private Operand element(Operand array, long index, Token sign) throws ExpressionException {
    Type shape = array.type().stripped();
    Type element;
    long start;
    if (shape instanceof Type.Array a && array.place().known()) {
      element = a.element();
      start = array.place().address();
    } else if (shape instanceof Type.Pointer p) {
      element = p.target();
      start = Arithmetic.number(array, sign);
    } else {
      throw new ExpressionException(sign.column(), array.type().name() + " is no array or pointer");
    }
    OptionalInt size = element.sizeBytes();
    if (size.isEmpty()) {
      throw new ExpressionException(sign.column(), "the size of " + element.name() + " is unknown");
    }
    int address = (int) (start + index * size.getAsInt());
    return Operand.of(GuestValue.at(element, address, image.memory()));
  }

  private Operand primary() throws ExpressionException {
    Token token = tokens.next();
    if (token.text().equals("(")) {
      Operand inner = sum();
      tokens.expect(")");
      return inner;
    }
    if (token.isNumber()) {
      try {
        return Operand.of(Arithmetic.INT, Long.decode(token.text()));
      } catch (NumberFormatException e) {
        throw new ExpressionException(token.column(), "'" + token.text() + "' is no number");
      }
    }
    if (!token.isWord()) {
      throw new ExpressionException(
          token.column(), "a name or number is missing" + ExpressionTokens.before(token));
    }
    return named(token);
  }

  private Operand named(Token token) throws ExpressionException {
    String name = token.text();
    Optional<Variable> variable = info.variable(name);
    if (variable.isPresent() && variable.get().address().isPresent()) {
      int address = variable.get().address().getAsInt();
      return Operand.of(GuestValue.at(variable.get().type(), address, image.memory()));
    }
    if (variable.isPresent()) {
      throw new ExpressionException(token.column(), "'" + name + "' was optimised out");
    }
    Optional<Long> enumerator = info.enumerator(name);
    if (enumerator.isPresent()) {
      Type type = info.enumeration(name).orElse(Arithmetic.INT);
      return Operand.of(type, enumerator.get());
    }
    Optional<Operand> function =
        info.function(name)
            .map(
                f -> {
                  Type result = f.result().orElse(Type.Void.VOID);
                  Type any = new Type.Void("..."); // its parameters' types
                  Type type = new Type.FunctionType(() -> result, List.of(() -> any));
                  return Operand.of(GuestValue.at(type, f.low(), image.memory()));
                });
    if (function.isPresent()) {
      return function.get();
    }
    throw new ExpressionException(
        token.column(),
        image.symbols().named(name).isPresent()
            ? "'" + name + "' has a symbol and no type; its file was compiled without -g"
            : "there is no variable '" + name + "'");
  }
}
