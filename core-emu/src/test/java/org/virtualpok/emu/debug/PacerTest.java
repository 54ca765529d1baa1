// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PacerTest {
  private static final long MS = 1_000_000;

  @Test
  void shouldAllowGuestTimeInProportion() {
    Pacer pacer = new Pacer(0.5, 100 * MS, 7);
    assertEquals(7, pacer.allowed(100 * MS, 7));
    assertEquals(7 + 5 * MS, pacer.allowed(110 * MS, 7));
    assertEquals(7 + 50 * MS, pacer.allowed(200 * MS, 7 + 49 * MS));
  }

  @Test
  void shouldAllowEverythingAtInfinitePace() {
    Pacer pacer = new Pacer(Double.POSITIVE_INFINITY, 0, 0);
    assertEquals(Long.MAX_VALUE, pacer.allowed(0, 0));
  }

  @Test
  void shouldNotHurryAfterWhenTheHostWasLate() {
    Pacer pacer = new Pacer(1, 0, 0);
    assertEquals(4 * MS, pacer.allowed(5_000 * MS, 0));
    assertEquals(5 * MS, pacer.allowed(5_001 * MS, 4 * MS));
  }

  @Test
  void shouldWaitShortlySoThatCommandsAreServed() {
    Pacer pacer = new Pacer(1e-6, 0, 0);
    assertEquals(MS, pacer.waitNanos(0, 0));
    assertEquals(20 * MS, pacer.waitNanos(0, 1000));
    assertTrue(pacer.waitNanos(10 * MS, 0) > 0);
  }

  @Test
  void shouldShrinkAndGrowAQuantum() {
    Quantum quantum = new Quantum();
    RunLimit first = quantum.from(0, 0);
    quantum.measured(MS / 10, 10, first.instructions());
    assertEquals(2 * first.instructions(), quantum.from(0, 0).instructions());
    assertEquals(first.timeNanos(), quantum.from(0, 0).timeNanos());
    quantum.measured(9 * MS, 10, 10);
    assertEquals(first.instructions(), quantum.from(0, 0).instructions());
    for (int i = 0; i < 100; i++) {
      quantum.measured(9 * MS, 10, 10);
    }
    assertEquals(1000, quantum.from(0, 0).instructions());
    assertEquals(
        new RunLimit(Long.MAX_VALUE, Long.MAX_VALUE),
        quantum.from(Long.MAX_VALUE - 1, Long.MAX_VALUE - 1));
  }
}
