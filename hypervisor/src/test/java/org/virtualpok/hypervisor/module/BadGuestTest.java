// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.hypervisor.event.HypervisorEvents;
import org.virtualpok.hypervisor.hypercall.HypercallDispatcher;
import org.virtualpok.hypervisor.personality.Personality;

/** Whatever one partition does, the module and the other partition go on. */
class BadGuestTest {
  private static final long FRAMES_NANOS = 4 * Guests.SLOT_NANOS;

  /** Counts its ticks. */
  private static Asm counter() {
    Asm guest = new Asm().request(0, "handler");
    guest.label("loop").increment(Asm.DATA).jump("loop");
    guest.label("handler").increment(Asm.DATA + 4);
    return guest.handlerReturn();
  }

  private static ModuleMachine beside(Personality personality, Asm bad) {
    // The neighbour speaks our ABI whatever the bad one speaks.
    return Guests.machineOf(personality, bad, counter());
  }

  private static void neighbourLives(ModuleMachine machine, String after) {
    assertTrue(Guests.word(machine, 2, Asm.DATA) > 1_000, after);
    assertTrue(Guests.word(machine, 2, Asm.DATA + 4) >= 20, after);
  }

  @ParameterizedTest
  @EnumSource(Personality.class)
  void shouldOutliveEverySoftwareInterrupt(Personality personality) {
    for (int vector = 0; vector < 256; vector++) {
      if (!HypercallDispatcher.isHypercall(vector)) {
        ModuleMachine machine =
            beside(personality, new Asm().label("again").interrupt(vector).jump("again"));
        StopReason stop = machine.run(RunLimit.atTime(FRAMES_NANOS));
        assertEquals(StopReason.Kind.LIMIT, stop.kind(), "int " + vector);
        neighbourLives(machine, "int " + vector);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Personality.class)
  void shouldOutlivePortInstructions(Personality personality) {
    int[][] instructions = {
      {0xe4, 0x21}, {0xe6, 0x21}, {0xe5, 0x40}, {0xe7, 0x40}, {0xec}, {0xee}, {0xed}, {0xef},
      {0x6c}, {0x6e}, {0xf3, 0x6d}, {0xf3, 0x6f}, {0xfa}, {0xfb}, {0xf4}, {0x0f, 0x01, 0xd0},
    };
    for (int[] code : instructions) {
      ModuleMachine machine =
          beside(personality, new Asm().mov(2, 0x3f8).label("again").bytes(code).jump("again"));
      machine.run(RunLimit.atTime(FRAMES_NANOS));
      neighbourLives(machine, "bytes " + Integer.toHexString(code[0]));
    }
  }

  @Test
  void shouldOutliveAThousandRestarts() {
    Asm restless = new Asm().request(0, "end").hypercall(42, 404, 1).label("end").jump("end");
    ModuleMachine machine = beside(Personality.VIRTUALPOK, restless);
    int states = 0;
    long time = 0;
    while (states < 1_000) {
      time += 5_000_000;
      machine.run(RunLimit.atTime(time));
      states = Guests.events(machine, HypervisorEvents.PARTITION_STATE).size();
    }
    machine.run(RunLimit.atTime(time + FRAMES_NANOS));
    neighbourLives(machine, "after " + states + " restarts");
    assertTrue(machine.faults().isEmpty());
  }

  @Test
  void shouldLetAPersonRestartAThousandTimes() throws Exception {
    ModuleMachine machine = beside(Personality.VIRTUALPOK, new Asm().bytes(0x0f, 0x0b));
    for (int i = 1; i <= 1_000; i++) {
      machine.run(RunLimit.atTime(i * 2 * Guests.SLOT_NANOS));
      assertEquals(i, machine.faults().size());
      machine.restartPartition(2);
    }
    neighbourLives(machine, "after a thousand faults");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldHoldWhatIsMaskedForEver(boolean inHandler) {
    Asm deaf = new Asm().request(0, "handler");
    if (!inHandler) {
      deaf.hypercall(45, 28);
    }
    deaf.label("spin").jump("spin").label("handler").jump("handler");
    ModuleMachine machine = beside(Personality.VIRTUALPOK, deaf);
    machine.run(RunLimit.atTime(1_000_000_000));
    long waiting = machine.partitionAt(0).interrupts().pending();
    assertTrue(waiting >= 998, "waiting " + waiting);
    assertFalse(machine.partitionAt(0).state().ended());
    neighbourLives(machine, "deaf");
  }
}
