// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.debug.Breakpoint;
import org.virtualpok.emu.debug.Context;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.trace.EventLog;
import org.virtualpok.hypervisor.event.HypervisorEvents;
import org.virtualpok.hypervisor.personality.Personality;
import org.virtualpok.hypervisor.personality.ThreadPolicy;

/** Threads of a partition: creation, scheduling, time. */
class ThreadBehaviourTest {
  private static final int A = Asm.DATA;
  private static final int B = Asm.DATA + 4;
  private static final int ANSWER = Asm.DATA + 8;

  /** A and B are created and count. */
  private static Asm twoCounters(int priorityA, int priorityB, int capacity) {
    Asm asm = new Asm();
    ThreadGuests.create(asm, 0, "a", priorityA, 0, capacity);
    ThreadGuests.create(asm, 1, "b", priorityB, 0, capacity);
    ThreadGuests.normal(asm);
    asm.label("a").increment(A).jump("a");
    return asm.label("b").increment(B).jump("b");
  }

  private static int word(ModuleMachine machine, int offset) {
    return machine.partitionAt(0).space().read32(offset);
  }

  @ParameterizedTest
  @EnumSource(Personality.class)
  void shouldStartAThreadAsPokDoes(Personality personality) {
    Asm asm = new Asm();
    ThreadGuests.create(asm, 0, "thread", 7, 0, 0).storeRegister(ANSWER, 0);
    ThreadGuests.normal(asm);
    asm.label("thread").jump("thread");
    ModuleMachine machine = ThreadGuests.machine(personality, ThreadPolicy.RR, asm, asm);
    machine.run(RunLimit.atTime(15_000_000));
    CpuState cpu = machine.partitionAt(1).cpu();
    int stack = Asm.SIZE_BYTES - 4 - 2 * personality.userStackBytes();
    assertArrayEquals(new int[] {0xdead, 0, 0, 0xbeaf, stack, 0, 0, 0}, cpu.gpr);
    assertEquals(asm.at("thread"), cpu.eip);
    assertEquals(0x202, cpu.eflags());
    assertEquals(0, word(machine, ANSWER));
    assertEquals(1, word(machine, ThreadGuests.IDS));
    int second = machine.partitionAt(1).space().read32(ThreadGuests.IDS);
    assertEquals(ThreadGuests.THREADS + 1, second, "ids count over all partitions");
  }

  @Test
  void shouldKeepTheFirstUnderRoundRobinWithoutCapacity() {
    ModuleMachine machine =
        ThreadGuests.machine(Personality.POK_2025, ThreadPolicy.RR, twoCounters(1, 9, 0));
    machine.run(RunLimit.atTime(50_000_000));
    assertTrue(word(machine, A) > 1000);
    assertEquals(0, word(machine, B));
  }

  @ParameterizedTest
  @EnumSource(Personality.class)
  void shouldShareUnderRoundRobinWithCapacity(Personality personality) {
    ModuleMachine machine =
        ThreadGuests.machine(personality, ThreadPolicy.RR, twoCounters(1, 9, 3));
    machine.run(RunLimit.atTime(200_000_000));
    double share = (double) word(machine, A) / (word(machine, A) + word(machine, B));
    assertTrue(share > 0.4 && share < 0.6, "share " + share);
  }

  @Test
  void shouldElectTheHighestPriorityUnderStatic() {
    ModuleMachine machine =
        ThreadGuests.machine(Personality.POK_2025, ThreadPolicy.STATIC, twoCounters(1, 9, 0));
    machine.run(RunLimit.atTime(50_000_000));
    assertEquals(0, word(machine, A));
    assertTrue(word(machine, B) > 1000);
  }

  @ParameterizedTest
  @EnumSource(Personality.class)
  void shouldActivateTheShortestPeriodFirst(Personality personality) {
    Asm asm = new Asm();
    ThreadGuests.create(asm, 0, "a", 9, ThreadGuests.period(personality, 40), 0);
    ThreadGuests.create(asm, 1, "b", 1, ThreadGuests.period(personality, 10), 0);
    ThreadGuests.normal(asm);
    asm.label("a").increment(A).load(1, B).storeRegister(ANSWER, 1);
    ThreadGuests.call(asm, 0, 56).jump("a");
    asm.label("b").increment(B);
    ThreadGuests.call(asm, 1, 56).jump("b");
    ModuleMachine machine = ThreadGuests.machine(personality, ThreadPolicy.RMS, asm);
    machine.run(RunLimit.atTime(39_000_000));
    assertEquals(1, word(machine, ANSWER), "b ran before a's first activation");
    assertEquals(1, word(machine, A));
    assertEquals(4, word(machine, B));
    machine.run(RunLimit.atTime(399_500_000));
    assertEquals(10, word(machine, A));
    assertEquals(40, word(machine, B));
  }

  @ParameterizedTest
  @EnumSource(Personality.class)
  void shouldSleepInTheKernelsUnit(Personality personality) throws Exception {
    Asm asm = new Asm();
    ThreadGuests.create(asm, 0, "sleeper", 1, 0, 0);
    ThreadGuests.normal(asm);
    asm.label("sleeper");
    ThreadGuests.call(asm, 0, 52, ThreadGuests.millis(personality, 30));
    asm.storeRegister(ANSWER, 0).increment(A).jump("sleeper");
    ModuleMachine machine = ThreadGuests.machine(personality, ThreadPolicy.RR, asm);
    machine.setBreakpoint(Breakpoint.atHypercall(0, 42, 52, false));
    StopReason stop = machine.run(RunLimit.atTime(1_000_000_000));
    assertEquals(StopReason.Kind.HYPERCALL_EXIT, stop.kind());
    long first = machine.timeNanos();
    assertTrue(first == 30_000_000 || first == 31_000_000, "woken at " + first);
    assertEquals(0, machine.partitionAt(0).cpu().gpr[CpuState.EAX]);
    machine.removeBreakpoint(1);
    machine.run(RunLimit.atTime(first + 95_000_000));
    assertEquals(4, word(machine, A));
    assertEquals(0, word(machine, ANSWER));
    List<EventLog.Event> exits = Guests.events(machine, HypervisorEvents.HYPERCALL_EXIT);
    assertEquals(4, exits.stream().filter(e -> e.b() == 52).count());
  }

  @ParameterizedTest
  @CsvSource({
    "virtualpok, 50, 0x1fffd, 0x4800, 1",
    "pok-2025, 50, 0x4900, 0x1ffd9, 1",
    "pok-2025, 50, 0x4900, 0x1ffd8, 0",
    "pok-2025, 54, 0, 0, 49",
    "pok-2014, 55, 1, 0, 49",
    "virtualpok, 58, 0x4900, 0, 0",
    "pok-2025, 58, 0x4900, 0, 49",
    "pok-2013, 58, 0x1fffd, 0, 1",
    "pok-2025, 59, 0, 0x5000, 0",
    "pok-2025, 59, 6, 0x5000, 3",
    "pok-2025, 59, -1, 0x5000, 3",
    "pok-2025, 59, 0, 0x1ffd9, 1",
    "pok-2025, 60, 0, 3, 0",
    "pok-2025, 60, 6, 3, 3",
    "pok-2025, 61, 6, 0, 50",
    "pok-2025, 61, 5, 0, 50",
    "pok-2025, 62, 0, 0, 50",
    "pok-2025, 62, 7, 0, 50",
    "pok-2025, 65, 7, 0, 50",
    "pok-2025, 304, 0x5000, 0, 2",
    "pok-2025, 304, 0x1ff00, 0, 1",
    "pok-2025, 303, 0x5000, 0x20000, 1",
    "pok-2025, 303, 0x5000, 12, 0",
    "pok-2025, 404, 1, 0, 601",
    "pok-2025, 404, 6, 0, 601",
    "pok-2025, 404, 4, 0, 601",
    "pok-2025, 404, 99, 0, 601",
    "pok-2025, 405, 0x1ffff, 0, 0",
    "pok-2013, 405, 0x20000, 0, 1",
    "pok-2025, 406, 0x1fff9, 0, 1",
    "pok-2025, 407, 0x1fff8, 0, 0",
    "pok-2025, 408, 0x1fffd, 0, 1",
    "pok-2025, 409, 0x5000, 0, 0",
    "pok-2025, 410, 0x5000, 0, 0",
  })
  void shouldAnswer(String abi, int number, String a1, String a2, int answer) {
    Asm asm = new Asm();
    asm.hypercall(42, number, Long.decode(a1).intValue(), Long.decode(a2).intValue());
    asm.storeRegister(A, 0).label("end").jump("end");
    ModuleMachine machine =
        ThreadGuests.machine(Personality.find(abi).orElseThrow(), ThreadPolicy.RR, asm);
    machine.run(RunLimit.atTime(1_000_000));
    assertEquals(answer, word(machine, A));
  }

  @Test
  void shouldRefuseMoreThreadsThanThereMayBe() {
    Asm asm = new Asm();
    for (int i = 0; i < ThreadGuests.THREADS; i++) {
      ThreadGuests.create(asm, i, "end", 1, 0, 0).storeRegister(A + 4 * i, 0);
    }
    asm.label("end").jump("end");
    ModuleMachine machine = ThreadGuests.machine(Personality.POK_2025, ThreadPolicy.RR, asm);
    machine.run(RunLimit.atTime(1_000_000));
    assertEquals(0, word(machine, A + 4 * (ThreadGuests.THREADS - 2)));
    assertEquals(5, word(machine, A + 4 * (ThreadGuests.THREADS - 1)));
    List<EventLog.Event> errors = Guests.events(machine, HypervisorEvents.PARTITION_ERROR);
    assertEquals(1, errors.size());
    assertEquals(30, errors.get(0).a());
  }

  @Test
  void shouldTellAThreadsStatus() {
    Asm asm = new Asm();
    ThreadGuests.create(asm, 0, "end", 77, 20_000_000, 5);
    asm.hypercall(42, 59, 1, A);
    asm.label("end").jump("end");
    ModuleMachine machine = ThreadGuests.machine(Personality.POK_2025, ThreadPolicy.RR, asm);
    machine.run(RunLimit.atTime(1_000_000));
    assertEquals(77, word(machine, A));
    assertEquals(asm.at("end"), word(machine, A + 4));
    assertEquals(20_000_000, word(machine, A + 8));
    assertEquals(5, word(machine, A + 24));
    assertEquals(8192, word(machine, A + 32));
    assertEquals(1, word(machine, A + 36));
  }

  @Test
  void shouldNeverWakeASleeperUnderAKernelThatForgetsThem() {
    Asm asm = new Asm();
    asm.hypercall(42, 52, 1_000).increment(A).hypercall(42, 52, 1_000);
    asm.increment(A).label("end").jump("end");
    ModuleMachine machine = ThreadGuests.machine(Personality.POK_2025, ThreadPolicy.RR, true, asm);
    machine.run(RunLimit.atTime(1_200_000));
    assertEquals(2, word(machine, A), "the main thread cannot wait in a faithful kernel");
  }

  @Test
  void shouldShowThreadsBelowTheirProcessor() throws Exception {
    Asm asm = twoCounters(5, 6, 1);
    ModuleMachine machine = ThreadGuests.machine(Personality.POK_2025, ThreadPolicy.RR, asm);
    int b = 1 << 16 | 3;
    machine.setBreakpoint(Breakpoint.atAddress(b, asm.at("a")));
    machine.setBreakpoint(Breakpoint.atAddress(b, asm.at("b")));
    StopReason stop = machine.run(RunLimit.atTime(100_000_000));
    assertEquals(StopReason.Kind.BREAKPOINT, stop.kind());
    assertEquals(2, stop.breakpoint(), "a runs through a, but b's scope stops in b alone");
    var snapshot = machine.capture(1, false, stop);
    List<Context> threads =
        snapshot.contexts().stream().filter(c -> c.kind() == Context.Kind.THREAD).toList();
    assertEquals("1 a", threads.get(1).name());
    assertEquals("2 b", threads.get(2).name());
    assertEquals(b, threads.get(2).id());
    assertEquals(3, threads.get(2).parent());
    assertTrue(threads.get(2).reason().startsWith("current, RUNNABLE"));
    assertEquals("STOPPED", threads.get(0).reason());
    int saved = snapshot.registers().get(1 << 16 | 2).eip();
    assertTrue(saved >= asm.at("a") && saved < asm.at("b"), "saved EIP " + saved);
    assertEquals(asm.at("b"), snapshot.registers().get(b).eip());
    assertTrue(
        Guests.lines(machine).stream()
            .anyMatch(l -> l.endsWith("thread_switch thread 1 to thread 2")));
  }
}
