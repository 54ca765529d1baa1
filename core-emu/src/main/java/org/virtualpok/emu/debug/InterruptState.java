// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug;

import java.util.List;

/**
 * Virtual interrupts of one partition.
 *
 * @param context id of the partition
 * @param virtualIf whether the virtual interrupt flag lets interrupts in
 * @param lines the lines that were requested or ever raised, by number
 */
public record InterruptState(int context, boolean virtualIf, List<Line> lines) {
  /**
   * One line (virtual IRQ) of one partition. The law: raised = delivered + pending + coalesced +
   * dropped.
   *
   * @param handler partition-relative address of the handler; meaningless unless requested
   */
  public record Line(
      int number,
      String name,
      boolean requested,
      int handler,
      boolean masked,
      boolean inService,
      long raised,
      long delivered,
      long pending,
      long coalesced,
      long dropped) {}

  public InterruptState {
    lines = List.copyOf(lines);
  }
}
