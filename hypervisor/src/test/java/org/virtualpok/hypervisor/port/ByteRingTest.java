// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.port;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ByteRingTest {
  @Test
  void shouldHaveRoomAfterARead() {
    ByteRing ring = new ByteRing(4, false);
    ring.write(new byte[] {1, 2, 3, 4});
    assertEquals(0, ring.room());
    assertArrayEquals(new byte[] {1}, ring.read(1));
    assertEquals(1, ring.room());
    assertEquals(3, ring.used());
  }

  @Test
  void shouldStayFullUntilEmptyInAFaithfulKernel() {
    ByteRing ring = new ByteRing(4, true);
    ring.write(new byte[] {1, 2, 3, 4});
    ring.read(1);
    assertEquals(0, ring.room());
    assertEquals(3, ring.used());
    assertFalse(ring.seemsToHaveRoom(1));
    assertArrayEquals(new byte[] {2, 3, 4}, ring.read(3));
    assertEquals(4, ring.room());
    assertTrue(ring.seemsToHaveRoom(4));
  }
}
