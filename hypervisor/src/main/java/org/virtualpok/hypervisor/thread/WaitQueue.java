// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.thread;

import java.util.ArrayList;
import java.util.List;

/** Threads that wait for one thing, the next to get it first. */
public final class WaitQueue<W extends Waiter> {
  private final List<W> waiters = new ArrayList<>();

  /** Behind those that are there, or behind those of its priority or a higher one. */
  public void add(W waiter, boolean byPriority) {
    dropGone();
    int at = waiters.size();
    while (byPriority
        && at > 0
        && waiters.get(at - 1).thread().priority < waiter.thread().priority) {
      at--;
    }
    waiters.add(at, waiter);
  }

  /** Takes the first that still waits; null if none does. */
  public W poll() {
    dropGone();
    return waiters.isEmpty() ? null : waiters.remove(0);
  }

  /** The first that still waits; null if none does. */
  public W peek() {
    dropGone();
    return waiters.isEmpty() ? null : waiters.get(0);
  }

  public void remove(W waiter) {
    waiters.remove(waiter);
  }

  public void clear() {
    waiters.clear();
  }

  private void dropGone() {
    waiters.removeIf(w -> !w.waits());
  }

  /** Global ids of those that wait, in order. */
  public List<Integer> threadIds() {
    return waiters.stream().filter(Waiter::waits).map(w -> w.thread().globalId()).toList();
  }
}
