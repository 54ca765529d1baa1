// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.autopsy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.virtualpok.emu.debug.LatencyHistogram;
import org.virtualpok.emu.debug.LatencyHistogram.Bucket;

/** Sorts latencies into buckets, two to each doubling. */
final class Latencies {
  private Latencies() {}

  /** Of {@code count} latencies in ns; the array is sorted. */
  static LatencyHistogram histogram(long[] nanos, int count) {
    if (count == 0) {
      return new LatencyHistogram(0, 0, 0, 0, 0, List.of());
    }
    Arrays.sort(nanos, 0, count);
    List<Bucket> buckets = new ArrayList<>();
    int last = bucket(nanos[count - 1]);
    int next = 0;
    for (int b = bucket(nanos[0]); b <= last; b++) {
      int from = next;
      while (next < count && bucket(nanos[next]) == b) {
        next++;
      }
      if (from(b + 1) > from(b)) {
        buckets.add(new Bucket(from(b), from(b + 1), next - from));
      }
    }
    return new LatencyHistogram(
        count, nanos[0], nanos[rank(count, 50)], nanos[rank(count, 99)], nanos[count - 1], buckets);
  }

  /** Index of the smallest of {@code count} sorted values that so many of 100 do not exceed. */
  private static int rank(int count, int percent) {
    return (int) ((count * (long) percent + 99) / 100) - 1;
  }

  /** 0 for 0, then two to each doubling: 2 for 1, 4 for 2, 5 for 3, 6 for 4 and 5 ... */
  static int bucket(long nanos) {
    if (nanos < 1) {
      return 0;
    }
    int doubling = 63 - Long.numberOfLeadingZeros(nanos);
    int upper = doubling == 0 ? 0 : (int) (nanos >>> (doubling - 1)) & 1;
    return 2 * doubling + 2 + upper;
  }

  /** The smallest latency of a bucket, ns; those that no whole number falls into have length 0. */
  static long from(int bucket) {
    if (bucket < 2) {
      return bucket;
    }
    int doubling = (bucket - 2) / 2;
    long low = 1L << doubling;
    return bucket % 2 == 0 ? low : Math.max(low + (low >>> 1), low == 1 ? 2 : 0);
  }
}
