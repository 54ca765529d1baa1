// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.debug.Address;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.debug.TargetException;
import org.virtualpok.emu.trace.EventLog;
import org.virtualpok.hypervisor.config.ClockRate;
import org.virtualpok.hypervisor.config.KernelDescription;
import org.virtualpok.hypervisor.config.ModuleDescription;
import org.virtualpok.hypervisor.config.ModuleDescription.Costs;
import org.virtualpok.hypervisor.config.ModuleDescription.PartitionDescription;
import org.virtualpok.hypervisor.config.ModuleDescription.Window;
import org.virtualpok.hypervisor.partition.PartitionSpace;
import org.virtualpok.hypervisor.personality.Personality;

/** A partition that makes random hypercalls changes nothing in another one, not even its timing. */
class HostilePartitionTest {
  /** How many calls are made for each personality; a million takes a while. */
  private static final long CALLS = Long.getLong("virtualpok.hostileCalls", 20_000);

  private static final int SEED = Integer.getInteger("virtualpok.seed", 20130601);

  /** Slow, so that many slots pass for few instructions of the victim. */
  private static final long NANOS_PER_INSTRUCTION = 1_000;

  private static final long HOSTILE_SLOT_NANOS = 9_000_000;
  private static final long VICTIM_SLOT_NANOS = 1_000_000;
  private static final long FRAME_NANOS = HOSTILE_SLOT_NANOS + VICTIM_SLOT_NANOS;
  private static final int HOSTILE = 2;
  private static final int VICTIM = 4;

  /** Counts ticks in a handler and loops, prints every 16 loops, asks for the time. */
  private static Asm victim() {
    Asm guest = new Asm().request(0, "handler");
    guest.label("loop").increment(Asm.DATA);
    guest.hypercall(45, 28).bytes(0x40, 0x48).enable(1);
    guest.hypercall(42, 20, Asm.DATA + 16);
    guest.load(0, Asm.DATA).bytes(0xa8, 0x0f, 0x75, 0x05); // test al, 15; jnz over the call
    guest.call("print").jump("loop");
    guest.label("print").hypercall(42, 10, Asm.DATA + 4, 4).ret();
    guest.label("handler").increment(Asm.DATA + 4);
    return guest.handlerReturn();
  }

  private static ModuleMachine machine(Asm hostile, Personality personality) {
    String abi = personality.abi();
    List<PartitionDescription> partitions =
        List.of(
            new PartitionDescription(1, "hostile", "hostile", abi, Asm.SIZE_BYTES, 0),
            new PartitionDescription(2, "victim", "victim", "", Asm.SIZE_BYTES, 0));
    ModuleDescription description =
        new ModuleDescription(
            "test.xml",
            "test",
            partitions,
            FRAME_NANOS,
            List.of(
                new Window(0, 0, HOSTILE_SLOT_NANOS),
                new Window(1, HOSTILE_SLOT_NANOS, VICTIM_SLOT_NANOS)),
            ClockRate.DEFAULT,
            Costs.NONE,
            List.of(),
            KernelDescription.DEFAULT);
    return new ModuleMachine(
        description,
        List.of(hostile.image("hostile"), victim().image("victim")),
        ModuleOptions.DEFAULT.withNanosPerInstruction(NANOS_PER_INSTRUCTION));
  }

  @ParameterizedTest
  @EnumSource(Personality.class)
  void shouldNotChangeItsVictim(Personality personality) throws TargetException {
    ModuleMachine attacked = machine(HostileGuest.guest(personality), personality);
    long time = attack(attacked, personality);
    ModuleMachine alone = machine(new Asm().label("spin").jump("spin"), personality);
    alone.run(RunLimit.atTime(time));
    assertSameEvents(alone.events(), attacked.events());
    assertArrayEquals(memory(alone), memory(attacked));
    assertArrayEquals(kernel(alone), kernel(attacked));
    assertArrayEquals(alone.partitionAt(1).cpu().gpr, attacked.partitionAt(1).cpu().gpr);
    assertTrue(Guests.word(alone, 2, Asm.DATA) > 100, "the victim ran");
    assertTrue(Guests.word(alone, 2, Asm.DATA + 4) > 10, "the victim had ticks");
  }

  /**
   * Runs until enough calls were made; gives the guest time. A partition that hangs or ends starts
   * anew.
   */
  private static long attack(ModuleMachine machine, Personality personality)
      throws TargetException {
    long calls = 0;
    int starts = 1;
    int before = 0;
    long time = 0;
    seed(machine, SEED);
    while (calls + before < CALLS) {
      time += FRAME_NANOS;
      machine.run(RunLimit.atTime(time));
      // Not through its DS: a thread of it may have loaded anything.
      int made = machine.partitionAt(0).space().read32(HostileGuest.CALLS);
      if (made == before || !machine.partitionAt(0).runnable()) {
        calls += made;
        before = 0;
        machine.restartPartition(HOSTILE);
        seed(machine, SEED + starts++);
      } else {
        before = made;
      }
    }
    System.out.printf(
        "%s: %d random hypercalls, seed %d, %d starts, %d ms of guest time%n",
        personality.abi(), calls + before, SEED, starts, time / 1_000_000);
    return time;
  }

  private static void seed(ModuleMachine machine, int seed) {
    PartitionSpace space = machine.partitionAt(0).space();
    space.memory().write32(space.physical(HostileGuest.SEED), seed);
  }

  /** One beside the other: of a million calls they would not fit into memory. */
  private static void assertSameEvents(EventLog alone, EventLog attacked) {
    // The older events of the longer log may be gone by now.
    long since = Math.max(firstNanos(alone), firstNanos(attacked));
    assertTrue(firstAfter(alone, since) < alone.size(), "there is something to compare");
    long i = nextOfVictim(alone, firstAfter(alone, since));
    long j = nextOfVictim(attacked, firstAfter(attacked, since));
    while (i < alone.size() && j < attacked.size()) {
      assertEquals(line(alone.get(i)), line(attacked.get(j)));
      i = nextOfVictim(alone, i + 1);
      j = nextOfVictim(attacked, j + 1);
    }
    assertEquals(i < alone.size(), j < attacked.size(), "one of them has more events");
  }

  /** Guest time of the oldest event, ns; -1 if it is the machine's first. */
  private static long firstNanos(EventLog log) {
    return log.first() == 0 ? -1 : log.get(log.first()).timeNanos();
  }

  private static long firstAfter(EventLog log, long nanos) {
    long at = log.first();
    while (at < log.size() && log.get(at).timeNanos() <= nanos) {
      at++;
    }
    return at;
  }

  private static long nextOfVictim(EventLog log, long from) {
    long at = from;
    while (at < log.size() && log.get(at).context() != VICTIM) {
      at++;
    }
    return at;
  }

  /** What the victim did or what happened to it; ids of instances count over all partitions. */
  private static String line(EventLog.Event e) {
    boolean instance = !e.kind().text() && e.kind().fields().get(0).equals("instance");
    String fields =
        e.kind().text()
            ? Arrays.toString(e.text())
            : (instance ? "" : e.a()) + " " + e.b() + " " + e.c();
    return e.timeNanos() + " " + e.kind().name() + " " + fields;
  }

  private static byte[] memory(ModuleMachine machine) throws TargetException {
    return machine.readMemory(new Address.Logical(VICTIM, SegmentName.DS, 0), Asm.SIZE_BYTES);
  }

  /** Physical memory below the first partition: descriptor tables, task state segment. */
  private static byte[] kernel(ModuleMachine machine) {
    PartitionSpace space = machine.partitionAt(0).space();
    return space.memory().read(0, space.base());
  }
}
