// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug;

import java.util.List;
import java.util.Optional;

/**
 * The life of every interrupt of a target since its start, made of its event log.
 *
 * <p>Usable from any thread. {@link #refresh} reads what is new in the log and may take seconds
 * after a long run, so it is not for a thread that draws; everything else answers at once, from
 * what was read last. A restart of the target begins a new history: ask the target for it again.
 */
public interface InterruptHistory {
  /** Reads what was logged since the last call; true if there was anything. */
  boolean refresh();

  /** Guest time of the newest event that was read, ns. */
  long readNanos();

  /** What is missing, in a sentence, if the log has lost its beginning or a piece of it. */
  Optional<String> missing();

  /** The lowest id of the history; above 1 if the log has lost its beginning. */
  int firstId();

  /** The highest id of the history; firstId() - 1 if there is none. */
  int lastId();

  /** One interrupt; empty if the log has lost it. */
  Optional<InterruptInstance> get(int id);

  /** What {@code get(id)} gives as the first gate that failed, without the rest of its life. */
  Optional<GateInterval> firstGate(int id);

  /** Ids of the interrupts that pass a filter, ascending. */
  int[] ids(InterruptFilter filter);

  /** Per partition and line, in that order; a line without any interrupt has no row. */
  List<InterruptTotals> totals();

  /** The sum of the totals that pass a filter; only its context and line count. */
  InterruptTotals total(InterruptFilter filter);

  /** The gates that this target knows, the outermost first. */
  List<InterruptGate> gates();

  /**
   * The interrupts that took longest on a hop, the longest first, then by id.
   *
   * @param most how many ids to give at most
   */
  int[] longest(InterruptFilter filter, InterruptHop hop, int most);

  /** How long the interrupts took on a hop. */
  LatencyHistogram latencies(InterruptFilter filter, InterruptHop hop);
}
