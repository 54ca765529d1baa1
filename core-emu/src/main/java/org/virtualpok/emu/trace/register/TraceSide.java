// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.trace.register;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * One of two traces under comparison: its states, of consecutive ones at the same CS:EIP only the
 * first. So a REP string instruction is one step, whether a trace shows its iterations or not.
 */
final class TraceSide {
  private final RegisterTrace trace;
  private final Deque<RegisterState> waiting = new ArrayDeque<>();
  private RegisterState ahead = new RegisterState();
  private boolean hasAhead;

  TraceSide(RegisterTrace trace) throws IOException, TraceException {
    this.trace = trace;
    hasAhead = trace.next(ahead);
  }

  RegisterTrace trace() {
    return trace;
  }

  /** The next state; false at the end. */
  boolean next(RegisterState into) throws IOException, TraceException {
    if (!waiting.isEmpty()) {
      into.copyFrom(waiting.pop());
      return true;
    }
    return read(into);
  }

  private boolean read(RegisterState into) throws IOException, TraceException {
    if (!hasAhead) {
      return false;
    }
    into.copyFrom(ahead);
    do {
      hasAhead = trace.next(ahead);
    } while (hasAhead && ahead.samePlace(into));
    return true;
  }

  /** Passes over states; fewer if the trace ends. */
  void skip(long states) throws IOException, TraceException {
    RegisterState dropped = new RegisterState();
    for (long i = 0; i < states && next(dropped); i++) {
      // counted by next
    }
  }

  /** The next states without taking them, fewer if the trace ends. */
  List<RegisterState> peek(int states) throws IOException, TraceException {
    RegisterState state = new RegisterState();
    while (waiting.size() < states && read(state)) {
      RegisterState copy = new RegisterState();
      copy.copyFrom(state);
      waiting.add(copy);
    }
    return new ArrayList<>(waiting);
  }
}
