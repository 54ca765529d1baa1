// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug;

import java.util.List;

/**
 * What became of the interrupts of one line of one partition, or of many. The law: raised =
 * delivered + pending + coalesced + dropped, where nothing is unknown.
 *
 * @param context id of the partition's context; 0 for the sum over all
 * @param line number of the line; -1 for the sum over all
 * @param delivered of which {@code inHandler} have not returned yet and {@code abandoned} never
 *     will
 * @param unknown of which the log does not say any more what became
 * @param gates for each gate that was in the way, by code
 */
public record InterruptTotals(
    int context,
    int line,
    String lineName,
    long raised,
    long delivered,
    long inHandler,
    long abandoned,
    long pending,
    long coalesced,
    long dropped,
    long unknown,
    List<GateCount> gates) {
  /**
   * Fates of the interrupts for which this gate was the first that failed.
   *
   * @param delivered held by it, then delivered
   * @param pending held by it, and waiting still
   * @param dropped by it
   * @param longestNanos the longest time for which one of them waited until its delivery, ns; 0 if
   *     none was delivered
   */
  public record GateCount(
      InterruptGate gate, long delivered, long pending, long dropped, long longestNanos) {}

  public InterruptTotals {
    gates = List.copyOf(gates);
  }

  /** Whether each one that was raised has its fate, and each dropped one its gate. */
  public boolean lawHolds() {
    return raised == delivered + pending + coalesced + dropped + unknown
        && dropped == gates.stream().mapToLong(GateCount::dropped).sum();
  }
}
