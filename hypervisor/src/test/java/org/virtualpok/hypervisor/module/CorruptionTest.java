// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.hypervisor.config.ModuleDescription.Costs;
import org.virtualpok.hypervisor.event.HypervisorEvents;
import org.virtualpok.hypervisor.personality.InterruptPolicy;

/** What a published frame destroys, and who finds out. */
class CorruptionTest {
  private static final int S = Asm.SIZE_BYTES - 8100 - 4;

  private static ModuleMachine machine(InterruptPolicy policy, Asm guest) {
    return Guests.machine(
        ModuleOptions.DEFAULT.withKernel(ModuleOptions.Kernel.of(policy)), Costs.NONE, guest);
  }

  /** Pushes 0x1234 with EBP above it, waits for the tick at "wait", goes on behind it. */
  private static Asm waiter() {
    Asm guest = new Asm().request(0, "handler").bytes(0x89, 0xe5); // mov ebp, esp
    guest.bytes(0x68).word(0x1234).mov(1, 0); // push 0x1234
    guest.label("wait").load(1, Asm.DATA).bytes(0x85, 0xc9, 0x74, 0xf6); // test ecx, ecx; jz
    return guest;
  }

  private static Asm handler(Asm guest) {
    guest.label("end").jump("end");
    return guest.label("handler").increment(Asm.DATA).handlerReturn();
  }

  @Test
  void shouldFindTheInstructionThatReadsTheOverwrittenWord() {
    Asm guest = waiter();
    guest.bytes(0x89, 0xec).label("use").bytes(0x8b, 0x45, 0xfc); // mov esp, ebp; mov eax,[ebp-4]
    ModuleMachine machine = machine(InterruptPolicy.POK_2013, handler(guest));
    machine.run(RunLimit.atTime(1_900_000));
    List<Corruption> found = machine.corruptions();
    assertEquals(1, found.size());
    Corruption c = found.get(0);
    assertEquals(S, c.word().address());
    assertEquals(0x1234, c.word().old());
    int eip = c.word().now();
    assertTrue(eip >= guest.at("wait") && eip < guest.at("use"), c.sentence());
    assertEquals(guest.at("use"), c.use().orElseThrow().offset());
    assertTrue(
        c.sentence()
            .endsWith(
                "`mov eax,DWORD PTR [ebp-0x4]` at 0x%08x <use> used it".formatted(guest.at("use"))),
        c.sentence());
    assertEquals(
        List.of(0x1234),
        Guests.events(machine, HypervisorEvents.IRQ_OVERWROTE).stream().map(e -> e.c()).toList());
    assertEquals(eip, Guests.events(machine, HypervisorEvents.IRQ_OVERWRITTEN_USED).get(0).c());
  }

  @Test
  void shouldFindTheInstructionThatPopsTheWordAbove() {
    Asm guest = new Asm().request(0, "handler").store(S + 4, 0x5678);
    guest.bytes(0x68).word(0x1234); // push 0x1234
    guest.label("wait").load(1, Asm.DATA).bytes(0x85, 0xc9, 0x74, 0xf6);
    guest.bytes(0x50, 0x58).label("use").bytes(0x5a); // push eax; pop eax; pop edx
    ModuleMachine machine = machine(InterruptPolicy.POK_2013, handler(guest));
    machine.run(RunLimit.atTime(1_900_000));
    Corruption c = machine.corruptions().get(0);
    Corruption.Use use = c.use().orElseThrow();
    assertEquals(guest.at("use"), use.offset(), c.sentence());
    assertEquals(new Corruption.Taken(S + 4, 0x5678), use.taken().orElseThrow());
    assertTrue(c.sentence().contains("one word above what it meant"), c.sentence());
  }

  @Test
  void shouldNotTakeAWriteForAUse() {
    Asm guest = waiter();
    guest.bytes(0x89, 0xec, 0x89, 0x4d, 0xfc, 0x8b, 0x45, 0xfc); // mov [ebp-4],ecx; mov eax,[ebp-4]
    ModuleMachine machine = machine(InterruptPolicy.POK_2013, handler(guest));
    machine.run(RunLimit.atTime(1_900_000));
    assertTrue(machine.corruptions().get(0).use().isEmpty());
    assertTrue(Guests.events(machine, HypervisorEvents.IRQ_OVERWRITTEN_USED).isEmpty());
  }

  @Test
  void shouldFindTheSameHoweverTheRunIsCut() {
    Asm guest = waiter();
    guest.bytes(0x89, 0xec).label("use").bytes(0x8b, 0x45, 0xfc);
    handler(guest);
    ModuleMachine whole = machine(InterruptPolicy.POK_2013, guest);
    whole.run(RunLimit.atTime(1_900_000));
    ModuleMachine cut = machine(InterruptPolicy.POK_2013, guest);
    for (long time = 7_000; time <= 1_900_000; time += 7_010) {
      cut.run(RunLimit.atTime(time));
    }
    cut.run(RunLimit.atTime(1_900_000));
    assertEquals(whole.corruptions(), cut.corruptions());
    assertEquals(Guests.lines(whole), Guests.lines(cut));
    whole.restart();
    assertTrue(whole.corruptions().isEmpty());
    whole.run(RunLimit.atTime(1_900_000));
    assertEquals(cut.corruptions(), whole.corruptions());
  }

  @Test
  void shouldPayNothingWhereTheFrameIsSafe() {
    Asm guest = waiter();
    ModuleMachine machine = machine(InterruptPolicy.RELIABLE, handler(guest));
    machine.run(RunLimit.atTime(1_900_000));
    assertTrue(machine.corruptions().isEmpty());
    assertTrue(Guests.events(machine, HypervisorEvents.IRQ_OVERWROTE).isEmpty());
    assertEquals(0, machine.partitionAt(0).cpu().dr7 & 0xff);
  }

  @Test
  void shouldNameTheSmallestPartitionThatHadHeldAnAccess() {
    Asm guest = new Asm().bytes(0xc7, 0x05).word(0x422cd8).word(1);
    ModuleMachine machine = machine(InterruptPolicy.RELIABLE, guest);
    machine.run(RunLimit.atTime(1_000_000));
    assertEquals(
        "#GP(0): write to DS:0x00422cd8, past the limit 0x00020000 (the smallest partition that"
            + " holds this access has 4232 KiB), by the instruction at 0x00000000",
        machine.faults().get(0).sentence());
  }
}
