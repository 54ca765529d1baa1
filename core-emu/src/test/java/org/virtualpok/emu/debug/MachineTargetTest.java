// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MachineTargetTest {
  private static final int VCPU = FakeMachine.VCPU;

  private final FakeMachine machine = new FakeMachine();
  private final MachineTarget target = new MachineTarget(machine);

  @AfterEach
  void close() {
    target.close();
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }

  private static String refusal(CompletableFuture<?> future) {
    ExecutionException e = assertThrows(ExecutionException.class, () -> get(future));
    return assertInstanceOf(TargetException.class, e.getCause()).getMessage();
  }

  @Test
  void shouldStandAtFirst() {
    assertFalse(target.snapshot().running());
    assertEquals(StopReason.Kind.INITIAL, target.snapshot().stop().kind());
    assertEquals("fake", target.name());
    assertTrue(target.thread().isDaemon());
  }

  @Test
  void shouldRunUntilALimitAcrossQuanta() throws Exception {
    TargetSnapshot s = get(target.runUntil(RunLimit.atInstruction(3_000_000)));
    assertEquals(3_000_000, s.instructions());
    assertEquals(StopReason.Kind.LIMIT, s.stop().kind());
    assertFalse(s.running());
    assertTrue(machine.limits().size() > 3, "cut into " + machine.limits().size());
    assertSame(s, target.snapshot());
    s = get(target.runUntil(RunLimit.atTime(30_000_070)));
    assertEquals(3_000_007, s.instructions());
  }

  @Test
  void shouldNotMoveWhenTheLimitHasPassed() throws Exception {
    get(target.runUntil(RunLimit.atInstruction(1000)));
    TargetSnapshot s = get(target.runUntil(RunLimit.atInstruction(10)));
    assertEquals(1000, s.instructions());
  }

  @Test
  void shouldResumeAndSuspend() throws Exception {
    get(target.resume());
    assertTrue(target.snapshot().running());
    get(target.resume());
    get(target.suspend());
    assertFalse(target.snapshot().running());
    assertEquals(StopReason.Kind.USER, target.snapshot().stop().kind());
    long sequence = target.snapshot().sequence();
    get(target.suspend());
    assertEquals(sequence, target.snapshot().sequence());
  }

  @Test
  void shouldStopForWhatTheMachineFinds() throws Exception {
    machine.stops.put(70_001L, FakeMachine.reason(StopReason.Kind.BREAKPOINT));
    TargetSnapshot s = get(target.runUntil(RunLimit.NONE));
    assertEquals(StopReason.Kind.BREAKPOINT, s.stop().kind());
    assertEquals(70_001, s.instructions());
  }

  @Test
  void shouldCompleteARunThatTheUserSuspends() throws Exception {
    CompletableFuture<TargetSnapshot> run = target.runUntil(RunLimit.NONE);
    assertEquals(
        "The target is running; suspend it first", refusal(target.step(VCPU, StepKind.INTO)));
    get(target.suspend());
    assertEquals(StopReason.Kind.USER, get(run).stop().kind());
  }

  @Test
  void shouldGoOnWithAStepUntilItIsComplete() throws Exception {
    machine.stepEnd = 500_000;
    get(target.step(VCPU, StepKind.OVER));
    assertEquals(500_000, target.snapshot().instructions());
    assertEquals(StopReason.Kind.STEP, target.snapshot().stop().kind());
  }

  @Test
  void shouldSuspendAStepThatNeverEnds() throws Exception {
    CompletableFuture<Void> step = target.step(VCPU, StepKind.NEXT_HYPERCALL);
    get(target.suspend());
    get(step);
    assertEquals(StopReason.Kind.USER, target.snapshot().stop().kind());
  }

  @Test
  void shouldPassOnWhatTheMachineRefuses() throws Exception {
    assertEquals("context 9 cannot step", refusal(target.step(9, StepKind.INTO)));
    assertFalse(target.snapshot().running());
    assertEquals("there is no breakpoint 5", refusal(target.removeBreakpoint(5)));
    get(target.runUntil(RunLimit.atInstruction(10)));
  }

  @Test
  void shouldServeCommandsWhileRunning() throws Exception {
    get(target.resume());
    assertEquals(1, get(target.setBreakpoint(Breakpoint.atAddress(0, 0x1000))));
    assertTrue(target.snapshot().running());
    assertEquals(1, target.snapshot().breakpoints().size());
    assertEquals(16, get(target.readMemory(new Address.Physical(0), 16)).length);
    get(target.consoles().orElseThrow().input(VCPU, new byte[5]));
    get(target.removeBreakpoint(1));
    get(target.suspend());
    assertTrue(target.snapshot().breakpoints().isEmpty());
    assertEquals(List.of("input 5"), machine.calls);
  }

  @Test
  void shouldPublishInOrderAtResumeAndStop() throws Exception {
    List<TargetSnapshot> seen = new CopyOnWriteArrayList<>();
    target.addListener(
        s -> {
          throw new IllegalStateException("a listener's bug harms nobody");
        });
    target.addListener(seen::add);
    get(target.runUntil(RunLimit.atInstruction(100)));
    assertEquals(2, seen.size());
    assertTrue(seen.get(0).running());
    assertFalse(seen.get(1).running());
    assertEquals(seen.get(0).sequence() + 1, seen.get(1).sequence());
    target.removeListener(seen::add);
  }

  @Test
  void shouldHoldTheGuestBackToItsPace() throws Exception {
    target.setPace(1e-9);
    assertEquals(1e-9, target.pace());
    get(target.resume());
    get(target.suspend());
    assertEquals(0, target.snapshot().instructions());
    CompletableFuture<TargetSnapshot> run = target.runUntil(RunLimit.atInstruction(2_000_000));
    target.setPace(Double.POSITIVE_INFINITY);
    assertEquals(2_000_000, get(run).instructions());
    assertThrows(IllegalArgumentException.class, () -> target.setPace(0));
    assertThrows(IllegalArgumentException.class, () -> target.setPace(Double.NaN));
  }

  @Test
  void shouldEndTheSessionButStayReadable() throws Exception {
    CompletableFuture<TargetSnapshot> run = target.runUntil(RunLimit.NONE);
    get(target.terminate());
    assertEquals(StopReason.Kind.TERMINATED, get(run).stop().kind());
    assertEquals("The session has ended; restart it first", refusal(target.resume()));
    assertEquals(4, get(target.readMemory(new Address.Linear(0), 4)).length);
    get(target.restart());
    assertEquals(0, target.snapshot().instructions());
    assertEquals(StopReason.Kind.INITIAL, target.snapshot().stop().kind());
    get(target.runUntil(RunLimit.atInstruction(10)));
  }

  @Test
  void shouldRestartInTheMiddleOfARun() throws Exception {
    CompletableFuture<TargetSnapshot> run = target.runUntil(RunLimit.NONE);
    get(target.restart());
    get(run);
    assertEquals(List.of("restart"), machine.calls);
    assertFalse(target.snapshot().running());
    assertEquals(0, target.snapshot().instructions());
  }

  @Test
  void shouldEndTheSessionWhenTheMachineHasABug() throws Exception {
    machine.bugAt = 50_000;
    TargetSnapshot s = get(target.runUntil(RunLimit.NONE));
    assertEquals(StopReason.Kind.TERMINATED, s.stop().kind());
    assertTrue(s.stop().title().contains("internal error"), s.stop().title());
    assertTrue(s.stop().title().contains("a bug"), s.stop().title());
    assertEquals("The session has ended; restart it first", refusal(target.resume()));
    get(target.restart());
    get(target.runUntil(RunLimit.atInstruction(60_000)));
  }

  @Test
  void shouldEndTheSessionWhenACommandHitsABug() {
    String message = refusal(target.readMemory(new Address.Linear(0), -1));
    assertTrue(message.contains("another bug"), message);
    assertEquals(StopReason.Kind.TERMINATED, target.snapshot().stop().kind());
  }

  @Test
  void shouldCloseInTheMiddleOfARun() throws Exception {
    CompletableFuture<TargetSnapshot> run = target.runUntil(RunLimit.NONE);
    target.close();
    target.close();
    assertEquals(StopReason.Kind.TERMINATED, get(run).stop().kind());
    target.thread().join(30_000);
    assertFalse(target.thread().isAlive());
    assertEquals("The session is closed", refusal(target.resume()));
    assertEquals("The session is closed", refusal(target.runUntil(RunLimit.NONE)));
  }
}
