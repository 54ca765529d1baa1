// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.breakpoints;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.virtualpok.app.view.LogTarget;
import org.virtualpok.app.view.breakpoints.BreakpointsViewModel.Candidate;
import org.virtualpok.app.view.breakpoints.BreakpointsViewModel.Scope;
import org.virtualpok.emu.debug.Breakpoint;

/** Breakpoints in words, and what typed text may mean. */
final class BreakpointsViewModelTest {
  private final LogTarget target = new LogTarget();
  private final BreakpointsViewModel model = new BreakpointsViewModel(target);

  @Test
  void saysWhereABreakpointStops() {
    target.breakpoints.add(Breakpoint.atAddress(LogTarget.TICKER, 0x1063).withId(1));
    target.breakpoints.add(Breakpoint.atHypercall(0, 45, 28, true).withId(2).withHits(3));
    target.breakpoints.add(Breakpoint.atHypercall(5, 0, -1, false).withId(3));
    target.breakpoints.add(Breakpoint.atAddress(LogTarget.MESSAGES, 0x1063).withId(4));
    assertTrue(model.update(target.snapshot()));
    assertFalse(model.update(target.snapshot()), "nothing is new");
    List<BreakpointsViewModel.Row> rows = model.rows();
    assertEquals("0x1063 <main+0x3>", rows.get(0).stopsAt());
    assertEquals("■ 1 ticker", rows.get(0).in());
    assertEquals("28 IRQ_PARTITION_DISABLE entry", rows.get(1).stopsAt());
    assertEquals("all", rows.get(1).in());
    assertEquals("■ 1", rows.get(0).mark());
    assertEquals("all", rows.get(1).mark());
    assertEquals("any hypercall exit", rows.get(2).stopsAt());
    assertEquals("● 2 messages", rows.get(2).in());
    assertEquals("0x1063", rows.get(3).stopsAt());
  }

  @Test
  void aCallOnBothVectorsIsOneCandidate() {
    List<Candidate> found = model.candidates("enable", false, Scope.ALL);
    assertEquals(1, found.size());
    assertEquals(new Breakpoint.AtHypercall(0, 27, false), found.get(0).trigger());
    assertEquals("27 IRQ_PARTITION_ENABLE", found.get(0).text());
  }

  @Test
  void aNumberFindsACall() {
    List<Candidate> found = model.candidates("28", true, new Scope(LogTarget.TICKER, "ticker"));
    assertEquals(
        Breakpoint.atHypercall(LogTarget.TICKER, 45, 28, true),
        BreakpointsViewModel.breakpoint(found.get(0)));
  }

  @Test
  void anAddressIsTakenAsOne() {
    List<Candidate> found = model.candidates("0x1060", true, Scope.ALL);
    assertEquals("0x1060 <main>", found.get(0).text());
    assertEquals(Breakpoint.atAddress(0, 0x1060), BreakpointsViewModel.breakpoint(found.get(0)));
    assertEquals(Optional.empty(), BreakpointsViewModel.address("0x"));
    assertEquals(Optional.empty(), BreakpointsViewModel.address("0x123456789"));
    assertEquals(Optional.of(-1), BreakpointsViewModel.address("0xffffffff"));
  }

  @Test
  void aFunctionTypedInFullComesFirstAndBringsItsPartition() {
    List<Candidate> found = model.candidates("main", true, Scope.ALL);
    assertEquals("main  in ■ 1 ticker", found.get(0).text());
    assertEquals(
        Breakpoint.atAddress(LogTarget.TICKER, 0x1060),
        BreakpointsViewModel.breakpoint(found.get(0)));
    assertEquals(2, found.size());
  }

  @Test
  void nothingTypedOffersEveryCallAndFateOfAnInterrupt() {
    assertEquals(6, model.candidates("", true, Scope.ALL).size());
    assertTrue(model.candidates("no such thing", true, Scope.ALL).isEmpty());
  }
}
