// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.virtualpok.app.view.LogTarget;
import org.virtualpok.app.view.health.HealthViewModel.Occurrence;
import org.virtualpok.app.view.health.HealthViewModel.Rule;
import org.virtualpok.emu.debug.HealthTables;
import org.virtualpok.emu.debug.HealthTables.Entry;
import org.virtualpok.emu.trace.ChunkedEventLog;
import org.virtualpok.hypervisor.event.HypervisorEvents;

/** What the view says of tables and of errors, from the event log alone. */
final class HealthViewModelTest {
  private static final long ENDLESS = Long.MAX_VALUE;

  private static final HealthTables TABLES =
      new HealthTables(
          List.of(
              new Entry(0, 17, 5, 1, 5, "power"),
              new Entry(LogTarget.TICKER, 12, 3, 2, 4, ""),
              new Entry(LogTarget.TICKER, 12, 5, 2, 4, "divide by zero"),
              new Entry(LogTarget.MESSAGES, 12, 5, 2, 2, "")),
          Map.of(12, "numeric error", 13, "illegal request", 17, "power fail"),
          Map.of(1, "module", 2, "partition", 3, "process"),
          Map.of(0, "no action", 2, "IDLE", 4, "COLD_START", 5, "SHUTDOWN", 7, "error handler"),
          Map.of(3, "partition init", 5, "process execution"));

  /** A target with tables. */
  private static final class Configured extends LogTarget {
    @Override
    public HealthTables health() {
      return TABLES;
    }
  }

  private final Configured target = new Configured();
  private final HealthViewModel model = new HealthViewModel(target);

  private void error(long time, int context, int error, int level, int action, int state) {
    target.log.append(time, 0, HypervisorEvents.HEALTH_ERROR, context, error, level, action);
    target.log.append(time, 0, HypervisorEvents.HEALTH_ORIGIN, context, state, 0, 0x1063);
  }

  @Test
  void tablesAreListedBeforeAnythingHappens() {
    assertTrue(model.configured());
    List<Rule> rules = model.rules();
    assertEquals(4, rules.size());
    assertEquals("module", rules.get(0).partition().name());
    assertEquals("17 power fail", rules.get(0).error());
    assertEquals("SHUTDOWN", rules.get(0).action());
    assertEquals("power", rules.get(0).details());
    assertEquals("ticker", rules.get(1).partition().name());
    assertEquals("partition init", rules.get(1).state());
    assertEquals(0, rules.get(1).times());
    assertEquals("", model.summary());
  }

  @Test
  void anErrorSaysWhoAndWhere() {
    error(10_000_109_880L, LogTarget.TICKER, 12, 2, 4, 5);
    assertTrue(model.behind());
    assertTrue(model.advance(ENDLESS));
    assertFalse(model.behind());
    Occurrence row = model.occurrences().get(0);
    assertEquals("10.000\u00a0109\u00a088", row.time());
    assertEquals(1, row.partition().number());
    assertEquals("0", row.thread());
    assertEquals("12 numeric error", row.error());
    assertEquals("partition", row.level());
    assertEquals("COLD_START", row.action());
    assertEquals("main+0x3", row.place());
    assertEquals(0x1063, row.address());
    assertEquals(
        "error 12 numeric error at 0x00001063 <main+0x3> in process execution", row.details());
    assertFalse(model.advance(ENDLESS));
  }

  @Test
  void errorsAreCountedWhereTheyBelong() {
    error(1, LogTarget.TICKER, 12, 2, 4, 3);
    error(2, LogTarget.TICKER, 12, 2, 4, 5);
    error(3, LogTarget.TICKER, 12, 2, 4, 4);
    error(4, LogTarget.MESSAGES, 12, 2, 2, 3);
    error(5, LogTarget.MESSAGES, 13, 3, 0, 5);
    error(6, LogTarget.MESSAGES, 17, 1, 5, 5);
    model.advance(ENDLESS);
    List<Long> times = model.rules().stream().map(Rule::times).toList();
    assertEquals(List.of(1L, 2L, 1L, 1L, 1L), times);
    Rule unforeseen = model.rules().get(4);
    assertEquals("no action", unforeseen.action());
    assertFalse(unforeseen.configured());
    assertEquals(
        "12 numeric error × 4  ·  13 illegal request × 1  ·  17 power fail × 1", model.summary());
  }

  @Test
  void aRestartBeginsAnew() {
    error(1, LogTarget.TICKER, 12, 2, 4, 3);
    model.advance(ENDLESS);
    target.log = new ChunkedEventLog();
    assertTrue(model.behind());
    assertTrue(model.advance(ENDLESS));
    assertEquals(List.of(), model.occurrences());
    assertEquals(0, model.total());
    assertEquals(0, model.rules().get(1).times());
  }

  @Test
  void aDecisionWhoseOriginIsStillToComeWaits() {
    target.log.append(1, 0, HypervisorEvents.HEALTH_ERROR, LogTarget.TICKER, 12, 2, 4);
    assertFalse(model.advance(ENDLESS));
    target.log.append(1, 0, HypervisorEvents.HEALTH_ORIGIN, LogTarget.TICKER, 5, 0, 0x1063);
    assertTrue(model.advance(ENDLESS));
    assertEquals(1, model.occurrences().size());
  }

  @Test
  void theNewestAreKept() {
    for (int i = 0; i < HealthViewModel.ROWS_MAX + 10; i++) {
      error(i, LogTarget.TICKER, 12, 2, 4, 5);
    }
    model.advance(ENDLESS);
    List<Occurrence> kept = model.occurrences();
    assertTrue(kept.size() <= HealthViewModel.ROWS_MAX);
    assertEquals(HealthViewModel.ROWS_MAX + 10, kept.get(kept.size() - 1).number());
    assertEquals(HealthViewModel.ROWS_MAX + 10, model.total());
  }

  @Test
  void withoutTablesThereIsNothingToDo() {
    LogTarget bare = new LogTarget();
    bare.log.append(1, 0, HypervisorEvents.SLOT_SWITCH, LogTarget.TICKER, 0, 0, 0);
    HealthViewModel none = new HealthViewModel(bare);
    assertFalse(none.configured());
    assertFalse(none.behind());
    assertEquals(List.of(), none.rules());
  }
}
