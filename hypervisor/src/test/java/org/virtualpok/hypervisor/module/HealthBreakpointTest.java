// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.virtualpok.hypervisor.error.ErrorKind.ILLEGAL_REQUEST;
import static org.virtualpok.hypervisor.error.ErrorKind.NUMERIC_ERROR;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.debug.Breakpoint;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.debug.TargetException;
import org.virtualpok.hypervisor.error.HealthAction;

/** Stops at errors that the health monitor answers. */
class HealthBreakpointTest {
  private static final RunLimit END = RunLimit.atTime(95_000_000);

  private static Asm divides() {
    return new Asm().mov(1, 0).label("wrong").bytes(0xf7, 0xf1);
  }

  private static Asm illegal() {
    return new Asm().label("wrong").bytes(0x0f, 0x0b);
  }

  private static ModuleMachine module(HealthAction first) {
    return new HealthGuests()
        .partition(0, NUMERIC_ERROR, first)
        .partition(1, ILLEGAL_REQUEST, HealthAction.WARM_START)
        .machine(divides(), illegal());
  }

  @Test
  void shouldStopAtTheFirstErrorOfAnyone() throws Exception {
    ModuleMachine machine = module(HealthAction.COLD_START);
    int id = machine.setBreakpoint(Breakpoint.atHealthError(0, -1));
    StopReason stop = machine.run(END);
    assertEquals(StopReason.Kind.BREAKPOINT, stop.kind());
    assertEquals(id, stop.breakpoint());
    assertEquals(
        "Suspended: health monitor, NUMERIC_ERROR of p1, answered by COLD_START", stop.title());
    assertEquals(
        "By thread 0 at "
            + FaultWording.hex(divides().at("wrong"))
            + " <wrong>, in PARTITION_INIT; the registers are those after the answer",
        stop.detail());
    assertEquals(HealthGuests.decisions(machine).size(), 1, "at the very first");
    machine.run(END);
    assertEquals(HealthGuests.decisions(machine).size(), 2, "one stop for one error");
  }

  @Test
  void shouldHonourScopeAndError() throws Exception {
    ModuleMachine machine = module(HealthAction.COLD_START);
    machine.setBreakpoint(Breakpoint.atHealthError(4, -1));
    assertTrue(machine.run(END).title().contains("ILLEGAL_REQUEST of p2, answered by WARM_START"));
    machine = module(HealthAction.COLD_START);
    machine.setBreakpoint(Breakpoint.atHealthError(0, ILLEGAL_REQUEST.code()));
    assertTrue(machine.run(END).title().contains("ILLEGAL_REQUEST of p2"));
    machine = module(HealthAction.COLD_START);
    machine.setBreakpoint(Breakpoint.atHealthError(2, ILLEGAL_REQUEST.code()));
    assertEquals(StopReason.Kind.LIMIT, machine.run(END).kind());
    machine = module(HealthAction.COLD_START);
    machine.setBreakpoint(Breakpoint.atHealthError(0, -1).withEnabled(false));
    assertEquals(StopReason.Kind.LIMIT, machine.run(END).kind());
  }

  @Test
  void shouldStopWhateverTheAnswerIs() throws Exception {
    for (HealthAction action : List.of(HealthAction.IDLE, HealthAction.IGNORE)) {
      ModuleMachine machine = module(action);
      machine.setBreakpoint(Breakpoint.atHealthError(2, -1));
      assertTrue(machine.run(END).title().endsWith("answered by " + action.words()));
    }
    for (HealthAction action : List.of(HealthAction.SHUTDOWN, HealthAction.RESET)) {
      ModuleMachine machine =
          new HealthGuests().module(NUMERIC_ERROR, action).machine(divides(), illegal());
      machine.setBreakpoint(Breakpoint.atHealthError(0, NUMERIC_ERROR.code()));
      StopReason stop = machine.run(END);
      assertTrue(stop.title().endsWith("answered by " + action.words()), stop.title());
    }
  }

  @Test
  void shouldChangeNothingButWhereItStops() throws Exception {
    ModuleMachine plain = module(HealthAction.COLD_START);
    plain.run(END);
    ModuleMachine watched = module(HealthAction.COLD_START);
    watched.setBreakpoint(Breakpoint.atHealthError(0, -1));
    List<Long> stops = new ArrayList<>();
    while (watched.run(END).kind() != StopReason.Kind.LIMIT) {
      stops.add(watched.timeNanos());
    }
    assertEquals(HealthGuests.decisions(plain).size(), stops.size());
    assertEquals(Guests.lines(plain), Guests.lines(watched));
    watched.restart();
    watched.run(END);
    assertEquals(stops.get(0), watched.timeNanos(), "the same after a restart");
  }

  @Test
  void shouldRefuseWhatCannotBe() {
    ModuleMachine machine = module(HealthAction.IDLE);
    assertThrows(
        TargetException.class, () -> machine.setBreakpoint(Breakpoint.atHealthError(0, 9)));
    assertThrows(
        TargetException.class, () -> machine.setBreakpoint(Breakpoint.atHealthError(99, -1)));
    ModuleMachine without = Guests.machine(divides());
    assertThrows(
        TargetException.class, () -> without.setBreakpoint(Breakpoint.atHealthError(0, -1)));
  }
}
