// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.hypervisor.event.HypervisorEvents;

/** What a guest sees of each call of the ABI. */
class HypercallBehaviourTest {
  private static final RunLimit SECOND = RunLimit.atTime(1_000_000_000);

  @Test
  void shouldStartAMainThreadAsPok2014Does() {
    ModuleMachine machine = Guests.machine(new Asm().nop(), new Asm().nop());
    CpuState cpu = machine.partitionAt(1).cpu();
    assertArrayEquals(
        new int[] {0xdead, 0, 0, 0xbeaf, Asm.SIZE_BYTES - 4 - 8096, 0, 0, 0}, cpu.gpr);
    assertEquals(0x202, cpu.eflags());
    assertEquals(0x33, cpu.segments[1].selector);
    assertEquals(0x3b, cpu.segments[2].selector);
    assertEquals(0x13b000, machine.partitionAt(0).space().base());
    assertEquals(0x13b000 + Asm.SIZE_BYTES + 0x2000, machine.partitionAt(1).space().base());
    assertEquals(Asm.SIZE_BYTES, cpu.segments[3].limit);
  }

  @Test
  void shouldWriteToTheConsole() {
    Asm guest = new Asm();
    guest.store(Asm.DATA, 0x0a216948);
    guest.hypercall(42, 10, Asm.DATA, 4).storeRegister(Asm.DATA + 8, 0);
    guest.hypercall(45, 10, Asm.DATA, 2).stop(7);
    ModuleMachine machine = Guests.machine(guest);
    StopReason stop = machine.run(SECOND);
    assertEquals(StopReason.Kind.FINISHED, stop.kind());
    assertEquals("Hi!\nHi", Guests.console(machine));
    assertEquals(0, Guests.word(machine, 1, Asm.DATA + 8));
    assertEquals("p1: Stopped: exit 7 at 0.000 s", stop.detail());
  }

  @ParameterizedTest
  @CsvSource({
    "42, 10, 0x5000, 0, 1",
    "42, 10, 0x1fffe, 2, 0",
    "42, 10, 0x1ffff, 2, 1",
    "42, 10, 0xffffffff, 2, 1",
    "42, 10, 0, 0x20001, 1",
    "42, 11, 0x20000, 0, 1",
    "42, 11, 0x1ffff, 0, 0",
    "42, 20, 0x1fff8, 0, 0",
    "42, 20, 0x1fff9, 0, 1",
    "42, 404, 0, 0, 601",
    "42, 404, 7, 0, 601",
    "42, 28, 0, 0, 1",
    "42, 4711, 0, 0, 1",
    "45, 25, 0, 0, 1",
    "45, 27, 1, 0, 0",
    "45, 28, 0, 0, 1",
    "45, 29, 15, 0, 0",
    "45, 29, 16, 0, 1",
    "45, 30, 15, 0x1ffff, 0",
    "45, 30, 15, 0x20000, 1",
    "45, 30, 16, 0, 1",
    "45, 30, -1, 0, 1",
    "45, 31, 3, 0, 1",
  })
  void shouldAnswer(int vector, int number, String a1, String a2, int answer) {
    Asm guest = new Asm();
    guest.hypercall(vector, number, Long.decode(a1).intValue(), Long.decode(a2).intValue());
    guest.storeRegister(Asm.DATA + 8, 0).stop(0);
    ModuleMachine machine = Guests.machine(guest);
    assertEquals(StopReason.Kind.FINISHED, machine.run(SECOND).kind());
    assertEquals(answer, Guests.word(machine, 1, Asm.DATA + 8));
  }

  @Test
  void shouldRefuseArgumentsOutsideThePartitionWithoutActing() {
    Asm guest = new Asm();
    guest.mov(0, 28).mov(3, Asm.SIZE_BYTES - 23).interrupt(45).storeRegister(Asm.DATA, 0);
    guest.mov(0, 28).mov(3, Asm.SIZE_BYTES - 24).interrupt(45).storeRegister(Asm.DATA + 4, 0);
    guest.mov(0, 28).mov(3, Asm.SIZE_BYTES - 24).interrupt(45).storeRegister(Asm.DATA + 8, 0);
    guest.stop(0);
    ModuleMachine machine = Guests.machine(guest);
    machine.run(SECOND);
    assertEquals(1, Guests.word(machine, 1, Asm.DATA), "EINVAL");
    assertEquals(1, Guests.word(machine, 1, Asm.DATA + 4), "the old level, still on");
    assertEquals(0, Guests.word(machine, 1, Asm.DATA + 8), "the old level, off");
  }

  @Test
  void shouldPreserveEveryRegisterButEaxAndFlags() {
    Asm guest = new Asm();
    guest.mov(1, 0x11).mov(2, 0x22).mov(5, 0x55).mov(6, 0x66).mov(7, 0x77);
    guest.bytes(0xfd, 0xf9); // std; stc
    guest.mov(0, 28).mov(3, Asm.ARGS).interrupt(45);
    guest.label("after").nop();
    ModuleMachine machine = Guests.machine(guest);
    machine.run(RunLimit.atInstruction(10));
    CpuState cpu = machine.partitionAt(0).cpu();
    assertEquals(guest.at("after"), cpu.eip);
    assertArrayEquals(
        new int[] {1, 0x11, 0x22, Asm.ARGS, Asm.SIZE_BYTES - 8100, 0x55, 0x66, 0x77}, cpu.gpr);
    assertEquals(0x202 | 0x400 | 1, cpu.eflags(), "the real IF stays on");
  }

  @Test
  void shouldLogCallsThatNobodyKnows() {
    Asm guest = new Asm();
    guest.hypercall(45, 999).stop(0);
    ModuleMachine machine = Guests.machine(guest);
    machine.run(SECOND);
    var unknown = Guests.events(machine, HypervisorEvents.HYPERCALL_UNKNOWN);
    assertEquals(1, unknown.size());
    assertEquals(45, unknown.get(0).a());
    assertEquals(999, unknown.get(0).b());
  }

  @Test
  void shouldTellTheModulesTimeInMilliseconds() {
    Asm guest = new Asm();
    guest.request(0, "handler");
    for (int i = 0; i < 12; i++) {
      guest.hypercall(45, 1000);
    }
    guest.hypercall(42, 20, Asm.DATA).stop(0);
    guest.label("handler").handlerReturn();
    ModuleMachine machine = Guests.machine(guest);
    machine.run(SECOND);
    assertEquals(12, Guests.word(machine, 1, Asm.DATA));
    assertEquals(0, Guests.word(machine, 1, Asm.DATA + 4));
  }

  @Test
  void shouldReadConsoleInputByteByByte() throws Exception {
    Asm guest = new Asm();
    guest.store(Asm.DATA, 0xeeeeeeee);
    guest.label("loop");
    guest.request(4, "handler").hypercall(45, 1000);
    guest.hypercall(42, 11, Asm.DATA).hypercall(45, 11, Asm.DATA + 1);
    guest.hypercall(42, 11, Asm.DATA + 2).stop(0);
    guest.label("handler").handlerReturn();
    ModuleMachine machine = Guests.machine(guest);
    machine.run(RunLimit.atTime(5_000_000));
    assertEquals(0xeeeeeeee, Guests.word(machine, 1, Asm.DATA));
    machine.consoleInput(2, new byte[] {'o', 'k'});
    assertEquals(StopReason.Kind.FINISHED, machine.run(SECOND).kind());
    assertEquals(0xeeee6b6f, Guests.word(machine, 1, Asm.DATA));
  }

  @Test
  void shouldReloadThePartitionOnAColdStart() {
    Asm guest = new Asm();
    guest.label("flag").bytes(0xeb, 4).word(0); // jump over a word of the image
    guest.request(0, "handler");
    guest.load(1, 2).bytes(0x41).storeRegister(2, 1); // that word counts the starts: never above 1
    guest.storeRegister(Asm.DATA, 1).increment(Asm.DATA + 4);
    guest.hypercall(42, 404, 1);
    guest.label("handler").handlerReturn();
    ModuleMachine machine = Guests.machine(guest);
    machine.run(RunLimit.atInstruction(15));
    assertEquals(1, Guests.word(machine, 1, 2));
    machine.run(RunLimit.atTime(2_000_000));
    assertTrue(Guests.word(machine, 1, Asm.DATA) <= 1);
    assertTrue(Guests.word(machine, 1, Asm.DATA + 4) <= 1);
    assertTrue(Guests.events(machine, HypervisorEvents.PARTITION_STATE).size() > 100);
  }

  @ParameterizedTest
  @CsvSource({"4, Stopped: hypercall 404 PARTITION_SET_MODE.*IDLE at 0.000 s", "6, .*STOPPED.*"})
  void shouldStopThePartition(int mode, String reason) {
    ModuleMachine machine = Guests.machine(new Asm().hypercall(42, 404, mode));
    StopReason stop = machine.run(SECOND);
    assertEquals(StopReason.Kind.FINISHED, stop.kind());
    String shown = machine.capture(1, false, stop).context(2).orElseThrow().reason();
    assertTrue(shown.matches(reason), shown);
  }

  @Test
  void shouldIdleForEverInModeNormal() {
    ModuleMachine machine = Guests.machine(new Asm().hypercall(42, 404, 3));
    assertEquals(StopReason.Kind.LIMIT, machine.run(SECOND).kind());
    assertEquals(StopReason.Kind.FINISHED, machine.run(RunLimit.NONE).kind());
  }

  @ParameterizedTest
  @CsvSource({
    "0xcd 0x2b, #GP(0x15a): int 43 has no gate for guests",
    "0xcc, #GP(0x1a): int 3 has no gate for guests",
    "0xcd 0x03, #GP(0x1a): int 3 has no gate for guests",
    "0x0f 0x0b, #UD: no instruction has the bytes 0f 0b",
    "0xfa, #GP(0)",
    "0xf4, #GP(0)",
    "0xa1 0x01 0x00 0x02 0x00, '#GP(0): read of DS:0x00020001, past the limit 0x00020000'",
    "0xa3 0x00 0x00 0x10 0x00, '#GP(0): write to DS:0x00100000, past the limit 0x00020000'",
    "0xe9 0x00 0x00 0x10 0x00, '#GP(0): jump to 0x00100006, past the limit 0x00020000'",
  })
  void shouldFaultOnlyTheGuilty(String bytes, String sentence) {
    Asm guilty = new Asm().nop().label("guilty");
    for (String b : bytes.split(" ")) {
      guilty.bytes(Integer.decode(b));
    }
    ModuleMachine machine = Guests.machine(guilty, new Asm().hypercall(45, 1001, 3));
    assertEquals(StopReason.Kind.FINISHED, machine.run(SECOND).kind());
    assertEquals(1, machine.faults().size());
    FaultReport report = machine.faults().get(0);
    assertTrue(report.sentence().startsWith(sentence), report.sentence());
    assertTrue(
        report.sentence().endsWith("by the instruction at 0x00000001 <guilty>"), report.sentence());
    assertEquals(1, report.registers().eip());
    assertEquals("0x00000001 <guilty>", report.stack().get(0).text());
    assertEquals(HypervisorEvents.PARTITION_STATE, report.lastEvents().get(2).kind());
    assertEquals("Stopped: exit 3 at 0.010 s", machine.partitionAt(1).reason());
  }

  @Test
  void shouldStopAtAFaultWhereTheUserWantsIt() {
    ModuleMachine machine = Guests.machine(new Asm().nop().bytes(0x0f, 0x0b));
    machine.setStopOnFault(true);
    StopReason stop = machine.run(SECOND);
    assertEquals(StopReason.Kind.FAULT, stop.kind());
    assertEquals("Suspended: partition p1 has faulted", stop.title());
    assertEquals(1, stop.offset());
    assertEquals(StopReason.Kind.FINISHED, machine.run(SECOND).kind());
  }
}
