// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug;

import java.util.List;

/**
 * Virtual interrupts of one partition.
 *
 * @param context id of the partition
 * @param virtualIf whether the virtual interrupt flag lets interrupts in
 * @param lines the lines that were requested or ever raised, by number
 * @param openFrames numbers that tell what the hypervisor keeps of frames that nobody has returned
 *     from; equal for equal states
 */
public record InterruptState(
    int context, boolean virtualIf, List<Line> lines, List<Long> openFrames) {
  /**
   * One line (virtual IRQ) of one partition. The law: raised = delivered + pending + coalesced +
   * dropped. Where a guest's own kernel forwards interrupts nobody counts, and raised is -1.
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
      long dropped) {
    /** A requested line of which only the present state is known. */
    public static Line uncounted(
        int number, String name, int handler, boolean masked, boolean inService, long pending) {
      return new Line(number, name, true, handler, masked, inService, -1, 0, pending, 0, 0);
    }

    /** Whether the law is kept for it. */
    public boolean counted() {
      return raised >= 0;
    }
  }

  public InterruptState {
    lines = List.copyOf(lines);
    openFrames = List.copyOf(openFrames);
  }

  /** Without an open frame. */
  public InterruptState(int context, boolean virtualIf, List<Line> lines) {
    this(context, virtualIf, lines, List.of());
  }
}
