// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.thread;

/**
 * A thread that waits inside a call. When it is elected again the kernel goes on in its name, with
 * {@link #resume}, before the thread runs behind its call: what it waited for may have gone to
 * another thread meanwhile.
 */
public abstract class Waiter {
  protected final ThreadTable threads;
  protected final PokThread thread;

  /** When its patience ends, guest ns; NEVER if it does not. */
  protected final long deadlineNanos;

  protected Waiter(ThreadTable threads, PokThread thread, long deadlineNanos) {
    this.threads = threads;
    this.thread = thread;
    this.deadlineNanos = deadlineNanos;
  }

  public PokThread thread() {
    return thread;
  }

  /** The thread is elected: it gets an answer, or waits on. */
  public abstract void resume(long nowNanos);

  /** Makes the thread wait; the caller reschedules. */
  public void block(String waitsFor, int timeoutAnswer) {
    boolean forEver = deadlineNanos == PokThread.NEVER;
    threads.block(
        thread,
        forEver ? ThreadState.LOCK : ThreadState.WAITING,
        deadlineNanos,
        timeoutAnswer,
        waitsFor);
    thread.setWaiter(this);
  }

  /** What it waits for may be there. */
  public void wake() {
    threads.wake(thread);
  }

  /** Whether the thread still is in this call: it was not started anew meanwhile. */
  public boolean waits() {
    return thread.waiter() == this;
  }

  protected boolean late(long nowNanos) {
    return nowNanos >= deadlineNanos;
  }
}
