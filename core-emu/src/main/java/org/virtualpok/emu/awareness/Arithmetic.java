// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.awareness;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.virtualpok.emu.awareness.ExpressionTokens.Token;
import org.virtualpok.emu.image.dwarf.Type;

/** Sums, differences and conversions as C does them on an i386; of integers and pointers. */
final class Arithmetic {
  static final Type INT = new Type.Base("int", 4, Type.Encoding.SIGNED);
  static final Type UNSIGNED = new Type.Base("unsigned int", 4, Type.Encoding.UNSIGNED);
  private static final Type LONG_LONG = new Type.Base("long long int", 8, Type.Encoding.SIGNED);
  private static final Type UNSIGNED_LONG_LONG =
      new Type.Base("long long unsigned int", 8, Type.Encoding.UNSIGNED);

  private Arithmetic() {}

  static Operand add(Operand a, Operand b, Token sign) throws ExpressionException {
    if (isPointer(b) && !isPointer(a)) {
      return add(b, a, sign);
    }
    if (isPointer(b)) {
      throw new ExpressionException(sign.column(), "two pointers cannot be added");
    }
    return isPointer(a) ? moved(a, number(b, sign), sign) : number(a, b, 1, sign);
  }

  static Operand subtract(Operand a, Operand b, Token sign) throws ExpressionException {
    if (!isPointer(b)) {
      return isPointer(a) ? moved(a, -number(b, sign), sign) : number(a, b, -1, sign);
    }
    if (!isPointer(a)) {
      throw new ExpressionException(sign.column(), "a pointer is subtracted from a number");
    }
    int size = size(element(a), sign);
    return Operand.of(INT, ((int) address(a, sign) - (int) address(b, sign)) / size);
  }

  static Operand negative(Operand operand, Token sign) throws ExpressionException {
    Type type = promoted(operand.type());
    return Operand.of(type, cut(type, -number(operand, sign)));
  }

  private static Operand number(Operand a, Operand b, int factor, Token sign)
      throws ExpressionException {
    Type left = promoted(a.type());
    Type right = promoted(b.type());
    boolean wide = left.sizeBytes().orElse(4) == 8 || right.sizeBytes().orElse(4) == 8;
    boolean unsigned =
        wide
            ? left == UNSIGNED_LONG_LONG || right == UNSIGNED_LONG_LONG
            : left == UNSIGNED || right == UNSIGNED;
    Type type = wide ? (unsigned ? UNSIGNED_LONG_LONG : LONG_LONG) : unsigned ? UNSIGNED : INT;
    return Operand.of(type, cut(type, number(a, sign) + factor * number(b, sign)));
  }

  /** As C promotes integers: what is smaller than int becomes one. */
  private static Type promoted(Type type) {
    boolean unsigned =
        type.stripped() instanceof Type.Base b && b.encoding() == Type.Encoding.UNSIGNED;
    int bytes = type.sizeBytes().orElse(4);
    return bytes == 8
        ? (unsigned ? UNSIGNED_LONG_LONG : LONG_LONG)
        : unsigned && bytes == 4 ? UNSIGNED : INT;
  }

  /** A number as a type can hold it. */
  static long cut(Type type, long number) {
    Type shape = type.stripped();
    if (shape instanceof Type.Base b && b.encoding() == Type.Encoding.BOOLEAN) {
      return number == 0 ? 0 : 1;
    }
    int bits = Math.min(8, Math.max(1, type.sizeBytes().orElse(4))) * 8;
    boolean signed =
        shape instanceof Type.Base b
            && (b.encoding() == Type.Encoding.SIGNED || b.encoding() == Type.Encoding.SIGNED_CHAR);
    long high = number << 64 - bits;
    return signed ? high >> 64 - bits : high >>> 64 - bits;
  }

  private static boolean isPointer(Operand operand) {
    Type shape = operand.type().stripped();
    return shape instanceof Type.Pointer || shape instanceof Type.Array && operand.place().known();
  }

  private static Type element(Operand pointer) {
    Type shape = pointer.type().stripped();
    return shape instanceof Type.Array a ? a.element() : ((Type.Pointer) shape).target();
  }

  private static long address(Operand pointer, Token sign) throws ExpressionException {
    return pointer.type().stripped() instanceof Type.Array
        ? Integer.toUnsignedLong(pointer.place().address())
        : number(pointer, sign);
  }

  private static Operand moved(Operand pointer, long elements, Token sign)
      throws ExpressionException {
    Type element = element(pointer);
    long address = address(pointer, sign) + elements * size(element, sign);
    Type type =
        pointer.type().stripped() instanceof Type.Array
            ? new Type.Pointer(() -> element, 4)
            : pointer.type();
    return Operand.of(type, address & 0xffff_ffffL);
  }

  private static int size(Type type, Token sign) throws ExpressionException {
    OptionalInt size = type.sizeBytes();
    boolean none =
        type.stripped() instanceof Type.Void || type.stripped() instanceof Type.FunctionType;
    if (none) {
      return 1; // as gcc has it
    }
    if (size.isEmpty() || size.getAsInt() == 0) {
      throw new ExpressionException(sign.column(), "the size of " + type.name() + " is unknown");
    }
    return size.getAsInt();
  }

  static long number(Operand operand, Token at) throws ExpressionException {
    OptionalLong number = operand.integer();
    if (number.isEmpty()) {
      throw new ExpressionException(
          at.column(), operand.type().name() + " has no integer that can be read here");
    }
    return number.getAsLong();
  }
}
