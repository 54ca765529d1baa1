// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.breakpoints;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.virtualpok.app.view.breakpoints.BreakpointsViewModel.Candidate;
import org.virtualpok.emu.debug.Breakpoint.AtInterruptDropped;
import org.virtualpok.emu.debug.Breakpoint.AtInterruptHeld;

final class InterruptTriggersTest {
  private static Candidate only(String typed) {
    List<Candidate> found = InterruptTriggers.candidates(typed, 4);
    assertEquals(1, found.size(), typed);
    assertEquals(4, found.get(0).scope());
    return found.get(0);
  }

  @Test
  void typedTextNamesTimeAndLine() {
    assertEquals(new AtInterruptDropped(-1), only("dropped").trigger());
    assertEquals(new AtInterruptDropped(4), only("irq dropped line 4").trigger());
    assertEquals(new AtInterruptHeld(2_500_000, -1), only("held 2.5ms").trigger());
    assertEquals(
        new AtInterruptHeld(300_000, 0), only("Interrupt held for 300 us, line 0").trigger());
    assertEquals("interrupt held for 0.3 ms, line 0", only("held 300us line 0").text());
  }

  @Test
  void aPartOfTheWordsOffersBoth() {
    assertEquals(2, InterruptTriggers.candidates("interrupt", 0).size());
    assertEquals(2, InterruptTriggers.candidates("", 0).size());
    assertTrue(InterruptTriggers.candidates("main", 0).isEmpty());
    assertTrue(InterruptTriggers.candidates("held line 16", 0).isEmpty());
  }
}
