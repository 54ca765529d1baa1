// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.interrupt;

/** Ids of waiting interrupts, first in first out. It grows up to a stated limit. */
final class InstanceQueue {
  /** At a clock of 1000 Hz, more than four hours without a single delivery. */
  static final int LIMIT = 1 << 24;

  private int[] ring = new int[16];
  private int head;
  private int size;

  int size() {
    return size;
  }

  /** False if the limit is reached; the id was not added. */
  boolean add(int instance) {
    if (size == ring.length) {
      if (size >= LIMIT) {
        return false;
      }
      int[] larger = new int[size * 2];
      for (int i = 0; i < size; i++) {
        larger[i] = ring[(head + i) & (size - 1)];
      }
      ring = larger;
      head = 0;
    }
    ring[(head + size) & (ring.length - 1)] = instance;
    size++;
    return true;
  }

  int first() {
    return ring[head];
  }

  /** The newest id. */
  int last() {
    return ring[(head + size - 1) & (ring.length - 1)];
  }

  int remove() {
    int instance = ring[head];
    head = (head + 1) & (ring.length - 1);
    size--;
    return instance;
  }
}
