// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.interp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Eflags;
import org.virtualpok.emu.cpu.Fault;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.exec.PortIo;
import org.virtualpok.emu.memory.PhysicalMemory;

/** A processor in real mode with an IVT, and a pin that asks for interrupts. */
class ProcessorTest {
  private static final int CODE = 0x1000;
  private static final int HANDLER = 0x2000;
  private static final int IRQ_VECTOR = 0x40;
  private static final int CLI = 0xfa;
  private static final int STI = 0xfb;
  private static final int HLT = 0xf4;
  private static final int NOP = 0x90;
  private static final int INC_AX = 0x40;
  private static final int IRET = 0xcf;

  private final PhysicalMemory memory = new PhysicalMemory(0x100000);
  private final Processor processor = new Processor(memory, PortIo.NONE, this::acknowledge);
  private final CpuState cpu = processor.cpu();
  private int acknowledged;

  private int acknowledge() {
    acknowledged++;
    cpu.interruptRequest = false;
    return IRQ_VECTOR;
  }

  private void code(int... bytes) {
    put(CODE, bytes);
    cpu.segment(SegmentName.CS).loadReal(0);
    cpu.eip = CODE;
    cpu.gpr[CpuState.ESP] = 0x8000;
    handler(IRQ_VECTOR, HANDLER);
    put(HANDLER, INC_AX, IRET);
  }

  private void handler(int vector, int offset) {
    memory.write32(4 * vector, offset);
  }

  private void put(int at, int... bytes) {
    for (int i = 0; i < bytes.length; i++) {
      memory.write8(at + i, bytes[i]);
    }
  }

  @Test
  void shouldStartAtTheResetVector() {
    assertEquals(0xffff0000, cpu.segment(SegmentName.CS).base);
    assertEquals(0xfff0, cpu.eip);
    assertEquals(0x60000010, cpu.cr0);
    assertEquals(0x686, cpu.gpr[CpuState.EDX]);
  }

  @Test
  void shouldTakeAnInterruptOnlyBehindTheInstructionThatFollowsSti() {
    code(CLI, STI, NOP, NOP, HLT);
    cpu.interruptRequest = true;
    processor.run(2, false);
    assertEquals(0, acknowledged, "STI shadows the NOP");
    processor.run(1, false);
    assertEquals(0, acknowledged);
    assertEquals(CODE + 3, cpu.eip);
    processor.run(1, false);
    assertEquals(1, acknowledged);
    assertEquals(HANDLER, cpu.eip);
    assertEquals(Processor.Exit.HALT, processor.run(10, false));
    assertEquals(1, cpu.gpr[CpuState.EAX] & 0xffff);
    assertEquals(CODE + 5, cpu.eip);
  }

  @Test
  void shouldNotTakeAnInterruptBetweenStiAndCli() {
    code(STI, CLI, NOP, HLT);
    cpu.interruptRequest = true;
    assertEquals(Processor.Exit.HALT, processor.run(10, false));
    assertEquals(0, acknowledged);
  }

  @Test
  void shouldNotTakeAnInterruptBetweenMovSsAndMovSp() {
    code(STI, NOP, 0x8e, 0xd0, 0xbc, 0x00, 0x70, NOP, HLT); // mov ss, ax; mov sp, 7000h
    processor.run(2, false);
    cpu.interruptRequest = true;
    cpu.flagsOther &= ~Eflags.IF;
    processor.run(1, false);
    cpu.flagsOther |= Eflags.IF;
    processor.run(1, false);
    assertEquals(0, acknowledged);
    assertEquals(0x7000, cpu.gpr[CpuState.ESP]);
    processor.run(1, false);
    assertEquals(1, acknowledged);
  }

  @Test
  void shouldWakeFromHaltByAnInterrupt() {
    code(STI, HLT, NOP, CLI, HLT);
    assertEquals(Processor.Exit.HALT, processor.run(100, false));
    assertEquals(Processor.Exit.HALT, processor.run(100, false), "nothing wakes it");
    assertEquals(2, cpu.retired);
    cpu.interruptRequest = true;
    assertEquals(Processor.Exit.HALT, processor.run(100, false));
    assertEquals(1, acknowledged);
    assertEquals(CODE + 5, cpu.eip);
  }

  @Test
  void shouldUseUpItsBudgetInAGuestThatOnlyFaults() {
    code(0x0f, 0x0b); // ud2
    handler(Fault.UD, CODE);
    assertEquals(Processor.Exit.BUDGET, processor.run(1000, false));
    assertEquals(1000, cpu.retired);
  }

  @Test
  void shouldShutDownWhereNoHandlerCanBeReached() {
    code(0x0f, 0x0b);
    cpu.idtLimit = 0;
    assertEquals(Processor.Exit.SHUTDOWN, processor.run(1000, false));
    assertEquals(Processor.Exit.SHUTDOWN, processor.run(1000, false));
    processor.reset();
    assertEquals(0xfff0, cpu.eip);
  }

  @Test
  void shouldStopAtABreakpointAndGoOn() {
    code(INC_AX, INC_AX, INC_AX, HLT);
    processor.interpreter().addBreakpoint(CODE + 1);
    assertEquals(Processor.Exit.BREAKPOINT, processor.run(100, false));
    assertEquals(1, cpu.gpr[CpuState.EAX]);
    assertEquals(Processor.Exit.HALT, processor.run(100, true));
    assertEquals(3, cpu.gpr[CpuState.EAX]);
  }

  @Test
  void shouldCountAnIntOnceAndReturnBehindIt() {
    code(0xcd, IRQ_VECTOR, HLT);
    assertEquals(Processor.Exit.HALT, processor.run(100, false));
    assertEquals(4, cpu.retired);
    assertTrue(cpu.halted);
    assertFalse(cpu.interruptRequest);
    assertEquals(CODE + 3, cpu.eip);
  }

  @Test
  void shouldKeepToItsBudgetWhereATrapComesBehindTheLastInstruction() {
    code(NOP, NOP, NOP, HLT);
    handler(Fault.DB, HANDLER);
    cpu.flagsOther |= Eflags.TF;
    assertEquals(Processor.Exit.BUDGET, processor.run(1, false));
    assertEquals(1, cpu.retired);
    assertEquals(HANDLER, cpu.eip);
  }

  @Test
  void shouldTrapBehindHlt() {
    code(HLT, NOP, HLT);
    handler(Fault.DB, HANDLER);
    cpu.flagsOther |= Eflags.TF;
    cpu.flagsOther &= ~Eflags.IF;
    processor.run(1, false);
    assertEquals(HANDLER, cpu.eip);
    assertFalse(cpu.halted);
  }

  @Test
  void shouldMeetTheDataBreakpointOfMovSsBehindTheNextInstruction() {
    code(0x8e, 0x16, 0x00, 0x05, NOP, NOP, HLT); // mov ss, [0500h]
    handler(Fault.DB, HANDLER);
    cpu.dr[0] = 0x500;
    cpu.dr7 |= 1 | 0b0111 << 16; // L0, two bytes, reads and writes
    processor.run(1, false);
    assertEquals(CODE + 4, cpu.eip);
    processor.run(1, false);
    assertEquals(HANDLER, cpu.eip);
    assertEquals(1, cpu.dr6 & 0xf);
  }

  @Test
  void shouldStopAtABreakpointInRom() {
    byte[] rom = new byte[0x1000];
    rom[0xff0] = (byte) NOP;
    rom[0xff1] = (byte) NOP;
    PhysicalMemory board = new PhysicalMemory(0x100000, rom);
    board.mapRom(0xfffff000);
    Processor other = new Processor(board, PortIo.NONE, () -> 0);
    other.interpreter().addBreakpoint(0xfffffff1);
    assertEquals(Processor.Exit.BREAKPOINT, other.run(100, false));
    assertEquals(0xfff1, other.cpu().eip);
  }
}
