// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.autopsy;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.virtualpok.emu.debug.InterruptHistory;

/**
 * Asks a target's history of interrupts on a thread of its own, and knows which interrupt the user
 * looks at. Reading the log may take seconds; nobody who draws waits for it.
 *
 * <p>Each asker has one question at most under way: a newer one takes the place of one that waits,
 * and the next is not asked before a pause, so that a view may ask as often as it is told to draw.
 */
public final class InterruptFeed implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(InterruptFeed.class.getName());

  /** Between two questions of one asker, in ms of the host's time. */
  private static final long PAUSE_MILLIS = 80;

  private final Supplier<Optional<InterruptHistory>> source;
  private final Executor ui;
  private final ScheduledThreadPoolExecutor thread;

  /** What waits, by asker; guards itself. */
  private final Map<Object, Runnable> waiting = new HashMap<>();

  private final Map<Object, Long> askedAt = new HashMap<>();
  private Runnable selectionChanged = () -> {};
  private int selected;

  /**
   * @param source the history as it is now: a restart of the target begins another one
   * @param ui where answers are given: the thread that draws
   */
  public InterruptFeed(Supplier<Optional<InterruptHistory>> source, Executor ui) {
    this.source = source;
    this.ui = ui;
    thread =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread t = new Thread(task, "interrupt-history");
              t.setDaemon(true);
              return t;
            });
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Id of the interrupt that the user looks at; 0 if it is none. */
  public int selected() {
    return selected;
  }

  /** Looks at another interrupt; every view follows. */
  public void select(int id) {
    if (id != selected) {
      selected = id;
      selectionChanged.run();
    }
  }

  /** Called on the thread that selects. */
  public void onSelection(Runnable action) {
    selectionChanged = action;
  }

  /**
   * Asks, soon; where there is no history, nobody answers.
   *
   * @param asker whose earlier question this one replaces, if that was not asked yet
   */
  public <T> void ask(
      Object asker, Function<InterruptHistory, T> question, Consumer<? super T> answer) {
    synchronized (waiting) {
      boolean scheduled = waiting.put(asker, () -> put(question, answer)) != null;
      if (scheduled) {
        return;
      }
      long since = System.nanoTime() - askedAt.getOrDefault(asker, Long.MIN_VALUE / 2);
      long delay = PAUSE_MILLIS - TimeUnit.NANOSECONDS.toMillis(since);
      try {
        thread.schedule(() -> next(asker), Math.max(0, delay), TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException closed) {
        waiting.remove(asker);
      }
    }
  }

  private void next(Object asker) {
    Runnable question;
    synchronized (waiting) {
      question = waiting.remove(asker);
    }
    try {
      question.run();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "The history of interrupts gave no answer", e);
    }
    synchronized (waiting) {
      askedAt.put(asker, System.nanoTime());
    }
  }

  private <T> void put(Function<InterruptHistory, T> question, Consumer<? super T> answer) {
    Optional<InterruptHistory> history = source.get();
    if (history.isPresent()) {
      history.get().refresh();
      T told = question.apply(history.get());
      ui.execute(() -> answer.accept(told));
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
