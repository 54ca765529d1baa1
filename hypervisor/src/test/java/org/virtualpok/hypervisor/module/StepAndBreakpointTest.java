// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.debug.Breakpoint;
import org.virtualpok.emu.debug.Context;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.debug.StepKind;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.debug.TargetException;
import org.virtualpok.emu.isa.Disassembler;

/** What a debugger's orders do. */
class StepAndBreakpointTest {
  private static final RunLimit SECOND = RunLimit.atTime(1_000_000_000);
  private static final int VCPU1 = 3;
  private static final int VCPU2 = 5;

  private static Asm program() {
    Asm guest = new Asm();
    guest.label("start").nop();
    guest.label("call").call("function");
    guest.label("back").hypercall(45, 28);
    guest.label("after").storeRegister(Asm.DATA, 0);
    guest.label("spin").jump("spin");
    guest.label("function").nop().label("inner").nop().ret();
    return guest;
  }

  private static int eip(ModuleMachine machine, int partition) {
    return machine.partitionAt(partition - 1).cpu().eip;
  }

  private static void assertStep(StopReason stop, Asm guest, String label) {
    assertEquals(StopReason.Kind.STEP, stop.kind(), stop.toString());
    assertEquals(guest.at(label), stop.offset(), label);
    assertEquals("Suspended: step", stop.title());
  }

  @Test
  void shouldStepIntoOneInstruction() throws Exception {
    Asm guest = program();
    ModuleMachine machine = Guests.machine(guest);
    assertStep(machine.step(VCPU1, StepKind.INTO, SECOND), guest, "call");
    assertStep(machine.step(VCPU1, StepKind.INTO, SECOND), guest, "function");
    assertEquals(2, machine.instructions());
    assertEquals(20, machine.timeNanos());
    assertStep(machine.step(2, StepKind.INTO, SECOND), guest, "inner");
  }

  @Test
  void shouldStepOverACall() throws Exception {
    Asm guest = program();
    ModuleMachine machine = Guests.machine(guest);
    machine.step(1, StepKind.OVER, SECOND);
    assertStep(machine.step(VCPU1, StepKind.OVER, SECOND), guest, "back");
    assertEquals(5, machine.instructions());
  }

  @Test
  void shouldStopInsideACallThatIsSteppedOver() throws Exception {
    Asm guest = program();
    ModuleMachine machine = Guests.machine(guest);
    machine.setBreakpoint(Breakpoint.atAddress(0, guest.at("inner")));
    machine.step(VCPU1, StepKind.OVER, SECOND);
    StopReason stop = machine.step(VCPU1, StepKind.OVER, SECOND);
    assertEquals(StopReason.Kind.BREAKPOINT, stop.kind());
    assertEquals(guest.at("inner"), stop.offset());
  }

  @Test
  void shouldGoOnWithAStepThatALimitCut() throws Exception {
    Asm guest = program();
    ModuleMachine machine = Guests.machine(guest);
    machine.step(VCPU1, StepKind.INTO, SECOND);
    RunLimit near = RunLimit.atInstruction(3);
    assertEquals(StopReason.Kind.LIMIT, machine.step(VCPU1, StepKind.OVER, near).kind());
    assertStep(machine.step(VCPU1, StepKind.OVER, SECOND), guest, "back");
  }

  @Test
  void shouldStepAVcpuThatIsNotScheduled() throws Exception {
    ModuleMachine machine = Guests.machine(program(), program());
    RunLimit early = RunLimit.atTime(5_000_000);
    assertEquals(StopReason.Kind.LIMIT, machine.step(VCPU2, StepKind.INTO, early).kind());
    StopReason stop = machine.step(VCPU2, StepKind.INTO, SECOND);
    assertEquals(VCPU2, stop.context());
    assertEquals(10_000_010, machine.timeNanos());
    assertEquals(1, machine.partitionAt(1).cpu().retired);
  }

  @Test
  void shouldEndAStepAtTheHandlerOfAnInterruptThatArrives() throws Exception {
    Asm guest = new Asm().request(0, "handler").label("spin").jump("spin");
    guest.label("handler").nop().label("second").handlerReturn();
    ModuleMachine machine = Guests.machine(guest);
    machine.run(RunLimit.atTime(999_990));
    assertStep(machine.step(VCPU1, StepKind.INTO, SECOND), guest, "handler");
    assertStep(machine.step(VCPU1, StepKind.INTO, SECOND), guest, "second");
  }

  @Test
  void shouldEndAStepAtTheHandlerOfAnInterruptThatArrivedWhileStanding() throws Exception {
    for (StepKind kind : new StepKind[] {StepKind.INTO, StepKind.OVER}) {
      Asm guest = new Asm().request(4, "handler");
      guest.store(Asm.ARGS, 0).mov(0, 20).mov(3, Asm.ARGS).label("call").interrupt(42);
      guest.label("spin").jump("spin");
      guest.label("handler").handlerReturn();
      ModuleMachine machine = Guests.machine(guest);
      machine.run(RunLimit.atInstruction(8));
      assertEquals(guest.at("call"), eip(machine, 1));
      machine.consoleInput(2, new byte[] {1});
      assertStep(machine.step(VCPU1, kind, SECOND), guest, "handler");
    }
  }

  @Test
  void shouldStepOverACallThatAnInterruptCutsShort() throws Exception {
    // The tick is due right behind the INT: its handler runs before OVER ends.
    Asm guest = new Asm().request(0, "handler");
    guest.mov(1, 49_995).label("wait").bytes(0x49, 0x75, 0xfd);
    guest.store(Asm.ARGS, 0).mov(0, 20).mov(3, Asm.ARGS).label("call").interrupt(42);
    guest.label("after").nop().label("spin").jump("spin");
    guest.label("handler").handlerReturn();
    ModuleMachine machine = Guests.machine(guest);
    machine.run(RunLimit.atInstruction(99_999));
    assertEquals(guest.at("call"), eip(machine, 1));
    assertStep(machine.step(VCPU1, StepKind.OVER, SECOND), guest, "after");
    assertEquals(1, machine.partitionAt(0).interrupts().line(0).delivered());
    assertEquals(100_004, machine.instructions());
  }

  @Test
  void shouldStepIntoAndOverIdle() throws Exception {
    Asm guest = new Asm().request(0, "handler");
    guest.store(Asm.ARGS, 0).mov(0, 1000).mov(3, Asm.ARGS);
    guest.label("idle").interrupt(45).label("woken").nop();
    guest.label("spin").jump("spin");
    guest.label("handler").handlerReturn();
    ModuleMachine into = Guests.machine(guest);
    into.run(RunLimit.atInstruction(8));
    assertEquals(guest.at("idle"), eip(into, 1));
    assertStep(into.step(VCPU1, StepKind.INTO, SECOND), guest, "woken");
    assertEquals(
        Context.State.IDLE, into.capture(1, false, Stops.limit()).context(3).orElseThrow().state());
    assertStep(into.step(VCPU1, StepKind.INTO, SECOND), guest, "handler");
    ModuleMachine over = Guests.machine(guest);
    over.run(RunLimit.atInstruction(8));
    assertStep(over.step(VCPU1, StepKind.OVER, SECOND), guest, "woken");
    assertEquals(0, over.partitionAt(0).cpu().gpr[CpuState.EAX]);
    assertTrue(over.timeNanos() > 1_000_000);
  }

  @Test
  void shouldStepOverARepeatedInstruction() throws Exception {
    Asm guest = new Asm().mov(1, 100_000 / 4).mov(7, Asm.DATA).label("rep").bytes(0xf3, 0xab);
    guest.label("after").nop();
    ModuleMachine machine = Guests.machine(guest);
    machine.run(RunLimit.atInstruction(2));
    assertStep(machine.step(VCPU1, StepKind.OVER, SECOND), guest, "after");
  }

  @Test
  void shouldRunToTheNextHypercallAndThenToTheOneAfter() throws Exception {
    Asm guest = program();
    ModuleMachine machine = Guests.machine(guest);
    StopReason stop = machine.step(VCPU1, StepKind.NEXT_HYPERCALL, SECOND);
    assertEquals(StopReason.Kind.HYPERCALL_ENTRY, stop.kind());
    assertEquals("Suspended: hypercall 28 IRQ_PARTITION_DISABLE, entry", stop.title());
    assertEquals(guest.at("after") - 2, stop.offset());
    assertEquals(28, machine.partitionAt(0).cpu().gpr[CpuState.EAX]);
    stop = machine.step(VCPU1, StepKind.NEXT_HYPERCALL, RunLimit.atTime(5_000_000));
    assertEquals(StopReason.Kind.LIMIT, stop.kind());
    assertEquals(1, Guests.word(machine, 1, Asm.DATA));
  }

  @Test
  void shouldRefuseToStepWhatHasEnded() {
    ModuleMachine machine = Guests.machine(new Asm().stop(3));
    machine.run(SECOND);
    TargetException refused =
        assertThrows(
            TargetException.class, () -> machine.step(VCPU1, StepKind.INTO, RunLimit.NONE));
    assertEquals(
        "Partition 'p1' cannot be stepped. Stopped: exit 3 at 0.000 s", refused.getMessage());
    assertThrows(TargetException.class, () -> machine.step(77, StepKind.INTO, RunLimit.NONE));
  }

  @Test
  void shouldStopOncePerPassOfABreakpoint() throws Exception {
    Asm guest = new Asm().label("loop").nop().label("here").nop().jump("loop");
    ModuleMachine machine = Guests.machine(guest);
    int id = machine.setBreakpoint(Breakpoint.atAddress(VCPU1, guest.at("here")));
    for (int i = 0; i < 3; i++) {
      StopReason stop = machine.run(SECOND);
      assertEquals(StopReason.Kind.BREAKPOINT, stop.kind());
      assertEquals("Suspended: breakpoint " + id, stop.title());
      assertEquals(guest.at("here"), eip(machine, 1));
      assertEquals(1 + 3L * i, machine.instructions());
    }
    assertEquals(3, machine.capture(1, false, Stops.limit()).breakpoints().get(0).hits());
    machine.removeBreakpoint(id);
    assertEquals(StopReason.Kind.LIMIT, machine.run(RunLimit.atInstruction(1_000)).kind());
  }

  @Test
  void shouldNotMissABreakpointAtTheEndOfASlice() throws Exception {
    Asm guest = new Asm().nop().nop().label("here").nop().label("spin").jump("spin");
    ModuleMachine machine = Guests.machine(guest);
    machine.setBreakpoint(Breakpoint.atAddress(0, guest.at("here")));
    assertEquals(StopReason.Kind.LIMIT, machine.run(RunLimit.atInstruction(2)).kind());
    assertEquals(guest.at("here"), eip(machine, 1));
    assertEquals(StopReason.Kind.BREAKPOINT, machine.run(SECOND).kind());
    assertEquals(StopReason.Kind.LIMIT, machine.run(RunLimit.atInstruction(100)).kind());
  }

  @Test
  void shouldScopeBreakpoints() throws Exception {
    ModuleMachine machine = Guests.machine(program(), program());
    machine.setBreakpoint(Breakpoint.atAddress(4, program().at("inner")));
    machine.setBreakpoint(Breakpoint.atHypercall(4, 45, 28, true).withEnabled(false));
    StopReason stop = machine.run(SECOND);
    assertEquals(VCPU2, stop.context());
    assertEquals(StopReason.Kind.LIMIT, machine.run(RunLimit.atTime(15_000_000)).kind());
  }

  @Test
  void shouldStopAtEntryAndExitOfAHypercall() throws Exception {
    Asm guest = program();
    ModuleMachine machine = Guests.machine(guest);
    int entry = machine.setBreakpoint(Breakpoint.atHypercall(1, 45, 28, true));
    machine.setBreakpoint(Breakpoint.atHypercall(0, 0, -1, false));
    StopReason stop = machine.run(SECOND);
    assertEquals(StopReason.Kind.HYPERCALL_ENTRY, stop.kind());
    assertEquals(entry, stop.breakpoint());
    assertEquals(guest.at("after") - 2, stop.offset());
    assertEquals(8, machine.instructions());
    assertEquals(28, machine.partitionAt(0).cpu().gpr[CpuState.EAX]);
    stop = machine.run(SECOND);
    assertEquals(StopReason.Kind.HYPERCALL_EXIT, stop.kind());
    assertEquals(guest.at("after"), stop.offset());
    assertEquals(1, machine.partitionAt(0).cpu().gpr[CpuState.EAX]);
    assertEquals("Suspended: hypercall 28 IRQ_PARTITION_DISABLE, exit", stop.title());
    assertEquals(StopReason.Kind.LIMIT, machine.run(RunLimit.atTime(100_000)).kind());
  }

  @Test
  void shouldStepTheHypercallAtWhichABreakpointStopped() throws Exception {
    Asm guest = program();
    ModuleMachine machine = Guests.machine(guest);
    machine.setBreakpoint(Breakpoint.atHypercall(0, 45, 28, true));
    machine.run(SECOND);
    assertStep(machine.step(VCPU1, StepKind.INTO, SECOND), guest, "after");
  }

  @Test
  void shouldKeepBreakpointsOverARestart() throws Exception {
    Asm guest = program();
    ModuleMachine machine = Guests.machine(guest);
    machine.setBreakpoint(Breakpoint.atAddress(0, guest.at("inner")));
    machine.run(SECOND);
    machine.restart();
    assertEquals(0, machine.timeNanos());
    assertEquals(StopReason.Kind.BREAKPOINT, machine.run(SECOND).kind());
  }

  @Test
  void shouldDisassembleFromAnOffsetInThePartition() throws Exception {
    Asm guest = program();
    ModuleMachine machine = Guests.machine(guest);
    var lines = machine.disassemble(VCPU1, 0, 2, Disassembler.Syntax.INTEL);
    assertEquals("nop", lines.get(0).text());
    assertEquals("call", lines.get(1).mnemonic());
    assertEquals(guest.at("function"), lines.get(1).target());
    assertEquals("inner", machine.symbols(VCPU1).orElseThrow().describe(guest.at("inner")));
  }
}
