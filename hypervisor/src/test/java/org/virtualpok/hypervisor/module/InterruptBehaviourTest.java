// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.debug.Context;
import org.virtualpok.emu.debug.InterruptState;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.debug.TargetSnapshot;
import org.virtualpok.hypervisor.event.HypervisorEvents;
import org.virtualpok.hypervisor.interrupt.Gate;
import org.virtualpok.hypervisor.interrupt.RaiseSource;

/** How interrupts reach a guest and how it returns: ABI, section 1. */
class InterruptBehaviourTest {
  private static final RunLimit SECOND = RunLimit.atTime(1_000_000_000);
  private static final int MAIN_STACK = Asm.SIZE_BYTES - 8100;

  private static InterruptState.Line line(ModuleMachine machine, int partition, int line) {
    TargetSnapshot snapshot = machine.capture(1, true, null);
    return snapshot.interrupts().get(partition - 1).lines().stream()
        .filter(l -> l.number() == line)
        .findFirst()
        .orElseThrow();
  }

  /** Spins with known registers and flags until the first tick, whose handler spins. */
  private static Asm spinner() {
    Asm guest = new Asm().request(0, "handler");
    guest.mov(0, 0xa).mov(1, 0xc).mov(2, 0xd).mov(3, 0xb).mov(5, 0xeb).mov(6, 0x51).mov(7, 0xd1);
    guest.bytes(0xfd, 0xf9); // std; stc
    guest.label("spin").jump("spin");
    return guest.label("handler").jump("handler");
  }

  @Test
  void shouldPushTheFrameWordByWord() {
    Asm guest = spinner();
    ModuleMachine machine = Guests.machine(guest);
    machine.run(RunLimit.atTime(1_000_000));
    CpuState cpu = machine.partitionAt(0).cpu();
    int s = MAIN_STACK;
    assertEquals(guest.at("handler"), cpu.eip);
    assertEquals(s - 44, cpu.gpr[CpuState.ESP]);
    assertEquals(0, cpu.gpr[CpuState.EAX], "the line");
    assertEquals(0x202 | 1, cpu.eflags(), "DF clear, CF as it was");
    int[] frame = new int[11];
    for (int i = 0; i < 11; i++) {
      frame[i] = Guests.word(machine, 1, s - 4 - 4 * i);
    }
    int flags = 0x202 | 0x400 | 1;
    assertArrayEquals(
        new int[] {guest.at("spin"), flags, 0xa, 0xc, 0xd, 0xb, s, 0xeb, 0x51, 0xd1, 0}, frame);
    assertFalse(machine.capture(1, true, null).interrupts().get(0).virtualIf());
    assertTrue(line(machine, 1, 0).inService());
  }

  @Test
  void shouldRestoreEverythingOnReturn() {
    Asm guest = spinner();
    guest.label("back").handlerReturn();
    ModuleMachine machine = Guests.machine(guest);
    machine.run(RunLimit.atTime(999_000));
    CpuState before = new CpuState();
    CpuState cpu = machine.partitionAt(0).cpu();
    before.copyFrom(cpu);
    machine.run(RunLimit.atTime(1_000_000));
    cpu.eip = guest.at("back");
    cpu.gpr[CpuState.ESI] = 12345;
    cpu.gpr[CpuState.EDX] = 12345;
    machine.run(RunLimit.atTime(1_000_050));
    assertEquals(guest.at("spin"), cpu.eip);
    assertArrayEquals(before.gpr, cpu.gpr);
    assertEquals(before.eflags(), cpu.eflags());
    assertTrue(machine.capture(1, true, null).interrupts().get(0).virtualIf());
    assertFalse(line(machine, 1, 0).inService());
    assertEquals(1, Guests.events(machine, HypervisorEvents.IRQ_RETURNED).size());
  }

  @Test
  void shouldReturnFromTheInnermostFrameForAddressZero() {
    Asm guest = new Asm().request(0, "handler").hypercall(45, 1000).stop(5);
    guest.label("handler").bytes(0x50, 0x50); // push eax twice: ESP is below the frame
    guest.hypercallAt(Asm.HANDLER_ARGS, 45, 32, 0);
    ModuleMachine machine = Guests.machine(guest);
    assertEquals(StopReason.Kind.FINISHED, machine.run(SECOND).kind());
    assertEquals("Stopped: exit 5 at 0.001 s", machine.partitionAt(0).reason());
  }

  @Test
  void shouldHoldTicksWhileTheVirtualIfIsOffAndDeliverEachLater() {
    Asm guest = new Asm().request(0, "handler").hypercall(45, 28);
    guest.mov(1, 500_000).label("wait").bytes(0x49, 0x75, 0xfd); // dec ecx; jnz wait: 10 ms
    guest.enable(1).stop(0);
    guest.label("handler").increment(Asm.DATA).handlerReturn();
    ModuleMachine machine = Guests.machine(guest);
    machine.run(RunLimit.atTime(5_500_000));
    assertEquals(5, line(machine, 1, 0).pending());
    assertEquals(
        Gate.VIRTUAL_IF_OFF.code(), Guests.events(machine, HypervisorEvents.IRQ_HELD).get(4).c());
    machine.run(SECOND);
    assertEquals(10, Guests.word(machine, 1, Asm.DATA));
    InterruptState.Line line = line(machine, 1, 0);
    assertEquals(10, line.raised());
    assertEquals(10, line.delivered());
    assertEquals(0, line.pending());
  }

  @Test
  void shouldLatchTicksOfAPartitionThatIsNotScheduled() {
    Asm spin = new Asm().label("spin").jump("spin");
    Asm guest = new Asm().request(0, "handler").label("idle").hypercall(45, 1000).jump("idle");
    guest.label("handler").increment(Asm.DATA).handlerReturn();
    ModuleMachine machine = Guests.machine(guest, spin);
    machine.run(RunLimit.atTime(19_999_990));
    TargetSnapshot snapshot = machine.capture(1, true, Stops.limit());
    // Ticks 10 to 19: the one at the boundary belongs to the slot that begins.
    assertEquals(
        "Idle: hypercall 1000 VCPU_IDLE, 10 interrupts wait",
        snapshot.context(2).orElseThrow().reason());
    assertEquals(Context.State.RUNNING, snapshot.context(4).orElseThrow().state());
    assertEquals(9, Guests.word(machine, 1, Asm.DATA));
    machine.run(RunLimit.atTime(20_100_000));
    assertEquals(20, Guests.word(machine, 1, Asm.DATA));
    snapshot = machine.capture(1, false, Stops.limit());
    assertEquals("not scheduled, slot 1, 9.9 ms", snapshot.context(4).orElseThrow().reason());
  }

  @Test
  void shouldDeliverAgainAfterAnEarlyEndOfServiceAndReturnInAnyOrder() {
    // The handler notes its frame, ends the service early and opens the virtual IF.
    Asm guest = new Asm().request(0, "handler").label("spin").jump("spin");
    guest.label("handler").storeRegister(Asm.DATA, 4);
    guest.hypercallAt(Asm.HANDLER_ARGS, 45, 29, 0).enable(1);
    guest.label("open").jump("open");
    ModuleMachine machine = Guests.machine(guest);
    machine.run(RunLimit.atTime(1_500_000));
    assertFalse(line(machine, 1, 0).inService());
    int outer = Guests.word(machine, 1, Asm.DATA);
    machine.run(RunLimit.atTime(2_500_000));
    int inner = Guests.word(machine, 1, Asm.DATA);
    assertEquals(MAIN_STACK - 44, outer);
    assertEquals(outer - 44, inner);
    assertEquals(2, Guests.events(machine, HypervisorEvents.IRQ_ACKNOWLEDGED).size());
    // Return from the outer frame first, as a task switch would: no service ends by it.
    CpuState cpu = machine.partitionAt(0).cpu();
    Asm back = new Asm().hypercallAt(Asm.HANDLER_ARGS, 45, 32, outer);
    byte[] bytes = back.assemble();
    machine.partitionAt(0).space().memory().write(0x13b000 + 0x3000, bytes, 0, bytes.length);
    cpu.eip = 0x3000;
    machine.run(RunLimit.atTime(2_600_000));
    assertEquals(guest.at("spin"), cpu.eip);
    assertEquals(MAIN_STACK, cpu.gpr[CpuState.ESP]);
  }

  @Test
  void shouldNotEndTheServiceOfALaterInterruptByReturningFromAnEarlierOne() {
    // Ends the service and opens the virtual IF the first time only: the second stays in service.
    Asm guest = new Asm().request(0, "handler").label("spin").jump("spin");
    guest.label("handler").increment(Asm.DATA + 4);
    guest.bytes(0x83, 0x3d).word(Asm.DATA + 4).bytes(1, 0x75, 0x02, 0xeb, 0x02); // cmp; jne; jmp
    guest.bytes(0xeb, 0xfe); // the second time: spin here
    guest.storeRegister(Asm.DATA, 4).hypercallAt(Asm.HANDLER_ARGS, 45, 29, 0).enable(1);
    guest.label("open").jump("open");
    ModuleMachine machine = Guests.machine(guest);
    machine.run(RunLimit.atTime(2_500_000));
    assertTrue(line(machine, 1, 0).inService());
    int outer = Guests.word(machine, 1, Asm.DATA);
    byte[] bytes = new Asm().hypercallAt(Asm.HANDLER_ARGS, 45, 32, outer).assemble();
    machine.partitionAt(0).space().memory().write(0x13b000 + 0x3000, bytes, 0, bytes.length);
    machine.partitionAt(0).cpu().eip = 0x3000;
    machine.run(RunLimit.atTime(3_500_000));
    assertEquals(guest.at("spin"), machine.partitionAt(0).cpu().eip);
    assertTrue(line(machine, 1, 0).inService());
    assertEquals(1, line(machine, 1, 0).pending());
    assertEquals(
        Gate.IN_SERVICE.code(), Guests.events(machine, HypervisorEvents.IRQ_HELD).get(0).c());
  }

  @Test
  void shouldFaultAFrameThatDoesNotFit() {
    Asm guest = new Asm().request(0, "handler").mov(4, 40).label("spin").jump("spin");
    guest.label("handler").handlerReturn();
    ModuleMachine machine = Guests.machine(guest);
    machine.run(SECOND);
    String sentence = machine.faults().get(0).sentence();
    assertTrue(sentence.contains("ESP is 0x00000028"), sentence);
    assertTrue(sentence.contains("the limit is 0x00020000"), sentence);
    InterruptState.Line line = line(machine, 1, 0);
    assertEquals(1, line.raised());
    assertEquals(1, line.dropped());
    assertEquals(
        Gate.PARTITION_FAULTED.code(),
        Guests.events(machine, HypervisorEvents.IRQ_DROPPED).get(0).c());
  }

  @Test
  void shouldFaultAReturnThroughAFrameThatCannotBeRight() {
    for (int address : List.of(0, 0x5000, 0x1ffff, -44)) {
      ModuleMachine machine = Guests.machine(new Asm().hypercall(45, 32, address));
      machine.run(SECOND);
      FaultReport report = machine.faults().get(0);
      assertTrue(
          report.sentence().startsWith("hypercall 32 DO_IRET: no interrupt frame is"),
          report.sentence());
    }
  }

  @Test
  void shouldDropWhatWaitsWhenALineIsGivenBack() {
    Asm guest = new Asm().request(0, "handler").hypercall(45, 28);
    guest.mov(1, 150_000).label("wait").bytes(0x49, 0x75, 0xfd);
    guest.hypercall(45, 31, 0).enable(1).label("spin").jump("spin");
    guest.label("handler").handlerReturn();
    ModuleMachine machine = Guests.machine(guest);
    machine.run(RunLimit.atTime(9_000_000));
    InterruptState.Line line = line(machine, 1, 0);
    assertEquals(3, line.raised());
    assertEquals(3, line.dropped());
    assertFalse(line.requested());
    Guests.events(machine, HypervisorEvents.IRQ_DROPPED)
        .forEach(e -> assertEquals(Gate.NO_HANDLER.code(), e.c()));
  }

  @Test
  void shouldCoalesceOnlyLinesThatSaySo() throws Exception {
    Asm guest = new Asm().request(5, "handler").hypercall(45, 28).label("spin").jump("spin");
    guest.label("handler").handlerReturn();
    ModuleMachine machine = Guests.machine(guest);
    machine.run(RunLimit.atTime(1_000));
    for (int i = 0; i < 4; i++) {
      machine.partitionAt(0).interrupts().raise(5, RaiseSource.PERSON, Gate.OPEN);
    }
    InterruptState.Line line = line(machine, 1, 5);
    assertEquals(4, line.raised());
    assertEquals(1, line.pending());
    assertEquals(3, line.coalesced());
  }

  @Test
  void shouldLogTheLifeOfAnInterruptInOrder() {
    Asm guest = new Asm().request(0, "handler").hypercall(45, 1000).stop(0);
    guest.label("handler").handlerReturn();
    ModuleMachine machine = Guests.machine(guest);
    machine.run(SECOND);
    List<String> kinds =
        Guests.all(machine).stream()
            .filter(e -> e.kind().name().startsWith("irq_") && e.timeNanos() == 1_000_000)
            .map(e -> e.kind().name() + " " + e.a())
            .toList();
    assertEquals(
        List.of("irq_raised 1", "irq_latched 1", "irq_delivered 1", "irq_handler_entered 1"),
        kinds);
    assertEquals(1, Guests.events(machine, HypervisorEvents.IRQ_RETURNED).get(0).a());
  }
}
