// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.debug.Breakpoint;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.debug.TargetException;

/** Stops at interrupts that are dropped or wait too long. */
class InterruptBreakpointTest {
  private static final RunLimit END = RunLimit.atTime(40_000_000);

  /** Two partitions, each of which takes ticks while it owns its 10 ms. */
  private static ModuleMachine ticking() {
    return Guests.machine(idler(), idler());
  }

  private static Asm idler() {
    Asm guest = new Asm().request(0, "handler").label("idle").hypercall(45, 1000).jump("idle");
    return guest.label("handler").handlerReturn();
  }

  @Test
  void shouldStopAtTheVeryMomentAtWhichOneHasWaitedSoLong() throws Exception {
    ModuleMachine machine = ticking();
    int id = machine.setBreakpoint(Breakpoint.atInterruptHeld(0, 3_500_000, -1));
    StopReason stop = machine.run(END);
    // The tick at 10 ms comes to p1 just as its slot has ended.
    assertEquals(StopReason.Kind.BREAKPOINT, stop.kind());
    assertEquals(13_500_000, machine.timeNanos());
    assertEquals(id, stop.breakpoint());
    assertEquals(3, stop.context());
    assertEquals(
        "Suspended: interrupt #10, line 0 clock of p1, held for 3.5 ms:"
            + " the partition is not scheduled",
        stop.title());
    assertEquals("Since 0.010000000 s, by slot 1 began: p2", stop.detail());
    stop = machine.run(END);
    assertEquals(14_500_000, machine.timeNanos(), "then the next tick");
    assertEquals(2, machine.capture(1, false, stop).breakpoints().get(0).hits());
  }

  @Test
  void shouldNotStopForWhatIsDeliveredInTime() throws Exception {
    ModuleMachine machine = ticking();
    machine.setBreakpoint(Breakpoint.atInterruptHeld(0, 10_000_000, -1));
    assertEquals(StopReason.Kind.LIMIT, machine.run(END).kind(), "10 ms and no longer");
    machine = ticking();
    machine.setBreakpoint(Breakpoint.atInterruptHeld(0, 9_999_990, -1));
    assertEquals(StopReason.Kind.BREAKPOINT, machine.run(END).kind());
    assertEquals(19_999_990, machine.timeNanos());
  }

  @Test
  void shouldHonourScopeAndLine() throws Exception {
    ModuleMachine machine = ticking();
    machine.setBreakpoint(Breakpoint.atInterruptHeld(4, 2_000_000, 0));
    machine.run(END);
    assertEquals(22_000_000, machine.timeNanos(), "p2 loses the processor at 20 ms");
    machine = ticking();
    machine.setBreakpoint(Breakpoint.atInterruptHeld(0, 2_000_000, 5));
    assertEquals(StopReason.Kind.LIMIT, machine.run(END).kind());
  }

  @Test
  void shouldKnowWhatWaitedBeforeTheBreakpointWasSet() throws Exception {
    ModuleMachine machine = ticking();
    machine.run(RunLimit.atTime(12_200_000));
    machine.setBreakpoint(Breakpoint.atInterruptHeld(0, 2_000_000, -1));
    machine.run(END);
    assertEquals(13_000_000, machine.timeNanos(), "the tick at 10 ms is past, that at 11 is not");
  }

  @Test
  void shouldStopAtADropAndSayWhatClosedTheGate() throws Exception {
    Asm guest = new Asm().request(0, "handler").hypercall(45, 28);
    guest.mov(1, 125_000).label("wait").bytes(0x49, 0x75, 0xfd);
    guest.hypercall(45, 31, 0).label("back").label("spin").jump("spin");
    guest.label("handler").handlerReturn();
    ModuleMachine machine = Guests.machine(guest);
    machine.setBreakpoint(Breakpoint.atInterruptDropped(0, -1));
    StopReason stop = machine.run(END);
    assertEquals(StopReason.Kind.BREAKPOINT, stop.kind());
    assertEquals(
        "Suspended: interrupt #1, line 0 clock of p1, dropped: no handler was registered",
        stop.title());
    assertTrue(stop.detail().contains("31 UNREGISTER_VCPU at "), stop.detail());
    assertEquals(guest.at("back"), stop.offset());
    assertEquals(StopReason.Kind.LIMIT, machine.run(END).kind(), "one stop for one moment");
  }

  @Test
  void shouldChangeNothingButWhereItStops() throws Exception {
    ModuleMachine plain = ticking();
    plain.run(END);
    ModuleMachine watched = ticking();
    watched.setBreakpoint(Breakpoint.atInterruptHeld(0, 1_234_560, -1));
    List<Long> stops = new ArrayList<>();
    while (watched.run(END).kind() != StopReason.Kind.LIMIT) {
      stops.add(watched.timeNanos());
    }
    assertTrue(stops.size() > 10);
    assertEquals(Guests.lines(plain), Guests.lines(watched));
    watched.restart();
    watched.run(END);
    assertEquals(stops.get(0), watched.timeNanos(), "the same after a restart");
  }

  @Test
  void shouldRefuseWhatCannotBe() {
    ModuleMachine machine = ticking();
    assertThrows(
        TargetException.class, () -> machine.setBreakpoint(Breakpoint.atInterruptHeld(0, 0, -1)));
    assertThrows(
        TargetException.class, () -> machine.setBreakpoint(Breakpoint.atInterruptDropped(0, 16)));
  }
}
