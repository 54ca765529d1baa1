// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.virtualpok.emu.debug.Context;
import org.virtualpok.emu.debug.Registers;
import org.virtualpok.emu.debug.RtosState;
import org.virtualpok.emu.debug.RtosState.Task;
import org.virtualpok.emu.debug.TargetSnapshot;

/** At instants at which a program's source says what its tasks do, they are seen doing it. */
class ExecutiveStatesTest {
  private static final int EBX = 3;
  private static final int ESP = 4;
  private static final long TICK = 1000;

  private static void assertNoProblems(AwareGuest guest) {
    assertEquals(List.of(), guest.state().problems());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ticker", "ticker-native", "ticker-2013"})
  void shouldSeeThreeTasksSleepAndOneAwaitEvents(String image) throws Exception {
    try (AwareGuest guest = AwareGuest.open(image)) {
      guest.runTo(2_000 * TICK + 500);
      assertEquals(
          List.of(
              "IDLE* READY 255",
              "UI1 EVENT 1: all of events 0000000e",
              "TA1 DELAY 1",
              "TA2 DELAY 1",
              "TA3 DELAY 1"),
          guest.tasks());
      for (int i = 1; i <= 3; i++) {
        Task task = guest.task("TA" + i);
        assertEquals(5000L * i, task.wakes().orElseThrow());
        assertEquals(0x0a010001 + i, task.id());
        assertEquals("Test_task", guest.symbols().describe(task.entry().orElseThrow()));
      }
      assertEquals(2000, guest.state().ticks().orElseThrow(), 1);
      assertNoProblems(guest);

      guest.runTo(12_000 * TICK + 500);
      assertEquals(15000, guest.task("TA1").wakes().orElseThrow(), 2);
      assertEquals(20000, guest.task("TA2").wakes().orElseThrow(), 2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"messages", "messages-native"})
  void shouldSeeWhoWaitsForAMessage(String image) throws Exception {
    try (AwareGuest guest = AwareGuest.open(image)) {
      guest.runTo(700 * TICK);
      assertEquals(
          List.of("IDLE* READY 255", "PONG MESSAGE 2: message queue PINQ", "PING DELAY 2"),
          guest.tasks());
      assertEquals(List.of("PINQ 0 of 4 messages: PONG", "PONQ 0 of 4 messages"), guest.objects());
      assertEquals(0x22010001, guest.task("PONG").waitsFor().orElseThrow());
      assertEquals(1000, guest.task("PING").wakes().orElseThrow(), 2);

      guest.runToCall("rtems_message_queue_send", 2); // PING's, then PONG's answer
      assertEquals(
          List.of("IDLE READY 255", "PONG* READY 2", "PING MESSAGE 2: message queue PONQ"),
          guest.tasks());
      assertEquals(List.of("PINQ 0 of 4 messages", "PONQ 0 of 4 messages: PING"), guest.objects());
      assertEquals(3000, guest.task("PING").wakes().orElseThrow(), 2);
      assertNoProblems(guest);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"base_sp", "base_sp-native"})
  void shouldSeeTheFirstTaskStartTheSecondAndGo(String image) throws Exception {
    try (AwareGuest guest = AwareGuest.open(image)) {
      assertEquals(List.of(), guest.tasks());
      assertEquals(List.of("The executive is not initialised yet."), guest.state().problems());

      guest.runToCall("_Executive_Start", 1);
      assertEquals(List.of("IDLE READY 255", "UI1 READY 1"), guest.tasks());
      assertEquals(
          List.of("Multitasking has not started yet: no task runs."), guest.state().problems());

      guest.runToCall("Init", 1);
      assertEquals(List.of("IDLE READY 255", "UI1* READY 1"), guest.tasks());
      guest.runToCall("rtems_task_start", 1);
      assertEquals(List.of("IDLE READY 255", "UI1* READY 1", "TA1 DORMANT 1"), guest.tasks());
      guest.runToCall("Application_task", 1);
      assertEquals(List.of("IDLE READY 255", "TA1* READY 1"), guest.tasks());
      assertNoProblems(guest);
      assertEquals(0x0a010002, guest.task("TA1").id());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"exectest", "exectest-native"})
  void shouldSeeQueuesInTheOrderInWhichTheyGetTheirs(String image) throws Exception {
    try (AwareGuest guest = AwareGuest.open(image)) {
      guest.runToCall("rtems_task_resume", 1);
      assertEquals(List.of("IDLE READY 255", "UI1* READY 10", "TSTe SUSPENDED 12"), guest.tasks());

      guest.runToCall("rtems_semaphore_release", 1);
      assertEquals(
          List.of(
              "IDLE READY 255",
              "UI1* READY 10",
              "TSTa SEMAPHORE 12: semaphore SEM1",
              "TSTb SEMAPHORE 11: semaphore SEM1",
              "TSTc SEMAPHORE 9: semaphore SEM1"),
          guest.tasks());
      assertEquals(List.of("SEM1 count 0: TSTa TSTb TSTc"), guest.objects());

      guest.runToCall("rtems_semaphore_release", 4); // the first of the binary one
      assertEquals(List.of("SEM1 taken 2 times by UI1: TSTb TSTa"), guest.objects());
      assertEquals("semaphore SEM1, owned by UI1", guest.task("TSTa").waits());
      assertEquals(0x1a010001, guest.task("TSTa").waitsFor().orElseThrow());

      guest.runToCall("rtems_message_queue_get_number_pending", 1);
      assertEquals(List.of("QUE1 2 of 2 messages"), guest.objects());
      guest.runToCall("rtems_message_queue_broadcast", 1);
      assertEquals(List.of("QUE1 0 of 2 messages: TSTb TSTa"), guest.objects());
      assertNoProblems(guest);
    }
  }

  /** What a task that waits goes on with is what the switch saved: not EAX, ECX, EDX. */
  @ParameterizedTest
  @ValueSource(strings = {"ticker", "ticker-native"})
  void shouldShowTheRegistersThatTheSwitchSaved(String image) throws Exception {
    try (AwareGuest guest = AwareGuest.open(image)) {
      guest.runTo(2_000 * TICK + 500);
      Task waiting = guest.task("TA2");
      Registers saved = waiting.registers().orElseThrow();
      assertEquals(0b111, saved.unsaved());
      assertFalse(saved.known(0));
      assertTrue(saved.known(EBX));
      assertTrue(guest.symbols().describe(saved.eip()).startsWith("_Thread_Dispatch+0x"));
      RtosState.Stack stack = waiting.stack().orElseThrow();
      assertEquals(4096, stack.sizeBytes());
      assertEquals(stack.pointer().orElseThrow() + 4, saved.gpr(ESP));
      int used = stack.low() + stack.sizeBytes() - stack.pointer().orElseThrow();
      assertTrue(used > 50 && used < 500, used + " bytes");
    }
  }

  /** Frames of interrupts hold everything: the task shows the instruction it was stopped at. */
  @ParameterizedTest
  @CsvSource({"exectest", "exectest-native"})
  void shouldShowAllRegistersOfAnInterruptedTask(String image) throws Exception {
    try (AwareGuest guest = AwareGuest.open(image)) {
      guest.runToCall("sharing_task", 2); // a's slice is over, b begins
      Task interrupted = guest.task("TSTa");
      assertEquals("READY", interrupted.state());
      Registers registers = interrupted.registers().orElseThrow();
      assertEquals(0, registers.unsaved());
      String place = guest.symbols().describe(registers.eip());
      assertTrue(
          place.startsWith("sharing_task") || place.startsWith("rtems_clock_get_ticks"), place);
      int esp = registers.gpr(ESP);
      assertTrue(esp > interrupted.stack().orElseThrow().pointer().orElseThrow() + 44);

      // It goes on there, with these.
      guest.runToExactly(registers.eip(), esp);
      Registers then = guest.snapshot().registers().get(guest.vcpu());
      for (int i = 0; i < 8; i++) {
        assertEquals(registers.gpr(i), then.gpr(i), "register " + i);
      }
      assertTrue(guest.task("TSTa").current());
    }
  }

  /** The idle thread sleeps in a call, or in HLT, until the interrupt that gives the turn away. */
  @ParameterizedTest
  @ValueSource(strings = {"ticker", "ticker-native", "ticker-2013"})
  void shouldShowWhereTheIdleThreadWasInterrupted(String image) throws Exception {
    try (AwareGuest guest = AwareGuest.open(image)) {
      guest.runToCall("rtems_clock_get_tod", 4); // TA1's second
      assertTrue(guest.task("TA1").current());
      Registers registers = guest.task("IDLE").registers().orElseThrow();
      assertEquals(0, registers.unsaved());
      String place = guest.symbols().describe(registers.eip());
      assertTrue(place.contains("idle") || place.contains("hypercall"), place);
      guest.runToExactly(registers.eip(), registers.gpr(ESP));
      assertTrue(guest.task("IDLE").current());
    }
  }

  @Test
  void shouldAddTasksToTheTreeBelowTheirProcessor() throws Exception {
    try (AwareGuest guest = AwareGuest.open("ticker")) {
      guest.runTo(2_000 * TICK + 500);
      TargetSnapshot snapshot = guest.snapshot();
      List<Context> tasks =
          snapshot.contexts().stream().filter(c -> c.kind() == Context.Kind.TASK).toList();
      assertEquals(
          List.of("IDLE", "UI1", "TA1", "TA2", "TA3"), tasks.stream().map(Context::name).toList());
      for (Context task : tasks) {
        assertEquals(guest.vcpu(), task.parent());
        assertTrue(snapshot.registers().containsKey(task.id()), task.name());
      }
      List<Integer> ids = tasks.stream().map(Context::id).toList();
      guest.runTo(3_000 * TICK);
      assertEquals(
          ids,
          guest.snapshot().contexts().stream()
              .filter(c -> c.kind() == Context.Kind.TASK)
              .map(Context::id)
              .toList(),
          "the same tasks have the same contexts");
      guest.machine.restart();
      assertEquals(List.of(), guest.tasks());
    }
  }

  /** Wherever it is looked at, there is at most one that runs, and nothing looks corrupt. */
  @ParameterizedTest
  @ValueSource(strings = {"exectest", "exectest-native", "base_sp", "messages"})
  void shouldMakeSenseAtAnyInstruction(String image) throws Exception {
    try (AwareGuest guest = AwareGuest.open(image)) {
      long step = Long.getLong("virtualpok.step", image.startsWith("base_sp") ? 7 : 3001);
      for (int i = 0; i < Integer.getInteger("virtualpok.samples", 1000); i++) {
        guest.runInstructions(step);
        RtosState state = guest.state();
        assertTrue(state.tasks().stream().filter(Task::current).count() <= 1);
        for (String problem : state.problems()) {
          boolean half = problem.contains("not initialised") || problem.contains("not started yet");
          assertTrue(half, () -> problem + " at " + guest.machine.instructions());
        }
        for (Task task : state.tasks()) {
          assertFalse(task.state().contains("?"), task.state());
        }
      }
    }
  }
}
