// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.debug.GateCloser;
import org.virtualpok.emu.debug.GateInterval;
import org.virtualpok.emu.debug.InterruptFilter;
import org.virtualpok.emu.debug.InterruptHistory;
import org.virtualpok.emu.debug.InterruptHop;
import org.virtualpok.emu.debug.InterruptInstance;
import org.virtualpok.emu.debug.InterruptInstance.Fate;
import org.virtualpok.emu.debug.InterruptInstance.Source;
import org.virtualpok.emu.debug.InterruptTotals;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.hypervisor.interrupt.Gate;
import org.virtualpok.hypervisor.interrupt.RaiseSource;

/** What the autopsy tells of single interrupts whose lives are known beforehand. */
class AutopsyLifeTest {
  private static final RunLimit SECOND = RunLimit.atTime(1_000_000_000);

  /** Length of INT n, in bytes. */
  private static final int INT_BYTES = 2;

  private static InterruptHistory history(ModuleMachine machine) {
    InterruptHistory history = machine.interruptHistory().orElseThrow();
    history.refresh();
    return history;
  }

  private static InterruptInstance get(ModuleMachine machine, int id) {
    return history(machine).get(id).orElseThrow();
  }

  /** Turns the virtual IF off, works for so many ms, turns it on. */
  private static Asm masking(int millis) {
    Asm guest = new Asm().request(0, "handler").hypercall(45, 28).label("closed");
    guest.mov(1, 50_000 * millis).label("wait").bytes(0x49, 0x75, 0xfd); // dec ecx; jnz wait
    return guest;
  }

  @Test
  void shouldNameTheCallThatTurnedTheVirtualIfOff() {
    Asm guest = masking(3).enable(1).label("opened").label("spin").jump("spin");
    guest.label("handler").handlerReturn();
    ModuleMachine machine = Guests.machine(guest);
    machine.run(RunLimit.atTime(3_900_000));
    InterruptInstance first = get(machine, 1);
    assertEquals(Fate.RETURNED, first.fate());
    assertEquals(Source.CLOCK, first.source());
    assertEquals(1_000_000, first.raisedNanos());
    assertEquals(1_000_000, first.latchedNanos());
    assertEquals(first.deliveredNanos(), first.enteredNanos(), "delivery costs nothing here");
    assertEquals(InterruptInstance.NEVER, first.acknowledgedNanos());
    assertEquals(1, first.gates().size());
    GateInterval gate = first.gates().get(0);
    assertEquals(gate, first.failed().orElseThrow());
    assertEquals("virtual IF off", gate.gate().name());
    assertEquals(Gate.VIRTUAL_IF_OFF.code(), gate.gate().code());
    assertTrue(gate.closedNanos() > 0 && gate.closedNanos() < 1_000, "a few instructions");
    assertEquals(first.deliveredNanos(), gate.openedNanos());
    assertEquals(first.deliveredNanos() - 1_000_000, gate.heldNanos());
    assertEquals(GateCloser.Kind.GUEST_INSTRUCTION, gate.closer().kind());
    assertEquals(guest.at("closed") - INT_BYTES, gate.closer().offset());
    assertEquals(
        String.format("28 IRQ_PARTITION_DISABLE at 0x%08x", guest.at("closed") - INT_BYTES),
        gate.closer().words());
    assertEquals(
        OptionalLong.of(first.enteredNanos() - 1_000_000), first.latency(InterruptHop.LATENCY));
    assertEquals(OptionalLong.empty(), first.latency(InterruptHop.ACKNOWLEDGE));
  }

  @Test
  void shouldTellThatOneWaitedForTheHandlerOfTheOneBefore() {
    Asm guest = masking(3).enable(1).label("spin").jump("spin");
    guest.label("handler").handlerReturn();
    ModuleMachine machine = Guests.machine(guest);
    machine.run(RunLimit.atTime(3_900_000));
    InterruptInstance first = get(machine, 1);
    InterruptInstance second = get(machine, 2);
    assertEquals(first.returnedNanos(), second.deliveredNanos());
    List<String> closers = second.gates().stream().map(g -> g.closer().words()).toList();
    assertEquals("the delivery of #1", closers.get(1));
    assertEquals("the delivery of #1", closers.get(2));
    assertEquals(1, second.gates().get(1).closer().instance());
    assertEquals(
        List.of("virtual IF off", "virtual IF off", "in service"),
        second.gates().stream().map(g -> g.gate().name()).toList());
    assertEquals(first.deliveredNanos(), second.gates().get(2).closedNanos());
  }

  @Test
  void shouldNameTheSlotThatTookTheProcessorAway() {
    Asm spin = new Asm().label("spin").jump("spin");
    Asm guest = new Asm().request(0, "handler").label("idle").hypercall(45, 1000).jump("idle");
    guest.label("handler").increment(Asm.DATA).handlerReturn();
    ModuleMachine machine = Guests.machine(guest, spin);
    machine.run(RunLimit.atTime(39_900_000));
    InterruptHistory history = history(machine);
    // Ticks 10 to 19 and 30 to 39 come while p2 runs.
    InterruptFilter offline = InterruptFilter.ALL.heldBy(Gate.NOT_SCHEDULED.code());
    assertEquals(20, history.ids(offline).length);
    assertEquals(10, history.ids(offline.withFate(Fate.PENDING)).length);
    GateInterval gate = history.get(14).orElseThrow().failed().orElseThrow();
    assertEquals(10_000_000, gate.closedNanos());
    assertEquals(20_000_000, gate.openedNanos());
    assertEquals(6_000_000, gate.heldNanos());
    assertEquals(GateCloser.Kind.SLOT_SWITCH, gate.closer().kind());
    assertEquals("slot 1 began: p2", gate.closer().words());
    // The tick at the boundary waits longest, to the nanosecond.
    assertArrayEquals(
        new int[] {10, 11, 12}, history.longest(InterruptFilter.ALL, InterruptHop.LATENCY, 3));
    assertEquals(
        10_000_000, history.latencies(InterruptFilter.ALL, InterruptHop.LATENCY).longestNanos());
    InterruptInstance waiting = history.get(31).orElseThrow();
    assertEquals(InterruptInstance.NEVER, waiting.failed().orElseThrow().openedNanos());
    assertEquals(history.readNanos() - 31_000_000, waiting.failed().orElseThrow().heldNanos());
  }

  @Test
  void shouldNameTheCallThatGaveTheLineBack() {
    Asm guest = masking(3).hypercall(45, 31, 0).label("back").label("spin").jump("spin");
    guest.label("handler").handlerReturn();
    ModuleMachine machine = Guests.machine(guest);
    machine.run(RunLimit.atTime(9_000_000));
    InterruptInstance second = get(machine, 2);
    assertEquals(Fate.DROPPED, second.fate());
    GateInterval failed = second.failed().orElseThrow();
    assertEquals(Gate.NO_HANDLER.code(), failed.gate().code());
    assertEquals(second.endedNanos(), failed.closedNanos());
    assertEquals(GateCloser.Kind.GUEST_INSTRUCTION, failed.closer().kind());
    assertEquals(guest.at("back") - INT_BYTES, failed.closer().offset());
    assertTrue(failed.closer().words().startsWith("31 UNREGISTER_VCPU"), failed.toString());
    assertEquals("virtual IF off", second.gates().get(0).gate().name(), "held by that before");
    InterruptTotals all = history(machine).total(InterruptFilter.ALL);
    assertEquals(3, all.dropped());
    assertTrue(all.lawHolds());
    assertEquals(3, all.gates().get(0).dropped());
  }

  @Test
  void shouldSayThatThePartitionEnded() {
    Asm stops = masking(2).stop(0).label("stopped");
    stops.label("handler").handlerReturn();
    ModuleMachine machine = Guests.machine(stops);
    machine.run(SECOND);
    GateInterval failed = get(machine, 1).failed().orElseThrow();
    assertEquals(Gate.PARTITION_STOPPED.code(), failed.gate().code());
    assertEquals(stops.at("stopped") - INT_BYTES, failed.closer().offset());

    Asm faults = masking(2).bytes(0xf4); // hlt
    faults.label("handler").handlerReturn();
    machine = Guests.machine(faults);
    machine.run(SECOND);
    failed = get(machine, 1).failed().orElseThrow();
    assertEquals(Gate.PARTITION_FAULTED.code(), failed.gate().code());
    assertEquals(GateCloser.Kind.PARTITION, failed.closer().kind());
    assertEquals("p1 faulted", failed.closer().words());
  }

  @Test
  void shouldCallAFrameAbandonedWhenItsPartitionEnds() {
    Asm guest = new Asm().request(0, "handler").label("spin").jump("spin");
    guest.label("handler").stop(3);
    ModuleMachine machine = Guests.machine(guest);
    machine.run(SECOND);
    InterruptInstance only = get(machine, 1);
    assertEquals(Fate.ABANDONED, only.fate());
    assertEquals(only.endedNanos(), machine.timeNanos());
    assertEquals(1, history(machine).total(InterruptFilter.ALL).abandoned());
    assertEquals(1, history(machine).total(InterruptFilter.ALL).delivered());
  }

  @Test
  void shouldTellWhichOneACoalescedOneJoined() {
    Asm guest = new Asm().request(5, "handler").hypercall(45, 28).label("spin").jump("spin");
    guest.label("handler").handlerReturn();
    ModuleMachine machine = Guests.machine(guest);
    machine.run(RunLimit.atTime(1_000));
    for (int i = 0; i < 3; i++) {
      machine.partitionAt(0).interrupts().raise(5, RaiseSource.PERSON, Gate.OPEN);
    }
    InterruptInstance last = get(machine, 3);
    assertEquals(Fate.COALESCED, last.fate());
    assertEquals(Source.PERSON, last.source());
    assertEquals(1, last.into());
    assertEquals(2, history(machine).totals().get(0).coalesced());
  }

  @Test
  void shouldBeginAnewWithTheMachine() {
    Asm guest = new Asm().request(0, "handler").label("spin").jump("spin");
    guest.label("handler").handlerReturn();
    ModuleMachine machine = Guests.machine(guest);
    machine.run(RunLimit.atTime(5_500_000));
    assertEquals(5, history(machine).lastId());
    machine.restart();
    assertEquals(0, history(machine).lastId());
    machine.run(RunLimit.atTime(2_500_000));
    assertEquals(2, history(machine).lastId());
  }
}
