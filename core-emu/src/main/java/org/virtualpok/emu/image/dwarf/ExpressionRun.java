// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image.dwarf;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** One evaluation of an expression: a stack of addresses of 32 bits (DWARF 5, section 2.5.1). */
final class ExpressionRun {
  private final LocationEvaluator.Registers registers;
  private final LocationEvaluator.Memory memory;
  private final Supplier<OptionalInt> frameBase;
  private final List<Integer> stack = new ArrayList<>();
  private final List<Place.Piece> pieces = new ArrayList<>();

  /** Where the object or its next piece is, unless the stack says it; null until it is known. */
  private Place found;

  ExpressionRun(
      LocationEvaluator.Registers registers,
      LocationEvaluator.Memory memory,
      Supplier<OptionalInt> frameBase) {
    this.registers = registers;
    this.memory = memory;
    this.frameBase = frameBase;
  }

  Place place(byte[] expression) {
    try {
      DwarfCursor in = new DwarfCursor("expression", expression, 0, expression.length);
      for (int budget = LocationEvaluator.OPERATIONS_MAX; !in.atEnd(); budget--) {
        if (budget == 0) {
          throw new DwarfException("more than " + LocationEvaluator.OPERATIONS_MAX + " operations");
        }
        int operation = in.u8();
        if (!push(in, operation) && !shape(in, operation) && !combine(operation)) {
          if (operation == Operation.BRA || operation == Operation.SKIP) {
            int to = (short) in.u16();
            if (operation == Operation.SKIP || pop() != 0) {
              in = new DwarfCursor("expression", expression, in.at() + to, expression.length);
            }
          } else {
            throw new DwarfException(Operation.name(operation));
          }
        }
      }
      return pieces.isEmpty() ? next() : new Place.Pieces(pieces);
    } catch (DwarfException e) {
      return new Place.Unavailable(e.getMessage());
    }
  }

  /** Operations that bring a value from elsewhere. */
  private boolean push(DwarfCursor in, int operation) throws DwarfException {
    if (operation >= Operation.LIT0 && operation < Operation.REG0) {
      if (operation >= Operation.LIT0 + 32) {
        return false;
      }
      stack.add(operation - Operation.LIT0);
      return true;
    }
    if (operation >= Operation.BREG0 && operation < Operation.REGX) {
      stack.add(register(operation - Operation.BREG0) + (int) in.sleb());
      return true;
    }
    switch (operation) {
      case Operation.ADDR, Operation.CONST4U, Operation.CONST4S -> stack.add((int) in.u32());
      case Operation.CONST1U -> stack.add(in.u8());
      case Operation.CONST1S -> stack.add((int) (byte) in.u8());
      case Operation.CONST2U -> stack.add(in.u16());
      case Operation.CONST2S -> stack.add((int) (short) in.u16());
      case Operation.CONST8U, Operation.CONST8S -> stack.add((int) in.u64());
      case Operation.CONSTU -> stack.add((int) in.uleb());
      case Operation.CONSTS -> stack.add((int) in.sleb());
      case Operation.BREGX -> stack.add(register(in.uleb()) + (int) in.sleb());
      case Operation.FBREG -> {
        OptionalInt base = frameBase.get();
        stack.add(known(base, "the frame base is not known") + (int) in.sleb());
      }
      case Operation.CALL_FRAME_CFA ->
          stack.add(known(registers.canonicalFrameAddress(), "the frame's address is not known"));
      case Operation.DEREF -> stack.add(read(pop(), 4));
      case Operation.DEREF_SIZE -> stack.add(read(pop(), in.u8()));
      case Operation.PLUS_UCONST -> stack.add(pop() + (int) in.uleb());
      case Operation.PICK -> stack.add(peek(in.u8()));
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Operations that say where the object or a piece of it is. */
  private boolean shape(DwarfCursor in, int operation) throws DwarfException {
    if (operation >= Operation.REG0 && operation < Operation.BREG0) {
      found = new Place.InRegister(operation - Operation.REG0);
      return true;
    }
    switch (operation) {
      case Operation.REGX -> found = new Place.InRegister((int) in.uleb());
      case Operation.STACK_VALUE -> found = new Place.Value(little(pop()));
      case Operation.IMPLICIT_VALUE -> found = new Place.Value(in.block(in.uleb()));
      case Operation.PIECE -> piece(in.uleb() * 8, 0);
      case Operation.BIT_PIECE -> piece(in.uleb(), in.uleb());
      case Operation.NOP -> {}
      default -> {
        return false;
      }
    }
    return true;
  }

  private void piece(long bits, long offset) throws DwarfException {
    if (bits < 0 || bits > Integer.MAX_VALUE || offset < 0 || offset > Integer.MAX_VALUE) {
      throw new DwarfException("a piece of " + bits + " bits");
    }
    pieces.add(new Place.Piece(next(), (int) bits, (int) offset));
  }

  private Place next() {
    Place place = found;
    found = null;
    if (place != null) {
      return place;
    }
    return stack.isEmpty()
        ? new Place.Unavailable("optimised out")
        : new Place.InMemory(stack.remove(stack.size() - 1));
  }

  /** Operations on the stack alone. */
  private boolean combine(int operation) throws DwarfException {
    switch (operation) {
      case Operation.DUP -> stack.add(peek(0));
      case Operation.DROP -> pop();
      case Operation.OVER -> stack.add(peek(1));
      case Operation.SWAP -> {
        peek(1);
        stack.add(stack.size() - 2, pop());
      }
      case Operation.ROT -> {
        peek(2);
        stack.add(stack.size() - 3, pop());
      }
      case Operation.ABS -> stack.add(Math.abs(pop()));
      case Operation.NEG -> stack.add(-pop());
      case Operation.NOT -> stack.add(~pop());
      default -> {
        return binary(operation);
      }
    }
    return true;
  }

  private boolean binary(int operation) throws DwarfException {
    boolean arithmetic = operation >= Operation.AND && operation <= Operation.XOR;
    boolean compares = operation >= Operation.EQ && operation <= Operation.NE;
    if (!arithmetic && !compares) {
      return false;
    }
    int right = pop();
    int left = pop();
    stack.add(compares ? compared(operation, left, right) : calculated(operation, left, right));
    return true;
  }

  private static int compared(int operation, int left, int right) {
    boolean holds =
        switch (operation) {
          case Operation.EQ -> left == right;
          case Operation.GE -> left >= right;
          case Operation.GT -> left > right;
          case Operation.LE -> left <= right;
          case Operation.LT -> left < right;
          default -> left != right;
        };
    return holds ? 1 : 0;
  }

  private static int calculated(int operation, int left, int right) throws DwarfException {
    boolean divides = operation == Operation.DIV || operation == Operation.MOD;
    if (divides && right == 0) {
      throw new DwarfException("a division by 0");
    }
    boolean shiftedOut = Integer.compareUnsigned(right, 31) > 0;
    return switch (operation) {
      case Operation.AND -> left & right;
      case Operation.DIV -> left / right;
      case Operation.MINUS -> left - right;
      case Operation.MOD -> Integer.remainderUnsigned(left, right);
      case Operation.MUL -> left * right;
      case Operation.OR -> left | right;
      case Operation.PLUS -> left + right;
      case Operation.SHL -> shiftedOut ? 0 : left << right;
      case Operation.SHR -> shiftedOut ? 0 : left >>> right;
      case Operation.SHRA -> left >> (shiftedOut ? 31 : right);
      default -> left ^ right;
    };
  }

  private int pop() throws DwarfException {
    peek(0);
    return stack.remove(stack.size() - 1);
  }

  private int peek(int depth) throws DwarfException {
    if (depth >= stack.size()) {
      throw new DwarfException("an expression takes more than it has");
    }
    return stack.get(stack.size() - 1 - depth);
  }

  private int register(long number) throws DwarfException {
    OptionalInt value =
        number < 0 || number > Integer.MAX_VALUE
            ? OptionalInt.empty()
            : registers.value((int) number);
    return known(value, "register " + number + " is not known");
  }

  private static int known(OptionalInt value, String otherwise) throws DwarfException {
    if (value.isEmpty()) {
      throw new DwarfException(otherwise);
    }
    return value.getAsInt();
  }

  private int read(int address, int size) throws DwarfException {
    byte[] read = size >= 1 && size <= 4 ? memory.read(address, size) : new byte[0];
    if (read.length < size || read.length == 0) {
      throw new DwarfException(String.format("0x%x cannot be read", address));
    }
    int value = 0;
    for (int i = size - 1; i >= 0; i--) {
      value = value << 8 | read[i] & 0xff;
    }
    return value;
  }

  static byte[] little(int value) {
    return new byte[] {
      (byte) value, (byte) (value >> 8), (byte) (value >> 16), (byte) (value >> 24)
    };
  }
}
