// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.instances;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.virtualpok.app.autopsy.PartitionName;
import org.virtualpok.app.view.Interrupts;
import org.virtualpok.emu.debug.InterruptFilter;
import org.virtualpok.emu.debug.InterruptInstance.Fate;

class InstancesViewModelTest {
  private static final int TICKER = 2;
  private static final int MESSAGES = 4;

  private final Interrupts history =
      new Interrupts()
          .with(Interrupts.atOnce(1, TICKER, 1_000_000))
          .with(Interrupts.dropped(2, MESSAGES, 1_000_000))
          .with(Interrupts.held(3, MESSAGES, 2_000_000, 1_000_000))
          .with(Interrupts.pending(4, TICKER, 3_000_000));

  private final InstancesViewModel model = new InstancesViewModel();

  InstancesViewModelTest() {
    model.partitions(
        List.of(
            new PartitionName(TICKER, 1, "ticker"), new PartitionName(MESSAGES, 2, "messages")));
  }

  private InstancesViewModel.Advance ask() {
    return model.take(InstancesViewModel.Answer.of(history, model.filter()));
  }

  @Test
  void shouldHaveARowForEachInterrupt() {
    assertTrue(ask().reset());
    assertEquals(4, model.size());
    InstanceRow dropped = model.row(1);
    assertEquals(2, dropped.id());
    assertEquals("● 2 messages", dropped.partition().label());
    assertEquals("virtual IF off", dropped.at());
    assertEquals("bad", dropped.tone());
    assertEquals("–", dropped.latency());
    assertEquals("not scheduled 1 ms", model.row(2).at());
    assertEquals("1 ms", model.row(2).latency());
    assertEquals("0 ns", model.row(0).latency());
  }

  @Test
  void shouldGrowWithoutForgettingWhatStands() {
    ask();
    history.with(Interrupts.atOnce(5, TICKER, 4_000_000));
    InstancesViewModel.Advance advance = ask();
    assertFalse(advance.reset());
    assertEquals(4, advance.from());
    assertEquals(5, advance.size());
  }

  @Test
  void shouldReadALivingOneAgain() {
    ask();
    assertEquals("held", model.row(3).tone());
    history.with(Interrupts.held(4, TICKER, 3_000_000, 2_000_000));
    assertEquals(List.of(3), ask().changed());
    assertEquals("good", model.row(3).tone());
    assertEquals(List.of(), ask().changed());
  }

  @Test
  void shouldFilterByEachOfTheFour() {
    ask();
    model.setFilter(InterruptFilter.ALL.inContext(MESSAGES));
    assertTrue(ask().reset());
    assertEquals(2, model.size());
    model.setFilter(InterruptFilter.ALL.withFate(Fate.DROPPED));
    ask();
    assertEquals(1, model.size());
    assertEquals(0, model.rowOf(2));
    assertTrue(model.rowOf(1) < 0);
    assertEquals("all lines, dropped", model.filterWords());
    model.setFilter(InterruptFilter.ALL.heldBy(1));
    ask();
    assertEquals(2, model.size());
    model.setFilter(InterruptFilter.ALL.onLine(7));
    ask();
    assertEquals(0, model.size());
    assertEquals(4, model.all());
  }

  @Test
  void shouldIgnoreAnAnswerToAFilterOfBefore() {
    ask();
    InstancesViewModel.Answer old = InstancesViewModel.Answer.of(history, model.filter());
    model.setFilter(InterruptFilter.ALL.withFate(Fate.DROPPED));
    model.take(old);
    assertEquals(4, model.size());
    ask();
    assertEquals(1, model.size());
  }

  @Test
  void shouldOfferOnlyWhatThereIs() {
    ask();
    assertEquals(
        List.of("■ 1 ticker", "● 2 messages"),
        model.partitionChoices().stream().map(PartitionName::label).toList());
    assertEquals(List.of("0 clock"), model.lineChoices());
    assertEquals(List.of(Fate.PENDING, Fate.RETURNED, Fate.DROPPED), model.fateChoices());
    assertEquals(List.of(Interrupts.NOT_SCHEDULED, Interrupts.IF_OFF), model.gateChoices());
  }

  @Test
  void shouldStartOverWithAnotherHistory() {
    ask();
    Interrupts restarted = new Interrupts().with(Interrupts.dropped(1, TICKER, 5_000));
    assertTrue(model.take(InstancesViewModel.Answer.of(restarted, model.filter())).reset());
    assertEquals(Fate.DROPPED, model.row(0).fate());
  }
}
