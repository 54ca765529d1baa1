// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.interrupts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.virtualpok.app.view.interrupts.InterruptsModel.Cell;
import org.virtualpok.app.view.interrupts.InterruptsModel.Column;
import org.virtualpok.app.view.interrupts.InterruptsModel.Gate;
import org.virtualpok.app.view.interrupts.InterruptsModel.Law;
import org.virtualpok.app.view.interrupts.InterruptsModel.Shown;
import org.virtualpok.emu.debug.Context;
import org.virtualpok.emu.debug.InterruptState;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.debug.TargetSnapshot;

class InterruptsModelTest {
  private static InterruptState.Line line(int number, String name, boolean requested, long... n) {
    return new InterruptState.Line(
        number, name, requested, 0x1000, number == 4, number == 0, n[0], n[1], n[2], n[3], n[4]);
  }

  private static Context partition(int id, int number, String name, Context.State state) {
    return new Context(id, 1, Context.Kind.PARTITION, number, name, state, "");
  }

  private static TargetSnapshot snapshot(InterruptState... states) {
    return new TargetSnapshot(
        1,
        false,
        new StopReason(StopReason.Kind.STEP, 0, 0, 0, "", ""),
        0,
        0,
        0,
        List.of(
            partition(2, 1, "ticker", Context.State.SUSPENDED),
            partition(4, 2, "messages", Context.State.NOT_SCHEDULED),
            partition(6, 3, "base_sp", Context.State.STOPPED)),
        Map.of(),
        List.of(),
        Optional.empty(),
        List.of(states));
  }

  private static TargetSnapshot three() {
    return snapshot(
        new InterruptState(2, true, List.of(line(0, "clock", true, 20, 9, 11, 0, 0))),
        new InterruptState(
            4,
            false,
            List.of(
                line(0, "clock", true, 5, 2, 1, 1, 1), line(4, "console", true, 0, 0, 0, 0, 0))),
        new InterruptState(6, true, List.of(line(0, "clock", false, 40, 0, 0, 0, 40))));
  }

  @Test
  void shouldMakeAColumnOfEachPartition() {
    assertEquals(
        List.of(
            new Column(2, 1, "ticker", Gate.OPEN),
            new Column(4, 2, "messages", Gate.CLOSED),
            new Column(6, 3, "base_sp", Gate.STOPPED)),
        InterruptsModel.of(three()).columns());
  }

  @Test
  void shouldMakeARowOfEachLineThatAnyPartitionKnows() {
    Shown shown = InterruptsModel.of(three());
    assertEquals("0 clock", shown.rows().get(0).title());
    assertEquals(
        List.of(
            Optional.of(new Cell(11, false, true)),
            Optional.of(new Cell(1, false, true)),
            Optional.empty()),
        shown.rows().get(0).cells());
    assertEquals("4 console", shown.rows().get(1).title());
    assertEquals(
        List.of(Optional.empty(), Optional.of(new Cell(0, true, false)), Optional.empty()),
        shown.rows().get(1).cells());
  }

  @Test
  void shouldAddUpAllLinesAndHoldTheLaw() {
    Law law = InterruptsModel.of(three()).law().orElseThrow();
    assertEquals(new Law(65, 11, 12, 1, 41), law);
    assertTrue(law.holds());
    assertFalse(new Law(2, 1, 0, 0, 0).holds());
  }

  @Test
  void shouldBeEmptyWithoutTheCapability() {
    assertTrue(InterruptsModel.of(snapshot()).empty());
  }

  @Test
  void shouldKeepTheLabelsWhileOnlyNumbersChange() {
    Shown one = InterruptsModel.of(three());
    Shown fewer =
        InterruptsModel.of(
            snapshot(new InterruptState(2, true, List.of(line(0, "clock", true, 1, 1, 0, 0, 0)))));
    assertTrue(one.sameShape(InterruptsModel.of(three())));
    assertFalse(one.sameShape(fewer));
  }

  @Test
  void shouldWriteWhatFitsAChip() {
    assertEquals("P", new Cell(0, false, false).pendingText());
    assertEquals("11", new Cell(11, false, false).pendingText());
    assertEquals("99+", new Cell(100, false, false).pendingText());
    assertEquals("11 pending, masked, not in service", new Cell(11, true, false).words());
  }

  @Test
  void shouldGroupDigits() {
    assertEquals("0", InterruptsModel.grouped(0));
    assertEquals("999", InterruptsModel.grouped(999));
    assertEquals("20\u202f032", InterruptsModel.grouped(20_032));
    assertEquals("1\u202f234\u202f567", InterruptsModel.grouped(1_234_567));
  }
}
