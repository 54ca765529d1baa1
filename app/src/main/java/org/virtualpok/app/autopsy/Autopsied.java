// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.autopsy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.virtualpok.emu.debug.GateCloser;
import org.virtualpok.emu.debug.InterruptFilter;
import org.virtualpok.emu.debug.InterruptHistory;
import org.virtualpok.emu.debug.InterruptHop;
import org.virtualpok.emu.debug.InterruptInstance;
import org.virtualpok.emu.debug.InterruptInstance.Fate;

/**
 * One interrupt, and what stands around it in the history.
 *
 * @param readNanos guest time up to which the history was read, ns
 * @param drop how many were dropped up to this one, if it was dropped; else 0
 * @param drops how many were dropped in all
 * @param previousDrop id of the newest dropped one before it; 0 if there is none
 * @param nextDrop id of the oldest dropped one behind it; 0 if there is none
 */
public record Autopsied(
    InterruptInstance instance,
    Tracks tracks,
    long readNanos,
    int drop,
    int drops,
    int previousDrop,
    int nextDrop) {
  /** How far the neighbours are looked for: what they waited for tells of the gates. */
  private static final int NEIGHBOURS = 16;

  private static final int DROPS_SEARCHED = 10_000;

  /** The history's answer; empty if it has no such interrupt. */
  public static Optional<Autopsied> of(InterruptHistory history, int id) {
    return history.get(id).map(i -> of(history, i));
  }

  private static Autopsied of(InterruptHistory history, InterruptInstance i) {
    List<InterruptInstance> neighbours = new ArrayList<>();
    int first = Math.max(history.firstId(), i.id() - NEIGHBOURS);
    int last = Math.min(history.lastId(), i.id() + NEIGHBOURS);
    for (int id = first; id <= last; id++) {
      history
          .get(id)
          .filter(n -> n.id() != i.id() && n.context() == i.context())
          .ifPresent(neighbours::add);
    }
    int[] dropped = history.ids(InterruptFilter.ALL.withFate(Fate.DROPPED));
    int at = Arrays.binarySearch(dropped, i.id());
    int behind = at >= 0 ? at + 1 : -at - 1;
    int before = at >= 0 ? at - 1 : behind - 1;
    long read = history.readNanos();
    return new Autopsied(
        i,
        Tracks.of(i, neighbours, read),
        read,
        at >= 0 ? at + 1 : 0,
        dropped.length,
        before >= 0 ? dropped[before] : 0,
        behind < dropped.length ? dropped[behind] : 0);
  }

  /**
   * What a user who has chosen nothing wants to see first: the newest that an instruction of the
   * guest lost, else the newest that was dropped, else the one that waited longest; 0 if there is
   * none.
   */
  public static int worthALook(InterruptHistory history) {
    int[] dropped = history.ids(InterruptFilter.ALL.withFate(Fate.DROPPED));
    for (int at = dropped.length - 1; at >= Math.max(0, dropped.length - DROPS_SEARCHED); at--) {
      boolean byGuest =
          history
              .firstGate(dropped[at])
              .filter(g -> g.closer().kind() == GateCloser.Kind.GUEST_INSTRUCTION)
              .isPresent();
      if (byGuest) {
        return dropped[at];
      }
    }
    if (dropped.length > 0) {
      return dropped[dropped.length - 1];
    }
    int[] longest = history.longest(InterruptFilter.ALL, InterruptHop.LATENCY, 1);
    return longest.length > 0 ? longest[0] : 0;
  }
}
