// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.disassembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.virtualpok.app.session.GuestSession;
import org.virtualpok.app.session.TargetFactory;
import org.virtualpok.app.session.TargetOptions;
import org.virtualpok.app.view.disassembly.CodeWindow.Row;
import org.virtualpok.emu.debug.Breakpoint;
import org.virtualpok.emu.debug.DebugTarget;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.debug.StepKind;
import org.virtualpok.emu.debug.TargetSnapshot;
import org.virtualpok.emu.isa.Disassembler.Syntax;

class DisassemblyModelTest {
  private final LinkedBlockingQueue<Runnable> ui = new LinkedBlockingQueue<>();
  private final List<Integer> revealed = new ArrayList<>();
  private int windows;
  private GuestSession session;
  private DebugTarget target;
  private DisassemblyModel model;
  private int vcpu;

  @BeforeEach
  void open() throws Exception {
    session = TargetFactory.open("demo", TargetOptions.DEFAULT, TargetFactory.OnFault.STOP);
    target = session.target();
    target.runUntil(RunLimit.atTime(1_000_000)).get();
    vcpu = target.snapshot().current();
    model =
        new DisassemblyModel(
            target,
            ui::add,
            Runnable::run,
            new DisassemblyModel.Listener() {
              @Override
              public void windowChanged() {
                windows++;
              }

              @Override
              public void marksChanged() {}

              @Override
              public void reveal(int row, boolean select) {
                revealed.add(row);
              }
            });
  }

  @AfterEach
  void close() {
    session.close();
  }

  private void answer() throws InterruptedException {
    Runnable reply = ui.poll(10, TimeUnit.SECONDS);
    assertNotNull(reply, "no code arrived");
    reply.run();
  }

  private int eip() {
    return target.snapshot().registers().get(vcpu).eip();
  }

  private Row currentRow() {
    return model.rows().get(model.current());
  }

  @Test
  void shouldFollowTheProcessorInsideOneWindow() throws Exception {
    model.update(target.snapshot(), vcpu);
    answer();
    assertEquals(eip(), currentRow().offset());
    int before = model.current();
    target.step(vcpu, StepKind.INTO).get();
    model.update(target.snapshot(), vcpu);
    assertEquals(eip(), currentRow().offset());
    assertEquals(1, windows);
    assertEquals(List.of(before, model.current()), revealed);
  }

  @Test
  void shouldLeaveTheScrollAloneAtTheSameStop() throws Exception {
    model.update(target.snapshot(), vcpu);
    answer();
    target.setBreakpoint(Breakpoint.atAddress(0, 0x1000)).get();
    model.update(target.snapshot(), vcpu);
    assertEquals(1, revealed.size());
  }

  @Test
  void shouldToggleABreakpointOfThePartition() throws Exception {
    model.update(target.snapshot(), vcpu);
    answer();
    Row row = currentRow();
    assertEquals(Optional.empty(), model.breakpoint(row));
    model.toggleBreakpoint(row).get();
    model.update(target.snapshot(), vcpu);
    Breakpoint set = model.breakpoint(row).orElseThrow();
    assertEquals(model.partition().orElseThrow().id(), set.scope());
    assertEquals(new Breakpoint.AtAddress(row.offset()), set.trigger());
    model.toggleBreakpoint(row).get();
    model.update(target.snapshot(), vcpu);
    assertEquals(Optional.empty(), model.breakpoint(row));
  }

  @Test
  void shouldShowTheSamePlaceInTheOtherSyntax() throws Exception {
    model.update(target.snapshot(), vcpu);
    answer();
    model.setSyntax(Syntax.ATT, eip());
    answer();
    assertEquals(Syntax.ATT, model.window().syntax());
    assertEquals(eip(), currentRow().offset());
  }

  @Test
  void shouldFindOffsetsAndSymbols() throws Exception {
    model.update(target.snapshot(), vcpu);
    answer();
    int init = target.symbols(vcpu).orElseThrow().named("Init").orElseThrow().address();
    assertEquals(Optional.of(init), model.find(" Init "));
    assertEquals(Optional.of(init + 0x1c), model.find("Init+0x1c"));
    assertEquals(Optional.of(0x3163), model.find("0x3163"));
    assertEquals(Optional.of(0x3163), model.find("3163"));
    assertEquals(Optional.empty(), model.find("no_such_symbol"));
    assertEquals(Optional.empty(), model.find(""));
  }

  @Test
  void shouldSayThatThereIsNoCodeOutsideOfTheSegment() throws Exception {
    model.update(target.snapshot(), vcpu);
    answer();
    model.goTo(0xf0000000, true);
    answer();
    assertTrue(model.unreadable());
    assertEquals(0xf0000000, model.wanted());
    model.goToPc();
    answer();
    assertFalse(model.unreadable());
  }

  @Test
  void shouldBeEmptyWithoutAVcpu() {
    TargetSnapshot snapshot = target.snapshot();
    model.update(snapshot, 0);
    assertTrue(model.empty());
    assertEquals(List.of(), model.rows());
  }
}
