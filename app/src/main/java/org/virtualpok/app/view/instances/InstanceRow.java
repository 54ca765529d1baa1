// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.instances;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.virtualpok.app.autopsy.Durations;
import org.virtualpok.app.autopsy.GateSquare;
import org.virtualpok.app.autopsy.InterruptWords;
import org.virtualpok.app.autopsy.PartitionName;
import org.virtualpok.emu.debug.GateInterval;
import org.virtualpok.emu.debug.InterruptHop;
import org.virtualpok.emu.debug.InterruptInstance;
import org.virtualpok.emu.debug.InterruptInstance.Fate;

/**
 * One interrupt as the table shows it.
 *
 * @param gates one state for each {@link GateSquare}
 * @param at the gate that held or lost it, and for how long; empty if none did
 * @param waitNanos raise to delivery, or to its loss, ns; -1 while it waits
 * @param lifeNanos raise to return, ns; -1 where it has none yet
 * @param latency raise to the handler's first instruction
 */
record InstanceRow(
    int id,
    String raised,
    int line,
    String lineName,
    PartitionName partition,
    Fate fate,
    List<GateSquare.State> gates,
    String at,
    long waitNanos,
    long lifeNanos,
    String latency) {
  private static final String NONE = "–";

  static InstanceRow of(InterruptInstance i, PartitionName partition) {
    OptionalLong latency = i.latency(InterruptHop.LATENCY);
    long waitEnd = i.deliveredNanos() >= 0 ? i.deliveredNanos() : i.endedNanos();
    return new InstanceRow(
        i.id(),
        Durations.seconds(i.raisedNanos()),
        i.line(),
        i.lineName(),
        partition,
        i.fate(),
        GateSquare.states(i),
        at(i),
        waitEnd < 0 ? -1 : waitEnd - i.raisedNanos(),
        i.returnedNanos() < 0 ? -1 : i.returnedNanos() - i.raisedNanos(),
        latency.isPresent() ? Durations.of(latency.getAsLong()) : NONE);
  }

  /** What stands for an interrupt that the log does not have any more. */
  static InstanceRow lost(int id) {
    return new InstanceRow(
        id,
        "",
        0,
        "",
        new PartitionName(0, 0, ""),
        Fate.UNKNOWN,
        List.of(),
        "no longer kept",
        -1,
        -1,
        NONE);
  }

  private static String at(InterruptInstance i) {
    Optional<GateInterval> closed =
        i.gates().stream().filter(g -> g.openedNanos() == InterruptInstance.NEVER).findFirst();
    return (i.fate() == Fate.PENDING ? closed.or(i::failed) : i.failed())
        .map(
            f ->
                f.gate().name()
                    + (f.heldNanos() > 0 && i.fate() != Fate.DROPPED
                        ? " " + Durations.of(f.heldNanos())
                        : ""))
        .orElse("");
  }

  /** Whether it will read the same for ever. */
  boolean settled() {
    return fate != Fate.PENDING && fate != Fate.DELIVERED;
  }

  String idText() {
    return Durations.grouped(id);
  }

  /** Style class of its fate. */
  String tone() {
    return switch (fate) {
      case DROPPED, ABANDONED -> "bad";
      case PENDING -> "held";
      case COALESCED, UNKNOWN -> "secondary";
      default -> "good";
    };
  }

  /** All of it in a sentence, for a pointer that rests and a person who hears. */
  String words() {
    return InterruptWords.name(id)
        + " on line "
        + line
        + ", "
        + InterruptWords.fate(fate)
        + (at.isEmpty() ? "" : ", " + at);
  }
}
