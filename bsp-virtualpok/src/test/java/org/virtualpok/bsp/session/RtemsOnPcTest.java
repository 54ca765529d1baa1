// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virtualpok.emu.debug.Registers;
import org.virtualpok.emu.debug.RtosState;
import org.virtualpok.emu.debug.RtosState.Task;

/**
 * Tasks of real RTEMS 6 and 7 on the PC, BSP pc386, at instants at which the sources of their
 * samples say what they do. The images are not ours to keep: {@code -Dvirtualpok.rtemsPc=DIRECTORY}
 * says where r6-ticker.elf and the others are.
 */
@EnabledIfSystemProperty(named = "virtualpok.rtemsPc", matches = ".+")
class RtemsOnPcTest {
  private static final long SECOND = 1_000_000;
  private static final int ESP = 4;

  private static AwareGuest open(String name) throws Exception {
    return AwareGuest.onPc(Path.of(System.getProperty("virtualpok.rtemsPc"), name + ".elf"));
  }

  @ParameterizedTest
  @CsvSource({"r6-ticker, RTEMS 6", "r7-ticker, RTEMS 7"})
  void shouldSeeThreeTasksSleep(String image, String system) throws Exception {
    try (AwareGuest guest = open(image)) {
      assertEquals(List.of("RTEMS is not initialised yet."), guest.state().problems());
      guest.runTo(4 * SECOND);
      RtosState state = guest.state();
      assertEquals(system, state.system());
      assertEquals(
          List.of("IDLE* READY 255", "TA1 DELAY 1", "TA2 DELAY 1", "TA3 DELAY 1"), guest.tasks());
      for (int i = 1; i <= 3; i++) {
        Task task = guest.task("TA" + i);
        assertEquals(500L * i, task.wakes().orElseThrow());
        assertEquals(0x0a010001 + i, task.id());
        assertEquals("Test_task", guest.symbols().describe(task.entry().orElseThrow()));
      }
      assertEquals(List.of(), state.problems());

      // The idle task was interrupted behind its HLT, and goes on there.
      guest.runToCall("rtems_clock_get_tod", 1);
      Registers idle = guest.task("IDLE").registers().orElseThrow();
      assertEquals(0, idle.unsaved());
      assertEquals("bsp_idle_thread+0x1", guest.symbols().describe(idle.eip()));
      guest.runToExactly(idle.eip(), idle.gpr(ESP));
      Registers then = guest.snapshot().registers().get(guest.vcpu());
      for (int i = 0; i < 8; i++) {
        assertEquals(idle.gpr(i), then.gpr(i), "register " + i);
      }
    }
  }

  /** Six tasks with periods of 2, 2, 2, 2, 100 and 40 ticks, whose names are numbers. */
  @Test
  void shouldSeeWhoWaitsForItsPeriod() throws Exception {
    try (AwareGuest guest = open("r6-sp20")) {
      guest.runTo(7 * SECOND);
      RtosState state = guest.state();
      assertEquals(
          List.of(2L, 2L, 2L, 2L, 100L, 40L),
          state.objects().stream()
              .map(o -> Long.valueOf(o.state().replaceAll("every (\\d+) .*", "$1")))
              .toList());
      for (int i = 1; i <= 6; i++) {
        Task task = guest.task("TA" + i);
        assertEquals("PERIOD", task.state());
        assertEquals(0x42010000 + i, task.waitsFor().orElseThrow());
        assertTrue(
            state.objects().get(i - 1).state().endsWith("due at " + task.wakes().orElseThrow()));
        assertEquals(task.id(), state.objects().get(i - 1).owner().orElseThrow());
      }
      assertEquals(List.of(), state.problems());
    }
  }

  /** Two tasks wait for messages, and POSIX threads for a mutex whose owner inherits. */
  @Test
  void shouldSeeWhatTasksWaitFor() throws Exception {
    try (AwareGuest guest = open("r6-sp13")) {
      guest.runTo(4 * SECOND);
      assertEquals("message queue Q1", guest.task("TA2").waits());
      assertEquals("message queue Q2", guest.task("TA3").waits());
      assertEquals(List.of(0x0a010003L), guest.state().objects().get(0).waiting());
    }
    try (AwareGuest guest = open("r6-psx05")) {
      guest.runTo(3 * SECOND);
      List<Task> tasks = guest.state().tasks();
      assertEquals(55, tasks.get(1).priority().orElseThrow());
      assertEquals(253, tasks.get(1).basePriority().orElseThrow());
      assertEquals("MUTEX", tasks.get(2).state());
      assertEquals("Mutex2_id, owned by 0x0b010001", tasks.get(2).waits());
      assertEquals(List.of(), guest.state().problems());
    }
  }

  /** Wherever it is looked at, at most one task runs, and nothing looks corrupt. */
  @ParameterizedTest
  @CsvSource({
    "r6-base_sp, 61",
    "r6-ticker, 211",
    "r6-sp04, 311",
    "r6-exit01, 91",
    "r6-unlimited, 311",
    "r7-base_sp, 61"
  })
  void shouldMakeSenseAtAnyInstruction(String image, long step) throws Exception {
    try (AwareGuest guest = open(image)) {
      guest.runTo(SECOND + 25_000);
      for (int i = 0; i < Integer.getInteger("virtualpok.samples", 4000); i++) {
        guest.runInstructions(step);
        RtosState state = guest.state();
        assertTrue(state.tasks().stream().filter(Task::current).count() <= 1);
        for (String problem : state.problems()) {
          boolean half = problem.contains("not initialised") || problem.contains("not started yet");
          assertTrue(half, () -> problem + " at " + guest.machine.instructions());
        }
        for (Task task : state.tasks()) {
          assertTrue(!task.state().contains("?") && task.priority().isPresent(), task.name());
        }
      }
    }
  }
}
