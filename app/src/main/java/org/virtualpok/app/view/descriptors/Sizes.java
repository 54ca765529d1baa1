// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.descriptors;

/** Sizes of segments in words. */
final class Sizes {
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
}
