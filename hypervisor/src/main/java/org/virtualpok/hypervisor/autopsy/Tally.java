// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.autopsy;

import java.util.ArrayList;
import java.util.List;
import org.virtualpok.emu.debug.InterruptTotals;
import org.virtualpok.emu.debug.InterruptTotals.GateCount;

/**
 * Counts of one line of one partition. Each is counted where the event says so, none is what the
 * others leave: so the law can fail.
 */
final class Tally {
  private static final int GATES = 256;

  long raised;
  long delivered;
  long returned;
  long abandoned;
  long pending;
  long coalesced;
  long dropped;

  /** Raised, and not yet latched, delivered, coalesced or dropped. */
  long unknown;

  /** By code of the first gate that failed. */
  final long[] heldDelivered = new long[GATES];

  final long[] heldPending = new long[GATES];
  final long[] heldDropped = new long[GATES];
  final long[] longest = new long[GATES];

  void add(Tally other) {
    raised += other.raised;
    delivered += other.delivered;
    returned += other.returned;
    abandoned += other.abandoned;
    pending += other.pending;
    coalesced += other.coalesced;
    dropped += other.dropped;
    unknown += other.unknown;
    for (int i = 0; i < GATES; i++) {
      heldDelivered[i] += other.heldDelivered[i];
      heldPending[i] += other.heldPending[i];
      heldDropped[i] += other.heldDropped[i];
      longest[i] = Math.max(longest[i], other.longest[i]);
    }
  }

  InterruptTotals totals(int context, int line, String name) {
    List<GateCount> gates = new ArrayList<>();
    for (int i = 0; i < GATES; i++) {
      if (heldDelivered[i] + heldPending[i] + heldDropped[i] > 0) {
        gates.add(
            new GateCount(
                GateNames.of(i), heldDelivered[i], heldPending[i], heldDropped[i], longest[i]));
      }
    }
    return new InterruptTotals(
        context,
        line,
        name,
        raised,
        delivered,
        delivered - returned - abandoned,
        abandoned,
        pending,
        coalesced,
        dropped,
        unknown,
        gates);
  }
}
