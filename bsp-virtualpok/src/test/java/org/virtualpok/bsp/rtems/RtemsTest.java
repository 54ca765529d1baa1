// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.rtems;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.virtualpok.emu.debug.Registers;
import org.virtualpok.emu.debug.RtosState;
import org.virtualpok.emu.debug.RtosState.Task;

/** What is seen of both generations' structures, compiled here with values that are known. */
class RtemsTest {
  @TempDir Path directory;

  private static String words(Task t) {
    String own = t.priority().equals(t.basePriority()) ? "" : " of " + t.basePriority().orElse(-1);
    return t.name()
        + (t.current() ? "* " : " ")
        + t.state()
        + " "
        + t.priority().orElse(-1)
        + own
        + (t.waits().isEmpty() ? "" : ": " + t.waits())
        + (t.wakes().isEmpty() ? "" : ", wakes at " + t.wakes().getAsLong());
  }

  private static List<String> tasks(RtosState state) {
    return state.tasks().stream().map(RtemsTest::words).toList();
  }

  private static List<String> objects(RtosState state) {
    Map<Long, String> names =
        state.tasks().stream().collect(Collectors.toMap(Task::id, Task::name));
    return state.objects().stream()
        .map(
            o ->
                o.name()
                    + " "
                    + o.state()
                    + (o.owner().isEmpty() ? "" : " by " + names.get(o.owner().getAsLong()))
                    + (o.waiting().isEmpty()
                        ? ""
                        : ": " + String.join(" ", o.waiting().stream().map(names::get).toList())))
        .toList();
  }

  private static Task task(RtosState state, String name) {
    return state.tasks().stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-gdwarf-2", "-gdwarf-4", "-gdwarf-5"})
  void shouldSeeTasksAndObjectsOf4(String version) throws Exception {
    RtosState state = SmallRtems.compile(directory, "rtems4.c", version).state();
    assertEquals(
        List.of(
            "IDLE READY 255: nothing: runs next (heir)",
            "OWNR* READY 15 of 40",
            "MTXW MUTEX 15: semaphore MTX1, owned by OWNR, wakes at 1050",
            "SEMA SEMAPHORE 20: semaphore SEM1",
            "SEMB SUSPENDED+SEMAPHORE 10: semaphore SEM1",
            "MSGW MESSAGE 70: message queue QUE1",
            "EVTW EVENT 30: all of events 00000006, has 00000002",
            "DELY DELAY 30, wakes at 1080",
            "SUSP SUSPENDED 30",
            "PERI PERIOD 30: period PER1, wakes at 1090",
            "DORM DORMANT 30",
            "BARR BARRIER 30: barrier BAR1",
            "MSGX MESSAGE 70: message queue QUE1"),
        tasks(state));
    assertEquals(
        List.of(
            "SEM1 count 0: SEMA SEMB",
            "MTX1 taken 2 times, inherits by OWNR: MTXW",
            "BIN binary, count 1",
            "QUE1 0 of 10 messages: MSGW MSGX",
            "TIM1 after 500 ticks, due at 1095",
            "0x3 dormant",
            "TIM3 after 200 ticks, due at 1190, by the timer server",
            "PER1 every 100 ticks, due at 1090 by PERI",
            "BAR1 automatic, 1 of 3 arrived: BARR"),
        objects(state));
    assertEquals(List.of(), state.problems());
    assertEquals(1000, state.ticks().orElseThrow());
    assertEquals("RTEMS 4.11", state.system());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-gdwarf-2", "-gdwarf-4", "-gdwarf-5"})
  void shouldSeeTasksAndObjectsOf6(String version) throws Exception {
    RtosState state = SmallRtems.compile(directory, "rtems6.c", version).state();
    assertEquals(
        List.of(
            "IDLE READY 255",
            "OWNR* READY 15 of 40",
            "MTXW MUTEX 15: semaphore MTX1, owned by OWNR, wakes at 1050",
            "SEMA SEMAPHORE 20: semaphore SEM1",
            "SEMB SUSPENDED+SEMAPHORE 10: semaphore SEM1",
            "MTXX MUTEX 30: semaphore MTX1, owned by OWNR",
            "EVTW EVENT 30: any of events 00000006",
            "DELY DELAY 30, wakes at 1080",
            "SUSP SUSPENDED 30",
            "PERI PERIOD 30: period PER1, wakes at 1090",
            "DORM DORMANT 30",
            "JOIN JOIN 30: end of task SUSP, until second 7 of its clock",
            "a longer name MUTEX 30: heap, owned by OWNR"),
        tasks(state));
    assertEquals(
        List.of(
            "SEM1 count 0: SEMA SEMB",
            "MTX1 taken 2 times, inherits by OWNR: MTXW MTXX",
            "CEIL free, ceiling 5",
            "QUE1 3 of 10 messages",
            "TIM1 after 500 ticks, due at 1095",
            "0x3 dormant",
            "PER1 every 100 ticks, due at 1090 by PERI",
            "BAR1 automatic, 0 of 3 arrived"),
        objects(state));
    assertEquals(List.of(), state.problems());
    assertEquals(1000, state.ticks().orElseThrow());
    assertEquals("RTEMS 6", state.system());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rtems4.c", "rtems6.c"})
  void shouldShowIdsStacksEntriesAndSavedRegisters(String source) throws Exception {
    SmallRtems rtems = SmallRtems.compile(directory, source);
    RtosState state = rtems.state();
    Task waits = task(state, "MTXW");
    assertEquals(0x0a010002, waits.id());
    assertEquals(0x1a010002, waits.waitsFor().orElseThrow());
    assertEquals(rtems.address("Body"), waits.entry().orElseThrow());
    assertEquals(rtems.at("Threads", 2), waits.address());
    RtosState.Stack stack = waits.stack().orElseThrow();
    assertEquals(rtems.address("stacks") + 2 * 256, stack.low());
    assertEquals(256, stack.sizeBytes());
    assertEquals(stack.low() + 256 - 32, stack.pointer().orElseThrow());
    Registers saved = waits.registers().orElseThrow();
    assertEquals(rtems.address("After_switch"), saved.eip());
    assertEquals(stack.low() + 256 - 32 + 4, saved.gpr(4));
    assertEquals(11, saved.gpr(3));
    assertEquals(0x202, saved.eflags());
    assertEquals(0b111, saved.unsaved());
    assertTrue(task(state, "DORM").registers().isEmpty());
    assertTrue(task(state, "OWNR").registers().isEmpty());
  }

  /** _ISR_Handler's frame has all but ESI and EDI; the function that switches pushed these. */
  @Test
  void shouldShowAllRegistersOfATaskThatAnInterruptStopped() throws Exception {
    SmallRtems rtems = SmallRtems.compile(directory, "rtems6.c");
    Registers idle = task(rtems.state(), "IDLE").registers().orElseThrow();
    int esp = rtems.address("stacks") + 4 * 56;
    assertArrayEquals(new int[] {10, 11, 22, 33, esp, 55, 6, 7}, idle.gpr());
    assertEquals(rtems.address("Body"), idle.eip());
    assertEquals(0x246, idle.eflags());
    assertEquals(0, idle.unsaved());
    rtems.put(rtems.address("stacks") + 4 * 54, 0x1b); // another CS: no interrupt's frame
    idle = task(rtems.state(), "IDLE").registers().orElseThrow();
    assertEquals(rtems.address("_Thread_Do_dispatch") + 5, idle.eip());
    assertEquals(0b111, idle.unsaved());
  }

  /** The one that ran before has deleted itself, or it was the boot. */
  @ParameterizedTest
  @ValueSource(strings = {"rtems4.c", "rtems6.c"})
  void shouldShowNoTaskAsCurrentInASwitchFromNone(String source) throws Exception {
    SmallRtems rtems = SmallRtems.compile(directory, source, "-DAfter_switch=_Thread_Dispatch");
    int free = rtems.address("stacks") + 12 * 256;
    rtems.put(rtems.address("tasks") + (source.contains("4") ? 4 * 13 : 4 * 12), 0);
    RtosState state = rtems.state(free + 256 - 32 - 64);
    assertTrue(state.tasks().stream().noneMatch(Task::current));
    assertEquals(12, state.tasks().size());
  }

  /** In a switch the one that goes on is named before its stack is taken. */
  @ParameterizedTest
  @ValueSource(strings = {"rtems4.c", "rtems6.c"})
  void shouldShowAsCurrentTheOneOnWhoseStackTheProcessorIs(String source) throws Exception {
    SmallRtems rtems = SmallRtems.compile(directory, source);
    RtosState state = rtems.state(rtems.address("stacks") + 8 * 256 + 100);
    assertTrue(task(state, "SUSP").current());
    assertEquals(1, state.tasks().stream().filter(Task::current).count());
    RtosState astray = rtems.state(0x1000);
    assertTrue(task(astray, "OWNR").current());
    assertEquals(
        List.of("OWNR: the stack pointer 0x00001000 is not in its stack."), astray.problems());
  }

  @ParameterizedTest
  @CsvSource({
    "rtems4.c, _Thread_Internal_information, _RTEMS_tasks_Information",
    "rtems6.c, _Thread_Information, _RTEMS_tasks_Information"
  })
  void shouldSayThatItIsNotInitialisedYet(String source, String internal, String classic)
      throws Exception {
    SmallRtems rtems = SmallRtems.compile(directory, source);
    for (String table : List.of(internal, classic)) {
      for (int i = 0; i < rtems.size(table); i += 4) {
        rtems.put(rtems.address(table) + i, 0);
      }
    }
    RtosState state = rtems.state();
    assertEquals(List.of(), state.tasks());
    assertTrue(state.ticks().isEmpty());
    assertTrue(state.problems().contains("RTEMS is not initialised yet."), "" + state.problems());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rtems4.c", "rtems6.c"})
  void shouldSayThatMultitaskingHasNotStarted(String source) throws Exception {
    SmallRtems rtems = SmallRtems.compile(directory, source);
    rtems.put(rtems.address("_System_state_Current"), 1);
    RtosState state = rtems.state(0x1000);
    assertEquals(13, state.tasks().size());
    assertTrue(state.tasks().stream().noneMatch(Task::current));
    assertEquals(List.of("Multitasking has not started yet: no task runs."), state.problems());
  }

  /** A member under another name is named, and everything else shown. */
  @Test
  void shouldNameWhatTheImageDoesNotDescribe() throws Exception {
    RtosState state =
        SmallRtems.compile(
                directory,
                "rtems4.c",
                "-Dcurrent_state=other_state",
                "-Ddiscipline=other_discipline")
            .state();
    assertEquals(
        List.of(
            "The image does not describe Thread_Control.current_state,"
                + " Thread_queue_Control.discipline."),
        state.problems());
    assertEquals("OWNR* ? 15 of 40", words(state.tasks().get(1)));
    assertEquals(9, state.objects().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rtems4.c", "rtems6.c"})
  void shouldShowNamesOfObjectsThatAreNotDescribed(String source) throws Exception {
    RtosState state =
        SmallRtems.compile(directory, source, "-DSemaphore_Control=Undescribed").state();
    assertEquals(
        List.of("The image does not describe its semaphores: only their names are shown."),
        state.problems());
    assertEquals("MTX1 ?", objects(state).get(1));
    assertEquals(13, state.tasks().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rtems4.c", "rtems6.c"})
  void shouldSayThatAnImageWithoutDebuggingInformationCannotBeRead(String source) throws Exception {
    RtosState state = SmallRtems.compile(directory, source).stripped().state();
    assertEquals(List.of(), state.tasks());
    assertTrue(state.problems().get(0).contains("-g"));
    assertEquals("RTEMS", state.system());
  }
}
