// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virtualpok.bsp.executive.Executive;
import org.virtualpok.emu.awareness.GuestImage;
import org.virtualpok.emu.awareness.GuestMemory;
import org.virtualpok.emu.awareness.RtosAwareness;
import org.virtualpok.emu.debug.Registers;
import org.virtualpok.emu.debug.RtosState;
import org.virtualpok.emu.image.SymbolTable;
import org.virtualpok.emu.image.dwarf.DebugInfo;
import org.virtualpok.emu.image.dwarf.DwarfReader;
import org.virtualpok.emu.image.dwarf.Type;

/**
 * Whatever a guest's memory holds, the executive's awareness answers, says what is wrong, and reads
 * no more than so often. {@code -Dvirtualpok.seed=N} repeats one case, {@code -Dvirtualpok.seeds=N}
 * tries so many.
 */
class ExecutiveDamageTest {
  private static final int SEEDS = Integer.getInteger("virtualpok.seeds", 2000);
  private static final int READS_MAX = 60_000;

  /** Of the memory that is looked at, bytes. */
  private static final int SIZE = 0x20000;

  /** Memory of a guest that stands, in which a test changes what it likes. */
  private static final class Damaged implements GuestMemory {
    private final int base;
    private final byte[] bytes;
    int end;
    int reads;

    Damaged(Still still) {
      this(still.base, still.bytes.clone());
    }

    Damaged(int base, byte[] bytes) {
      this.base = base;
      this.bytes = bytes;
      end = bytes.length;
    }

    @Override
    public byte[] read(int address, int lengthBytes) {
      reads++;
      int at = address - base;
      if (lengthBytes <= 0 || at < 0 || at >= end) {
        return new byte[0];
      }
      return Arrays.copyOfRange(bytes, at, (int) Math.min(end, (long) at + lengthBytes));
    }

    void put(int address, int value) {
      for (int i = 0; i < 4; i++) {
        bytes[address - base + i] = (byte) (value >> 8 * i);
      }
    }
  }

  /** One guest at one instant. */
  private record Still(
      SymbolTable symbols, DebugInfo debugInfo, int base, byte[] bytes, Registers registers) {
    static Still of(String image, String function, int times) throws Exception {
      try (AwareGuest guest = AwareGuest.open(image)) {
        guest.runToCall(function, times);
        int base = image.endsWith("-native") ? 0x100000 : 0;
        return new Still(
            guest.symbols(),
            DwarfReader.read(guest.elf()),
            base,
            guest.machine.memory(guest.vcpu()).read(base, SIZE),
            guest.snapshot().registers().get(guest.vcpu()));
      }
    }

    RtosAwareness aware(GuestMemory memory) {
      return new Executive()
          .attach(new GuestImage(3, "test", symbols, debugInfo, memory))
          .orElseThrow();
    }

    int address(String symbol) {
      return symbols.named(symbol).orElseThrow().address();
    }

    int size(String symbol) {
      return symbols.named(symbol).orElseThrow().size();
    }
  }

  private static RtosState check(Still still, Damaged memory, String what) {
    RtosState state;
    try {
      state = still.aware(memory).read(still.registers);
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError(what, e);
    }
    assertTrue(memory.reads < READS_MAX, what + ": " + memory.reads + " reads");
    assertTrue(state.tasks().size() <= 257, what);
    assertTrue(state.problems().size() <= 21, what);
    assertTrue(state.tasks().stream().filter(RtosState.Task::current).count() <= 1, what);
    state.problems().forEach(p -> assertFalse(p.contains("\n"), what));
    return state;
  }

  @ParameterizedTest
  @ValueSource(strings = {"exectest", "exectest-native"})
  void shouldAnswerWhateverMemoryHolds(String image) throws Exception {
    Still still = Still.of(image, "rtems_semaphore_release", 1);
    String[] tables = {
      "_RTEMS_tasks_Table",
      "_Semaphore_Table",
      "_Message_queue_Table",
      "_Thread_Idle",
      "_Thread_Executing",
      "_Configuration"
    };
    Integer one = Integer.getInteger("virtualpok.seed");
    int wrong = 0;
    for (int seed = one == null ? 0 : one; seed < (one == null ? SEEDS : one + 1); seed++) {
      Random random = new Random(seed);
      Damaged memory = new Damaged(still);
      int changes = 1 + random.nextInt(random.nextBoolean() ? 3 : 60);
      for (int i = 0; i < changes; i++) {
        String table = tables[random.nextInt(tables.length)];
        int at = still.address(table) + 4 * random.nextInt(still.size(table) / 4);
        String other = tables[random.nextInt(tables.length)];
        memory.put(
            at,
            switch (random.nextInt(8)) {
              case 0 -> 0;
              case 1 -> -1;
              case 2 -> at;
              case 3 -> Integer.MIN_VALUE + random.nextInt(4);
              case 4 -> still.address(other) + 4 * random.nextInt(still.size(other) / 4);
              case 5 -> 0x0a010000 + random.nextInt(8);
              case 6 -> still.base + random.nextInt(SIZE);
              default -> random.nextInt();
            });
      }
      if (random.nextInt(10) == 0) {
        memory.end = random.nextInt(memory.end);
      }
      wrong += check(still, memory, "seed " + seed).problems().isEmpty() ? 0 : 1;
    }
    System.out.printf("%s: %d of %d seeds, problems named%n", image, wrong, SEEDS);
    assertTrue(one != null || wrong > SEEDS / 4, wrong + " of " + SEEDS + " were seen to be wrong");
  }

  @Test
  void shouldAnswerOfMemoryThatIsNotThere() throws Exception {
    Still still = Still.of("exectest", "rtems_semaphore_release", 1);
    Damaged memory = new Damaged(still);
    memory.end = 0;
    RtosState state = check(still, memory, "nothing");
    assertEquals(List.of(), state.tasks());
    assertTrue(state.problems().contains("The idle thread cannot be read."));
    check(still, new Damaged(0, new byte[SIZE]), "zeros");
    byte[] ones = new byte[SIZE];
    Arrays.fill(ones, (byte) -1);
    assertFalse(check(still, new Damaged(0, ones), "ones").problems().isEmpty());
  }

  @Test
  void shouldNameAListThatLeadsBackIntoItself() throws Exception {
    Still still = Still.of("exectest", "rtems_semaphore_release", 1);
    Damaged memory = new Damaged(still);
    RtosState sound = check(still, memory, "sound");
    assertEquals(List.of(), sound.problems());
    List<Long> waiting = sound.objects().get(0).waiting();
    assertEquals(3, waiting.size());
    int node =
        sound.tasks().stream()
            .filter(t -> t.id() == waiting.get(0))
            .mapToInt(RtosState.Task::address)
            .findFirst()
            .orElseThrow();
    int offset = offsetOfNode(still);
    memory.put(node + offset, node + offset);
    RtosState cyclic = check(still, memory, "cyclic");
    assertEquals(
        List.of("The list of those that wait for semaphore SEM1 is cyclic."), cyclic.problems());
    assertEquals(List.of(waiting.get(0)), cyclic.objects().get(0).waiting());

    memory.put(node + offset, 0x1234);
    assertEquals(
        List.of(
            "The list of those that wait for semaphore SEM1 leads to 0x00001234, which is no"
                + " task."),
        check(still, memory, "astray").problems());
  }

  private static int offsetOfNode(Still still) {
    return ((Type.Struct) still.debugInfo.variable("_Thread_Idle").orElseThrow().type().stripped())
        .member("Node")
        .orElseThrow()
        .offsetBytes();
  }

  @Test
  void shouldSayThatAnImageWithoutDebuggingInformationCannotBeRead() throws Exception {
    Still still = Still.of("base_sp", "Init", 1);
    GuestImage stripped =
        new GuestImage(3, "test", still.symbols, DebugInfo.NONE, new Damaged(still));
    RtosState state = new Executive().attach(stripped).orElseThrow().read(still.registers);
    assertEquals(List.of(), state.tasks());
    assertTrue(state.problems().get(0).contains("-g"));
    GuestImage other =
        new GuestImage(3, "t", SymbolTable.EMPTY, DebugInfo.NONE, new Damaged(still));
    assertTrue(new Executive().attach(other).isEmpty());
  }
}
