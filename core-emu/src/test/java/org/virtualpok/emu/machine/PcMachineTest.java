// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.debug.Breakpoint;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.debug.StepKind;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.state.Snapshot;
import org.virtualpok.emu.trace.EventLog;

class PcMachineTest {
  private static String output(PcMachine pc) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    EventLog log = pc.events();
    for (long i = 0; i < log.size(); i++) {
      if (log.get(i).kind() == PcEvents.CONSOLE_OUTPUT) {
        out.writeBytes(log.get(i).text());
      }
    }
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  private static PcEnding run(PcMachine pc) {
    pc.run(RunLimit.atTime(10_000_000_000L));
    return pc.ending().orElseThrow();
  }

  @Test
  void shouldPrintAndPowerOff() throws Exception {
    PcMachine pc = new TinyKernel().print("hi\n").powerOff().halt().boot();
    StopReason stop = pc.run(RunLimit.NONE);
    assertEquals(StopReason.Kind.FINISHED, stop.kind());
    assertEquals("Finished: power off", stop.title());
    assertEquals("hi\n", output(pc));
    assertEquals(12, pc.instructions(), "HLT does not run any more");
    assertEquals(120, pc.timeNanos());
  }

  @Test
  void shouldEndAtTheDebugExit() throws Exception {
    PcEnding ending = run(new TinyKernel().out(0xf4, 0x10).halt().boot());
    assertEquals(PcEnding.Kind.DEBUG_EXIT, ending.kind());
    assertEquals(0x10, ending.value());
  }

  @Test
  void shouldEndWhenALoadedKernelResets() throws Exception {
    assertEquals(PcEnding.Kind.RESET, run(new TinyKernel().out(0xcf9, 6).halt().boot()).kind());
    assertEquals(PcEnding.Kind.RESET, run(new TinyKernel().out(0x64, 0xfe).halt().boot()).kind());
    assertEquals(PcEnding.Kind.RESET, run(new TinyKernel().out(0x92, 1).halt().boot()).kind());
  }

  @Test
  void shouldStartARomAgainAtAReset() {
    byte[] rom = new byte[1 << 16];
    // F000:FFF0 jumps to F000:0000, which prints a letter at port E9 and resets by CF9.
    byte[] start = {
      (byte) 0xb0,
      'r',
      (byte) 0xe6,
      (byte) 0xe9,
      (byte) 0xba,
      (byte) 0xf9,
      0x0c,
      (byte) 0xb0,
      6,
      (byte) 0xee,
      (byte) 0xf4
    };
    System.arraycopy(start, 0, rom, 0, start.length);
    byte[] jump = {(byte) 0xea, 0, 0, 0, (byte) 0xf0};
    System.arraycopy(jump, 0, rom, 0xfff0, jump.length);
    PcMachine pc =
        PcMachine.rom(
            "test.rom", PcConfig.DEFAULT, rom, org.virtualpok.emu.trace.ChunkedEventLog::new);
    pc.run(RunLimit.atInstruction(6 * 5 + 3));
    pc.stands();
    assertEquals("rrrrrr", output(pc));
  }

  @Test
  void shouldSayWhatATripleFaultWas() throws Exception {
    // LIDT of nothing, then INT3.
    TinyKernel kernel = new TinyKernel().bytes(0x0f, 0x01, 0x1d).word(0).bytes(0xcc);
    PcMachine pc = kernel.boot();
    PcEnding ending = run(pc);
    assertEquals(PcEnding.Kind.TRIPLE_FAULT, ending.kind());
    assertEquals(
        "Triple fault: in ring 0 at EIP 0x100027 (0008:00100027), the exceptions #GP(001a),"
            + " #GP(006b), #DF(0000), #GP(0043) met one another; the processor is shut down.",
        ending.sentence());
    assertEquals("int3", pc.fault().orElseThrow().instruction());
  }

  @Test
  void shouldEndWhenNothingCanWakeIt() throws Exception {
    PcEnding ending = run(new TinyKernel().halt().boot());
    assertEquals(PcEnding.Kind.HALTED, ending.kind());
    assertTrue(ending.sentence().contains("halted with interrupts off"), ending.sentence());
  }

  @Test
  void shouldStopAtPortsInBothDirections() throws Exception {
    PcMachine pc = new TinyKernel().bytes(0xe4, 0x61).out(0x3f8, 'x').powerOff().boot();
    int reads = pc.setBreakpoint(Breakpoint.atPort(0x60, 0x61, true, false));
    int writes = pc.setBreakpoint(Breakpoint.atPort(0x3f8, 0x3ff, false, true));
    StopReason first = pc.run(RunLimit.NONE);
    assertEquals(reads, first.breakpoint());
    assertTrue(first.title().startsWith("Suspended: read of port 0x61"), first.title());
    assertEquals(1, pc.instructions(), "behind the instruction");
    StopReason second = pc.run(RunLimit.NONE);
    assertEquals(writes, second.breakpoint());
    assertEquals("Suspended: write to port 0x3f8, 78", second.title());
    pc.removeBreakpoint(reads);
    pc.removeBreakpoint(writes);
    assertEquals(StopReason.Kind.FINISHED, pc.run(RunLimit.NONE).kind());
  }

  @Test
  void shouldStopWhenTheModeChanges() throws Exception {
    // MOV EAX,CR0; AND EAX,~1; MOV CR0,EAX: real mode, with the segments as they are.
    PcMachine pc =
        new TinyKernel()
            .bytes(0x0f, 0x20, 0xc0, 0x83, 0xe0, 0xfe, 0x0f, 0x22, 0xc0)
            .powerOff()
            .boot();
    pc.setBreakpoint(Breakpoint.atModeChange());
    StopReason stop = pc.run(RunLimit.NONE);
    assertEquals("Suspended: real mode", stop.title());
    assertEquals(3, pc.instructions());
  }

  @Test
  void shouldStepOverWhatComesBack() throws Exception {
    // CALL +1; NOP ... the callee is RET.
    PcMachine pc = new TinyKernel().bytes(0xe8, 1, 0, 0, 0, 0x90, 0xc3).boot();
    pc.step(PcMachine.CPU_CONTEXT, StepKind.OVER, RunLimit.NONE);
    assertEquals(2, pc.instructions());
    StopReason stop = pc.step(PcMachine.CPU_CONTEXT, StepKind.INTO, RunLimit.NONE);
    assertEquals(StopReason.Kind.STEP, stop.kind());
    assertEquals(3, pc.instructions());
  }

  @Test
  void shouldStopAtAnAddressOnceEachTime() throws Exception {
    TinyKernel kernel = new TinyKernel();
    int loop = kernel.here();
    // NOP; JMP back.
    PcMachine pc = kernel.bytes(0x90, 0xeb, 0xfd).boot();
    int id = pc.setBreakpoint(Breakpoint.atAddress(0, loop + 1));
    for (int i = 0; i < 3; i++) {
      StopReason stop = pc.run(RunLimit.NONE);
      assertEquals(id, stop.breakpoint());
      assertEquals(1 + 2 * i, pc.instructions());
    }
    assertEquals(3, pc.capture(1, false, pc.run(RunLimit.NONE)).breakpoints().get(0).hits() - 1);
  }

  @Test
  void shouldStartAnewAsTheFirstTime() throws Exception {
    PcMachine pc =
        new TinyKernel()
            .print("once\n")
            .out(0x70, 0x0b)
            .out(0x71, 0x86)
            .out(0x70, 0x09)
            .out(0x71, 0x55)
            .out(0x43, 0x30)
            .out(0x40, 0x55)
            .out(0x4d0, 0xf8)
            .out(0x61, 0x03)
            .out(0x92, 0x02)
            .powerOff()
            .boot();
    Snapshot fresh = pc.save();
    run(pc);
    Snapshot end = pc.save();
    pc.restart();
    assertEquals(List.of(), fresh.differences(pc.save()));
    run(pc);
    assertEquals(List.of(), end.differences(pc.save()));
    assertEquals("once\n", output(pc));
  }
}
