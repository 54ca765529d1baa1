// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.trace.register;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.virtualpok.emu.trace.register.ComparisonOptions.Place;
import org.virtualpok.emu.trace.register.ComparisonResult.Pair;

/**
 * Finds the first instruction after which two traces differ. Registers that only one of them tells
 * are not compared; memory is held constant, however long the traces are.
 */
public final class TraceComparison {
  /** How far the traces may start apart for a common place to be found by itself. */
  private static final int ALIGNMENT_WINDOW = 2000;

  private static final TraceRegister[] REGISTERS = TraceRegister.values();

  private final TraceSide sideA;
  private final TraceSide sideB;
  private final ComparisonOptions options;
  private final UndefinedFlags undefined = new UndefinedFlags();
  private final Deque<Pair> agreed = new ArrayDeque<>();

  private TraceComparison(TraceSide a, TraceSide b, ComparisonOptions options) {
    this.sideA = a;
    this.sideB = b;
    this.options = options;
  }

  /** Compares to the first difference or to the end of the shorter trace. */
  public static ComparisonResult compare(
      RegisterTrace a, RegisterTrace b, ComparisonOptions options)
      throws IOException, TraceException {
    return new TraceComparison(new TraceSide(a), new TraceSide(b), options).run();
  }

  private ComparisonResult run() throws IOException, TraceException {
    sideA.skip(options.skipA());
    sideB.skip(options.skipB());
    if (options.from().isPresent()) {
      find(sideA, options.from().get());
      find(sideB, options.from().get());
    } else {
      align();
    }
    return walk();
  }

  private ComparisonResult walk() throws IOException, TraceException {
    RegisterState startA = new RegisterState();
    RegisterState startB = new RegisterState();
    RegisterState a = new RegisterState();
    RegisterState b = new RegisterState();
    long compared = 0;
    while (true) {
      boolean moreA = sideA.next(a);
      boolean moreB = sideB.next(b);
      if (compared == 0 && moreA && moreB) {
        startA.copyFrom(a);
        startB.copyFrom(b);
      }
      if (!moreA || !moreB) {
        RegisterState restA = moreA ? a : null;
        RegisterState restB = moreB ? b : null;
        return new ComparisonResult(
            compared, startA, startB, List.copyOf(agreed), restA, restB, List.of(), 0);
      }
      List<TraceRegister> differing = differing(a, b);
      if (!differing.isEmpty()) {
        return new ComparisonResult(
            compared, startA, startB, List.copyOf(agreed), a, b, differing, flags(a, b));
      }
      compared++;
      if (!options.undefinedToo()) {
        undefined.after(a, a.code.length == 0 ? b.code : a.code);
      }
      keep(a, b);
    }
  }

  /** Puts a copy of both states behind those to be shown; objects are used again. */
  private void keep(RegisterState a, RegisterState b) {
    Pair pair =
        agreed.size() >= options.context()
            ? agreed.pop()
            : new Pair(new RegisterState(), new RegisterState());
    pair.a().copyFrom(a);
    pair.b().copyFrom(b);
    agreed.add(pair);
  }

  private List<TraceRegister> differing(RegisterState a, RegisterState b) {
    int both = a.known() & b.known();
    boolean same = true;
    for (int i = 0; i < REGISTERS.length && same; i++) {
      same = (both & 1 << i) == 0 || difference(REGISTERS[i], a, b) == 0;
    }
    if (same) {
      return List.of();
    }
    List<TraceRegister> found = new ArrayList<>();
    for (TraceRegister r : REGISTERS) {
      if ((both & 1 << r.ordinal()) != 0 && difference(r, a, b) != 0) {
        found.add(r);
      }
    }
    return found;
  }

  private int difference(TraceRegister r, RegisterState a, RegisterState b) {
    int bits = (a.get(r) ^ b.get(r)) & options.ignored().compared(r);
    return r == TraceRegister.EFLAGS ? bits & ~undefined.flags() : bits;
  }

  private int flags(RegisterState a, RegisterState b) {
    return difference(TraceRegister.EFLAGS, a, b);
  }

  private static void find(TraceSide side, Place place) throws IOException, TraceException {
    while (true) {
      List<RegisterState> next = side.peek(1);
      if (next.isEmpty()) {
        throw new TraceException(side.trace().file(), "it never comes to the address of --from");
      }
      if (place.holds(next.get(0))) {
        return;
      }
      side.skip(1);
    }
  }

  /** Passes over what only one of the traces has at its beginning. */
  private void align() throws IOException, TraceException {
    List<RegisterState> as = sideA.peek(1);
    List<RegisterState> bs = sideB.peek(1);
    if (as.isEmpty() || bs.isEmpty() || as.get(0).samePlace(bs.get(0))) {
      return;
    }
    as = sideA.peek(ALIGNMENT_WINDOW);
    bs = sideB.peek(ALIGNMENT_WINDOW);
    Map<Long, Integer> firstInB = new HashMap<>();
    for (int j = 0; j < bs.size(); j++) {
      firstInB.putIfAbsent(key(bs.get(j)), j);
    }
    int skipA = -1;
    int skipB = -1;
    for (int i = 0; i < as.size(); i++) {
      Integer j = firstInB.get(key(as.get(i)));
      if (j != null && (skipA < 0 || i + j < skipA + skipB)) {
        skipA = i;
        skipB = j;
      }
    }
    if (skipA < 0) {
      throw new TraceException(
          sideA.trace().file() + ", " + sideB.trace().file(),
          "no address is common to their first "
              + ALIGNMENT_WINDOW
              + " states; say with --from where to start");
    }
    sideA.skip(skipA);
    sideB.skip(skipB);
  }

  private static long key(RegisterState state) {
    return ((long) state.get(TraceRegister.CS) << 32)
        | Integer.toUnsignedLong(state.get(TraceRegister.EIP));
  }
}
