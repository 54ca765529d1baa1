// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.autopsy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.virtualpok.app.view.Interrupts;
import org.virtualpok.emu.debug.InterruptInstance;
import org.virtualpok.emu.debug.InterruptInstance.Fate;

class InterruptWordsTest {
  private static String text(List<InterruptWords.Piece> pieces) {
    return pieces.stream().map(InterruptWords.Piece::text).collect(Collectors.joining());
  }

  @Test
  void shouldNameTheGateThatDroppedItInThePast() {
    assertEquals(
        "Dropped: the virtual IF was off",
        InterruptWords.verdict(Interrupts.dropped(1, 2, 1_000_000), 2_000_000));
  }

  @Test
  void shouldSayHowLongItWasHeldAndByWhat() {
    assertEquals(
        "Held 8.6 ms: the partition was not scheduled",
        InterruptWords.verdict(Interrupts.held(1, 2, 1_000_000, 8_600_000), 20_000_000));
  }

  @Test
  void shouldSayThatNothingHeldIt() {
    assertEquals("Delivered at once", InterruptWords.verdict(Interrupts.atOnce(1, 2, 500), 9_000));
    InterruptInstance late = Interrupts.life(1, 2, Fate.RETURNED, 500, 1_760, 3_000, -1, null);
    assertEquals("Delivered 1.26 µs after it was raised", InterruptWords.verdict(late, 9_000));
  }

  @Test
  void shouldSayWhatAPendingOneWaitsFor() {
    assertEquals(
        "Waits for 2 ms: the partition is not scheduled",
        InterruptWords.verdict(Interrupts.pending(1, 2, 1_000_000), 3_000_000));
  }

  @Test
  void shouldLeadToTheInstructionThatClosedTheGate() {
    List<InterruptWords.Piece> pieces =
        InterruptWords.paragraph(Interrupts.dropped(1, 2, 1_000_000));
    InterruptWords.Piece link =
        pieces.stream().filter(InterruptWords.Piece::place).findFirst().orElseThrow();
    assertEquals(0x3163, link.offset());
    assertEquals("0x3163 <_CPU_Virtual_Interrupts_disable+0x3b>", link.text());
    String text = text(pieces);
    assertTrue(
        text.startsWith(
            "The virtual IF was off from 3.69 µs before the raise, closed by hypercall 28"
                + " IRQ_PARTITION_DISABLE at 0x3163"),
        text);
    assertTrue(text.contains("It opened 1.26 µs after the raise: too late."), text);
  }

  @Test
  void shouldTickTheConditionsUpToTheOneThatLostIt() {
    InterruptInstance dropped = Interrupts.dropped(1, 2, 1_000_000);
    assertEquals(
        List.of(
            GateSquare.State.OPEN,
            GateSquare.State.OPEN,
            GateSquare.State.OPEN,
            GateSquare.State.LOST,
            GateSquare.State.NOT_REACHED),
        GateSquare.states(dropped));
    assertEquals("not reached", text(InterruptWords.condition(dropped, GateSquare.NOT_IN_SERVICE)));
    assertTrue(
        text(InterruptWords.condition(dropped, GateSquare.VIRTUAL_IF))
            .startsWith("closed 3.69 µs before the raise: hypercall 28"));
  }

  @Test
  void shouldShowWhatHoldsAPendingOne() {
    assertEquals(
        List.of(
            GateSquare.State.OPEN,
            GateSquare.State.HELD,
            GateSquare.State.NOT_REACHED,
            GateSquare.State.NOT_REACHED,
            GateSquare.State.NOT_REACHED),
        GateSquare.states(Interrupts.pending(1, 2, 1_000_000)));
  }

  @Test
  void shouldWriteDurationsWithThreeFigures() {
    assertEquals("0 ns", Durations.of(0));
    assertEquals("220 ns", Durations.of(220));
    assertEquals("1.26 µs", Durations.of(1_260));
    assertEquals("12.7 µs", Durations.of(12_690));
    assertEquals("100 µs", Durations.of(100_000));
    assertEquals("1 ms", Durations.of(1_000_000));
    assertEquals("8.6 ms", Durations.of(8_600_000));
    assertEquals("1 ms", Durations.of(999_900));
    assertEquals("1.5 s", Durations.of(1_500_000_000));
    assertEquals("2.438\u00a0000\u00a062", Durations.exactSeconds(2_438_000_620L));
    assertEquals("1\u00a0004", Durations.grouped(1004));
  }
}
