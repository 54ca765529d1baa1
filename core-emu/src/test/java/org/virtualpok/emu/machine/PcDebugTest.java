// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.debug.Address;
import org.virtualpok.emu.debug.Breakpoint;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.debug.StepKind;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.debug.TargetException;
import org.virtualpok.emu.state.Snapshot;
import org.virtualpok.emu.trace.ChunkedEventLog;

/** Stops and steps where the machine changes under the debugger. */
class PcDebugTest {
  private static final RunLimit SOON = RunLimit.atTime(10_000_000);

  private static StopReason over(PcMachine pc) throws TargetException {
    return pc.step(PcMachine.CPU_CONTEXT, StepKind.OVER, SOON);
  }

  private static StopReason into(PcMachine pc) throws TargetException {
    return pc.step(PcMachine.CPU_CONTEXT, StepKind.INTO, SOON);
  }

  private static int eip(PcMachine pc) {
    return pc.board().processor.cpu().eip;
  }

  @Test
  void shouldKeepBreakpointsWhereA20IsSwitchedUnderThem() throws Exception {
    // At 2 MiB, so that the code stays when address line 20 goes: 92 <- 0, 2, 0; again: JMP again
    TinyKernel kernel = new TinyKernel();
    kernel.paddr = 0x200000;
    kernel.entry = 0x200000 + TinyKernel.HEADER_BYTES;
    kernel.out(0x64, 0xd1).out(0x60, 0xdd).out(0x92, 0).out(0x92, 2);
    PcMachine pc = kernel.out(0x92, 0).bytes(0xeb, 0xfe).boot();
    int far = pc.setBreakpoint(Breakpoint.atAddress(0, 0x1a0000));
    int odd = pc.setBreakpoint(Breakpoint.atAddress(0, 0x300010));
    while (pc.instructions() < 100) {
      into(pc);
      if (pc.instructions() == 12) {
        // Planted anew while addresses mean other memory.
        pc.removeBreakpoint(far);
        far = pc.setBreakpoint(Breakpoint.atAddress(0, 0x1a0000));
      }
    }
    pc.removeBreakpoint(far);
    pc.removeBreakpoint(odd);
    pc.restart();
    pc.run(SOON);
  }

  /** A directory at 300000, tables behind it: 0 to 8 MiB as they are, C0000000 up as 0 up. */
  private static void tables(PcMachine pc, int at, int highFrame) {
    pc.board().memory.write32(at, 0x83);
    pc.board().memory.write32(at + 4, 0x400083);
    pc.board().memory.write32(at + 0xc00, at + 0x1000 | 3);
    for (int i = 0; i < 1024; i++) {
      pc.board().memory.write32(at + 0x1000 + 4 * i, highFrame + (i << 12) | 3);
    }
  }

  /** CR4.PSE, CR3, CR0.PG; then a jump to a high address; there NOP; JMP back to it. */
  private static PcMachine paged(int... after) throws Exception {
    TinyKernel kernel = new TinyKernel();
    kernel.bytes(0xb8).word(0x10).bytes(0x0f, 0x22, 0xe0);
    kernel.bytes(0xb8).word(0x300000).bytes(0x0f, 0x22, 0xd8);
    kernel.bytes(0x0f, 0x20, 0xc0, 0x0d).word(0x80000000).bytes(0x0f, 0x22, 0xc0);
    kernel.bytes(after);
    kernel.bytes(0xb9).word(0xc0180000).bytes(0xff, 0xe1);
    PcMachine pc = kernel.boot();
    tables(pc, 0x300000, 0);
    for (int frame : new int[] {0x180000, 0x280000}) {
      // NOP; NOP; JMP to the first
      pc.board().memory.write32(frame, 0xfceb9090);
    }
    return pc;
  }

  @Test
  void shouldStopAtAnAddressThatPagingBrings() throws Exception {
    PcMachine pc = paged();
    int id = pc.setBreakpoint(Breakpoint.atAddress(0, 0xc0180001));
    for (int i = 0; i < 3; i++) {
      StopReason stop = pc.run(SOON);
      assertEquals(id, stop.breakpoint(), stop.title());
      assertEquals(0xc0180001, eip(pc));
    }
    pc.removeBreakpoint(id);
    assertEquals(StopReason.Kind.LIMIT, pc.run(SOON).kind());
  }

  @Test
  void shouldStopAtAnAddressThatAnotherDirectoryBrings() throws Exception {
    // MOV EAX, 304000; MOV CR3, EAX behind the switch to paging
    PcMachine pc = paged(0xb8, 0x00, 0x40, 0x30, 0, 0x0f, 0x22, 0xd8);
    tables(pc, 0x304000, 0x100000);
    int id = pc.setBreakpoint(Breakpoint.atAddress(0, 0xc0180001));
    assertEquals(id, pc.run(SOON).breakpoint());
    assertEquals(0xc0180001, eip(pc));
    assertEquals(id, pc.run(SOON).breakpoint());
  }

  @Test
  void shouldStopAtAPageThatIsMappedLate() throws Exception {
    // MOV [301600], 180003: the page of C0180000; nothing has looked there, so no INVLPG.
    PcMachine pc = paged(0xc7, 0x05, 0x00, 0x16, 0x30, 0, 0x03, 0, 0x18, 0);
    pc.board().memory.write32(0x301600, 0);
    int id = pc.setBreakpoint(Breakpoint.atAddress(0, 0xc0180001));
    assertEquals(id, pc.run(SOON).breakpoint());
    assertEquals(0xc0180001, eip(pc));
  }

  @Test
  void shouldStepOverRepeatsAndCallsAndHalt() throws Exception {
    TinyKernel kernel = new TinyKernel();
    // MOV EDI, 300000; MOV ECX, 10000; REP STOSB; CALL +1; HLT; RET
    kernel.bytes(0xbf).word(0x300000).bytes(0xb9).word(10_000).bytes(0xf3, 0xaa);
    int call = kernel.here();
    PcMachine pc = kernel.bytes(0xe8, 1, 0, 0, 0, 0xf4, 0xc3).boot();
    into(pc);
    into(pc);
    assertEquals(StopReason.Kind.STEP, over(pc).kind());
    assertEquals(call, eip(pc), "the whole repeat");
    assertEquals(0, pc.board().processor.cpu().gpr[CpuState.ECX]);
    assertEquals(StopReason.Kind.STEP, over(pc).kind());
    assertEquals(call + 5, eip(pc));
    assertEquals(StopReason.Kind.FINISHED, over(pc).kind(), "nothing wakes it");
    assertEquals(StopReason.Kind.FINISHED, over(pc).kind());
    assertEquals(StopReason.Kind.FINISHED, pc.run(SOON).kind());
    pc.restart();
    assertEquals(StopReason.Kind.STEP, into(pc).kind());
  }

  @Test
  void shouldStepOverRecursionInItsOwnLevel() throws Exception {
    TinyKernel kernel = new TinyKernel();
    // MOV ECX, 5; f: DEC ECX; JZ end; CALL f; end: NOP; RET
    kernel.bytes(0xb9).word(5);
    int call = kernel.here() + 3;
    PcMachine pc = kernel.bytes(0x49, 0x74, 5, 0xe8).word(-8).bytes(0x90, 0xc3).boot();
    into(pc);
    into(pc);
    into(pc);
    assertEquals(call, eip(pc));
    assertEquals(StopReason.Kind.STEP, over(pc).kind());
    assertEquals(call + 5, eip(pc));
    assertEquals(0, pc.board().processor.cpu().gpr[CpuState.ECX], "all levels have come back");
    assertEquals(PcFirmware.STACK, pc.board().processor.cpu().gpr[CpuState.ESP]);
  }

  @Test
  void shouldStopAtABreakpointInsideOfAStepOver() throws Exception {
    TinyKernel kernel = new TinyKernel();
    int entry = kernel.here();
    // CALL +1; HLT; NOP; RET
    PcMachine pc = kernel.bytes(0xe8, 1, 0, 0, 0, 0xf4, 0x90, 0xc3).boot();
    int id = pc.setBreakpoint(Breakpoint.atAddress(0, entry + 6));
    assertEquals(id, over(pc).breakpoint());
    pc.removeBreakpoint(id);
    StopReason stop = over(pc);
    assertEquals(StopReason.Kind.STEP, stop.kind());
    assertEquals(entry + 7, eip(pc));
  }

  @Test
  void shouldStopInARomAndAgainBehindEachReset() throws Exception {
    PcMachine pc = Troublemaker.RESETS.boot();
    int id = pc.setBreakpoint(Breakpoint.atAddress(0, 0xfff4));
    for (int i = 1; i <= 3; i++) {
      StopReason stop = pc.run(SOON);
      assertEquals(id, stop.breakpoint());
      assertEquals(0xfff4, eip(pc));
    }
    long before = pc.instructions();
    pc.restart();
    assertEquals(id, pc.run(SOON).breakpoint());
    assertEquals(2, pc.instructions());
    assertTrue(before > 2);
  }

  @Test
  void shouldCountEachOfSeveralBreakpointsAtOnePlace() throws Exception {
    PcMachine pc = new TinyKernel().bytes(0x90, 0x90, 0xeb, 0xfd).boot();
    pc.setBreakpoint(Breakpoint.atAddress(0, TinyKernel.ENTRY + 1));
    pc.setBreakpoint(Breakpoint.atAddress(0, TinyKernel.ENTRY + 1));
    pc.run(SOON);
    StopReason second = pc.run(SOON);
    var all = pc.capture(1, false, second).breakpoints();
    assertEquals(2, all.get(0).hits());
    assertEquals(2, all.get(1).hits());
  }

  @Test
  void shouldEndForGoodAlsoWhereABreakpointWasMet() throws Exception {
    PcMachine pc = new TinyKernel().out(0xf4, 3).bytes(0x90, 0xeb, 0xfd).boot();
    pc.setBreakpoint(Breakpoint.atPort(0xf4, 0xf4, true, true));
    assertEquals(StopReason.Kind.FINISHED, pc.run(SOON).kind());
    assertEquals(StopReason.Kind.FINISHED, pc.run(SOON).kind());
    assertEquals(3, pc.instructions());
    pc.restart();
    assertEquals(StopReason.Kind.FINISHED, pc.run(SOON).kind());
  }

  @Test
  void shouldRefuseBadOrders() throws Exception {
    PcMachine pc = new TinyKernel().halt().boot();
    assertThrows(TargetException.class, () -> pc.removeBreakpoint(7));
    assertThrows(
        TargetException.class, () -> pc.setBreakpoint(Breakpoint.atPort(-1, 5, true, true)));
    assertThrows(
        TargetException.class, () -> pc.setBreakpoint(Breakpoint.atPort(0, 0x10000, true, true)));
    assertThrows(TargetException.class, () -> pc.setBreakpoint(Breakpoint.atVector(256)));
    assertThrows(TargetException.class, () -> pc.setBreakpoint(Breakpoint.atAddress(9, 0)));
    assertThrows(TargetException.class, () -> pc.step(9, StepKind.INTO, SOON));
    assertThrows(TargetException.class, () -> pc.consoleInput(12, new byte[1]));
    assertThrows(TargetException.class, () -> pc.readMemory(new Address.Physical(0), -1));
    assertThrows(TargetException.class, () -> pc.consoleInput(10, new byte[1 << 20]));
    assertThrows(TargetException.class, () -> pc.keyboardInput(new byte[1 << 20]));
  }

  @Test
  void shouldStartARestoredKernelAnewWithItsModules() throws Exception {
    KernelImage.Module module = new KernelImage.Module("m.img", new byte[] {1, 2, 3, 4});
    KernelImage kernel = new TinyKernel().print("x").halt().image("a=b", module);
    PcMachine pc =
        PcMachine.boot(PcConfig.DEFAULT.withMemory(2 << 20), kernel, ChunkedEventLog::new);
    Snapshot fresh = pc.save();
    pc.run(RunLimit.atInstruction(2));
    PcMachine other = PcMachine.restore("x", pc.save(), ChunkedEventLog::new);
    other.restart();
    assertEquals(java.util.List.of(), fresh.differences(other.save()));
  }

  @Test
  void shouldSayOfARestoredShutdownWhatItWas() throws Exception {
    PcMachine pc = Troublemaker.TRIPLE_FAULT.boot();
    pc.run(SOON);
    PcMachine other = PcMachine.restore("x", pc.save(), ChunkedEventLog::new);
    other.run(RunLimit.atTime(20_000_000));
    assertEquals(PcEnding.Kind.TRIPLE_FAULT, other.ending().orElseThrow().kind());
    String sentence = other.ending().orElseThrow().sentence();
    assertTrue(!sentence.contains("  ") && !sentence.contains("exceptions met"), sentence);
  }
}
