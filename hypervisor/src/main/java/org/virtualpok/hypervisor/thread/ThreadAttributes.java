// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.thread;

/**
 * What THREAD_CREATE says of a thread, in the kernel's units.
 *
 * @param priority 0 to 255
 * @param affinity index among the partition's processors; there is only 0
 * @param entry offset of the first instruction
 * @param periodNanos 0 if the creator says nothing, else ns or INFINITE
 * @param deadlineNanos 0 if the creator says nothing, else ns or INFINITE
 * @param timeCapacity elections; 0 if the creator says nothing, or INFINITE
 */
public record ThreadAttributes(
    int priority,
    int affinity,
    int entry,
    long periodNanos,
    long deadlineNanos,
    long timeCapacity) {
  /** The error handler, as POK creates it. */
  public static ThreadAttributes errorHandler(int entry) {
    return new ThreadAttributes(200, 0, entry, 0, 0, 10_000);
  }
}
