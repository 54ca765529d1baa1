// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.autopsy;

import java.util.ArrayList;
import java.util.List;
import org.virtualpok.emu.debug.GateInterval;
import org.virtualpok.emu.debug.InterruptGate;
import org.virtualpok.emu.debug.InterruptInstance;
import org.virtualpok.emu.debug.InterruptInstance.Fate;

/**
 * The five conditions that an interrupt meets on its way, the outermost first. The gates of every
 * policy belong to one of them: that a partition has stopped is a way of not being scheduled.
 */
public enum GateSquare {
  REQUESTED("requested", 5, 12),
  SCHEDULED("scheduled", 1, 6, 7, 8, 9),
  UNMASKED("unmasked", 3),
  VIRTUAL_IF("virtual IF", 2),
  NOT_IN_SERVICE("not in service", 4, 10, 11, 13, 14);

  /** How a condition treated one interrupt. */
  public enum State {
    /** Let it pass at once. */
    OPEN,
    /** Held it for a while, or does so now. */
    HELD,
    /** Lost it. */
    LOST,
    NOT_REACHED
  }

  private final String title;
  private final List<Integer> codes;

  GateSquare(String title, Integer... codes) {
    this.title = title;
    this.codes = List.of(codes);
  }

  /** What has to hold. */
  public String title() {
    return title;
  }

  /** The condition that a gate belongs to; gates that are not known yet are the innermost. */
  public static GateSquare of(InterruptGate gate) {
    for (GateSquare square : values()) {
      if (square.codes.contains(gate.code())) {
        return square;
      }
    }
    return NOT_IN_SERVICE;
  }

  /** What the conditions did to an interrupt, in the order of the constants. */
  public static List<State> states(InterruptInstance i) {
    boolean lost = i.fate() == Fate.DROPPED;
    boolean passed = i.fate().delivered();
    int stuck = passed ? values().length : stuckAt(i);
    List<State> states = new ArrayList<>();
    for (GateSquare square : values()) {
      boolean held =
          i.gates().stream().anyMatch(g -> of(g.gate()) == square && g.heldNanos() > 0)
              || (i.fate() == Fate.PENDING && square.ordinal() == stuck);
      if (lost && square.ordinal() == stuck) {
        states.add(State.LOST);
      } else if (held) {
        states.add(State.HELD);
      } else {
        states.add(square.ordinal() < stuck ? State.OPEN : State.NOT_REACHED);
      }
    }
    return states;
  }

  /** Where it got to: the outermost condition that it did not pass; -1 if nothing is known. */
  private static int stuckAt(InterruptInstance i) {
    if (i.fate() == Fate.DROPPED) {
      return i.failed().map(f -> of(f.gate()).ordinal()).orElse(-1);
    }
    return i.gates().stream()
        .filter(g -> g.openedNanos() == InterruptInstance.NEVER)
        .map(GateInterval::gate)
        .mapToInt(g -> of(g).ordinal())
        .min()
        .orElse(i.failed().map(f -> of(f.gate()).ordinal()).orElse(-1));
  }
}
