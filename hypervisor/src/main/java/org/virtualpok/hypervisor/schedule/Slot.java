// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.schedule;

/**
 * A window of the major frame that one partition owns.
 *
 * @param partition index of the partition, from 0
 * @param startNanos from the start of the frame
 */
public record Slot(int partition, long startNanos, long durationNanos) {
  public long endNanos() {
    return startNanos + durationNanos;
  }
}
