// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One interrupt, from its raise to its end. Times are guest time in ns, {@link #NEVER} where the
 * thing has not happened or the log does not say it any more; instructions are retired ones of the
 * whole target.
 *
 * @param id unique inside the target, in the order of the raises, from 1
 * @param context id of the partition's context
 * @param line number of the interrupt line
 * @param latchedNanos when it began to wait
 * @param deliveredNanos when its frame was pushed
 * @param enteredNanos when its handler's first instruction was about to run
 * @param acknowledgedNanos when its service ended before its return
 * @param returnedNanos when the interrupted context ran on
 * @param endedNanos when it was dropped, coalesced or abandoned
 * @param raisedInstruction when it was raised
 * @param into the instance that it joined, if it coalesced; else 0
 * @param failed the first gate that failed: of a dropped one the one that dropped it, of one that
 *     was held the outermost that was closed when it was raised; empty if it never waited
 * @param gates what was closed while it waited, by the time of closing
 * @param gatesLeftOut how many more intervals there were, each shorter than those in {@code gates}
 */
public record InterruptInstance(
    int id,
    int context,
    int line,
    String lineName,
    Source source,
    Fate fate,
    long raisedNanos,
    long latchedNanos,
    long deliveredNanos,
    long enteredNanos,
    long acknowledgedNanos,
    long returnedNanos,
    long endedNanos,
    long raisedInstruction,
    int into,
    Optional<GateInterval> failed,
    List<GateInterval> gates,
    int gatesLeftOut) {
  /** What a time is that has not come. */
  public static final long NEVER = -1;

  /** Who raised it. */
  public enum Source {
    CLOCK,
    CONSOLE,
    PERSON,
    UNKNOWN
  }

  /** What became of it. */
  public enum Fate {
    /** Waits. */
    PENDING("waits"),
    /** Was delivered; nobody has returned from its frame yet. */
    DELIVERED("delivered"),
    /** Was delivered, and the interrupted context ran on. */
    RETURNED("returned"),
    /** Was delivered; nobody will ever return from its frame. */
    ABANDONED("abandoned"),
    /** Joined one that was waiting already. */
    COALESCED("coalesced"),
    /** Will never be delivered. */
    DROPPED("dropped"),
    /** The log does not say it any more. */
    UNKNOWN("unknown");

    private final String words;

    Fate(String words) {
      this.words = words;
    }

    /** One word for people. */
    public String words() {
      return words;
    }

    /** Whether it counts as delivered in the law. */
    public boolean delivered() {
      return this == DELIVERED || this == RETURNED || this == ABANDONED;
    }
  }

  public InterruptInstance {
    gates = List.copyOf(gates);
  }

  /** How long a piece of its way took, ns; empty if it has not gone both ends of it. */
  public OptionalLong latency(InterruptHop hop) {
    return switch (hop) {
      case LATCH -> between(raisedNanos, latchedNanos);
      case WAIT -> between(latchedNanos, deliveredNanos);
      case ENTRY -> between(deliveredNanos, enteredNanos);
      case ACKNOWLEDGE -> between(enteredNanos, acknowledgedNanos);
      case RETURN -> between(enteredNanos, returnedNanos);
      case LATENCY -> between(raisedNanos, enteredNanos);
    };
  }

  private static OptionalLong between(long from, long to) {
    return from == NEVER || to == NEVER ? OptionalLong.empty() : OptionalLong.of(to - from);
  }
}
