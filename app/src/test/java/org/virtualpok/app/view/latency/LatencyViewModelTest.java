// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.virtualpok.app.view.Interrupts;
import org.virtualpok.emu.debug.InterruptHop;

class LatencyViewModelTest {
  private final Interrupts history =
      new Interrupts()
          .with(Interrupts.atOnce(1, 2, 1_000_000))
          .with(Interrupts.dropped(2, 4, 1_000_000))
          .with(Interrupts.held(3, 4, 2_000_000, 1_000_000))
          .with(Interrupts.held(4, 2, 2_000_000, 4_000_000));

  private final LatencyViewModel model = new LatencyViewModel();

  private void ask() {
    model.take(LatencyViewModel.Answer.of(history, model.hop(), model.filter()));
  }

  @Test
  void shouldBeEmptyBeforeTheFirstInterrupt() {
    assertTrue(model.empty());
    model.take(LatencyViewModel.Answer.of(new Interrupts(), model.hop(), model.filter()));
    assertTrue(model.empty());
  }

  @Test
  void shouldHaveASeriesForAllAndForEachPartitionAndLine() {
    ask();
    assertEquals(
        List.of(3L, 2L, 1L), model.series().stream().map(s -> s.histogram().count()).toList());
    assertEquals(0, model.chosen());
    assertEquals(1, model.unhindered());
    assertEquals(
        List.of("not scheduled", "virtual IF off"),
        model.gates().stream().map(LatencyViewModel.GateRow::gate).toList());
  }

  @Test
  void shouldCountTheFatesOfTheChosenSeries() {
    ask();
    model.choose(model.series().get(2));
    ask();
    assertEquals(2, model.chosen());
    assertEquals(0, model.unhindered());
    assertEquals(1, model.gates().get(1).dropped());
    assertEquals(List.of(3), model.longest().stream().map(l -> l.id()).toList());
  }

  @Test
  void shouldListTheLongestFirst() {
    ask();
    assertEquals(List.of(4, 3, 1), model.longest().stream().map(l -> l.id()).toList());
    assertEquals("4 ms", model.longest().get(0).took());
  }

  @Test
  void shouldIgnoreAnAnswerForAnotherHop() {
    model.setHop(InterruptHop.RETURN);
    model.take(LatencyViewModel.Answer.of(history, InterruptHop.LATENCY, model.filter()));
    assertTrue(model.empty());
  }
}
