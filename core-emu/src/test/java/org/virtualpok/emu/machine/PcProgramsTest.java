// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.machine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.debug.Address;
import org.virtualpok.emu.debug.Breakpoint;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.debug.StepKind;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.debug.TargetException;
import org.virtualpok.emu.image.SymbolTable;
import org.virtualpok.emu.isa.Disassembler;
import org.virtualpok.emu.trace.EventLog;

/** Breakpoints and steps in programs with segments of their own, in a kernel of a few lines. */
class PcProgramsTest {
  private static final RunLimit SOON = RunLimit.atTime(1_000_000_000);

  private static final int TASK = 0x18;
  private static final int USER_DATA = 0x20;
  private static final int FIRST_CODE = 0x28;
  private static final int SECOND_CODE = 0x30;

  private static final int TSS = 0x4000;
  private static final int FIRST_STACK = 0x8800;
  private static final int SECOND_STACK = 0x8400;

  /** The kernel stack pointer of the program that does not run. */
  private static final int OTHER = 0x7000;

  private static final int FIRST_BASE = TinyKernel.ENTRY + 0x400;
  private static final int SECOND_BASE = TinyKernel.ENTRY + 0x600;
  private static final int HANDLER = TinyKernel.ENTRY + 0x800;
  private static final int TICK = TinyKernel.ENTRY + 0x900;

  private static final int FIRST = 1001;
  private static final int SECOND = 1002;

  private static final int ADD_ONE = 20;
  private static final int SWITCH = 52;

  /** Where the program begins: INC ECX. */
  private static final int BEGIN = 0x10;

  private static final int ADD_CALL = BEGIN + 6;
  private static final int SWITCH_CALL = BEGIN + 15;

  private static final List<Integer> ORDER =
      List.of(BEGIN, BEGIN + 1, ADD_CALL, ADD_CALL + 2, ADD_CALL + 4, SWITCH_CALL, SWITCH_CALL + 2);

  private static void segment(TinyKernel k, int selector, int base, int limit, int access) {
    int high = base & 0xff000000 | 0x400000 | limit & 0xf0000 | access << 8 | base >>> 16 & 0xff;
    k.descriptor(TinyKernel.GDT + selector, base << 16 | limit & 0xffff, high);
  }

  /** INC ECX; EAX = 20; INT 42; MOV EDX, EAX; EAX = 52; INT 42; again. */
  private static void program(TinyKernel k) {
    k.bytes(0x41, 0xb8).word(ADD_ONE).bytes(0xcd, 42, 0x89, 0xc2);
    k.bytes(0xb8).word(SWITCH).bytes(0xcd, 42, 0xeb, 0xed);
  }

  /**
   * A kernel with two programs at the same offsets; call 20 answers 21, call 52 lets the other run.
   *
   * @param secondCode selector of the second's code
   * @param divisor of the timer, which interrupts the programs; 0 for none
   */
  private static PcMachine boot(int secondCode, int divisor) throws Exception {
    TinyKernel k = new TinyKernel().settle().gate(0x20, TICK);
    int high = HANDLER & 0xffff0000 | 0xee00;
    k.descriptor(TinyKernel.IDT + 8 * 42, TinyKernel.CODE << 16 | HANDLER & 0xffff, high);
    segment(k, TASK, TSS, 0x67, 0x89);
    segment(k, USER_DATA, 0x20000, 0xffff, 0xf2);
    segment(k, FIRST_CODE, FIRST_BASE, 0x1ff, 0xfa);
    segment(k, SECOND_CODE, SECOND_BASE, 0x1ff, 0xfa);
    k.store(TSS + 4, FIRST_STACK).store(TSS + 8, TinyKernel.DATA).store(TSS + 0x64, 0x68 << 16);
    int[] frame = {BEGIN, secondCode | 3, 0x202, 0x2000, USER_DATA | 3};
    for (int i = 0; i < frame.length; i++) {
      k.store(SECOND_STACK - 20 + 4 * i, frame[i]);
    }
    k.store(OTHER, SECOND_STACK - 20);
    k.bytes(0x66, 0xb8, TASK, 0, 0x0f, 0x00, 0xd8); // LTR
    if (divisor != 0) {
      k.timer(divisor).out(0x21, 0xfe);
    }
    k.bytes(0x31, 0xc9); // ECX = 0
    k.bytes(0x68).word(USER_DATA | 3).bytes(0x68).word(0x1000).bytes(0x68).word(0x202);
    k.bytes(0x68).word(FIRST_CODE | 3).bytes(0x6a, BEGIN, 0xcf); // IRET
    k.pad(FIRST_BASE + BEGIN);
    program(k);
    k.pad(SECOND_BASE + BEGIN);
    program(k);
    k.pad(HANDLER).bytes(0x83, 0xf8, SWITCH, 0x74, 2, 0x40, 0xcf); // CMP; JE; INC EAX; IRET
    k.bytes(0x36, 0x87, 0x25).word(OTHER); // XCHG ESP
    k.bytes(0x36, 0x89, 0x25).word(TSS + 4); // esp0 = the new ESP + 20
    k.bytes(0x36, 0x83, 0x05).word(TSS + 4).bytes(20, 0xcf);
    k.pad(TICK).endOfInterrupt();
    PcMachine pc = k.boot();
    pc.setPrograms(new Two(pc.cpu()));
    return pc;
  }

  /** Knows the two by their bases. */
  private static class Two implements PcPrograms {
    private final CpuState cpu;
    boolean there = true;

    Two(CpuState cpu) {
      this.cpu = cpu;
    }

    @Override
    public boolean isProgram(int context) {
      return context == FIRST || context == SECOND;
    }

    @Override
    public Optional<PcProgram> find(int context) {
      if (!there || !isProgram(context)) {
        return Optional.empty();
      }
      int base = context == FIRST ? FIRST_BASE : SECOND_BASE;
      PcProgram.Extent data = new PcProgram.Extent(0x20000, 0xffff);
      return Optional.of(
          new PcProgram(
              context,
              "partition " + (context - 1000),
              new PcProgram.Extent(base, 0x1ff),
              data,
              SymbolTable.EMPTY));
    }

    @Override
    public int running() {
      return ofSelector(cpu.segment(SegmentName.CS).selector);
    }

    @Override
    public boolean runs(int context) {
      return context == running();
    }

    @Override
    public int ofSelector(int selector) {
      return selector == (FIRST_CODE | 3) ? FIRST : selector == (SECOND_CODE | 3) ? SECOND : 0;
    }

    @Override
    public boolean isCall(int vector) {
      return vector == 42;
    }

    @Override
    public String describeCall(int vector, int number) {
      return number + (number == SWITCH ? " SWITCH" : " ADD_ONE");
    }

    @Override
    public String meaningOfCall(int vector, int number) {
      return "What it does.";
    }
  }

  private static int base(PcMachine pc) {
    return pc.cpu().segment(SegmentName.CS).base;
  }

  @Test
  void entryShouldStopAtTheIntItselfInItsProgramOnly() throws Exception {
    PcMachine pc = boot(SECOND_CODE, 0);
    int id = pc.setBreakpoint(Breakpoint.atHypercall(SECOND, 0, ADD_ONE, true));
    for (int i = 1; i <= 3; i++) {
      StopReason stop = pc.run(SOON);
      assertEquals(StopReason.Kind.HYPERCALL_ENTRY, stop.kind(), stop.title());
      assertEquals("Suspended: hypercall 20 ADD_ONE, entry, partition 2", stop.title());
      assertEquals("What it does.", stop.detail());
      assertEquals(SECOND, stop.context());
      assertEquals(id, stop.breakpoint());
      assertEquals(ADD_CALL, pc.cpu().eip);
      assertEquals(SECOND_BASE, base(pc));
      assertEquals(3, pc.cpu().cpl);
      assertEquals(ADD_ONE, pc.cpu().gpr[CpuState.EAX]);
      assertEquals(2 * i, pc.cpu().gpr[CpuState.ECX], "the first ran as often");
    }
    assertEquals(
        3, pc.capture(1, false, pc.run(RunLimit.atInstruction(0))).breakpoints().get(0).hits());
  }

  @Test
  void exitShouldStopBehindTheIntOfTheSameThreadWithItsAnswer() throws Exception {
    PcMachine pc = boot(SECOND_CODE, 0);
    pc.setBreakpoint(Breakpoint.atHypercall(FIRST, 42, ADD_ONE, false));
    StopReason stop = pc.run(SOON);
    assertEquals(StopReason.Kind.HYPERCALL_EXIT, stop.kind(), stop.title());
    assertEquals("Suspended: hypercall 20 ADD_ONE, exit, partition 1", stop.title());
    assertEquals(ADD_CALL + 2, pc.cpu().eip);
    assertEquals(ADD_ONE + 1, pc.cpu().gpr[CpuState.EAX]);
    pc.removeBreakpoint(1);
    // From behind a call to behind a call in which the other program has run a whole round.
    pc.setBreakpoint(Breakpoint.atHypercall(FIRST, 0, SWITCH, false));
    stop = pc.run(SOON);
    assertEquals(SWITCH_CALL + 2, stop.offset(), stop.title());
    assertEquals(FIRST_BASE, base(pc));
    assertEquals(2, pc.cpu().gpr[CpuState.ECX]);
  }

  @Test
  void exitShouldBeThatOfTheThreadThatCalled() throws Exception {
    PcMachine pc = boot(FIRST_CODE, 0);
    int entry = pc.setBreakpoint(Breakpoint.atHypercall(0, 0, SWITCH, true));
    pc.run(SOON);
    int stack = pc.cpu().gpr[CpuState.ESP];
    pc.setBreakpoint(Breakpoint.atHypercall(0, 0, SWITCH, false));

    StopReason stop = pc.run(SOON);
    assertEquals(entry, stop.breakpoint(), "the other thread, in the same code");
    assertNotEquals(stack, pc.cpu().gpr[CpuState.ESP]);
    stop = pc.run(SOON);
    assertEquals(StopReason.Kind.HYPERCALL_EXIT, stop.kind());
    assertEquals(stack, pc.cpu().gpr[CpuState.ESP]);
  }

  @Test
  void anyCallShouldStopAtBothBoundaries() throws Exception {
    PcMachine pc = boot(SECOND_CODE, 100);
    pc.setBreakpoint(Breakpoint.atHypercall(0, 0, -1, true));
    pc.setBreakpoint(Breakpoint.atHypercall(0, 0, -1, false));
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      StopReason stop = pc.run(SOON);
      seen.add(stop.context() + " " + Integer.toHexString(stop.offset()));
    }
    assertEquals(
        List.of(
            "1001 16", "1001 18", "1001 1f", "1002 16", "1002 18", "1002 1f", "1001 21", "1001 16"),
        seen);
  }

  @Test
  void breakpointsShouldChangeNothingThatTheGuestDoes() throws Exception {
    PcMachine plain = boot(SECOND_CODE, 100);
    PcMachine watched = boot(SECOND_CODE, 100);
    watched.setBreakpoint(Breakpoint.atHypercall(0, 0, -1, true));
    watched.setBreakpoint(Breakpoint.atHypercall(0, 0, -1, false));
    watched.setBreakpoint(Breakpoint.atAddress(SECOND, ADD_CALL + 4));
    RunLimit end = RunLimit.atInstruction(5000);
    plain.run(end);
    int stops = 0;
    while (watched.run(end).kind() != StopReason.Kind.LIMIT) {
      stops++;
    }
    assertTrue(stops > 100);
    assertEquals(plain.save().hash(), watched.save().hash());
  }

  @Test
  void addressShouldMeanTheProgramOfItsScope() throws Exception {
    PcMachine pc = boot(SECOND_CODE, 0);
    int id = pc.setBreakpoint(Breakpoint.atAddress(SECOND, ADD_CALL + 4));
    for (int i = 1; i <= 3; i++) {
      StopReason stop = pc.run(SOON);
      assertEquals(id, stop.breakpoint(), stop.title());
      assertEquals(ADD_CALL + 4, pc.cpu().eip);
      assertEquals(SECOND_BASE, base(pc));
      assertEquals(2 * i, pc.cpu().gpr[CpuState.ECX]);
    }
    pc.removeBreakpoint(id);
    assertEquals(StopReason.Kind.LIMIT, pc.run(RunLimit.atTime(2_000_000)).kind());
    assertThrows(TargetException.class, () -> pc.setBreakpoint(Breakpoint.atAddress(9, 0)));
  }

  @Test
  void addressShouldWaitForAProgramThatIsNotThereYet() throws Exception {
    PcMachine pc = boot(SECOND_CODE, 0);
    Two programs = new Two(pc.cpu());
    programs.there = false;
    pc.setPrograms(programs);
    pc.setBreakpoint(Breakpoint.atAddress(SECOND, ADD_CALL));
    assertEquals(StopReason.Kind.LIMIT, pc.run(RunLimit.atInstruction(3000)).kind());
    Address at = new Address.Logical(SECOND, SegmentName.CS, 0);
    assertThrows(TargetException.class, () -> pc.readMemory(at, 1));
    programs.there = true;
    assertEquals(ADD_CALL, pc.run(SOON).offset());
    assertEquals(SECOND_BASE, base(pc));
  }

  @Test
  void logicalAddressesShouldBeOffsetsInTheProgram() throws Exception {
    PcMachine pc = boot(SECOND_CODE, 0);
    for (int program : new int[] {FIRST, SECOND}) {
      byte[] code = pc.readMemory(new Address.Logical(program, SegmentName.CS, ADD_CALL), 2);
      assertArrayEquals(new byte[] {(byte) 0xcd, 42}, code);
      assertEquals(
          0x200 - ADD_CALL,
          pc.readMemory(new Address.Logical(program, SegmentName.CS, ADD_CALL), 0x1000).length);
      Disassembler.Line line =
          pc.disassemble(program, ADD_CALL, 1, Disassembler.Syntax.INTEL).get(0);
      assertTrue(line.text().startsWith("int"), line.text());
    }
    pc.board().memory.write32(0x20004, 0x12345678);
    assertEquals(0x78, pc.readMemory(new Address.Logical(SECOND, SegmentName.DS, 4), 1)[0]);
    assertEquals(0, pc.readMemory(new Address.Logical(SECOND, SegmentName.DS, -4), 1).length);
  }

  @Test
  void intoShouldGoFromOneInstructionOfTheProgramToItsNext() throws Exception {
    for (int program : new int[] {FIRST, SECOND}) {
      PcMachine pc = boot(SECOND_CODE, 2);
      for (int i = 1; i <= 700; i++) {
        StopReason stop = pc.step(program, StepKind.INTO, SOON);
        assertEquals(StopReason.Kind.STEP, stop.kind());
        assertEquals(program, stop.context());
        assertEquals(ORDER.get(i % ORDER.size()), stop.offset(), "step " + i);
        assertEquals(program == FIRST ? FIRST_BASE : SECOND_BASE, base(pc));
      }
      assertTrue(pc.interrupts() > 3, "in between came " + pc.interrupts());
    }
  }

  @Test
  void intoShouldShowTheKernelToWhoStepsTheProcessor() throws Exception {
    PcMachine pc = boot(SECOND_CODE, 0);
    pc.setBreakpoint(Breakpoint.atHypercall(FIRST, 0, ADD_ONE, true));
    pc.run(SOON);
    StopReason stop = pc.step(PcMachine.CPU_CONTEXT, StepKind.INTO, SOON);
    assertEquals(HANDLER, stop.offset());
    assertEquals(PcMachine.CPU_CONTEXT, stop.context());
    // A step of the program from here ends where it goes on, behind one instruction more.
    stop = pc.step(FIRST, StepKind.INTO, SOON);
    assertEquals(ADD_CALL + 4, stop.offset());
  }

  @Test
  void overShouldTakeACallInWhichOthersRanAsOne() throws Exception {
    PcMachine pc = boot(SECOND_CODE, 0);
    pc.setBreakpoint(Breakpoint.atHypercall(FIRST, 0, SWITCH, true));
    pc.run(SOON);
    pc.removeBreakpoint(1);
    StopReason stop = pc.step(PcMachine.CPU_CONTEXT, StepKind.OVER, SOON);
    assertEquals(SWITCH_CALL + 2, stop.offset());
    assertEquals(FIRST_BASE, base(pc));
    assertEquals(2, pc.cpu().gpr[CpuState.ECX]);
  }

  @Test
  void nextHypercallShouldBeThatOfTheProgramOrOfAnybody() throws Exception {
    PcMachine pc = boot(SECOND_CODE, 0);
    List<String> seen = new ArrayList<>();
    for (int context : new int[] {PcMachine.CPU_CONTEXT, 1, SECOND, SECOND, FIRST, 1, 1}) {
      StopReason stop = pc.step(context, StepKind.NEXT_HYPERCALL, SOON);
      assertEquals(StopReason.Kind.HYPERCALL_ENTRY, stop.kind());
      assertEquals(0, stop.breakpoint());
      seen.add(stop.context() + " " + Integer.toHexString(stop.offset()));
    }
    assertEquals(
        List.of("1001 16", "1001 1f", "1002 16", "1002 1f", "1001 16", "1001 1f", "1002 16"), seen);
    PcMachine plain = new TinyKernel().sleep().boot();
    assertThrows(
        TargetException.class,
        () -> plain.step(PcMachine.CPU_CONTEXT, StepKind.NEXT_HYPERCALL, SOON));
    assertThrows(
        TargetException.class, () -> plain.setBreakpoint(Breakpoint.atHypercall(0, 42, 10, true)));
  }

  @Test
  void softwareInterruptsShouldBeLoggedForTheirProgram() throws Exception {
    PcMachine pc = boot(SECOND_CODE, 0);
    pc.run(RunLimit.atInstruction(500));
    EventLog log = pc.events();
    List<Integer> callers = new ArrayList<>();
    for (long i = 0; i < log.size(); i++) {
      if (log.get(i).kind() == PcEvents.SOFTWARE_INTERRUPT) {
        callers.add(log.get(i).context());
      }
    }
    assertEquals(List.of(FIRST, FIRST, SECOND, SECOND, FIRST), callers.subList(0, 5));
  }
}
