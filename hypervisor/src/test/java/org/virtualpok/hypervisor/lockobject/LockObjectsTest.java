// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.lockobject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.debug.ObjectState;
import org.virtualpok.hypervisor.thread.FakeThreads;
import org.virtualpok.hypervisor.thread.PokThread;
import org.virtualpok.hypervisor.thread.ThreadState;

class LockObjectsTest {
  private static final long NEVER = PokThread.NEVER;
  private static final int EMPTY = 0x7777;

  private FakeThreads fake;
  private LockObjects locks;

  @BeforeEach
  void makeThreeThreads() {
    fake = new FakeThreads(3);
    locks = new LockObjects(fake.table(), 4, 250, false);
  }

  private LockObject create(LockKind kind, boolean byPriority, int initial, int maximum) {
    int index = locks.free();
    locks.create(index, kind, byPriority, initial, maximum);
    return locks.find(locks.id(index));
  }

  private LockObject mutex() {
    return create(LockKind.MUTEX, false, 0, 0);
  }

  private int lockBy(int thread, LockObject object, long deadline) {
    return locks.lock(fake.thread(thread), object, deadline, fake.now());
  }

  private ObjectState state() {
    return locks.states(2).get(0);
  }

  @Test
  void shouldNumberObjectsThroughTheModuleWithEightBits() {
    assertEquals(250, locks.id(0));
    assertEquals(253, locks.id(3));
    assertNull(locks.find(249));
    assertNull(locks.find(254));
    LockObjects behind = new LockObjects(fake.table(), 4, 254, false);
    assertEquals(1, behind.id(3));
    assertFalse(behind.find(1).created());
    assertNull(behind.find(2));
  }

  @Test
  void shouldHandAMutexToTheFirstThatWaits() {
    LockObject mutex = mutex();
    assertEquals(LockAnswer.OK, lockBy(0, mutex, NEVER));
    assertEquals(LockAnswer.WAITS, lockBy(1, mutex, NEVER));
    assertEquals(LockAnswer.WAITS, lockBy(2, mutex, NEVER));
    assertEquals(ThreadState.LOCK, fake.thread(1).state());
    assertEquals("mutex 250", fake.thread(1).waitsFor());
    assertEquals(List.of(1, 2), state().waiting());
    assertEquals(0, state().owner());
    assertEquals(LockAnswer.OK, locks.unlock(mutex));
    assertTrue(locks.takeWoke());
    assertFalse(locks.takeWoke());
    assertEquals(1, state().owner(), "nobody can take it in between");
    assertEquals(LockAnswer.OK, fake.resume(1));
    assertEquals(List.of(2), state().waiting());
  }

  @Test
  void shouldServeHigherPrioritiesFirstIfAsked() {
    LockObject semaphore = create(LockKind.SEMAPHORE, true, 0, 5);
    fake.thread(0).priority = 5;
    fake.thread(1).priority = 9;
    fake.thread(2).priority = 9;
    lockBy(0, semaphore, NEVER);
    lockBy(1, semaphore, NEVER);
    lockBy(2, semaphore, NEVER);
    assertEquals(List.of(1, 2, 0), state().waiting());
  }

  @Test
  void shouldCountASemaphoreToItsMaximum() {
    LockObject semaphore = create(LockKind.SEMAPHORE, false, 1, 2);
    for (int i = 0; i < 5; i++) {
      assertEquals(LockAnswer.OK, locks.unlock(semaphore));
    }
    assertEquals(2, state().value());
    assertEquals(LockAnswer.OK, lockBy(0, semaphore, NEVER));
    assertEquals(LockAnswer.OK, lockBy(0, semaphore, NEVER));
    assertEquals(LockAnswer.WAITS, lockBy(0, semaphore, NEVER));
  }

  @Test
  void shouldGiveUpInTimeAndLeaveTheQueue() {
    LockObject mutex = mutex();
    lockBy(0, mutex, NEVER);
    assertEquals(LockAnswer.WAITS, lockBy(1, mutex, 5_000));
    assertEquals(ThreadState.WAITING, fake.thread(1).state());
    assertEquals(5_000, fake.thread(1).wakeupNanos());
    fake.passTo(5_000);
    assertEquals(LockAnswer.TIMEOUT, fake.resume(1));
    assertEquals(List.of(), state().waiting());
    assertEquals(LockAnswer.TIMEOUT, lockBy(2, mutex, 4_000), "the time has passed already");
    assertEquals(LockAnswer.OK, locks.unlock(mutex));
    assertEquals(LockAnswer.OK, lockBy(2, mutex, 4_000), "it is free");
  }

  @Test
  void shouldGiveAMutexToOneThatWasHandedItAndRunsLate() {
    LockObject mutex = mutex();
    lockBy(0, mutex, NEVER);
    lockBy(1, mutex, 5_000);
    locks.unlock(mutex);
    fake.passTo(6_000);
    assertEquals(LockAnswer.OK, fake.resume(1));
  }

  @Test
  void shouldTellOneThatRunsLateThatItIsLateIfFaithful() {
    locks = new LockObjects(fake.table(), 4, 250, true);
    LockObject mutex = mutex();
    lockBy(0, mutex, NEVER);
    lockBy(1, mutex, 5_000);
    locks.unlock(mutex);
    fake.passTo(6_000);
    assertEquals(LockAnswer.TIMEOUT, fake.resume(1));
    assertEquals(LockAnswer.WAITS, lockBy(2, mutex, NEVER), "it is lost");
  }

  @Test
  void shouldReleaseAnEventWhileItsSignalIsAwaited() {
    LockObject event = create(LockKind.EVENT, false, 0, 0);
    assertEquals(LockAnswer.OK, lockBy(1, event, NEVER));
    assertEquals(LockAnswer.WAITS, locks.await(fake.thread(1), event, NEVER));
    assertEquals(List.of(1), state().awaitingSignal());
    assertEquals(LockAnswer.OK, lockBy(0, event, NEVER));
    assertEquals(LockAnswer.OK, locks.signal(event));
    assertEquals(ThreadState.RUNNABLE, fake.thread(1).state());
    assertEquals(EMPTY, fake.resume(1, EMPTY), "it wants the event, which thread 0 has");
    assertEquals(ThreadState.LOCK, fake.thread(1).state());
    assertEquals(List.of(1), state().waiting());
    locks.unlock(event);
    assertEquals(LockAnswer.OK, fake.resume(1));
    assertEquals(1, state().owner());
  }

  @Test
  void shouldAnswerASignalThatNobodyAwaits() {
    LockObject event = create(LockKind.EVENT, false, 0, 0);
    assertEquals(LockAnswer.NOT_FOUND, locks.signal(event));
    assertEquals(LockAnswer.OK, locks.broadcast(event));
    assertEquals(LockAnswer.NOT_FOUND, locks.signal(mutex()), "nobody awaits that of a mutex");
    assertEquals(LockAnswer.EINVAL, locks.await(fake.thread(0), mutex(), NEVER));
  }

  @Test
  void shouldWakeAllAtABroadcastByPriority() {
    LockObject event = create(LockKind.EVENT, false, 0, 0);
    fake.thread(2).priority = 50;
    locks.await(fake.thread(1), event, NEVER);
    locks.await(fake.thread(2), event, NEVER);
    assertEquals(List.of(2, 1), state().awaitingSignal());
    locks.broadcast(event);
    assertEquals(ThreadState.RUNNABLE, fake.thread(1).state());
    assertEquals(ThreadState.RUNNABLE, fake.thread(2).state());
  }

  @Test
  void shouldTimeASignalOut() {
    LockObject event = create(LockKind.EVENT, false, 0, 0);
    locks.await(fake.thread(1), event, 3_000);
    fake.passTo(3_000);
    assertEquals(LockAnswer.TIMEOUT, fake.resume(1));
    assertEquals(List.of(), state().awaitingSignal());
    assertEquals(0, state().value(), "it has the event again");
  }

  @Test
  void shouldKeepOneWaitingWhomAnotherResumed() {
    LockObject mutex = mutex();
    lockBy(0, mutex, NEVER);
    lockBy(1, mutex, NEVER);
    fake.table().wake(fake.thread(1));
    assertEquals(EMPTY, fake.resume(1, EMPTY));
    assertEquals(ThreadState.LOCK, fake.thread(1).state());
    assertEquals(List.of(1), state().waiting());
  }

  @Test
  void shouldPassOverOneThatWasStartedAnew() {
    LockObject mutex = mutex();
    lockBy(0, mutex, NEVER);
    lockBy(1, mutex, NEVER);
    lockBy(2, mutex, NEVER);
    fake.thread(1).setWaiter(null);
    locks.unlock(mutex);
    assertEquals(2, state().owner());
  }

  @Test
  void shouldKnowNothingAfterARestart() {
    LockObject mutex = mutex();
    lockBy(0, mutex, NEVER);
    lockBy(1, mutex, NEVER);
    locks.forget();
    assertEquals(List.of(), locks.states(2));
    assertEquals(0, locks.free());
    assertEquals(LockAnswer.NOT_READY, locks.lock(fake.thread(0), mutex, NEVER, 0));
    assertEquals(LockAnswer.NOT_READY, locks.unlock(mutex));
    assertEquals(LockAnswer.NOT_READY, locks.signal(mutex));
    assertEquals(LockAnswer.NOT_READY, locks.broadcast(mutex));
    assertEquals(LockAnswer.NOT_READY, locks.await(fake.thread(0), mutex, NEVER));
  }
}
