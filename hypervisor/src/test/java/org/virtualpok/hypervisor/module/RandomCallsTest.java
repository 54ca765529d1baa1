// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.trace.EventKind;
import org.virtualpok.hypervisor.config.KernelDescription;
import org.virtualpok.hypervisor.config.KernelDescription.Channel;
import org.virtualpok.hypervisor.config.KernelDescription.End;
import org.virtualpok.hypervisor.config.KernelDescription.Flush;
import org.virtualpok.hypervisor.config.PortDescription;
import org.virtualpok.hypervisor.config.PortDescription.Direction;
import org.virtualpok.hypervisor.config.PortDescription.Kind;
import org.virtualpok.hypervisor.event.EventRecorder;
import org.virtualpok.hypervisor.hypercall.Hypercall;
import org.virtualpok.hypervisor.hypercall.HypercallDispatcher;
import org.virtualpok.hypervisor.hypercall.KernelObjects;
import org.virtualpok.hypervisor.partition.Partition;
import org.virtualpok.hypervisor.partition.PartitionErrors;
import org.virtualpok.hypervisor.partition.PartitionLifecycle;
import org.virtualpok.hypervisor.partition.PartitionState;
import org.virtualpok.hypervisor.personality.Personality;
import org.virtualpok.hypervisor.schedule.MajorFrame;
import org.virtualpok.hypervisor.schedule.Slot;

/**
 * Lock objects, ports and the rest of the calls under random arguments: the host never throws, and
 * nothing changes outside the caller's partition, and each answer is one that the call's
 * documentation tells. {@code -Dvirtualpok.seed} repeats a run.
 */
class RandomCallsTest {
  private static final int CALLS = Integer.getInteger("virtualpok.randomCalls", 50_000);
  private static final int SEED = Integer.getInteger("virtualpok.seed", 6532013);
  private static final int[] NUMBERS = {
    10, 11, 20, 50, 52, 53, 56, 61, 62, 65, 101, 102, 103, 104, 105, 110, 111, 112, 113, 114, 120,
    150, 151, 152, 153, 154, 201, 202, 404, 501, 502, 601, 701, 702, 703, 704, 705, 706
  };

  private static final PortDescription[] PORTS = {
    PortGuests.port(Kind.QUEUEING, "a", Direction.SOURCE, 10, 3),
    PortGuests.port(Kind.QUEUEING, "b", Direction.DESTINATION, 7, 2),
    PortGuests.port(Kind.SAMPLING, "c", Direction.SOURCE, 16, 1),
    PortGuests.port(Kind.SAMPLING, "d", Direction.DESTINATION, 16, 1)
  };

  private final Random random = new Random(SEED);
  private long now;

  @ParameterizedTest
  @CsvSource({
    "VIRTUALPOK, false",
    "POK_2025, false",
    "POK_2025, true",
    "POK_2014, false",
    "POK_2014, true",
    "POK_2013, true"
  })
  void shouldNeverThrowNorTouchOthers(Personality personality, boolean faithful) {
    Asm guest = new Asm().label("spin").jump("spin");
    var services = PortGuests.services(faithful, PORTS);
    ModuleMachine machine =
        PortGuests.machine(
            personality, Flush.MAJOR_FRAME, List.of(services, services), guest, guest);
    List<Partition> partitions = List.of(machine.partitionAt(0), machine.partitionAt(1));
    EventRecorder recorder = new Nothing();
    PartitionLifecycle lifecycle = new PartitionLifecycle(recorder, () -> now);
    List<Channel> channels = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      channels.add(new Channel(new End(i, 0), List.of(new End(1 - i, 1))));
      channels.add(new Channel(new End(i, 2), List.of(new End(1 - i, 3), new End(i, 3))));
    }
    KernelDescription other = KernelDescription.DEFAULT;
    KernelDescription kernel =
        new KernelDescription(other.policy(), other.frame(), other.flush(), channels);
    KernelObjects objects = new KernelObjects(partitions, kernel, recorder);
    lifecycle.onRestart(objects::forget);
    HypercallDispatcher dispatcher =
        new HypercallDispatcher(
            recorder,
            lifecycle,
            new PartitionErrors(recorder),
            objects,
            new MajorFrame(List.of(new Slot(0, 0, 1_000_000), new Slot(1, 1_000_000, 1_000_000))),
            () -> now);
    System.out.println(personality + ": " + CALLS + " calls, seed " + SEED);
    for (int i = 0; i < CALLS; i++) {
      Partition caller = partitions.get(random.nextInt(2));
      settle(caller, partitions, objects, lifecycle);
      byte[] before = i % 97 == 0 ? others(machine, caller) : null;
      call(caller, dispatcher);
      if (before != null) {
        assertArrayEquals(before, others(machine, caller), "call " + i);
      }
      if (i % 1009 == 0) {
        objects.lockStates();
        assertEquals(8, objects.ports().states(now).size());
      }
    }
  }

  /** Lets time pass until the caller can run; one that cannot, starts anew. */
  private void settle(
      Partition caller,
      List<Partition> partitions,
      KernelObjects objects,
      PartitionLifecycle lifecycle) {
    now += random.nextInt(300_000);
    if (random.nextInt(20) == 0) {
      partitions.forEach(p -> objects.slotEnds(p, true, now));
    }
    for (int i = 0; i < 20 && caller.state() == PartitionState.NO_THREAD; i++) {
      now += 1_000_000;
      lifecycle.reschedule(caller);
    }
    if (caller.state() != PartitionState.READY || random.nextInt(500) == 0) {
      lifecycle.restart(caller, Partition.MODE_COLD_START, 0);
    }
  }

  private void call(Partition caller, HypercallDispatcher dispatcher) {
    CpuState cpu = caller.cpu();
    int pointer = random.nextInt(50) == 0 ? argument() : 0x4000;
    for (int i = 0; i < 6; i++) {
      caller.space().write32(0x4000 + 4 * i, argument());
    }
    for (int i = 0; i < 5; i++) {
      caller.space().write32(0x5000 + 4 * i, random.nextInt(5));
    }
    caller.space().write32(0x6000, 'a' + random.nextInt(5));
    int number = NUMBERS[random.nextInt(NUMBERS.length)];
    cpu.gpr[CpuState.EAX] = number;
    cpu.gpr[CpuState.EBX] = pointer;
    cpu.eip = 2;
    try {
      if (dispatcher.execute(caller, 42)) {
        int answer = cpu.gpr[CpuState.EAX];
        boolean known =
            answer == 1 || Hypercall.find(42, number).orElseThrow().answers().contains(answer);
        assertTrue(known, () -> "docs/hypercalls.md lacks the answer " + answer + " of " + number);
      }
    } catch (org.virtualpok.hypervisor.interrupt.FrameException e) {
      throw new AssertionError("none of these calls is about frames", e);
    }
  }

  private int argument() {
    return switch (random.nextInt(8)) {
      case 0 -> random.nextInt();
      case 1 -> Asm.SIZE_BYTES - random.nextInt(40);
      case 2, 3 -> 0x5000;
      case 4 -> 0x6000;
      case 5 -> 0x7000 + random.nextInt(64);
      default -> random.nextInt(12);
    };
  }

  /** All memory but the caller's partition. */
  private static byte[] others(ModuleMachine machine, Partition caller) {
    Partition last = machine.partitionAt(1);
    int end = last.space().base() + last.space().sizeBytes();
    byte[] all = caller.space().memory().read(0, end);
    java.util.Arrays.fill(
        all, caller.space().base(), caller.space().base() + caller.space().sizeBytes(), (byte) 0);
    return all;
  }

  /** Logs nothing. */
  private static final class Nothing implements EventRecorder {
    @Override
    public void record(EventKind kind, int context, int a, int b, int c) {}

    @Override
    public void recordText(EventKind kind, int context, byte[] text, int c) {}
  }
}
