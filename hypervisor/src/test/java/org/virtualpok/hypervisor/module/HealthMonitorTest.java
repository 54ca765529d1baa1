// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.virtualpok.hypervisor.error.ErrorKind.APPLICATION_ERROR;
import static org.virtualpok.hypervisor.error.ErrorKind.ILLEGAL_REQUEST;
import static org.virtualpok.hypervisor.error.ErrorKind.NUMERIC_ERROR;
import static org.virtualpok.hypervisor.error.ErrorKind.PARTITION_CONFIGURATION;
import static org.virtualpok.hypervisor.error.ErrorKind.STACK_OVERFLOW;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.hypervisor.error.ErrorLevel;
import org.virtualpok.hypervisor.error.HealthAction;
import org.virtualpok.hypervisor.error.SystemState;
import org.virtualpok.hypervisor.event.HypervisorEvents;
import org.virtualpok.hypervisor.partition.Partition;
import org.virtualpok.hypervisor.partition.PartitionState;
import org.virtualpok.hypervisor.personality.Personality;

/** Each action at each level, with guests that make the errors. */
class HealthMonitorTest {
  private static final int CONDITION = Asm.DATA + 0x40;
  private static final int HANDLED = Asm.DATA;
  private static final int BEHIND = Asm.DATA + 8;
  private static final int STATUS = Asm.DATA + 0x100;
  private static final RunLimit SHORT = RunLimit.atTime(95_000_000);

  /** Asks for its start condition, divides by zero. */
  private static Asm divides() {
    Asm asm = new Asm().hypercall(42, 410, CONDITION);
    return asm.mov(1, 0).label("divide").bytes(0xf7, 0xf1).label("end").jump("end");
  }

  /** Goes wrong after a normal start alone. */
  private static Asm once(int... wrong) {
    Asm asm = new Asm().hypercall(42, 410, CONDITION).mov(1, 0).load(2, CONDITION);
    asm.bytes(0x85, 0xd2, 0x75, wrong.length).label("wrong").bytes(wrong);
    return asm.increment(BEHIND).label("end").jump("end");
  }

  private static Asm dividesOnce() {
    return once(0xf7, 0xf1);
  }

  private static Asm counts() {
    return new Asm().hypercall(42, 410, CONDITION).label("loop").increment(Asm.DATA).jump("loop");
  }

  private static int word(ModuleMachine machine, int partition, int offset) {
    return machine.partitionAt(partition).space().read32(offset);
  }

  @ParameterizedTest
  @EnumSource(Personality.class)
  void shouldStartAPartitionAnew(Personality personality) {
    ModuleMachine machine =
        new HealthGuests()
            .on(personality, false)
            .partition(0, NUMERIC_ERROR, HealthAction.COLD_START)
            .machine(dividesOnce(), counts());
    machine.run(SHORT);
    Partition guilty = machine.partitionAt(0);
    assertEquals(Partition.HM_PARTITION, word(machine, 0, CONDITION));
    assertEquals(Partition.MODE_COLD_START, guilty.mode());
    assertFalse(guilty.state().ended());
    assertEquals(List.of(), machine.faults());
    assertEquals(1, word(machine, 0, BEHIND));
    assertEquals("12 numeric error: process level, COLD_START", decision(machine));
    assertEquals(Partition.NORMAL_START, word(machine, 1, CONDITION));
    assertTrue(word(machine, 1, Asm.DATA) > 1000);
    String origin = HealthGuests.origins(machine).get(0);
    assertEquals(
        "by thread 0 at " + FaultWording.hex(dividesOnce().at("wrong")) + " in PARTITION_INIT",
        origin);
  }

  @Test
  void shouldRestartAtMostTwiceASlot() {
    ModuleMachine machine =
        new HealthGuests()
            .partition(0, NUMERIC_ERROR, HealthAction.WARM_START)
            .machine(divides(), counts());
    machine.run(SHORT);
    // 95 ms have five slots of the guilty one: two errors in each.
    assertEquals(10, HealthGuests.decisions(machine).size());
    assertEquals(Partition.MODE_WARM_START, machine.partitionAt(0).mode());
    assertEquals(PartitionState.NO_THREAD, machine.partitionAt(0).state());
    assertTrue(machine.partitionAt(0).reason().contains("begins in its next slot"));
  }

  @Test
  void shouldNotHangOnAPartitionThatDiesAtItsFirstInstruction() {
    Asm dies = new Asm().bytes(0x0f, 0x0b);
    ModuleMachine machine =
        new HealthGuests().partition(0, ILLEGAL_REQUEST, HealthAction.COLD_START).machine(dies);
    machine.run(RunLimit.atTime(10_000_000_000L));
    assertEquals(10_000_000_000L, machine.timeNanos());
    assertEquals(0, machine.instructions());
    assertEquals(2000, HealthGuests.decisions(machine).size(), 2);
  }

  @Test
  void shouldStopAPartition() {
    ModuleMachine machine =
        new HealthGuests()
            .level(NUMERIC_ERROR, ErrorLevel.PARTITION)
            .partition(0, NUMERIC_ERROR, HealthAction.IDLE)
            .machine(divides(), counts());
    machine.run(SHORT);
    Partition guilty = machine.partitionAt(0);
    assertEquals(PartitionState.FAULTED, guilty.state());
    assertEquals(Partition.MODE_IDLE, guilty.mode());
    assertEquals(1, machine.faults().size());
    assertTrue(
        guilty.reason().endsWith("; the health monitor's action is IDLE (partition level)"),
        guilty.reason());
    assertTrue(word(machine, 1, Asm.DATA) > 1000);
  }

  @ParameterizedTest
  @CsvSource({"PARTITION", "MODULE"})
  void shouldEndAPartitionWhoseFaultCannotBeIgnored(ErrorLevel level) {
    HealthGuests tables = new HealthGuests();
    if (level == ErrorLevel.MODULE) {
      tables.module(NUMERIC_ERROR, HealthAction.IGNORE);
    } else {
      tables.level(NUMERIC_ERROR, level).partition(0, NUMERIC_ERROR, HealthAction.IGNORE);
    }
    ModuleMachine machine = tables.machine(divides(), counts());
    machine.run(SHORT);
    assertEquals(PartitionState.FAULTED, machine.partitionAt(0).state());
    String owner = level.name().toLowerCase(Locale.ROOT);
    assertTrue(
        machine
            .faults()
            .get(0)
            .sentence()
            .endsWith(
                "; the health monitor's action is IGNORE ("
                    + owner
                    + " level), but the same instruction would fault for ever"));
    assertEquals("12 numeric error: " + owner + " level, IGNORE", decision(machine));
    assertTrue(word(machine, 1, Asm.DATA) > 1000);
  }

  @Test
  void shouldRepeatAnIgnoredFaultUnderAFaithfulKernel() {
    ModuleMachine machine =
        new HealthGuests()
            .on(Personality.POK_2025, true)
            .partition(0, NUMERIC_ERROR, HealthAction.IGNORE)
            .machine(divides(), counts());
    machine.run(SHORT);
    assertEquals(PartitionState.READY, machine.partitionAt(0).state());
    assertEquals(1, HealthGuests.decisions(machine).size());
    assertTrue(word(machine, 1, Asm.DATA) > 1000);
  }

  @Test
  void shouldGoOnBehindATrapThatIsIgnored() {
    Asm traps = new Asm().interrupt(4).increment(BEHIND).stop(0);
    ModuleMachine machine =
        new HealthGuests()
            .on(Personality.POK_2025, false)
            .partition(0, STACK_OVERFLOW, HealthAction.IGNORE)
            .machine(traps, counts());
    machine.run(SHORT);
    assertEquals(1, word(machine, 0, BEHIND));
    assertEquals("14 stack overflow: process level, IGNORE", decision(machine));
  }

  @Test
  void shouldRestartAtATrap() {
    Asm traps = once(0xcd, 4);
    ModuleMachine machine =
        new HealthGuests()
            .on(Personality.POK_2025, false)
            .partition(0, STACK_OVERFLOW, HealthAction.WARM_START)
            .machine(traps, counts());
    machine.run(SHORT);
    assertEquals(1, word(machine, 0, BEHIND));
    assertEquals(Partition.HM_PARTITION, word(machine, 0, CONDITION));
  }

  @Test
  void shouldShutTheModuleDown() {
    ModuleMachine machine =
        new HealthGuests()
            .module(NUMERIC_ERROR, HealthAction.SHUTDOWN)
            .machine(counts(), divides());
    StopReason stop = machine.run(SHORT);
    assertEquals(StopReason.Kind.FINISHED, stop.kind());
    assertEquals("Finished: the health monitor shut the module down", stop.title());
    assertEquals(PartitionState.STOPPED, machine.partitionAt(0).state());
    assertTrue(machine.partitionAt(0).reason().contains("the health monitor shut the module down"));
    assertEquals(PartitionState.FAULTED, machine.partitionAt(1).state());
    assertTrue(machine.timeNanos() < 11_000_000);
    assertTrue(stop.detail().contains("SHUTDOWN (module level)"), stop.detail());
    machine.restart();
    assertEquals("Finished: the health monitor shut the module down", machine.run(SHORT).title());
  }

  @Test
  void shouldStartTheModuleAnew() {
    ModuleMachine machine =
        new HealthGuests()
            .module(NUMERIC_ERROR, HealthAction.RESET)
            .machine(counts(), dividesOnce());
    machine.run(RunLimit.atTime(10_500_000));
    assertEquals(Partition.HM_MODULE, machine.partitionAt(0).startCondition());
    assertEquals(0, word(machine, 0, Asm.DATA), "memory is as at the start");
    machine.run(RunLimit.atTime(30_000_000));
    assertEquals(Partition.HM_MODULE, word(machine, 0, CONDITION));
    assertEquals(Partition.HM_MODULE, word(machine, 1, CONDITION));
    assertTrue(word(machine, 0, Asm.DATA) > 1000);
    List<String> resets =
        Guests.events(machine, HypervisorEvents.MODULE_RESET).stream()
            .map(EventWording::details)
            .toList();
    assertEquals("number 1, for error 12 numeric error of partition 2", resets.get(0));
    assertEquals(1, resets.size());
    assertEquals(30_000_000, machine.timeNanos());
  }

  @Test
  void shouldWakeEndedPartitionsWithTheModule() {
    Asm once = new Asm().stop(7);
    ModuleMachine machine =
        new HealthGuests().module(NUMERIC_ERROR, HealthAction.RESET).machine(once, divides());
    machine.run(RunLimit.atTime(25_000_000));
    long stops =
        Guests.events(machine, HypervisorEvents.PARTITION_STATE).stream()
            .filter(e -> e.context() == 2 && e.a() == PartitionState.STOPPED.code())
            .count();
    assertEquals(2, stops);
  }

  @Test
  void shouldNotHangOnAModuleThatResetsForEver() {
    Asm dies = new Asm().bytes(0x0f, 0x0b);
    ModuleMachine machine =
        new HealthGuests().module(ILLEGAL_REQUEST, HealthAction.RESET).machine(dies, dies);
    machine.run(RunLimit.atTime(1_000_000_000));
    assertEquals(1_000_000_000, machine.timeNanos());
    int resets = Guests.events(machine, HypervisorEvents.MODULE_RESET).size();
    assertTrue(resets >= 100 && resets <= 200, "resets " + resets);
  }

  /** Thread 1 is {@code guilty}; the handler counts, asks, and stops it. */
  private static Asm withHandler(Asm asm, Runnable guilty) {
    ThreadGuests.create(asm, 0, "guilty", 5, 0, 0);
    asm.store(Asm.ARGS + 4, 0).storeLabel(Asm.ARGS + 8, "handler");
    asm.mov(0, 301).mov(3, Asm.ARGS).interrupt(42);
    ThreadGuests.normal(asm);
    asm.label("guilty");
    guilty.run();
    asm.increment(BEHIND).label("spin").jump("spin");
    asm.label("handler");
    ThreadGuests.call(asm, 3, 57);
    asm.increment(HANDLED);
    ThreadGuests.call(asm, 3, 304, STATUS);
    ThreadGuests.call(asm, 3, 55, 1);
    return asm.jump("handler");
  }

  private static Asm faultsWithHandler() {
    Asm asm = new Asm();
    return withHandler(asm, () -> asm.mov(1, 0).bytes(0xf7, 0xf1));
  }

  @Test
  void shouldGiveErrorsOfProcessesToTheHandler() {
    ModuleMachine machine =
        new HealthGuests()
            .level(NUMERIC_ERROR, ErrorLevel.PROCESS)
            .partition(0, NUMERIC_ERROR, HealthAction.IDLE)
            .machine(faultsWithHandler(), counts());
    machine.run(SHORT);
    assertEquals(1, word(machine, 0, HANDLED));
    assertEquals(12, word(machine, 0, STATUS));
    assertEquals("12 numeric error: process level, error handler", decision(machine));
    assertTrue(HealthGuests.origins(machine).get(0).endsWith(" in PROCESS_EXECUTION"));
  }

  @Test
  void shouldPassTheHandlerByForErrorsOfPartitions() {
    ModuleMachine machine =
        new HealthGuests()
            .level(NUMERIC_ERROR, ErrorLevel.PARTITION)
            .partition(0, NUMERIC_ERROR, HealthAction.IDLE)
            .machine(faultsWithHandler(), counts());
    machine.run(SHORT);
    assertEquals(0, word(machine, 0, HANDLED));
    assertEquals(PartitionState.FAULTED, machine.partitionAt(0).state());
  }

  @Test
  void shouldAskThePartitionsTableAboutItsHandler() {
    Asm asm = new Asm();
    asm.store(Asm.ARGS + 4, 0).storeLabel(Asm.ARGS + 8, "handler");
    asm.mov(0, 301).mov(3, Asm.ARGS).interrupt(42).label("main").jump("main");
    asm.label("handler").bytes(0x0f, 0x0b);
    ModuleMachine machine =
        new HealthGuests()
            .partition(0, ILLEGAL_REQUEST, SystemState.ERROR_HANDLER, HealthAction.IDLE)
            .partition(0, ILLEGAL_REQUEST, HealthAction.COLD_START)
            .machine(asm, counts());
    machine.run(SHORT);
    assertEquals(PartitionState.FAULTED, machine.partitionAt(0).state());
    assertTrue(HealthGuests.origins(machine).get(0).endsWith(" in ERROR_HANDLER"));
    assertTrue(machine.partitionAt(0).reason().contains("in the partition's error handler; the"));
  }

  private static Asm raisesAnError() {
    Asm asm = new Asm().hypercall(42, 410, CONDITION);
    return asm.hypercall(42, 303, Asm.DATA, 4).increment(BEHIND).label("end").jump("end");
  }

  @ParameterizedTest
  @CsvSource({"IDLE", "WARM_START", "COLD_START", "IGNORE"})
  void shouldActOnAnApplicationError(HealthAction action) {
    ModuleMachine machine =
        new HealthGuests()
            .partition(0, APPLICATION_ERROR, action)
            .machine(raisesAnError(), counts());
    machine.run(SHORT);
    boolean ignored = action == HealthAction.IGNORE;
    assertEquals(ignored ? 1 : 0, word(machine, 0, BEHIND));
    Partition guilty = machine.partitionAt(0);
    assertEquals(action == HealthAction.IDLE, guilty.state() == PartitionState.STOPPED);
    if (action == HealthAction.IDLE) {
      assertTrue(
          guilty.reason().startsWith("Stopped: error 11 application error of thread 0 at 0x"),
          guilty.reason());
      assertEquals(Partition.MODE_IDLE, guilty.mode());
    } else if (!ignored) {
      assertEquals(Partition.HM_PARTITION, guilty.startCondition());
    }
    assertEquals(List.of(), machine.faults());
    assertEquals("11 application error: process level, " + action, decision(machine));
  }

  @ParameterizedTest
  @CsvSource({"SHUTDOWN", "RESET", "IGNORE"})
  void shouldActOnAnApplicationErrorOfTheModule(HealthAction action) {
    ModuleMachine machine =
        new HealthGuests().module(APPLICATION_ERROR, action).machine(counts(), raisesAnError());
    StopReason stop = machine.run(RunLimit.atTime(35_000_000));
    assertEquals(action == HealthAction.SHUTDOWN, stop.title().endsWith("shut the module down"));
    assertEquals(
        action == HealthAction.RESET ? Partition.HM_MODULE : Partition.NORMAL_START,
        machine.partitionAt(0).startCondition());
    assertEquals(action == HealthAction.IGNORE ? 1 : 0, word(machine, 1, BEHIND));
  }

  @Test
  void shouldActOnAConfigurationError() {
    Asm asm = new Asm();
    for (int i = 0; i <= ThreadGuests.THREADS; i++) {
      ThreadGuests.create(asm, i, "end", 5, 0, 0);
    }
    asm.label("end").jump("end");
    ModuleMachine machine =
        new HealthGuests()
            .on(Personality.POK_2025, false)
            .partition(0, PARTITION_CONFIGURATION, HealthAction.IDLE)
            .machine(asm, counts());
    machine.run(SHORT);
    assertEquals(PartitionState.STOPPED, machine.partitionAt(0).state());
    assertEquals("30 partition configuration: partition level, IDLE", decision(machine));
  }

  @Test
  void shouldActOnAnUnknownCall() {
    Asm asm = new Asm().hypercall(42, 4711, 1).label("end").jump("end");
    ModuleMachine machine =
        new HealthGuests()
            .on(Personality.POK_2014, false)
            .partition(0, ILLEGAL_REQUEST, HealthAction.IDLE)
            .machine(asm, counts());
    machine.run(SHORT);
    assertEquals(PartitionState.STOPPED, machine.partitionAt(0).state());
  }

  @Test
  void shouldSayWhereNoTableHasAnAction() {
    ModuleMachine machine =
        new HealthGuests()
            .partition(1, NUMERIC_ERROR, HealthAction.IDLE)
            .machine(divides(), counts());
    machine.run(SHORT);
    assertEquals(PartitionState.FAULTED, machine.partitionAt(0).state());
    assertEquals("12 numeric error: process level, no action", decision(machine));
    assertFalse(machine.partitionAt(0).reason().contains("health monitor"));
  }

  @Test
  void shouldLogNothingWithoutTables() {
    ModuleMachine machine = new HealthGuests().machine(divides(), counts());
    machine.run(SHORT);
    assertEquals(PartitionState.FAULTED, machine.partitionAt(0).state());
    assertEquals(List.of(), HealthGuests.decisions(machine));
    assertEquals(List.of(), Guests.events(machine, HypervisorEvents.PARTITION_ERROR));
  }

  @Test
  void shouldDoTheSameAfterARestart() {
    ModuleMachine machine =
        new HealthGuests()
            .module(NUMERIC_ERROR, HealthAction.RESET)
            .partition(0, ILLEGAL_REQUEST, HealthAction.COLD_START)
            .machine(new Asm().bytes(0x0f, 0x0b), divides());
    machine.run(RunLimit.atTime(5_000_000));
    machine.run(RunLimit.atTime(57_000_000));
    List<String> first = Guests.lines(machine);
    machine.restart();
    assertNotEquals(first, Guests.lines(machine));
    machine.run(RunLimit.atTime(57_000_000));
    assertEquals(first, Guests.lines(machine));
  }

  private static String decision(ModuleMachine machine) {
    return HealthGuests.decisions(machine).get(0);
  }
}
