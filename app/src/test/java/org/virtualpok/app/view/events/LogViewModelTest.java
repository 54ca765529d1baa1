// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.virtualpok.app.view.LogTarget;
import org.virtualpok.emu.trace.ChunkedEventLog;
import org.virtualpok.hypervisor.event.HypervisorEvents;
import org.virtualpok.hypervisor.interrupt.Gate;
import org.virtualpok.hypervisor.partition.PartitionState;

/** Rows over the log: which there are, what they say, and when they change. */
final class LogViewModelTest {
  private final LogTarget target = new LogTarget();
  private HypercallsViewModel calls;
  private EventsViewModel events;

  @BeforeEach
  void start() {
    calls = new HypercallsViewModel(target);
    events = new EventsViewModel(target);
    calls.contexts(target.snapshot().contexts());
    events.contexts(target.snapshot().contexts());
  }

  private void call(int context, long time, int number, int result) {
    enter(context, time, number);
    exit(context, time + 60, number, result);
  }

  private void enter(int context, long time, int number) {
    target.log.append(time, 0, HypervisorEvents.HYPERCALL_ENTRY, context, 45, number, 0x1063);
  }

  private void exit(int context, long time, int number, int result) {
    target.log.append(time, 0, HypervisorEvents.HYPERCALL_EXIT, context, 45, number, result);
  }

  @Test
  void aRowIsACallWithItsArgumentsAnswerAndDuration() {
    enter(LogTarget.TICKER, 10_000_109_880L, 27);
    target.log.append(
        10_000_109_880L, 0, HypervisorEvents.HYPERCALL_ARGUMENTS, LogTarget.TICKER, 1, 0, 0);
    exit(LogTarget.TICKER, 10_000_109_940L, 27, 0);
    calls.advance(100, Long.MAX_VALUE);
    assertEquals(1, calls.size());
    LogRow row = calls.row(0);
    assertEquals("10.000 109 88", row.time());
    assertEquals("■ 1 ticker", row.partitionName());
    assertEquals("27 IRQ_PARTITION_ENABLE(1)", row.what());
    assertEquals("0", row.result());
    assertEquals("0.06", row.took());
    assertEquals("main+0x3", row.from());
  }

  @Test
  void aCallShowsTheTextThatItWrites() {
    enter(LogTarget.TICKER, 0, 10);
    target.log.append(0, 0, HypervisorEvents.HYPERCALL_ARGUMENTS, LogTarget.TICKER, 0x5000, 3, 0);
    target.log.appendText(
        0, 0, HypervisorEvents.CONSOLE_OUTPUT, LogTarget.TICKER, "hi\n".getBytes(UTF_8), 0);
    calls.advance(100, Long.MAX_VALUE);
    assertEquals("10 CONSWRITE(\"hi\\n\", 3)", calls.row(0).what());
  }

  @Test
  void aRowChangesWhenItsCallEnds() {
    enter(LogTarget.TICKER, 0, 28);
    calls.advance(100, Long.MAX_VALUE);
    assertEquals("", calls.row(0).took());
    call(LogTarget.MESSAGES, 100, 28, 0);
    exit(LogTarget.TICKER, 2000, 28, 1);
    LogViewModel.Advance advance = calls.advance(100, Long.MAX_VALUE);
    assertEquals(1, advance.from());
    assertEquals(2, advance.size());
    assertArrayEquals(new int[] {0}, advance.changed());
    assertEquals("2.00", calls.row(0).took());
    assertEquals("1", calls.row(0).result());
  }

  @Test
  void aFrameLooksAtNoMoreThanItMay() {
    for (int i = 0; i < 50; i++) {
      call(LogTarget.TICKER, i, 27, 0);
    }
    assertEquals(5, calls.advance(10, Long.MAX_VALUE).size());
    assertTrue(calls.behind());
    assertEquals(50, calls.advance(1000, Long.MAX_VALUE).size());
    assertFalse(calls.behind());
    assertTrue(calls.advance(1000, Long.MAX_VALUE).nothing());
  }

  @Test
  void aFilterKeepsWhatContainsIt() {
    call(LogTarget.TICKER, 0, 27, 0);
    call(LogTarget.TICKER, 0, 28, 0);
    call(LogTarget.MESSAGES, 0, 27, 0);
    calls.setFilter(" enable ");
    assertTrue(calls.advance(100, Long.MAX_VALUE).reset());
    assertEquals(2, calls.size());
    calls.setFilter("MESSAGES");
    calls.advance(100, Long.MAX_VALUE);
    assertEquals(1, calls.size());
    calls.setFilter("");
    calls.advance(100, Long.MAX_VALUE);
    assertEquals(3, calls.size());
  }

  @Test
  void aNewLogStartsOver() {
    call(LogTarget.TICKER, 0, 27, 0);
    events.advance(100, Long.MAX_VALUE);
    assertEquals(2, events.size());
    target.log = new ChunkedEventLog();
    assertTrue(events.behind());
    LogViewModel.Advance advance = events.advance(100, Long.MAX_VALUE);
    assertTrue(advance.reset());
    assertEquals(0, advance.size());
  }

  @Test
  void theOldestRowsGoWhereThereAreTooMany() {
    for (int i = 0; i <= LogViewModel.ROWS_MAX; i++) {
      target.log.append(i, 0, HypervisorEvents.SLOT_SWITCH, LogTarget.TICKER, i, 0, 0);
    }
    LogViewModel.Advance advance = events.advance(Integer.MAX_VALUE, Long.MAX_VALUE);
    assertTrue(advance.reset());
    assertTrue(events.forgot());
    assertEquals(LogViewModel.ROWS_MAX / 4 * 3 + 1, events.size());
    assertEquals(LogViewModel.ROWS_MAX, events.row(events.size() - 1).index());
    assertEquals(0, events.rowOf(events.row(0).index()));
  }

  @Test
  void everyKindHasWords() {
    HypervisorEvents.ALL.forEach(
        kind -> {
          if (kind.text()) {
            target.log.appendText(0, 0, kind, LogTarget.TICKER, "text".getBytes(UTF_8), 0);
          } else {
            target.log.append(0, 0, kind, LogTarget.TICKER, 1, 2, 3);
          }
        });
    events.advance(100, Long.MAX_VALUE);
    for (int i = 0; i < events.size(); i++) {
      assertFalse(events.row(i).what().isBlank());
      assertFalse(events.row(i).what().contains("instance 1"), events.row(i).what());
    }
  }

  @Test
  void wordsFollowTheHypervisorsOwn() {
    assertEquals(Arrays.stream(Gate.values()).map(Gate::words).toList(), EventWords.GATES);
    assertEquals(PartitionState.values().length, EventWords.STATES.size());
  }
}
