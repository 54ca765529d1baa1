// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.interrupt;

/**
 * POK of 2013: the handler of the partition that is scheduled is entered out of the interrupt, or
 * never. That kernel knew of no pending interrupt.
 */
final class Pok2013Latch extends Latch {
  @Override
  Gate gate(VirtualLine line, boolean enabled, boolean frameOpen) {
    if (line.masked) {
      return Gate.MASKED;
    }
    if (!enabled) {
      return Gate.VIRTUAL_IF_OFF;
    }
    if (line.service != null) {
      return Gate.IN_SERVICE;
    }
    return frameOpen ? Gate.FRAME_OPEN : Gate.OPEN;
  }

  /** Of two at one boundary the first is as good as in service. */
  @Override
  Gate refusal(VirtualLine line, Gate closed) {
    return closed == Gate.OPEN && line.pending.size() > 0 ? Gate.IN_SERVICE : closed;
  }

  @Override
  boolean keeps() {
    return false;
  }
}
