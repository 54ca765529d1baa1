// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.debug.Breakpoint;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.state.Snapshot;
import org.virtualpok.emu.trace.ChunkedEventLog;

/** There is no place where a machine must not be saved: neither an instruction, nor inside one. */
class SavedAnywhereTest {
  private static final long SEED = Long.getLong("virtualpok.seed", 20132);
  private static final PcConfig SMALL = PcConfig.DEFAULT.withMemory(TinyKernel.LOAD + (64 << 10));

  private static final int TIMER = TinyKernel.ENTRY + 0x800;
  private static final int SERIAL = TIMER + 0x40;
  private static final int TICKS = 0x7000;
  private static final int NUMBER = 0x7010;
  private static final int MOVED = 9000;

  /** Behind this many instructions interrupts come; before, it is one line of code. */
  private static final int EARLY = 75;

  /** Interrupts of two devices, shadows, the x87, a long string move, and HLT. */
  private static TinyKernel busy() {
    TinyKernel k = new TinyKernel().settle().gate(0x20, TIMER).gate(0x24, SERIAL);
    k.out(0x3fb, 0x83).out(0x3f8, 1).out(0x3f9, 0).out(0x3fb, 3).out(0x3f9, 2).out(0x3fc, 8);
    k.timer(5).out(0x21, 0xee).bytes(0xfb);
    k.print("busy");
    k.bytes(0xdb, 0xe3, 0xd9, 0xeb, 0xd9, 0xe8, 0xd8, 0xf1); // FNINIT; FLDPI; FLD1; FDIV
    k.bytes(0xdd, 0x1d).word(NUMBER); // FSTP
    k.bytes(0x66, 0xb8, TinyKernel.DATA, 0); // MOV AX
    k.bytes(0xfa, 0xfb, 0x90, 0x8e, 0xd0, 0x90); // CLI; STI; NOP; MOV SS; NOP
    k.bytes(0xfc, 0xbe).word(TinyKernel.LOAD).bytes(0xbf).word(0x20000);
    k.bytes(0xb9).word(MOVED).bytes(0xf3, 0xa5); // REP MOVSD
    int loop = k.here();
    // HLT; CMP [TICKS], 200; JB loop
    k.bytes(0xf4, 0x81, 0x3d).word(TICKS).word(200).bytes(0x72);
    k.bytes(loop - k.here() - 1);
    k.print("\ndone\n").powerOff().halt();
    k.pad(TIMER).count(TICKS).endOfInterrupt();
    // Each interrupt of the port sends one more letter, while the timer is young.
    k.pad(SERIAL).bytes(0x50, 0x52).bytes(0x66, 0xba, 0xfa, 3, 0xec);
    k.bytes(0x81, 0x3d).word(TICKS).word(1).bytes(0x77, 7).out(0x3f8, '.');
    return k.bytes(0x5a, 0x58).endOfInterrupt();
  }

  private static BrokenRun run(TinyKernel kernel) throws Exception {
    RunLimit end = RunLimit.atTime(10_000_000_000L);
    BrokenRun run = new BrokenRun(() -> kernel.boot(SMALL), end);
    System.out.printf("%d instructions, %d ns, seed %d%n", run.instructions(), run.nanos(), SEED);
    return run;
  }

  private static List<RunLimit> instructions(long from, long to) {
    return LongStream.range(from, to).mapToObj(RunLimit::atInstruction).toList();
  }

  @Test
  void shouldGoOnFromEveryInstruction() throws Exception {
    BrokenRun run = run(busy());
    assertTrue(run.com1().matches("[.]{9,}busy\ndone\n"), run::com1);
    assertEquals(PcEnding.Kind.POWER_OFF, run.ending().orElseThrow().kind());
    List<Snapshot> saved = run.breakAt(instructions(EARLY, EARLY + 120), "one by one");
    assertTrue(saved.stream().anyMatch(s -> s.register("pc/cpu/inhibit") != 0), "in a shadow");
    assertTrue(saved.stream().anyMatch(s -> s.register("pc/console/com1/end") != 0), "in a line");
    assertEquals(120, saved.size());
    run.breakAtRandom(SEED, 40);
  }

  @Test
  void shouldGoOnInTheMiddleOfAStringInstruction() throws Exception {
    BrokenRun run = run(busy());
    PcMachine scout = busy().boot(SMALL);
    do {
      scout.run(RunLimit.atInstruction(scout.instructions() + 1));
    } while (scout.board().processor.cpu().gpr[CpuState.ECX] != MOVED - 4096);
    long at = scout.instructions();
    List<Snapshot> saved = run.breakAt(instructions(at - 2, at + 4), "in a string");
    long inside =
        saved.stream().filter(s -> s.register("pc/cpu/ESI") == TinyKernel.LOAD + 4 * 4096).count();
    assertTrue(inside > 0, "at " + at);
  }

  @Test
  void shouldGoOnInHlt() throws Exception {
    BrokenRun run = run(busy());
    List<RunLimit> times =
        LongStream.range(1, 100).mapToObj(i -> RunLimit.atTime(run.nanos() * i / 100)).toList();
    List<Snapshot> saved = run.breakAt(times, "in HLT");
    long halted = saved.stream().filter(s -> s.register("pc/cpu/halted") == 1).count();
    assertTrue(halted > 30, "halted at " + halted);
  }

  @Test
  void shouldGoOnInAnInterruptHandler() throws Exception {
    BrokenRun run = run(busy());
    PcMachine scout = busy().boot(SMALL);
    scout.setBreakpoint(Breakpoint.atVector(0x20));
    List<RunLimit> inside = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      scout.run(RunLimit.NONE);
      inside.add(RunLimit.atInstruction(scout.instructions() + i % 6));
    }
    List<Snapshot> saved = run.breakAt(inside, "in the handler");
    long asked = saved.stream().filter(s -> s.register("pc/cpu/EIP") / 64 == TIMER / 64).count();
    assertTrue(asked > 20, "in the handler " + asked);
  }

  @ParameterizedTest
  @EnumSource(PcEnding.Kind.class)
  void shouldStayAtItsEnd(PcEnding.Kind kind) throws Exception {
    TinyKernel k = new TinyKernel().settle().print("the end");
    switch (kind) {
      case POWER_OFF -> k.powerOff();
      case DEBUG_EXIT -> k.out(0xf4, 0x21);
      case RESET -> k.out(0x64, 0xfe);
      case TRIPLE_FAULT -> k.bytes(0x0f, 0x0b);
      case HALTED -> {}
    }
    // Who went on here would say more.
    BrokenRun run = run(k.bytes(0xfa, 0xf4).print("no\n").powerOff());
    assertEquals("the end", run.com1());
    assertEquals(kind, run.ending().orElseThrow().kind());
    List<RunLimit> end = List.of(RunLimit.atTime(1_000_000_000), RunLimit.atTime(2_000_000_000));
    run.breakAt(end, "behind the end");
  }

  /** Boots three times, each time with ten ticks in real mode, then switches the power off. */
  private static byte[] rom() {
    ByteArrayOutputStream code = new ByteArrayOutputStream();
    hex(code, "31c0 8ed8 8ed0 bc007c"); // XOR AX,AX; MOV DS, SS; MOV SP
    hex(code, "c706 2000 0001 c706 2200 00f0"); // vector 8: F000:0100
    hex(code, "b011e620 b008e621 b004e621 b001e621 b0fee621"); // the first controller
    hex(code, "b034e643 b005e640 b000e640 fb"); // PIT counter 0, mode 2; STI
    hex(code, "baf803 b072ee ff060005"); // 'r' to COM1; INC WORD [500]
    hex(code, "f4 833e02050a 72f8"); // HLT; CMP WORD [502], 10; JB
    hex(code, "c70602050000 833e000503 7307"); // as often as [500] is below 3
    hex(code, "baf90c b006ee f4"); // reset by CF9
    hex(code, "ba0406 b80020 ef f4"); // power off
    byte[] rom = new byte[1 << 16];
    System.arraycopy(code.toByteArray(), 0, rom, 0, code.size());
    code.reset();
    hex(code, "ff060205 50b020e62058 cf"); // INC WORD [502]; end of interrupt; IRET
    System.arraycopy(code.toByteArray(), 0, rom, 0x100, code.size());
    code.reset();
    hex(code, "ea000000f0");
    System.arraycopy(code.toByteArray(), 0, rom, 0xfff0, code.size());
    return rom;
  }

  private static void hex(ByteArrayOutputStream to, String digits) {
    to.writeBytes(HexFormat.of().parseHex(digits.replace(" ", "")));
  }

  @Test
  void shouldGoOnFromEveryInstructionOfABootRom() throws Exception {
    PcConfig small = PcConfig.DEFAULT.withMemory(PcConfig.MEMORY_MIN);
    BrokenRun run =
        new BrokenRun(
            () -> PcMachine.rom("test.rom", small, rom(), ChunkedEventLog::new),
            RunLimit.atTime(10_000_000_000L));
    assertEquals("rrr", run.com1());
    assertEquals(PcEnding.Kind.POWER_OFF, run.ending().orElseThrow().kind());
    // The first boot, the reset and what follows.
    run.breakAt(instructions(1, 160), "one by one");
    run.breakAtRandom(SEED, 20);
  }
}
