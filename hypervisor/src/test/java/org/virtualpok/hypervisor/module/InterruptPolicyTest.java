// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.debug.InterruptState;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.debug.TargetException;
import org.virtualpok.hypervisor.config.ModuleDescription.Costs;
import org.virtualpok.hypervisor.event.HypervisorEvents;
import org.virtualpok.hypervisor.interrupt.Gate;
import org.virtualpok.hypervisor.interrupt.RaiseSource;
import org.virtualpok.hypervisor.personality.FrameLayout;
import org.virtualpok.hypervisor.personality.InterruptPolicy;
import org.virtualpok.hypervisor.personality.Personality;

/** What the kernels of 2013 and 2014 did with interrupts: POK.md, section 3. */
class InterruptPolicyTest {
  private static final int MAIN_STACK = Asm.SIZE_BYTES - 8100;

  private static ModuleMachine machine(
      Personality abi, InterruptPolicy policy, FrameLayout frame, Asm... guests) {
    ModuleOptions.Kernel kernel =
        new ModuleOptions.Kernel(Optional.of(abi), Optional.of(policy), Optional.ofNullable(frame));
    return Guests.machine(ModuleOptions.DEFAULT.withKernel(kernel), Costs.NONE, guests);
  }

  private static InterruptState.Line clock(ModuleMachine machine, int partition) {
    InterruptState.Line line =
        machine.capture(1, true, null).interrupts().get(partition - 1).lines().get(0);
    assertEquals(
        line.raised(), line.delivered() + line.pending() + line.coalesced() + line.dropped());
    return line;
  }

  private static List<Gate> gatesOfDropped(ModuleMachine machine) {
    return Guests.events(machine, HypervisorEvents.IRQ_DROPPED).stream()
        .map(e -> Gate.of(e.c()))
        .toList();
  }

  /** Registers line 0 the way of 2013. */
  private static Asm register2013(Asm guest, String handler) {
    guest.store(Asm.ARGS + 4, 0).storeLabel(Asm.ARGS + 8, handler);
    return guest.mov(0, 25).mov(3, Asm.ARGS).interrupt(42);
  }

  /** The stub of 2013: acknowledges, takes the frame apart with POPA and RET. */
  private static Asm stub2013(Asm guest) {
    guest.label("handler").increment(Asm.DATA);
    guest.label("ack").hypercallAt(Asm.HANDLER_ARGS, 42, 29, 0);
    return guest.bytes(0x83, 0xc4, 12, 0x61).label("ret").ret(); // add esp, 12; popa; ret
  }

  private static void run(ModuleMachine machine, long micros) {
    machine.run(RunLimit.atTime(micros * 1000));
  }

  @Test
  void shouldDropUnder2013WhatCannotBeDeliveredAtOnceAndNameTheGate() {
    Asm other = new Asm().label("spin").jump("spin");
    Asm guest = register2013(new Asm(), "handler").hypercall(42, 28);
    guest.mov(1, 150_000).label("wait").bytes(0x49, 0x75, 0xfd); // 3 ms with interrupts off
    guest.hypercall(42, 27).label("spin").jump("spin");
    stub2013(guest);
    ModuleMachine machine =
        machine(Personality.POK_2013, InterruptPolicy.POK_2013, FrameLayout.SAFE, guest, other);
    run(machine, 20_500);
    InterruptState.Line line = clock(machine, 1);
    assertEquals(20, line.raised());
    assertEquals(Guests.word(machine, 1, Asm.DATA), line.delivered());
    assertEquals(0, line.pending());
    List<Gate> gates = gatesOfDropped(machine);
    assertEquals(line.dropped(), gates.size());
    assertEquals(3, gates.stream().filter(g -> g == Gate.VIRTUAL_IF_OFF).count());
    assertEquals(10, gates.stream().filter(g -> g == Gate.NOT_SCHEDULED).count());
  }

  @Test
  void shouldDropUnder2013WhatComesDuringService() {
    Asm guest = register2013(new Asm(), "handler").label("spin").jump("spin");
    guest.label("handler").mov(1, 75_000).label("work").bytes(0x49, 0x75, 0xfd); // 1.5 ms
    guest.hypercallAt(Asm.HANDLER_ARGS, 42, 29, 0).bytes(0x83, 0xc4, 12, 0x61).ret();
    ModuleMachine machine =
        machine(Personality.POK_2013, InterruptPolicy.POK_2013, FrameLayout.SAFE, guest);
    run(machine, 8_200);
    assertEquals(4, clock(machine, 1).delivered());
    assertEquals(
        List.of(Gate.IN_SERVICE, Gate.IN_SERVICE, Gate.IN_SERVICE, Gate.IN_SERVICE),
        gatesOfDropped(machine));
  }

  @Test
  void shouldCountInterruptsOffWithoutGoingBelowNone() {
    Asm guest = register2013(new Asm(), "handler");
    guest.hypercall(42, 27).hypercall(42, 27); // already on: counts nothing
    guest.hypercall(42, 28).hypercall(42, 28).hypercall(42, 27).label("off");
    guest.mov(1, 100_000).label("wait").bytes(0x49, 0x75, 0xfd);
    guest.hypercall(42, 27).storeRegister(Asm.DATA + 4, 0).label("spin").jump("spin");
    stub2013(guest);
    ModuleMachine machine = machine(Personality.POK_2013, InterruptPolicy.RELIABLE, null, guest);
    run(machine, 1_900);
    assertEquals(0, clock(machine, 1).delivered(), "off once more than on");
    assertEquals(1, clock(machine, 1).pending());
    run(machine, 2_900);
    assertEquals(2, Guests.word(machine, 1, Asm.DATA));
    assertEquals(0, Guests.word(machine, 1, Asm.DATA + 4), "the answer is 0");
  }

  @Test
  void shouldPushTheSafeFrameOf2013WordByWord() {
    Asm guest = register2013(new Asm(), "handler");
    guest.store(MAIN_STACK - 48, 0xffeeddcc).store(MAIN_STACK - 304, 0xffeeddcc);
    guest.store(MAIN_STACK - 308, 0xffeeddcc).store(MAIN_STACK, 0x1234);
    guest.mov(0, 0xa).mov(1, 0xc).mov(2, 0xd).mov(3, 0xb).mov(5, 0xeb).mov(6, 0x51).mov(7, 0xd1);
    guest.bytes(0xfd, 0xf9).label("spin").jump("spin");
    guest.label("handler").jump("handler");
    ModuleMachine machine = machine(Personality.POK_2013, InterruptPolicy.RELIABLE, null, guest);
    run(machine, 1000);
    CpuState cpu = machine.partitionAt(0).cpu();
    int s = MAIN_STACK;
    assertEquals(s - 48, cpu.gpr[CpuState.ESP]);
    assertEquals(guest.at("handler"), cpu.eip);
    assertEquals(0x202 | 1, cpu.eflags(), "DF clear, CF as it was");
    int[] frame = new int[11];
    for (int i = 0; i < 11; i++) {
      frame[i] = Guests.word(machine, 1, s - 4 - 4 * i);
    }
    assertArrayEquals(
        new int[] {guest.at("spin"), 0xa, 0xc, 0xd, 0xb, s, 0xeb, 0x51, 0xd1, 0, 0xffeeddcc},
        frame);
    assertEquals(0x1234, Guests.word(machine, 1, s), "the live word");
    assertEquals(0, Guests.word(machine, 1, s - 48), "a stale magic word");
    assertEquals(0, Guests.word(machine, 1, s - 304), "a stale magic word");
    assertEquals(0xffeeddcc, Guests.word(machine, 1, s - 308), "further than the stub's locals");
  }

  @Test
  void shouldPushThePublishedFrameOf2013OverTheLiveWord() {
    Asm guest = register2013(new Asm(), "handler").store(MAIN_STACK, 0x1234);
    guest.mov(0, 0xa).mov(7, 0xd1).label("spin").jump("spin");
    stub2013(guest);
    ModuleMachine machine = machine(Personality.POK_2013, InterruptPolicy.POK_2013, null, guest);
    machine.run(RunLimit.atTime(1_000_000));
    CpuState cpu = machine.partitionAt(0).cpu();
    int s = MAIN_STACK;
    assertEquals(s - 44, cpu.gpr[CpuState.ESP]);
    assertEquals(guest.at("spin"), Guests.word(machine, 1, s));
    assertEquals(0xa, Guests.word(machine, 1, s - 4));
    assertEquals(0xd1, Guests.word(machine, 1, s - 32));
    assertEquals(0, Guests.word(machine, 1, s - 36));
    assertEquals(0xffeeddcc, Guests.word(machine, 1, s - 40));
    run(machine, 1_500);
    assertEquals(guest.at("spin"), cpu.eip);
    assertEquals(s + 4, cpu.gpr[CpuState.ESP], "one word too high");
    assertEquals(1, Guests.events(machine, HypervisorEvents.IRQ_RETURNED).size());
  }

  @Test
  void shouldRestoreTheFlagsAtTheRetOfASafeFrame() {
    Asm guest = register2013(new Asm(), "handler");
    guest.bytes(0xf9).label("spin").bytes(0x73, 0xfe); // stc; jnc: taken only if CF was lost
    guest.bytes(0xfd).jump("spin"); // std
    stub2013(guest);
    ModuleMachine machine = machine(Personality.POK_2013, InterruptPolicy.RELIABLE, null, guest);
    run(machine, 5_500);
    CpuState cpu = machine.partitionAt(0).cpu();
    assertEquals(5, Guests.word(machine, 1, Asm.DATA));
    assertEquals(5, Guests.events(machine, HypervisorEvents.IRQ_RETURNED).size());
    assertEquals(0x401, cpu.eflags() & 0x401);
    assertEquals(MAIN_STACK, cpu.gpr[CpuState.ESP]);
    assertTrue(machine.partitionAt(0).interrupts().openFrames().isEmpty());
  }

  @Test
  void shouldDeliverNothingOntoAFrameThatHasNotReturned() {
    Asm guest = register2013(new Asm(), "handler").label("spin").jump("spin");
    guest.label("handler").increment(Asm.DATA).hypercallAt(Asm.HANDLER_ARGS, 42, 29, 0);
    guest.mov(1, 125_000).label("late").bytes(0x49, 0x75, 0xfd); // 2.5 ms behind the ack
    guest.bytes(0x83, 0xc4, 12, 0x61).ret();
    ModuleMachine machine = machine(Personality.POK_2013, InterruptPolicy.RELIABLE, null, guest);
    run(machine, 3_400);
    assertEquals(1, clock(machine, 1).delivered());
    assertEquals(2, clock(machine, 1).pending());
    assertEquals(
        Gate.FRAME_OPEN.code(), Guests.events(machine, HypervisorEvents.IRQ_HELD).get(0).c());
    run(machine, 3_600);
    assertEquals(2, clock(machine, 1).delivered(), "at once behind the return");
  }

  @Test
  void shouldWaitWhileTheGuestProbesItsStack() {
    Asm guest = register2013(new Asm(), "handler").label("loop");
    guest.bytes(0x81, 0xec).word(0x1000); // sub esp, 0x1000
    guest.label("probe").bytes(0x83, 0x0c, 0x24, 0); // or dword [esp], 0
    guest.bytes(0x81, 0xc4).word(0x1000).jump("loop"); // add esp, 0x1000
    stub2013(guest);
    ModuleMachine machine = machine(Personality.POK_2013, InterruptPolicy.RELIABLE, null, guest);
    run(machine, 50_500);
    assertEquals(50, clock(machine, 1).raised());
    assertEquals(50, Guests.word(machine, 1, Asm.DATA));
    assertTrue(
        Guests.events(machine, HypervisorEvents.IRQ_HELD).stream()
            .anyMatch(e -> Gate.of(e.c()) == Gate.STACK_PROBE));
    assertTrue(
        Guests.events(machine, HypervisorEvents.IRQ_DELIVERED).stream()
            .allMatch(e -> e.c() == MAIN_STACK - 40));
  }

  @Test
  void shouldForgetAFrameThatTheGuestOverwrote() {
    Asm guest = register2013(new Asm(), "handler").label("spin").jump("spin");
    guest.label("handler").increment(Asm.DATA);
    guest.mov(4, MAIN_STACK).bytes(0x6a, 7, 0x83, 0xc4, 4); // push 7 over the EIP; add esp, 4
    guest.hypercallAt(Asm.HANDLER_ARGS, 42, 29, 0).jump("spin");
    ModuleMachine machine = machine(Personality.POK_2013, InterruptPolicy.RELIABLE, null, guest);
    run(machine, 3_500);
    assertEquals(3, Guests.word(machine, 1, Asm.DATA));
    assertEquals(3, Guests.events(machine, HypervisorEvents.IRQ_ABANDONED).size());
  }

  @Test
  void shouldCrashTheKernelWhereItWouldDeliverToNoThread() {
    Asm guest = register2013(new Asm(), "handler").hypercall(42, 404, 3);
    stub2013(guest);
    ModuleMachine machine = machine(Personality.POK_2013, InterruptPolicy.POK_2013, null, guest);
    StopReason stop = machine.run(RunLimit.atTime(1_000_000_000));
    assertEquals(StopReason.Kind.KERNEL_CRASH, stop.kind());
    assertTrue(stop.detail().contains("ring-0 frame"), stop.detail());
    assertEquals(1_000_000, machine.timeNanos());
    assertEquals(stop, machine.run(RunLimit.NONE), "nothing runs behind it");
    machine.restart();
    assertEquals(StopReason.Kind.LIMIT, machine.run(RunLimit.atTime(500_000)).kind());
  }

  private static Asm register2014(Asm guest, String handler) {
    return guest.request(0, handler);
  }

  @Test
  void shouldPlayTheUpcallOf2014WithItsQuirks() {
    Asm guest = register2014(new Asm(), "handler").mov(0, 0x55).label("spin").jump("spin");
    guest.label("handler").storeRegister(Asm.DATA, 0).increment(Asm.DATA + 4);
    guest.label("first").hypercallAt(Asm.HANDLER_ARGS, 45, 32);
    guest.label("second").increment(Asm.DATA + 8).hypercallAt(Asm.HANDLER_ARGS, 45, 32);
    ModuleMachine machine = machine(Personality.POK_2014, InterruptPolicy.POK_2014, null, guest);
    machine.run(RunLimit.atTime(1_000_000));
    CpuState cpu = machine.partitionAt(0).cpu();
    assertEquals(MAIN_STACK, cpu.gpr[CpuState.ESP], "no frame on the guest's stack");
    run(machine, 1_500);
    assertEquals(0xffffffe0, Guests.word(machine, 1, Asm.DATA), "slot - 32");
    assertEquals(1, Guests.word(machine, 1, Asm.DATA + 8), "the first return restores nothing");
    assertEquals(guest.at("spin"), cpu.eip);
    assertEquals(0, cpu.gpr[CpuState.EAX], "EAX is lost");
    assertEquals(1, Guests.events(machine, HypervisorEvents.IRQ_RETURNED).size());
  }

  @Test
  void shouldNestUnder2014EveryTickAndLoseThe17thContext() {
    Asm guest = register2014(new Asm(), "handler").label("spin").jump("spin");
    guest.label("handler").increment(Asm.DATA).label("work").jump("work");
    ModuleMachine machine = machine(Personality.POK_2014, InterruptPolicy.POK_2014, null, guest);
    run(machine, 20_500);
    assertEquals(20, clock(machine, 1).delivered());
    assertEquals(16 * 11, machine.partitionAt(0).interrupts().openFrames().size());
  }

  @Test
  void shouldCountUnder2014In8BitsWhileThePartitionIsAway() {
    Asm guest = register2014(new Asm(), "handler").label("spin").jump("spin");
    guest.label("handler").increment(Asm.DATA).label("work").jump("work");
    Asm other = new Asm().label("spin").jump("spin");
    ModuleMachine machine =
        machine(Personality.POK_2014, InterruptPolicy.POK_2014, null, guest, other);
    run(machine, 10_500);
    assertEquals(1, clock(machine, 1).pending(), "10 ms: the tick of the other's slot");
    run(machine, 21_500);
    assertEquals(9 + 2, clock(machine, 1).delivered(), "one for each tick in its own slot");
    assertEquals(9 + 1, clock(machine, 1).pending() + 0L);
    run(machine, 6_000_000);
    InterruptState.Line line = clock(machine, 1);
    assertTrue(line.dropped() > 0 && line.dropped() % 256 == 0, "" + line.dropped());
    assertEquals(Gate.COUNTER_WRAPPED, gatesOfDropped(machine).get(0));
  }

  @Test
  void shouldCrashTheKernelOf2014ThatWasGivenAnEmptyGate() {
    Asm guest = register2013(new Asm(), "spin").label("spin").jump("spin");
    ModuleMachine machine = machine(Personality.POK_2014, InterruptPolicy.POK_2014, null, guest);
    StopReason stop = machine.run(RunLimit.atTime(1_000_000_000));
    assertEquals(StopReason.Kind.KERNEL_CRASH, stop.kind());
    assertTrue(stop.detail().contains("address 0 in ring 0"), stop.detail());
  }

  @Test
  void shouldShiftOurOwnFrameByAWordWherePublished() {
    Asm guest = new Asm().request(0, "handler").store(MAIN_STACK, 0x1234);
    guest.bytes(0xf9).label("spin").jump("spin"); // stc
    guest.label("handler").increment(Asm.DATA).bytes(0xf8).handlerReturn(); // clc
    ModuleMachine machine = machine(Personality.VIRTUALPOK, InterruptPolicy.POK_2013, null, guest);
    run(machine, 1_500);
    CpuState cpu = machine.partitionAt(0).cpu();
    assertEquals(guest.at("spin"), Guests.word(machine, 1, MAIN_STACK));
    assertEquals(MAIN_STACK + 4, cpu.gpr[CpuState.ESP]);
    assertEquals(0, cpu.eflags() & 1, "the flags are those of the handler");
    run(machine, 2_500);
    assertEquals(2, Guests.word(machine, 1, Asm.DATA), "the virtual IF is on again");
  }

  @Test
  void shouldRaiseALineByHandOnlyIfItIsRequested() throws TargetException {
    Asm guest = new Asm().request(3, "handler").label("spin").jump("spin");
    guest.label("handler").increment(Asm.DATA).handlerReturn();
    ModuleMachine machine = Guests.machine(guest);
    run(machine, 100);
    machine.injectInterrupt(2, 3);
    run(machine, 200);
    assertEquals(1, Guests.word(machine, 1, Asm.DATA));
    assertEquals(
        RaiseSource.PERSON.code(), Guests.events(machine, HypervisorEvents.IRQ_RAISED).get(0).c());
    TargetException none = assertThrows(TargetException.class, () -> machine.injectInterrupt(3, 4));
    assertEquals(
        "Partition 'p1' has not requested line 4: an interrupt on it would reach nobody",
        none.getMessage());
    assertThrows(TargetException.class, () -> machine.injectInterrupt(2, 16));
    assertThrows(TargetException.class, () -> machine.injectInterrupt(1, 3));
  }
}
