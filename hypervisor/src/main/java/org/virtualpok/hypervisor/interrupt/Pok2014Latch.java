// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.interrupt;

import java.util.Arrays;

/**
 * POK of 2014: each of 16 slots counts in 8 bits whichever partition runs, and the clock's
 * interrupt, which alone is forwarded, delivers one to the partition that it leads back to. No
 * virtual IF, no service, one entry for all lines.
 */
final class Pok2014Latch extends Latch {
  /** The interrupts' first vector on that kernel's PC. */
  private static final int FIRST_VECTOR = 32;

  private static final int COUNTER_MAX = 255;

  /** The vector of each slot, 0 if it is free. */
  private final int[] slots = new int[16];

  private int entry;

  /** Whether the clock's interrupt is on its way back to the guest. */
  private boolean upcall;

  /** Set by each interrupt, cleared by a return that finds nothing counted. */
  private boolean pending;

  /** That kernel's loops forget its last slot. */
  private int delivered() {
    return slots.length - 1;
  }

  @Override
  Gate gate(VirtualLine line, boolean enabled, boolean frameOpen) {
    if (line.number != VirtualLine.CLOCK || slot(line) >= delivered()) {
      return Gate.NOT_FORWARDED;
    }
    return upcall ? Gate.OPEN : Gate.CLOCK_ONLY;
  }

  @Override
  Gate refusal(VirtualLine line, Gate closed) {
    return line.number == VirtualLine.CLOCK ? Gate.OPEN : Gate.NOT_FORWARDED;
  }

  @Override
  boolean wraps(VirtualLine line) {
    return line.pending.size() >= COUNTER_MAX;
  }

  @Override
  boolean serves() {
    return false;
  }

  @Override
  int handler(VirtualLine line) {
    return entry;
  }

  @Override
  int slot(VirtualLine line) {
    return slot(line.number);
  }

  private int slot(int number) {
    for (int i = 0; i < slots.length; i++) {
      if (slots[i] == number + FIRST_VECTOR) {
        return i;
      }
    }
    return slots.length;
  }

  /** A line that has a slot keeps it, and the entry with it. */
  @Override
  boolean register(int number, int handler) {
    if (slot(number) < slots.length) {
      return true;
    }
    for (int i = 0; i < slots.length; i++) {
      if (slots[i] == 0) {
        slots[i] = number + FIRST_VECTOR;
        entry = handler;
        return true;
      }
    }
    return false;
  }

  @Override
  void unregister(int number) {
    int slot = slot(number);
    if (slot < slots.length) {
      slots[slot] = 0;
    }
  }

  @Override
  void clockInterrupt() {
    upcall = true;
  }

  @Override
  void latched() {
    pending = true;
  }

  @Override
  boolean pendingFlag() {
    return pending;
  }

  @Override
  void clearPendingFlag() {
    pending = false;
  }

  @Override
  void passed() {
    upcall = false;
  }

  @Override
  void forget() {
    Arrays.fill(slots, 0);
    entry = 0;
    upcall = false;
    pending = false;
  }
}
