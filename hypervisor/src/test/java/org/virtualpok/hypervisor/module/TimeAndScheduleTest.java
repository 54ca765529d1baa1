// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.debug.ScheduleState;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.trace.EventLog;
import org.virtualpok.hypervisor.config.ClockRate;
import org.virtualpok.hypervisor.config.ModuleDescription.Costs;
import org.virtualpok.hypervisor.event.HypervisorEvents;

/** Guest time is exact, and the schedule a function of it. */
class TimeAndScheduleTest {
  private static Asm counter() {
    return new Asm().label("loop").increment(Asm.DATA).jump("loop");
  }

  private static Asm idler() {
    Asm guest = new Asm().request(0, "handler").label("idle").hypercall(45, 1000).jump("idle");
    return guest.label("handler").increment(Asm.DATA).handlerReturn();
  }

  @Test
  void shouldGiveEachPartitionItsSlots() {
    ModuleMachine machine = Guests.machine(counter(), counter());
    machine.run(RunLimit.atTime(10_000_000));
    assertEquals(500_000, Guests.word(machine, 1, Asm.DATA));
    assertEquals(0, Guests.word(machine, 2, Asm.DATA));
    machine.run(RunLimit.atTime(25_000_000));
    assertEquals(750_000, Guests.word(machine, 1, Asm.DATA));
    assertEquals(500_000, Guests.word(machine, 2, Asm.DATA));
    ScheduleState schedule = machine.capture(1, true, null).schedule().orElseThrow();
    assertEquals(1, schedule.frame());
    assertEquals(0, schedule.slot());
    assertEquals(30_000_000, schedule.slotEndNanos());
    List<EventLog.Event> switches = Guests.events(machine, HypervisorEvents.SLOT_SWITCH);
    assertEquals(
        List.of(0L, 10_000_000L, 20_000_000L),
        switches.stream().map(EventLog.Event::timeNanos).toList());
  }

  @Test
  void shouldMarkOnlyTheCurrentPairOfDescriptorsPresent() {
    ModuleMachine machine = Guests.machine(counter(), counter());
    machine.run(RunLimit.atTime(10_000_000));
    int[] present = new int[4];
    for (int i = 0; i < 4; i++) {
      int high = machine.partitionAt(0).space().memory().read32(0x1000 + 0x20 + 8 * i + 4);
      present[i] = high >>> 15 & 1;
    }
    assertEquals("0011", "" + present[0] + present[1] + present[2] + present[3]);
  }

  @Test
  void shouldFaultTheSelectorOfAnotherPartition() {
    // mov eax, 0x3b; mov ds, eax: the data of partition 2
    ModuleMachine machine = Guests.machine(new Asm().mov(0, 0x3b).bytes(0x8e, 0xd8), counter());
    machine.run(RunLimit.atTime(1_000));
    String sentence = machine.faults().get(0).sentence();
    assertTrue(sentence.startsWith("#NP(0x38): selector 0x38 is not present"), sentence);
  }

  @Test
  void shouldStopAtTheExactInstructionAndTime() {
    ModuleMachine machine = Guests.machine(counter());
    assertEquals(StopReason.Kind.LIMIT, machine.run(RunLimit.atInstruction(12_345)).kind());
    assertEquals(12_345, machine.instructions());
    machine.run(RunLimit.atTime(200_001));
    assertEquals(200_010, machine.timeNanos());
  }

  @Test
  void shouldTickAtExactRationalTimes() {
    ClockRate pit = ClockRate.parse("1193182/1193");
    ModuleMachine machine =
        Guests.machine(ModuleOptions.DEFAULT.withClock(pit), Costs.NONE, idler());
    machine.run(RunLimit.atTime(20_000_000_000L));
    List<EventLog.Event> raised = Guests.events(machine, HypervisorEvents.IRQ_RAISED);
    assertEquals(20_003, raised.size());
    for (int k = 1; k <= raised.size(); k++) {
      long exact = -Math.floorDiv(-k * 1_193_000_000_000L, 1_193_182L);
      assertEquals(exact, raised.get(k - 1).timeNanos(), "tick " + k);
    }
  }

  @Test
  void shouldTakeATickAtTheFirstBoundaryAfterItIsDue() {
    ModuleOptions options = ModuleOptions.DEFAULT.withClockPhaseNanos(7);
    Asm guest = new Asm().request(0, "handler").label("spin").jump("spin");
    guest.label("handler").handlerReturn();
    ModuleMachine machine = Guests.machine(options, Costs.NONE, guest);
    machine.run(RunLimit.atTime(1_500_000));
    assertEquals(
        1_000_010, Guests.events(machine, HypervisorEvents.IRQ_DELIVERED).get(0).timeNanos());
  }

  @Test
  void shouldLetDeclaredCostsPassAsTimeWithoutInstructions() {
    Costs costs = new Costs(1_000, 200, 30, 4_000);
    ModuleMachine machine = Guests.machine(ModuleOptions.DEFAULT, costs, idler(), counter());
    machine.run(RunLimit.atTime(40_000_000));
    long hypercalls = Guests.events(machine, HypervisorEvents.HYPERCALL_ENTRY).size();
    long returns = Guests.events(machine, HypervisorEvents.IRQ_RETURNED).size();
    long deliveries = Guests.events(machine, HypervisorEvents.IRQ_DELIVERED).size();
    long switches = Guests.events(machine, HypervisorEvents.SLOT_SWITCH).size() - 1;
    long costNanos =
        (hypercalls - returns) * 1_000 + deliveries * 200 + returns * 30 + switches * 4_000;
    assertTrue(deliveries > 10);
    assertTrue(machine.timeNanos() >= machine.instructions() * 10 + costNanos);
    assertEquals(
        20_000_000, Guests.events(machine, HypervisorEvents.SLOT_SWITCH).get(2).timeNanos());
  }

  @Test
  void shouldSkipIdleTime() {
    ModuleMachine machine = Guests.machine(idler());
    machine.run(RunLimit.atTime(60_000_000_000L));
    assertEquals(60_000_000_000L, machine.timeNanos());
    assertEquals(59_999, Guests.word(machine, 1, Asm.DATA));
    assertTrue(machine.instructions() < 2_000_000);
  }
}
