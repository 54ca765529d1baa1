// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virtualpok.emu.debug.Breakpoint;
import org.virtualpok.emu.debug.RtosState.Task;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.debug.StepKind;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.debug.TargetException;
import org.virtualpok.emu.debug.TargetSnapshot;

/** Breakpoints that are for one task: three run the same code, one of them stops. */
class TaskBreakpointTest {
  /** Guest time in which all three of the ticker have printed twice and more. */
  private static final RunLimit END = RunLimit.atTime(20_500_000_000L);

  private static AwareGuest ticking(String image) throws Exception {
    AwareGuest guest = AwareGuest.open(image);
    guest.runTo(500_000);
    guest.snapshot(); // tasks get their contexts by being looked at
    return guest;
  }

  private static int address(AwareGuest guest, String function) {
    return guest.symbols().named(function).orElseThrow().address();
  }

  private static List<Long> stops(AwareGuest guest, String wanted) throws Exception {
    List<Long> stops = new ArrayList<>();
    while (guest.machine.run(END).kind() == StopReason.Kind.BREAKPOINT) {
      String current =
          guest.state().tasks().stream().filter(Task::current).findFirst().orElseThrow().name();
      if (wanted.isEmpty() || wanted.equals(current)) {
        stops.add(guest.machine.instructions());
      }
    }
    return stops;
  }

  @ParameterizedTest
  @ValueSource(strings = {"ticker", "ticker-native"})
  void shouldStopTheTaskThatIsMeantAndNoOther(String image) throws Exception {
    List<Long> expected;
    try (AwareGuest guest = ticking(image)) {
      guest.machine.setBreakpoint(
          Breakpoint.atAddress(guest.vcpu(), address(guest, "rtems_clock_get_tod")));
      expected = stops(guest, "TA2");
    }
    try (AwareGuest guest = ticking(image)) {
      int task = guest.task("TA2").context();
      int id =
          guest.machine.setBreakpoint(
              Breakpoint.atAddress(task, address(guest, "rtems_clock_get_tod")));
      assertEquals(expected, stops(guest, ""));
      assertTrue(expected.size() >= 2, expected::toString);
      Breakpoint seen = guest.snapshot().breakpoints().get(0);
      assertEquals(task, seen.scope(), "it is listed as it was set");
      assertEquals(expected.size(), seen.hits(), "of its own task alone");
      guest.machine.removeBreakpoint(id);
      assertEquals(List.of(), guest.snapshot().breakpoints());
    }
  }

  @Test
  void shouldNotEndAStepForAnotherTask() throws Exception {
    try (AwareGuest guest = ticking("ticker")) {
      guest.runToCall("rtems_task_wake_after", 1);
      guest.snapshot();
      String stepping =
          guest.state().tasks().stream().filter(Task::current).findFirst().orElseThrow().name();
      String other = stepping.equals("TA3") ? "TA2" : "TA3";
      guest.machine.setBreakpoint(
          Breakpoint.atAddress(guest.task(other).context(), address(guest, "_Thread_Idle_body")));
      StopReason stop = guest.machine.step(guest.vcpu(), StepKind.OVER, RunLimit.NONE);
      assertEquals(StopReason.Kind.STEP, stop.kind(), stop::toString);
    }
  }

  @Test
  void shouldStopAtAHypercallOfOneTask() throws Exception {
    try (AwareGuest guest = ticking("ticker")) {
      int task = guest.task("TA1").context();
      guest.machine.setBreakpoint(Breakpoint.atHypercall(task, 0, -1, true));
      StopReason stop = guest.machine.run(END);
      assertEquals(StopReason.Kind.HYPERCALL_ENTRY, stop.kind());
      assertEquals("TA1", current(guest.snapshot()));
    }
  }

  private static String current(TargetSnapshot snapshot) {
    return snapshot.rtos().get(0).tasks().stream()
        .filter(Task::current)
        .findFirst()
        .orElseThrow()
        .name();
  }

  @Test
  void shouldRefuseWhatIsNoTasks() throws Exception {
    try (AwareGuest guest = ticking("ticker")) {
      int task = guest.task("TA1").context();
      TargetException e =
          assertThrows(
              TargetException.class,
              () -> guest.machine.setBreakpoint(Breakpoint.atInterruptDropped(task, -1)));
      assertTrue(e.getMessage().contains("choose its partition"), e.getMessage());
      assertThrows(
          TargetException.class,
          () -> guest.machine.setBreakpoint(Breakpoint.atAddress(task + 1000, 0)));
    }
  }
}
