// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image.dwarf;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Evaluates location expressions (DWARF 5, section 2.5) with words of 32 bits. Total: what is
 * damaged, unknown or not to be had gives {@link Place.Unavailable}.
 */
public final class LocationEvaluator {
  private static final int OPERATIONS_MAX = 10_000;
  private static final int DEPTH_MAX = 256;

  private static final int ADDR = 0x03;
  private static final int DEREF = 0x06;
  private static final int CONST1U = 0x08;
  private static final int CONSTU = 0x10;
  private static final int CONSTS = 0x11;
  private static final int PICK = 0x15;
  private static final int PLUS_UCONST = 0x23;
  private static final int BRA = 0x28;
  private static final int SKIP = 0x2f;
  private static final int LIT0 = 0x30;
  private static final int REG0 = 0x50;
  private static final int BREG0 = 0x70;
  private static final int REGX = 0x90;
  private static final int FBREG = 0x91;
  private static final int BREGX = 0x92;
  private static final int PIECE = 0x93;
  private static final int DEREF_SIZE = 0x94;
  private static final int NOP = 0x96;
  private static final int CALL_FRAME_CFA = 0x9c;
  private static final int IMPLICIT_VALUE = 0x9e;
  private static final int STACK_VALUE = 0x9f;
  private static final String OPTIMISED_OUT = "optimised out";

  private final Frame frame;
  private final Deque<Integer> stack = new ArrayDeque<>();
  private final List<Place.Piece> pieces = new ArrayList<>();
  private final boolean isFrameBase;

  /** What was found so far; null while it is the top of the stack as an address. */
  private Place found;

  private LocationEvaluator(Frame frame, boolean isFrameBase) {
    this.frame = frame;
    this.isFrameBase = isFrameBase;
  }

  /** Where something lies while a function stands at the frame's address. */
  public static Place evaluate(Location location, Frame frame) {
    return evaluate(location, frame, false);
  }

  private static Place evaluate(Location location, Frame frame, boolean isFrameBase) {
    for (Location.Entry e : location.entries()) {
      boolean everywhere = e.low() == 0 && e.high() == 0;
      boolean inside =
          Integer.compareUnsigned(e.low(), frame.pc()) <= 0
              && Integer.compareUnsigned(frame.pc(), e.high()) < 0;
      if (everywhere || inside) {
        try {
          return new LocationEvaluator(frame, isFrameBase).run(e.expression());
        } catch (DwarfException x) {
          return new Place.Unavailable(x.getMessage());
        }
      }
    }
    return new Place.Unavailable(OPTIMISED_OUT);
  }

  private Place run(byte[] expression) throws DwarfException {
    if (expression.length == 0) {
      return new Place.Unavailable(OPTIMISED_OUT);
    }
    DwarfCursor in = new DwarfCursor("location", expression, 0, expression.length);
    for (int i = 0; !in.atEnd(); i++) {
      if (i == OPERATIONS_MAX) {
        throw new DwarfException("the expression does not end");
      }
      in = step(in, expression);
    }
    return pieces.isEmpty() ? current() : new Place.Composite(pieces);
  }

  private Place current() throws DwarfException {
    return found != null ? found : new Place.Memory(pop());
  }

  /** One operation; a branch gives a cursor of its own. */
  private DwarfCursor step(DwarfCursor in, byte[] expression) throws DwarfException {
    int op = in.u8();
    if (op >= LIT0 && op < REG0) {
      push(op - LIT0);
    } else if (op >= REG0 && op < BREG0) {
      found = new Place.Register(op - REG0);
    } else if (op >= BREG0 && op < REGX) {
      push(register(op - BREG0) + (int) in.sleb());
    } else if (op >= CONST1U && op <= CONSTS) {
      push(constant(in, op));
    } else if (op == BRA || op == SKIP) {
      int by = (short) in.u16();
      boolean taken = op == SKIP || pop() != 0;
      return taken
          ? new DwarfCursor("location", expression, (long) in.at() + by, expression.length)
          : in;
    } else if (!StackOperation.run(op, stack)) {
      other(in, op);
    }
    return in;
  }

  private static int constant(DwarfCursor in, int op) throws DwarfException {
    return switch (op) {
      case CONST1U -> in.u8();
      case CONST1U + 1 -> (byte) in.u8();
      case CONST1U + 2 -> in.u16();
      case CONST1U + 3 -> (short) in.u16();
      case CONST1U + 4, CONST1U + 5 -> (int) in.u32();
      case CONST1U + 6, CONST1U + 7 -> (int) in.u64();
      case CONSTU -> (int) in.uleb();
      default -> (int) in.sleb();
    };
  }

  private void other(DwarfCursor in, int op) throws DwarfException {
    switch (op) {
      case ADDR -> push((int) in.u32());
      case DEREF -> push(memory(pop(), 4));
      case DEREF_SIZE -> push(memory(pop(), in.u8()));
      case PICK -> push(pick(in.u8()));
      case PLUS_UCONST -> push(pop() + (int) in.uleb());
      case REGX -> found = new Place.Register((int) in.uleb());
      case BREGX -> {
        long number = in.uleb();
        push(register(number) + (int) in.sleb());
      }
      case FBREG -> push(frameBase() + (int) in.sleb());
      case CALL_FRAME_CFA ->
          push(
              frame
                  .cfa()
                  .orElseThrow(() -> new DwarfException("the frame's address is not known")));
      case STACK_VALUE -> found = new Place.Value(pop());
      case IMPLICIT_VALUE -> found = new Place.Constant(in.block(in.uleb()));
      case PIECE -> {
        int size = (int) Math.min(Integer.MAX_VALUE, in.uleb() & Long.MAX_VALUE);
        boolean nothing = found == null && stack.isEmpty();
        pieces.add(
            new Place.Piece(nothing ? new Place.Unavailable(OPTIMISED_OUT) : current(), size));
        found = null;
      }
      case NOP -> {}
      default -> throw new DwarfException(String.format("DW_OP 0x%x is not known", op));
    }
  }

  private int frameBase() throws DwarfException {
    if (isFrameBase) {
      throw new DwarfException("a frame's base that is relative to itself");
    }
    Place base = evaluate(frame.frameBase(), frame, true);
    if (base instanceof Place.Register r) {
      return register(r.number()); // its contents are the base
    }
    if (base instanceof Place.Memory m) {
      return m.address();
    }
    if (base instanceof Place.Value v) {
      return v.bits();
    }
    throw new DwarfException(
        base instanceof Place.Unavailable u ? u.why() : "the frame's base is not known");
  }

  private int register(long number) throws DwarfException {
    return frame
        .register(number)
        .orElseThrow(() -> new DwarfException("register " + number + " is not known"));
  }

  private int memory(int address, int sizeBytes) throws DwarfException {
    boolean word = sizeBytes >= 1 && sizeBytes <= 4;
    byte[] b = word ? frame.memory().read(address, sizeBytes) : new byte[0];
    if (!word || b.length < sizeBytes) {
      throw new DwarfException(String.format("memory at 0x%x cannot be read", address));
    }
    int value = 0;
    for (int i = sizeBytes - 1; i >= 0; i--) {
      value = value << 8 | b[i] & 0xff;
    }
    return value;
  }

  private int pick(int depth) throws DwarfException {
    return stack.stream()
        .skip(depth)
        .findFirst()
        .orElseThrow(() -> new DwarfException("the expression's stack is too short"));
  }

  private void push(int value) throws DwarfException {
    if (stack.size() == DEPTH_MAX) {
      throw new DwarfException("the expression's stack is too deep");
    }
    stack.push(value);
  }

  private int pop() throws DwarfException {
    if (stack.isEmpty()) {
      throw new DwarfException("the expression's stack is empty");
    }
    return stack.pop();
  }
}
