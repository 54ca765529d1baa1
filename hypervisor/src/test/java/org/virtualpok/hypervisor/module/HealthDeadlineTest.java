// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.virtualpok.hypervisor.error.ErrorKind.DEADLINE_MISSED;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.hypervisor.error.ErrorLevel;
import org.virtualpok.hypervisor.error.HealthAction;
import org.virtualpok.hypervisor.event.HypervisorEvents;
import org.virtualpok.hypervisor.partition.PartitionState;
import org.virtualpok.hypervisor.personality.Personality;

/** Deadlines that threads meet and miss, where tables say what becomes of them. */
class HealthDeadlineTest {
  private static final int HANDLED = Asm.DATA;
  private static final int BEHIND = Asm.DATA + 8;
  private static final int STATUS = Asm.DATA + 0x100;
  private static final RunLimit SHORT = RunLimit.atTime(95_000_000);

  private static Asm counts() {
    return new Asm().label("loop").increment(Asm.DATA).jump("loop");
  }

  private static int word(ModuleMachine machine, int partition, int offset) {
    return machine.partitionAt(partition).space().read32(offset);
  }

  /** A thread with a period of 20 ms and a deadline of 5 ms that needs for ever. */
  private static Asm late(boolean handler) {
    Asm asm = new Asm();
    asm.store(ThreadGuests.ATTRIBUTES, 5).storeLabel(ThreadGuests.ATTRIBUTES + 4, "guilty");
    for (int at = 8; at < 40; at += 4) {
      asm.store(ThreadGuests.ATTRIBUTES + at, 0);
    }
    asm.store(ThreadGuests.ATTRIBUTES + 8, 20_000_000);
    asm.store(ThreadGuests.ATTRIBUTES + 16, 5_000_000);
    asm.hypercall(42, 50, ThreadGuests.IDS, ThreadGuests.ATTRIBUTES);
    if (handler) {
      asm.store(Asm.ARGS + 4, 0).storeLabel(Asm.ARGS + 8, "handler");
      asm.mov(0, 301).mov(3, Asm.ARGS).interrupt(42);
    }
    ThreadGuests.normal(asm);
    asm.label("guilty").increment(BEHIND).jump("guilty");
    asm.label("handler");
    ThreadGuests.call(asm, 3, 57);
    asm.increment(HANDLED);
    ThreadGuests.call(asm, 3, 304, STATUS);
    ThreadGuests.call(asm, 3, 55, 1);
    return asm.jump("handler");
  }

  @Test
  void shouldTellTheHandlerOfAMissedDeadline() {
    ModuleMachine machine =
        new HealthGuests()
            .on(Personality.POK_2025, false)
            .level(DEADLINE_MISSED, ErrorLevel.PROCESS)
            .machine(late(true), counts());
    machine.run(SHORT);
    assertEquals(1, word(machine, 0, HANDLED));
    assertEquals(10, word(machine, 0, STATUS) & 0xff);
    assertEquals(1, word(machine, 0, STATUS + 4));
    assertEquals(
        "10 deadline missed: process level, error handler", HealthGuests.decisions(machine).get(0));
    long at = Guests.events(machine, HypervisorEvents.HEALTH_ERROR).get(0).timeNanos();
    assertTrue(at >= 5_000_000 && at <= 7_000_000, "at " + at);
  }

  @Test
  void shouldActOnAMissedDeadline() {
    ModuleMachine machine =
        new HealthGuests()
            .on(Personality.POK_2025, false)
            .partition(0, DEADLINE_MISSED, HealthAction.IDLE)
            .machine(late(false), counts());
    machine.run(SHORT);
    assertEquals(PartitionState.STOPPED, machine.partitionAt(0).state());
    assertTrue(
        machine.partitionAt(0).reason().contains("error 10 deadline missed of thread 1 at 0x"));
  }

  @Test
  void shouldKeepQuietAboutDeadlinesThatAreMet() {
    Asm asm = new Asm();
    asm.store(ThreadGuests.ATTRIBUTES, 5).storeLabel(ThreadGuests.ATTRIBUTES + 4, "good");
    for (int at = 8; at < 40; at += 4) {
      asm.store(ThreadGuests.ATTRIBUTES + at, 0);
    }
    asm.store(ThreadGuests.ATTRIBUTES + 8, 20_000_000);
    asm.store(ThreadGuests.ATTRIBUTES + 16, 5_000_000);
    asm.hypercall(42, 50, ThreadGuests.IDS, ThreadGuests.ATTRIBUTES);
    ThreadGuests.normal(asm);
    asm.label("good").increment(BEHIND);
    ThreadGuests.call(asm, 1, 56);
    asm.jump("good");
    ModuleMachine machine =
        new HealthGuests()
            .on(Personality.POK_2025, false)
            .partition(0, DEADLINE_MISSED, HealthAction.IDLE)
            .machine(asm, counts());
    machine.run(SHORT);
    assertTrue(word(machine, 0, BEHIND) > 3);
    assertEquals(List.of(), HealthGuests.decisions(machine));
  }
}
