// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.registers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.virtualpok.app.view.registers.RegistersModel.Flag;
import org.virtualpok.app.view.registers.RegistersModel.Row;
import org.virtualpok.app.view.registers.RegistersModel.SegmentRow;
import org.virtualpok.app.view.registers.RegistersModel.Shown;
import org.virtualpok.emu.debug.HypercallInfo;
import org.virtualpok.emu.debug.Registers;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.debug.TargetSnapshot;
import org.virtualpok.emu.image.SymbolTable;
import org.virtualpok.emu.image.SymbolTable.Symbol;

class RegistersModelTest {
  private static final int VCPU = 3;
  private static final byte[] NO_CODE = {};
  private static final SymbolTable SYMBOLS =
      new SymbolTable(
          List.of(
              new Symbol("start", 0x1000, 0, true),
              new Symbol("main", 0x1040, 0x40, true),
              new Symbol("ticks", 0x5000, 4, false)));

  private final RegistersModel model =
      new RegistersModel(
          List.of(new HypercallInfo(45, 28, "IRQ_PARTITION_DISABLE", List.of(), "closes")));

  private static Registers registers(int eax, int eip, int eflags) {
    Registers.Segment[] segments = new Registers.Segment[6];
    Arrays.fill(segments, new Registers.Segment(0x2b, 0x13b000, 0x7fffff, true));
    segments[1] = new Registers.Segment(0x23, 0x13b000, 0x7fffff, true);
    segments[4] = new Registers.Segment(0, 0, 0, false);
    segments[5] = segments[4];
    int[] gpr = {eax, 0x1044, 0x5002, -1, 0x6000, 0x601c, 0, 9};
    return new Registers(gpr, eip, eflags, 3, segments);
  }

  private static TargetSnapshot at(long instructions, boolean running, Registers registers) {
    return new TargetSnapshot(
        instructions + 1,
        running,
        new StopReason(StopReason.Kind.STEP, 0, 0, 0, "", ""),
        instructions * 10,
        instructions,
        VCPU,
        List.of(),
        Map.of(VCPU, registers),
        List.of(),
        Optional.empty(),
        List.of());
  }

  private static String changed(Shown shown) {
    return shown.rows().stream()
        .filter(Row::changed)
        .map(Row::name)
        .collect(Collectors.joining(" "));
  }

  @Test
  void shouldMarkWhatChangedSinceTheLastStop() {
    Shown first = model.update(at(1, false, registers(1, 0x1000, 2)), VCPU, SYMBOLS, NO_CODE);
    assertEquals("", changed(first));
    Shown second = model.update(at(2, false, registers(2, 0x1001, 0x42)), VCPU, SYMBOLS, NO_CODE);
    assertEquals("EAX EIP", changed(second));
    assertTrue(second.eflags().changed());
    assertTrue(second.flags().contains(new Flag("ZF", true, true)));
    assertTrue(second.flags().contains(new Flag("CF", false, false)));
  }

  @Test
  void shouldKeepTheMarksAtAnotherSnapshotOfTheSameStop() {
    model.update(at(1, false, registers(1, 0x1000, 2)), VCPU, SYMBOLS, NO_CODE);
    TargetSnapshot stop = at(2, false, registers(2, 0x1001, 2));
    model.update(stop, VCPU, SYMBOLS, NO_CODE);
    assertEquals("EAX EIP", changed(model.update(stop, VCPU, SYMBOLS, NO_CODE)));
  }

  @Test
  void shouldBeStaleWhileRunningAndCompareStopsOnly() {
    model.update(at(1, false, registers(1, 0x1000, 2)), VCPU, SYMBOLS, NO_CODE);
    Shown running = model.update(at(2, true, registers(7, 0x1002, 2)), VCPU, SYMBOLS, NO_CODE);
    assertTrue(running.stale());
    assertEquals("", changed(running));
    Shown stop = model.update(at(3, false, registers(1, 0x1003, 2)), VCPU, SYMBOLS, NO_CODE);
    assertFalse(stop.stale());
    assertEquals("EIP", changed(stop));
  }

  @Test
  void shouldShowNoNumberWhereNothingWasSaved() {
    Registers all = registers(1, 0x1000, 2);
    model.update(at(1, false, all), VCPU, SYMBOLS, NO_CODE);
    Registers saved = new Registers(all.gpr(), 0x1001, 2, 3, all.segments(), 0b111);
    Shown shown = model.update(at(2, false, saved), VCPU, SYMBOLS, NO_CODE);
    assertEquals(
        List.of("–", "–", "–", "ffffffff"),
        shown.rows().stream().map(Row::value).limit(4).toList());
    assertTrue(shown.rows().get(0).meaning().startsWith("not saved"));
    assertEquals("EIP", changed(shown));
  }

  @Test
  void shouldForgetTheOldStateAfterARestart() {
    model.update(at(5, false, registers(5, 0x1010, 2)), VCPU, SYMBOLS, NO_CODE);
    assertEquals(
        "", changed(model.update(at(0, false, registers(0, 0x1000, 2)), VCPU, SYMBOLS, NO_CODE)));
  }

  @Test
  void shouldSayWhatValuesMean() {
    Shown shown = model.update(at(1, false, registers(28, 0x1041, 2)), VCPU, SYMBOLS, NO_CODE);
    Map<String, String> means =
        shown.rows().stream().collect(Collectors.toMap(Row::name, Row::meaning));
    assertEquals("28", means.get("EAX"));
    assertEquals("main+0x4", means.get("ECX"));
    assertEquals("ticks+0x2", means.get("EDX"));
    assertEquals("-1", means.get("EBX"));
    assertEquals("stack", means.get("ESP"));
    assertEquals("frame, ESP+0x1c", means.get("EBP"));
    assertEquals("", means.get("EDI"));
    assertEquals("main+0x1", means.get("EIP"));
  }

  @Test
  void shouldNameTheHypercallThatIsNext() {
    TargetSnapshot stop = at(1, false, registers(28, 0x1041, 2));
    byte[] code = {(byte) 0xcd, 0x2d};
    assertEquals(
        "28 IRQ_PARTITION_DISABLE",
        model.update(stop, VCPU, SYMBOLS, code).rows().get(0).meaning());
    byte[] other = {(byte) 0xcd, 0x2a};
    assertEquals("28", model.update(stop, VCPU, SYMBOLS, other).rows().get(0).meaning());
  }

  @Test
  void shouldPutEqualSegmentsIntoOneRow() {
    Shown shown = model.update(at(1, false, registers(0, 0x1000, 2)), VCPU, SYMBOLS, NO_CODE);
    assertEquals(
        List.of(
            new SegmentRow("CS", "0023", false, "base 0013b000, 8 MiB"),
            new SegmentRow("DS SS ES", "002b", false, "base 0013b000, 8 MiB"),
            new SegmentRow("FS GS", "0000", false, "not usable")),
        shown.segments());
  }

  @Test
  void shouldShowNothingWithoutAVcpu() {
    assertTrue(
        model.update(at(1, false, registers(0, 0, 2)), 0, SymbolTable.EMPTY, NO_CODE).empty());
  }

  @Test
  void shouldEndAFunctionOfUnknownSizeAtTheNextSymbol() {
    assertEquals("start+0x3f", ValueMeaning.place(0x103f, SYMBOLS));
    assertEquals("", ValueMeaning.place(0x1080, SYMBOLS));
    assertEquals("", ValueMeaning.place(0x900, SYMBOLS));
  }

  @Test
  void shouldWriteSizesAsShortAsExact() {
    assertEquals("4 GiB", ValueMeaning.size(-1));
    assertEquals("12 KiB", ValueMeaning.size(0x2fff));
    assertEquals("1 bytes", ValueMeaning.size(0));
  }
}
