// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.hypervisor.error.ErrorKind;
import org.virtualpok.hypervisor.error.HealthAction;
import org.virtualpok.hypervisor.error.SystemState;
import org.virtualpok.hypervisor.event.HypervisorEvents;
import org.virtualpok.hypervisor.partition.PartitionState;
import org.virtualpok.hypervisor.personality.Personality;

/** Partitions of random bytes under random tables: nothing but the tables says what happens. */
class RandomErrorsTest {
  private static final int SEEDS = 60;
  private static final long SEED = 20261123;
  private static final long NANOS = 75_000_000;

  private static final List<HealthAction> ACTIONS =
      List.of(
          HealthAction.IGNORE, HealthAction.IDLE, HealthAction.WARM_START, HealthAction.COLD_START);

  private static Asm counts() {
    return new Asm().label("loop").increment(Asm.DATA).jump("loop");
  }

  private static Asm wild(Random random) {
    Asm asm = new Asm();
    if (random.nextBoolean()) {
      asm.store(Asm.ARGS + 4, 0).storeLabel(Asm.ARGS + 8, "handler");
      asm.mov(0, 301).mov(3, Asm.ARGS).interrupt(42);
    }
    asm.label("handler");
    for (int i = 0; i < 400; i++) {
      if (random.nextInt(12) == 0) {
        int[] calls = {303, 404, 50, 57, 28, 30, 304, 4711};
        asm.hypercall(42, calls[random.nextInt(calls.length)], 1 + random.nextInt(4), Asm.DATA);
      } else {
        asm.bytes(random.nextInt(256));
      }
    }
    return asm;
  }

  private static HealthGuests tables(Random random, Personality personality) {
    HealthGuests tables = new HealthGuests().on(personality, random.nextInt(4) == 0);
    for (ErrorKind kind : ErrorKind.values()) {
      for (SystemState state : List.of(SystemState.ERROR_HANDLER, SystemState.PROCESS_EXECUTION)) {
        if (random.nextInt(4) != 0) {
          tables.partition(0, kind, state, ACTIONS.get(random.nextInt(ACTIONS.size())));
        }
      }
    }
    return tables;
  }

  @ParameterizedTest
  @EnumSource(Personality.class)
  void shouldKeepAnErrorInItsPartition(Personality personality) {
    System.out.println(personality + ": seed " + SEED);
    int decisions = 0;
    for (int i = 0; i < SEEDS; i++) {
      Random random = new Random(SEED + i);
      Asm guest = wild(random);
      HealthGuests tables = tables(random, personality);
      ModuleMachine machine = tables.machine(guest, counts());
      ModuleMachine alone = tables.machine(new Asm().stop(0), counts());
      machine.run(RunLimit.atTime(NANOS));
      alone.run(RunLimit.atTime(NANOS));
      boolean off = machine.partitionAt(1).state() == PartitionState.STOPPED;
      assertTrue(off || machine.timeNanos() == NANOS, "seed " + (SEED + i));
      if (!off) {
        assertEquals(
            Guests.word(alone, 2, Asm.DATA), Guests.word(machine, 2, Asm.DATA), "seed " + i);
      }
      int own = Guests.events(machine, HypervisorEvents.HEALTH_ERROR).size();
      List<String> first = Guests.lines(machine);
      machine.restart();
      machine.run(RunLimit.atTime(NANOS));
      assertEquals(first, Guests.lines(machine), "seed " + (SEED + i));
      decisions += own;
    }
    assertTrue(decisions > SEEDS, "only " + decisions + " decisions");
  }
}
