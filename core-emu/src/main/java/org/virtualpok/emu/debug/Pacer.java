// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug;

/**
 * Holds guest time back against the host's clock. A pure function of the times given to it; a host
 * that cannot keep up falls behind for good instead of hurrying after.
 */
final class Pacer {
  /** Up to this much host time is granted at once, ns. */
  private static final long GRANT_NANOS = 4_000_000;

  private static final long LAG_NANOS = 100_000_000;
  private static final long WAIT_MIN_NANOS = 500_000;
  private static final long WAIT_MAX_NANOS = 20_000_000;

  private final double pace;
  private long hostStart;
  private long guestStart;

  /**
   * A pacer that starts now.
   *
   * @param pace guest seconds per host second, above 0; infinity for no limit
   */
  Pacer(double pace, long hostNanos, long guestNanos) {
    this.pace = pace;
    hostStart = hostNanos;
    guestStart = guestNanos;
  }

  /** The guest time in ns that may be reached at this host time. */
  long allowed(long hostNanos, long guestNanos) {
    if (Double.isInfinite(pace)) {
      return Long.MAX_VALUE;
    }
    long allowed = guestAt(hostNanos);
    if (allowed - guestNanos > LAG_NANOS * pace) {
      hostStart = hostNanos - GRANT_NANOS;
      guestStart = guestNanos;
      allowed = guestAt(hostNanos);
    }
    return allowed;
  }

  private long guestAt(long hostNanos) {
    double passed = (hostNanos - hostStart) * pace;
    return passed >= Long.MAX_VALUE - (double) guestStart
        ? Long.MAX_VALUE
        : guestStart + (long) passed;
  }

  /** How long to wait, in ns of the host, before the guest may go on from this time. */
  long waitNanos(long hostNanos, long guestNanos) {
    double due = hostStart + (guestNanos + 1 - guestStart) / pace;
    double wait = Math.max(due - hostNanos, WAIT_MIN_NANOS);
    return (long) Math.min(wait, WAIT_MAX_NANOS);
  }
}
