// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug;

import java.util.List;

/**
 * How often an interrupt took how long.
 *
 * @param count how many went this hop
 * @param shortestNanos 0 if there is none, as the next three
 * @param p99Nanos 99 of 100 took no longer
 * @param buckets from the shortest to the longest without a gap, two to each doubling: 64 to 96, 96
 *     to 128, 128 to 192 ... ns; empty if there is none
 */
public record LatencyHistogram(
    long count,
    long shortestNanos,
    long medianNanos,
    long p99Nanos,
    long longestNanos,
    List<Bucket> buckets) {
  /** Latencies of at least {@code fromNanos} and less than {@code untilNanos}. */
  public record Bucket(long fromNanos, long untilNanos, long count) {}

  public LatencyHistogram {
    buckets = List.copyOf(buckets);
  }
}
