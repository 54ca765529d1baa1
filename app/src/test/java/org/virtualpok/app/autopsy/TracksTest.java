// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.autopsy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.virtualpok.app.view.Interrupts;

class TracksTest {
  private static List<Tracks.Span> closed(Tracks tracks, String title) {
    return tracks.rows().stream()
        .filter(r -> r.title().equals(title))
        .findFirst()
        .orElseThrow()
        .closed();
  }

  @Test
  void shouldDrawTheGateThatWasClosedAroundTheRaise() {
    Tracks tracks = Tracks.of(Interrupts.dropped(2, 2, 1_000_000), List.of(), 2_000_000);
    assertEquals(List.of(new Tracks.Span(-3_690, 1_260)), closed(tracks, "virtual IF"));
    assertTrue(closed(tracks, "scheduled").isEmpty());
    assertTrue(tracks.from() < -3_690 && tracks.until() > 1_260);
    assertEquals("raised and lost", tracks.marks().get(0).words());
  }

  @Test
  void shouldLearnFromNeighboursWhenTheHandlerRan() {
    Tracks tracks =
        Tracks.of(
            Interrupts.dropped(2, 2, 1_000_000),
            List.of(Interrupts.atOnce(1, 2, 999_000)),
            2_000_000);
    assertEquals(List.of(new Tracks.Span(-1_000, tracks.until())).size(), 1);
    Tracks.Span served = closed(tracks, "not in service").get(0);
    assertEquals(-1_000, served.from());
    assertEquals(Math.min(1_620, tracks.until()), served.until());
  }

  @Test
  void shouldReachToTheReturnOfOneThatWasHeld() {
    Tracks tracks = Tracks.of(Interrupts.held(1, 2, 1_000_000, 8_600_000), List.of(), 20_000_000);
    assertTrue(tracks.until() > 8_602_620);
    assertEquals(
        List.of("raised", "delivered", "returned"),
        tracks.marks().stream().map(Tracks.Mark::words).toList());
  }
}
