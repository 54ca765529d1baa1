// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.hypervisor.event.HypervisorEvents;
import org.virtualpok.hypervisor.partition.PartitionState;
import org.virtualpok.hypervisor.personality.Personality;
import org.virtualpok.hypervisor.personality.ThreadPolicy;

/** Faults and errors of threads, and who handles them. */
class ErrorHandlerTest {
  private static final int STATUS = Asm.DATA + 0x100;
  private static final int HANDLED = Asm.DATA;
  private static final int OTHER = Asm.DATA + 4;
  private static final int BEHIND = Asm.DATA + 8;
  private static final int ANSWER = Asm.DATA + 12;

  /** Thread 1 is {@code guilty}, thread 2 counts; the handler stops the guilty one. */
  private static Asm guest(boolean handler, int... guilty) {
    Asm asm = new Asm();
    ThreadGuests.create(asm, 0, "guilty", 5, 0, 0);
    ThreadGuests.create(asm, 1, "other", 4, 0, 0);
    if (handler) {
      asm.store(Asm.ARGS + 4, 0).storeLabel(Asm.ARGS + 8, "handler");
      asm.mov(0, 301).mov(3, Asm.ARGS).interrupt(42).storeRegister(ANSWER, 0);
    }
    ThreadGuests.normal(asm);
    asm.label("guilty").mov(0, 999).mov(3, Asm.ARGS).label("fault").bytes(guilty);
    asm.increment(BEHIND).label("spin").jump("spin");
    asm.label("other").increment(OTHER).jump("other");
    asm.label("handler");
    ThreadGuests.call(asm, 3, 57);
    asm.increment(HANDLED);
    ThreadGuests.call(asm, 3, 304, STATUS);
    ThreadGuests.call(asm, 3, 55, 1);
    return asm.jump("handler");
  }

  private static Asm bystander() {
    return new Asm().label("loop").increment(Asm.DATA).jump("loop");
  }

  private static int word(ModuleMachine machine, int offset) {
    return machine.partitionAt(0).space().read32(offset);
  }

  private static boolean otherRan(ModuleMachine machine) {
    return machine.partitionAt(1).space().read32(Asm.DATA) > 1000;
  }

  @ParameterizedTest
  @EnumSource(Personality.class)
  void shouldGiveAFaultToTheHandler(Personality personality) {
    Asm asm = guest(true, 0x0f, 0x0b);
    ModuleMachine machine = ThreadGuests.machine(personality, ThreadPolicy.RR, asm, bystander());
    machine.run(RunLimit.atTime(100_000_000));
    assertEquals(0, word(machine, ANSWER));
    assertEquals(1, word(machine, HANDLED));
    assertEquals(13, word(machine, STATUS));
    assertEquals(1, word(machine, STATUS + 4));
    assertEquals(asm.at("fault"), word(machine, STATUS + 8));
    assertEquals(0, word(machine, STATUS + 264));
    assertEquals(0, word(machine, BEHIND));
    assertTrue(word(machine, OTHER) > 1000, "the other thread goes on");
    assertTrue(otherRan(machine));
    assertEquals(0, machine.faults().size());
    assertEquals(1, Guests.events(machine, HypervisorEvents.PARTITION_ERROR).size());
  }

  @Test
  void shouldEndAPartitionThatHasNoHandler() {
    ModuleMachine machine =
        ThreadGuests.machine(
            Personality.POK_2025, ThreadPolicy.RR, guest(false, 0x0f, 0x0b), bystander());
    machine.run(RunLimit.atTime(100_000_000));
    assertEquals(PartitionState.FAULTED, machine.partitionAt(0).state());
    assertTrue(otherRan(machine));
  }

  @Test
  void shouldRepeatAFaultForEverUnderAFaithfulKernel() {
    ModuleMachine machine =
        ThreadGuests.machine(
            Personality.POK_2025, ThreadPolicy.RR, true, guest(false, 0x0f, 0x0b), bystander());
    machine.run(RunLimit.atTime(1_000_000_000));
    assertEquals(1_000_000_000, machine.timeNanos());
    assertEquals(PartitionState.READY, machine.partitionAt(0).state());
    assertEquals(1, Guests.events(machine, HypervisorEvents.PARTITION_ERROR).size());
    assertTrue(otherRan(machine));
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void shouldSurviveAHandlerThatFaults(boolean faithful) {
    Asm asm = new Asm();
    ThreadGuests.create(asm, 0, "guilty", 5, 0, 0);
    asm.store(Asm.ARGS + 4, 0).storeLabel(Asm.ARGS + 8, "handler");
    asm.mov(0, 301).mov(3, Asm.ARGS).interrupt(42);
    ThreadGuests.normal(asm);
    asm.label("guilty").bytes(0x0f, 0x0b);
    asm.label("handler");
    ThreadGuests.call(asm, 3, 57).bytes(0x0f, 0x0b);
    ModuleMachine machine =
        ThreadGuests.machine(Personality.POK_2014, ThreadPolicy.RR, faithful, asm, bystander());
    machine.run(RunLimit.atTime(500_000_000));
    assertTrue(otherRan(machine));
    assertEquals(faithful ? 0 : 1, machine.faults().size());
    if (!faithful) {
      String sentence = machine.faults().get(0).sentence();
      assertTrue(sentence.endsWith(", in the partition's error handler"), sentence);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "pok-2025, 0xcc, 13, false",
    "pok-2025, 0xcd 0x04, 14, false",
    "pok-2025, 0xcd 0x0d, 13, true",
    "pok-2025, 0xcd 0x0c, 15, true",
    "pok-2013, 0xcd 0x10, 16, false",
    "pok-2014, 0xcd 0x20, 13, true",
    "pok-2014, 0xcd 0x80, 13, true",
    "pok-2025, 0xcd 0x2d, 13, true",
    "pok-2025, 0xcd 0x2a, 13, false",
    "virtualpok, 0xcc, 13, true",
  })
  void shouldTellTheKindOfAnInterrupt(String abi, String bytes, int kind, boolean atTheInt) {
    String[] words = bytes.split(" ");
    int[] code = new int[words.length];
    for (int i = 0; i < code.length; i++) {
      code[i] = Integer.decode(words[i]);
    }
    Asm asm = guest(true, code);
    ModuleMachine machine =
        ThreadGuests.machine(
            Personality.find(abi).orElseThrow(), ThreadPolicy.RR, asm, bystander());
    machine.run(RunLimit.atTime(50_000_000));
    assertEquals(1, word(machine, HANDLED));
    assertEquals(kind, word(machine, STATUS));
    assertEquals(
        atTheInt || code[code.length - 1] == 0x2a ? 0 : code.length,
        word(machine, STATUS + 8) - asm.at("fault"));
    assertTrue(otherRan(machine));
  }

  @Test
  void shouldForgeATickUnderAFaithfulKernelAlone() {
    Asm asm = new Asm().interrupt(32).increment(Asm.DATA).label("end").jump("end");
    ModuleMachine machine = ThreadGuests.machine(Personality.POK_2025, ThreadPolicy.RR, true, asm);
    machine.run(RunLimit.atTime(2_000_000));
    assertEquals(1, word(machine, Asm.DATA));
    ModuleMachine strict = ThreadGuests.machine(Personality.POK_2025, ThreadPolicy.RR, asm);
    strict.run(RunLimit.atTime(2_000_000));
    assertEquals(PartitionState.FAULTED, strict.partitionAt(0).state());
  }

  @Test
  void shouldRestartAPartitionAThousandTimes() {
    Asm asm = new Asm();
    ThreadGuests.create(asm, 0, "guilty", 5, 0, 0);
    asm.store(Asm.ARGS + 4, 0).storeLabel(Asm.ARGS + 8, "handler");
    asm.mov(0, 301).mov(3, Asm.ARGS).interrupt(42);
    ThreadGuests.normal(asm);
    asm.label("guilty").bytes(0x0f, 0x0b);
    asm.label("handler");
    ThreadGuests.call(asm, 3, 57);
    ThreadGuests.call(asm, 3, 404, 1);
    ModuleMachine machine =
        ThreadGuests.machine(Personality.POK_2025, ThreadPolicy.STATIC, asm, bystander());
    machine.run(RunLimit.atTime(200_000_000));
    long starts =
        Guests.events(machine, HypervisorEvents.PARTITION_STATE).stream()
            .filter(e -> e.context() == 2 && e.b() == 1)
            .count();
    assertTrue(starts > 1000, "starts " + starts);
    assertFalse(machine.partitionAt(0).state().ended());
    assertEquals(1, machine.partitionAt(0).startCondition());
    assertTrue(otherRan(machine));
  }
}
