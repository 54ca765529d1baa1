// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.autopsy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.virtualpok.app.view.Interrupts;
import org.virtualpok.emu.debug.InterruptFilter;

class InterruptFeedTest {
  private final Interrupts history = new Interrupts().with(Interrupts.dropped(1, 2, 1_000_000));
  private final BlockingQueue<Object> answers = new LinkedBlockingQueue<>();

  private Object answer() throws InterruptedException {
    Object answer = answers.poll(20, TimeUnit.SECONDS);
    assertTrue(answer != null, "nobody answered");
    return answer;
  }

  @Test
  void shouldAskOnAThreadOfItsOwn() throws InterruptedException {
    try (InterruptFeed feed = new InterruptFeed(() -> Optional.of(history), Runnable::run)) {
      feed.ask("a", h -> Thread.currentThread(), answers::add);
      assertNotSame(Thread.currentThread(), answer());
    }
  }

  @Test
  void shouldAskOnlyTheNewestOfTheQuestionsThatWait() throws InterruptedException {
    CountDownLatch busy = new CountDownLatch(1);
    try (InterruptFeed feed = new InterruptFeed(() -> Optional.of(history), Runnable::run)) {
      feed.ask(
          "other",
          h -> {
            await(busy);
            return "other";
          },
          answers::add);
      for (int i = 1; i <= 100; i++) {
        int number = i;
        feed.ask("a", h -> number, answers::add);
      }
      busy.countDown();
      assertEquals("other", answer());
      assertEquals(100, answer());
      feed.ask("last", h -> h.ids(InterruptFilter.ALL).length, answers::add);
      assertEquals(1, answer());
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void shouldGoOnAfterAQuestionThatFailed() throws InterruptedException {
    try (InterruptFeed feed = new InterruptFeed(() -> Optional.of(history), Runnable::run)) {
      feed.ask(
          "a",
          h -> {
            throw new IllegalStateException("a test's question that fails");
          },
          answers::add);
      feed.ask("b", h -> "b", answers::add);
      assertEquals("b", answer());
    }
  }

  @Test
  void shouldTellOfASelectionOnce() {
    int[] told = {0};
    try (InterruptFeed feed = new InterruptFeed(Optional::empty, Runnable::run)) {
      feed.onSelection(() -> told[0]++);
      feed.select(7);
      feed.select(7);
      assertEquals(7, feed.selected());
      assertEquals(1, told[0]);
    }
  }
}
