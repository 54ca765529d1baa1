// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.lockobject;

import org.virtualpok.emu.debug.ObjectState;
import org.virtualpok.hypervisor.thread.PokThread;
import org.virtualpok.hypervisor.thread.ThreadTable;
import org.virtualpok.hypervisor.thread.WaitQueue;
import org.virtualpok.hypervisor.thread.Waiter;

/**
 * A mutex, a semaphore or an event of a partition. Whoever releases it hands it to the first thread
 * that waits; the caller then reschedules. Priorities are never inherited, whatever the policy.
 *
 * <p>An event is a mutex with a second queue: who waits for the event releases it, and takes it
 * again after the signal.
 */
public final class LockObject {
  private final ThreadTable threads;
  private final int id;

  /** Whether a wait that is over in time counts as over time if its thread runs too late. */
  private final boolean lateIsTimeout;

  private final WaitQueue<Taking> waiting = new WaitQueue<>();
  private final WaitQueue<Awaiting> awaiting = new WaitQueue<>();
  private LockKind kind;
  private int value;
  private int maximum;
  private boolean byPriority;
  private PokThread owner;

  LockObject(ThreadTable threads, int id, boolean lateIsTimeout) {
    this.threads = threads;
    this.id = id;
    this.lateIsTimeout = lateIsTimeout;
  }

  void create(LockKind newKind, boolean priorities, int initial, int newMaximum) {
    boolean semaphore = newKind == LockKind.SEMAPHORE;
    kind = newKind;
    byPriority = priorities || newKind == LockKind.EVENT;
    value = semaphore ? initial : 1;
    maximum = semaphore ? newMaximum : 1;
    owner = null;
    waiting.clear();
    awaiting.clear();
  }

  void forget() {
    create(null, false, 0, 0);
  }

  /** Null until it is created. */
  public LockKind kind() {
    return kind;
  }

  public boolean created() {
    return kind != null;
  }

  /**
   * A thread takes it, or waits.
   *
   * @param deadlineNanos guest time at which the wait ends, ns; NEVER if it does not
   */
  int lock(PokThread thread, long deadlineNanos, long nowNanos) {
    if (take(thread)) {
      return LockAnswer.OK;
    }
    if (nowNanos >= deadlineNanos) {
      return LockAnswer.TIMEOUT;
    }
    new Taking(thread, deadlineNanos, LockAnswer.OK).enqueue();
    return LockAnswer.WAITS;
  }

  private boolean take(PokThread thread) {
    if (value == 0) {
      return false;
    }
    value--;
    owner = thread;
    return true;
  }

  /** Whether a thread got it that may run now. */
  boolean unlock() {
    Taking next = value == 0 ? waiting.poll() : null;
    if (next != null) {
      next.granted = true;
      owner = next.thread();
      threads.wake(next.thread());
      return true;
    }
    value = Math.max(1, Math.min(value + 1, maximum));
    return false;
  }

  /** A thread releases an event and waits for its signal. */
  void await(PokThread thread, long deadlineNanos) {
    unlock();
    Awaiting waiter = new Awaiting(thread, deadlineNanos);
    awaiting.add(waiter, true);
    waiter.block();
  }

  /** Whether a thread waited for the signal, which may run now. */
  boolean signal() {
    Awaiting next = awaiting.poll();
    if (next == null) {
      return false;
    }
    next.signalled = true;
    threads.wake(next.thread());
    return true;
  }

  ObjectState state(int context) {
    boolean owned = owner != null && value == 0 && kind != LockKind.SEMAPHORE;
    return new ObjectState(
        id,
        context,
        ObjectState.Kind.valueOf(kind.name()),
        value,
        maximum,
        byPriority,
        owned ? owner.globalId() : -1,
        waiting.threadIds(),
        awaiting.threadIds());
  }

  private String words() {
    return kind.words() + " " + id;
  }

  /** Wants to take it. */
  private final class Taking extends Waiter {
    private final int answer;
    private boolean granted;

    Taking(PokThread thread, long deadlineNanos, int answer) {
      super(LockObject.this.threads, thread, deadlineNanos);
      this.answer = answer;
    }

    void enqueue() {
      waiting.add(this, byPriority);
      block(words(), LockAnswer.TIMEOUT);
    }

    @Override
    public void resume(long nowNanos) {
      if (granted && !(lateIsTimeout && late(nowNanos))) {
        threads.setAnswer(thread, answer);
      } else if (late(nowNanos)) {
        waiting.remove(this);
        threads.setAnswer(thread, LockAnswer.TIMEOUT);
      } else {
        block(words(), LockAnswer.TIMEOUT);
      }
    }
  }

  /** Wants the event's signal, and then the event. */
  private final class Awaiting extends Waiter {
    private boolean signalled;

    Awaiting(PokThread thread, long deadlineNanos) {
      super(LockObject.this.threads, thread, deadlineNanos);
    }

    void block() {
      block("the signal of " + words(), LockAnswer.TIMEOUT);
    }

    @Override
    public void resume(long nowNanos) {
      boolean over = late(nowNanos) && (!signalled || lateIsTimeout);
      if (!over && !signalled) {
        block();
        return;
      }
      awaiting.remove(this);
      int answer = over ? LockAnswer.TIMEOUT : LockAnswer.OK;
      if (take(thread)) {
        threads.setAnswer(thread, answer);
      } else {
        new Taking(thread, PokThread.NEVER, answer).enqueue();
      }
    }
  }
}
