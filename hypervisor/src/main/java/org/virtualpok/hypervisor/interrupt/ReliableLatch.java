// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.interrupt;

/** Everything waits until every gate is open. */
final class ReliableLatch extends Latch {
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

  @Override
  Gate refusal(VirtualLine line, Gate closed) {
    return Gate.OPEN;
  }

  @Override
  boolean crashesWithoutThread() {
    return false;
  }
}
