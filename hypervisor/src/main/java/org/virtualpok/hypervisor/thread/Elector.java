// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.thread;

import java.util.Comparator;
import java.util.List;
import org.virtualpok.hypervisor.personality.ThreadPolicy;

/** Who runs next in mode NORMAL: a pure function of the threads' states. */
final class Elector {
  private static final Comparator<PokThread> SHORTEST_PERIOD_FIRST =
      Comparator.<PokThread>comparingLong(
              t -> t.periodNanos == PokThread.INFINITE ? PokThread.NEVER : t.periodNanos)
          .thenComparingInt(PokThread::localId);

  private Elector() {}

  /**
   * @param threads by local id
   * @param current whom the partition elected last, null for its idle thread
   * @param previous whom it elected before it was idle, null if nobody
   * @param moved whether the list itself is in the order of RMS
   * @return null if no thread can run
   */
  static PokThread elect(
      ThreadPolicy policy,
      List<PokThread> threads,
      PokThread current,
      PokThread previous,
      boolean moved) {
    PokThread from = current != null ? current : previous;
    int start = from == null ? 0 : from.localId();
    return switch (policy) {
      case RR -> keeps(current) ? current : next(threads, start);
      case STATIC -> highest(threads, start);
      case RMS -> moved ? next(threads, 0) : shortest(threads);
    };
  }

  static boolean eligible(PokThread thread) {
    return thread.created && thread.state == ThreadState.RUNNABLE && !thread.onOtherProcessor;
  }

  private static boolean keeps(PokThread current) {
    return current != null
        && eligible(current)
        && (current.remainingCapacity > 0 || current.timeCapacity == PokThread.INFINITE);
  }

  /** The first behind a place, which is itself the last. */
  private static PokThread next(List<PokThread> threads, int start) {
    for (int i = 1; i <= threads.size(); i++) {
      PokThread thread = threads.get((start + i) % threads.size());
      if (eligible(thread)) {
        return thread;
      }
    }
    return null;
  }

  /** Among equals the first from a place on. */
  private static PokThread highest(List<PokThread> threads, int start) {
    PokThread best = null;
    for (int i = 0; i < threads.size(); i++) {
      PokThread thread = threads.get((start + i) % threads.size());
      if (eligible(thread) && (best == null || thread.priority > best.priority)) {
        best = thread;
      }
    }
    return best;
  }

  /** The main thread comes last. */
  private static PokThread shortest(List<PokThread> threads) {
    return threads.stream()
        .skip(1)
        .filter(Elector::eligible)
        .min(SHORTEST_PERIOD_FIRST)
        .orElse(eligible(threads.get(0)) ? threads.get(0) : null);
  }
}
