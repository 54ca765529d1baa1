// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.thread;

/** Sums and products of times that end at NEVER. */
final class Times {
  private Times() {}

  static long later(long time, long delay) {
    long sum = time + delay;
    return sum < 0 ? PokThread.NEVER : sum;
  }

  static long times(long count, long nanos) {
    return count > PokThread.NEVER / nanos ? PokThread.NEVER : count * nanos;
  }
}
