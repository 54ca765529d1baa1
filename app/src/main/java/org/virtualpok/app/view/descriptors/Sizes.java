// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.descriptors;

/** Sizes of segments in words. */
final class Sizes {
  private static final int BRIEF_MAX = 6;

  private Sizes() {}

  /** 8 MiB, 8388 KiB, 12 bytes: as short as it is exact; {@code limit} is the last offset. */
  static String of(int limit) {
    long bytes = Integer.toUnsignedLong(limit) + 1;
    for (int shift = 30; shift > 0; shift -= 10) {
      if (bytes % (1L << shift) == 0) {
        return (bytes >> shift) + (shift == 30 ? " GiB" : shift == 20 ? " MiB" : " KiB");
      }
    }
    return bytes + " bytes";
  }

  /** As {@link #of}, in few characters: about 120 KiB is "~120 KiB". */
  static String brief(int limit) {
    String exact = of(limit).replace("bytes", "B");
    long bytes = Integer.toUnsignedLong(limit) + 1;
    if (exact.length() <= BRIEF_MAX) {
      return exact;
    }
    boolean large = bytes >= 10L << 20;
    return "~" + (bytes >> (large ? 20 : 10)) + (large ? " MiB" : " KiB");
  }
}
