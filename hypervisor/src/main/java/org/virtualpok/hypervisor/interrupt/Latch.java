// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.interrupt;

import org.virtualpok.hypervisor.personality.InterruptPolicy;

/**
 * What a kernel does with an interrupt between its raise and its delivery: {@code --policy}. One
 * for each vCPU; the partition being scheduled, with a thread that can run, is asked elsewhere.
 */
abstract class Latch {
  static Latch of(InterruptPolicy policy) {
    return switch (policy) {
      case RELIABLE -> new ReliableLatch();
      case POK_2013 -> new Pok2013Latch();
      case POK_2014 -> new Pok2014Latch();
    };
  }

  /** What the vCPU holds a line back with; OPEN if nothing. */
  abstract Gate gate(VirtualLine line, boolean enabled, boolean frameOpen);

  /** Why a raised instance is dropped at once; OPEN if it waits. */
  abstract Gate refusal(VirtualLine line, Gate closed);

  /** Whether an instance that is not delivered at a settled boundary goes on waiting. */
  boolean keeps() {
    return true;
  }

  /** Whether one more instance makes the line's counter 0, so that all of them are lost. */
  boolean wraps(VirtualLine line) {
    return false;
  }

  /** Whether a delivered line stays shut until its service ends. */
  boolean serves() {
    return true;
  }

  /** Where a line's interrupts enter the guest. */
  int handler(VirtualLine line) {
    return line.handler;
  }

  /** Number of the kernel's descriptor of a line, from 0. */
  int slot(VirtualLine line) {
    return line.number;
  }

  /**
   * A guest requests a line.
   *
   * @param number as the kernel takes it, 0 to 223
   * @return false if the kernel has no room for it
   */
  boolean register(int number, int handler) {
    return true;
  }

  void unregister(int number) {}

  /** The clock's interrupt came while this vCPU's partition was scheduled. */
  void clockInterrupt() {}

  /** Whether a delivery needs no thread to deliver to, and destroys the kernel then. */
  boolean crashesWithoutThread() {
    return true;
  }

  /** An instance was latched. */
  void latched() {}

  /** Whether the guest's return finds the kernel still told of something pending. */
  boolean pendingFlag() {
    return false;
  }

  void clearPendingFlag() {}

  /** Something was delivered, or the boundary is settled. */
  void passed() {}

  /** As it was made. */
  void forget() {}
}
