// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug;

import java.util.EnumSet;
import java.util.Set;

/**
 * Which interrupts a question is about.
 *
 * @param context id of a partition's context; 0 for all
 * @param line number of a line; -1 for all
 * @param fates what may have become of them; empty for anything
 * @param gate code of the first gate that failed; -1 for any or none
 * @param fromNanos raised at this guest time or later, ns
 * @param untilNanos raised before this guest time, ns
 */
public record InterruptFilter(
    int context,
    int line,
    Set<InterruptInstance.Fate> fates,
    int gate,
    long fromNanos,
    long untilNanos) {
  /** All of them. */
  public static final InterruptFilter ALL =
      new InterruptFilter(0, -1, Set.of(), -1, Long.MIN_VALUE, Long.MAX_VALUE);

  public InterruptFilter {
    fates = Set.copyOf(fates);
  }

  public InterruptFilter inContext(int id) {
    return new InterruptFilter(id, line, fates, gate, fromNanos, untilNanos);
  }

  public InterruptFilter onLine(int number) {
    return new InterruptFilter(context, number, fates, gate, fromNanos, untilNanos);
  }

  public InterruptFilter withFate(InterruptInstance.Fate first, InterruptInstance.Fate... others) {
    return new InterruptFilter(
        context, line, EnumSet.of(first, others), gate, fromNanos, untilNanos);
  }

  public InterruptFilter heldBy(int code) {
    return new InterruptFilter(context, line, fates, code, fromNanos, untilNanos);
  }

  public InterruptFilter raisedBetween(long from, long until) {
    return new InterruptFilter(context, line, fates, gate, from, until);
  }
}
