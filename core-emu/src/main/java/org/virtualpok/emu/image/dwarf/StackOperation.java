// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image.dwarf;

import java.util.Deque;
import java.util.function.IntBinaryOperator;

/**
 * Operations of location expressions on the stack alone (DWARF 5, sections 2.5.1.3 and 2.5.1.4).
 */
final class StackOperation {
  private static final int DUP = 0x12;
  private static final int DROP = 0x13;
  private static final int OVER = 0x14;
  private static final int SWAP = 0x16;
  private static final int ROT = 0x17;
  private static final int ABS = 0x19;
  private static final int NEG = 0x1f;
  private static final int NOT = 0x20;

  private StackOperation() {}

  /** Does one; false if it is none of these. */
  static boolean run(int op, Deque<Integer> stack) throws DwarfException {
    IntBinaryOperator two = binary(op);
    if (two != null) {
      need(stack, 2);
      int top = stack.pop();
      int second = stack.pop();
      if ((op == 0x1b || op == 0x1d) && top == 0) {
        throw new DwarfException("the expression divides by 0");
      }
      stack.push(two.applyAsInt(second, top));
      return true;
    }
    switch (op) {
      case DUP -> {
        need(stack, 1);
        stack.push(stack.peek());
      }
      case DROP -> {
        need(stack, 1);
        stack.pop();
      }
      case OVER, SWAP -> {
        need(stack, 2);
        int top = stack.pop();
        int second = stack.pop();
        stack.push(op == OVER ? second : top);
        stack.push(op == OVER ? top : second);
        if (op == OVER) {
          stack.push(second);
        }
      }
      case ROT -> {
        need(stack, 3);
        int top = stack.pop();
        int second = stack.pop();
        int third = stack.pop();
        stack.push(top);
        stack.push(third);
        stack.push(second);
      }
      case ABS, NEG, NOT -> {
        need(stack, 1);
        int v = stack.pop();
        stack.push(op == NOT ? ~v : op == NEG ? -v : Math.abs(v));
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  /** The second from the top is the first operand. */
  private static IntBinaryOperator binary(int op) {
    return switch (op) {
      case 0x1a -> (a, b) -> a & b;
      case 0x1b -> (a, b) -> a / b;
      case 0x1c -> (a, b) -> a - b;
      case 0x1d -> Integer::remainderUnsigned;
      case 0x1e -> (a, b) -> a * b;
      case 0x21 -> (a, b) -> a | b;
      case 0x22 -> Integer::sum;
      case 0x24 -> (a, b) -> Integer.compareUnsigned(b, 31) > 0 ? 0 : a << b;
      case 0x25 -> (a, b) -> Integer.compareUnsigned(b, 31) > 0 ? 0 : a >>> b;
      case 0x26 -> (a, b) -> a >> Math.min(31, b & Integer.MAX_VALUE);
      case 0x27 -> (a, b) -> a ^ b;
      case 0x29 -> (a, b) -> a == b ? 1 : 0;
      case 0x2a -> (a, b) -> a >= b ? 1 : 0;
      case 0x2b -> (a, b) -> a > b ? 1 : 0;
      case 0x2c -> (a, b) -> a <= b ? 1 : 0;
      case 0x2d -> (a, b) -> a < b ? 1 : 0;
      case 0x2e -> (a, b) -> a != b ? 1 : 0;
      default -> null;
    };
  }

  private static void need(Deque<Integer> stack, int count) throws DwarfException {
    if (stack.size() < count) {
      throw new DwarfException("the expression's stack is empty");
    }
  }
}
