// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.descriptors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Sizes of segments. */
final class SizesTest {
  @Test
  void exactOnesAreAsShortAsTheyCanBe() {
    assertEquals("4 GiB", Sizes.of(-1));
    assertEquals("8 MiB", Sizes.of(0x7fffff));
    assertEquals("122881 bytes", Sizes.of(122880));
  }

  @Test
  void briefOnesMayBeInexactAndSaySo() {
    assertEquals("64 KiB", Sizes.brief(0xffff));
    assertEquals("~120 KiB", Sizes.brief(122880));
    assertEquals("~16 MiB", Sizes.brief(16 << 20));
    assertEquals("~63 KiB", Sizes.brief(65359));
    assertEquals("105 B", Sizes.brief(104));
  }
}
