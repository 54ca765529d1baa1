// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.debug.TargetException;
import org.virtualpok.hypervisor.partition.PartitionSpace;
import org.virtualpok.hypervisor.personality.Personality;
import org.virtualpok.hypervisor.personality.ThreadPolicy;

/**
 * Threads that make random calls on threads, modes and errors, mostly with arguments that mean
 * something, never harm the host or the memory of another partition.
 */
class RandomThreadCallsTest {
  private static final int SEED = 20261123;
  private static final int CALLS = 4_000;
  private static final long GUEST_NANOS_MAX = 6_000_000_000L;
  private static final int BATCH = 512;

  /** Number of the next call of the batch. */
  private static final int NEXT = 0x6000;

  /** Not 0: its main thread makes random calls before mode NORMAL; else three threads and more. */
  private static final int STARTING = 0x6010;

  /** Records of 32 bytes: the call's number, what POK ignores, five arguments. */
  private static final int TABLE = 0x8000;

  private static final int[] NUMBERS = {
    50, 50, 51, 52, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 61, 62, 65, 301, 303, 304, 404, 405,
    406, 407, 408, 409, 410, 4711
  };

  /** Every thread takes the next call; some calls fault instead. */
  private static Asm calls() {
    Asm asm = new Asm().load(1, STARTING);
    asm.bytes(0x85, 0xc9, 0x74, 5).jump("loop"); // test ecx, ecx; jz over
    for (int i = 0; i < 3; i++) {
      ThreadGuests.create(asm, i, "loop", 10 * i, 40 * i, 5 * i);
    }
    asm.store(Asm.ARGS + 4, 0).storeLabel(Asm.ARGS + 8, "loop");
    asm.mov(0, 301).mov(3, Asm.ARGS).interrupt(42);
    ThreadGuests.normal(asm);
    asm.label("loop").load(1, NEXT).bytes(0x81, 0xf9).word(BATCH); // cmp ecx
    asm.bytes(0x72, 5).jump("loop"); // jb over: wait for more
    asm.increment(NEXT);
    asm.bytes(0xc1, 0xe1, 5).bytes(0x8d, 0x99).word(TABLE + 4); // shl ecx, 5; lea ebx
    asm.bytes(0x8b, 0x43, 0xfc); // mov eax, [ebx - 4]
    asm.bytes(0x85, 0xc0, 0x79, 2).bytes(0x0f, 0x0b); // test; jns over; ud2
    asm.interrupt(42).jump("loop");
    return asm;
  }

  @ParameterizedTest
  @CsvSource({
    "virtualpok, RR, false",
    "virtualpok, STATIC, false",
    "pok-2025, RR, false",
    "pok-2025, RMS, true",
    "pok-2014, STATIC, false",
    "pok-2014, RR, true",
    "pok-2013, RMS, false",
    "pok-2013, RMS, true",
  })
  void shouldHarmNobody(String abi, ThreadPolicy policy, boolean faithful) {
    Asm idle = ThreadGuests.normal(new Asm());
    ModuleMachine machine =
        ThreadGuests.machine(Personality.find(abi).orElseThrow(), policy, faithful, calls(), idle);
    Random random = new Random(SEED);
    System.out.printf("%s %s faithful=%s: seed %d%n", abi, policy, faithful, SEED);
    PartitionSpace victim = machine.partitionAt(1).space();
    machine.run(RunLimit.atTime(20_000_000));
    byte[] before = victim.read(0, Asm.SIZE_BYTES);
    long made = 0;
    long time = 20_000_000;
    int starts = 0;
    while (made < CALLS && time < GUEST_NANOS_MAX) {
      fill(machine.partitionAt(0).space(), random);
      int last = -1;
      int next = 0;
      while (next < BATCH && next != last) {
        last = next;
        time += 20_000_000;
        machine.run(RunLimit.atTime(time));
        next = machine.partitionAt(0).space().read32(NEXT);
      }
      made += Math.min(BATCH, Math.max(0, next));
      if (next < BATCH) {
        starts++;
        restart(machine);
        machine.partitionAt(0).space().write32(STARTING, random.nextInt(4) == 0 ? 1 : 0);
      }
    }
    System.out.printf("  %d calls, %d starts by the test, %d ms%n", made, starts, time / 1_000_000);
    assertTrue(made >= CALLS / 4, "calls " + made);
    assertArrayEquals(before, victim.read(0, Asm.SIZE_BYTES));
  }

  private static void restart(ModuleMachine machine) {
    try {
      machine.restartPartition(2);
    } catch (TargetException e) {
      throw new AssertionError(e);
    }
  }

  private static void fill(PartitionSpace space, Random random) {
    for (int i = 0; i < BATCH; i++) {
      int at = TABLE + 32 * i;
      boolean faults = random.nextInt(64) == 0;
      int number = NUMBERS[random.nextInt(NUMBERS.length)];
      boolean rare = number == 404 && random.nextInt(10) != 0;
      space.write32(at, faults ? -1 : rare ? 52 : number);
      for (int a = 1; a <= 5; a++) {
        space.write32(at + 4 + 4 * a, argument(random));
      }
    }
    space.write32(NEXT, 0);
  }

  /** Ids, modes, times, entries, pointers to good memory, to the end, anything. */
  private static int argument(Random random) {
    return switch (random.nextInt(8)) {
      case 0, 1, 2 -> random.nextInt(8);
      case 3 -> random.nextInt(5_000);
      case 4 -> 0;
      case 5 -> 0x7000 + 4 * random.nextInt(512);
      case 6 -> Asm.SIZE_BYTES - random.nextInt(300);
      default -> random.nextInt();
    };
  }
}
