// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.interp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Cr0;
import org.virtualpok.emu.cpu.Eflags;
import org.virtualpok.emu.cpu.Fault;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.exec.StringOps;
import org.virtualpok.emu.interp.Interpreter.Exit;

class InterpreterTest {
  @Test
  void shouldStopAtTheExactInstructionWhenTheBudgetEndsInsideABlock() {
    Ring3 m = new Ring3(0x40, 0x40, 0x40, 0x40, 0x40, 0xeb, 0xf9); // inc eax x5; jmp to start
    assertEquals(Exit.BUDGET, m.run(3));
    assertEquals(3, m.cpu.gpr[CpuState.EAX]);
    assertEquals(Ring3.CODE + 3, m.cpu.eip);
    assertEquals(3, m.cpu.retired);
    assertEquals(Exit.BUDGET, m.run(7));
    assertEquals(10, m.cpu.retired);
    assertEquals(9, m.cpu.gpr[CpuState.EAX]);
  }

  @Test
  void shouldNotReadBeyondTheLimit() {
    Ring3 m = new Ring3(0xa1, 0xfd, 0xff, 0, 0); // mov eax, ds:0xfffd
    assertEquals(Exit.FAULT, m.run(1));
    assertEquals(Fault.GP, m.interpreter.fault().vector());
    assertEquals(0, m.interpreter.fault().errorCode());
    assertEquals(0xfffd, m.interpreter.fault().address());
    assertEquals(Ring3.CODE, m.cpu.eip);
    assertEquals(0, m.cpu.retired);
  }

  @Test
  void shouldReadTheLastDoublewordInsideTheLimit() {
    Ring3 m = new Ring3(0xa1, 0xfc, 0xff, 0, 0);
    m.put(0xfffc, 0x78, 0x56, 0x34, 0x12);
    assertEquals(Exit.BUDGET, m.run(1));
    assertEquals(0x12345678, m.cpu.gpr[CpuState.EAX]);
  }

  @Test
  void shouldRaiseStackFaultAndKeepEspWhenAPushLeavesTheSegment() {
    Ring3 m = new Ring3(0x50);
    m.cpu.gpr[CpuState.ESP] = 2;
    assertEquals(Exit.FAULT, m.run(1));
    assertEquals(Fault.SS, m.interpreter.fault().vector());
    assertEquals(2, m.cpu.gpr[CpuState.ESP]);
  }

  @Test
  void shouldFaultAtTheJumpWhenItsTargetIsOutsideTheSegment() {
    Ring3 m = new Ring3(0x90, 0xe9, 0, 0, 2, 0); // nop; jmp +0x20000
    assertEquals(Exit.FAULT, m.run(5));
    assertEquals(Ring3.CODE + 1, m.cpu.eip);
    assertEquals(Fault.GP, m.interpreter.fault().vector());
    assertEquals(SegmentName.CS, m.interpreter.fault().segment());
    assertEquals(1, m.cpu.retired);
  }

  @Test
  void shouldFaultWhenExecutionRunsOverTheEndOfTheSegment() {
    Ring3 m = new Ring3();
    m.put(0xfffe, 0x90, 0x90);
    m.cpu.eip = 0xfffe;
    assertEquals(Exit.FAULT, m.run(5));
    assertEquals(2, m.cpu.retired);
    assertEquals(0x10000, m.cpu.eip);
  }

  @Test
  void shouldNotWriteThroughCodeSegment() {
    Ring3 m = new Ring3(0x2e, 0xa3, 0, 2, 0, 0); // mov cs:0x200, eax
    assertEquals(Exit.FAULT, m.run(1));
    assertEquals(Fault.GP, m.interpreter.fault().vector());
    assertTrue(m.interpreter.fault().write());
  }

  @ParameterizedTest
  @CsvSource({"0x33, 11, 0x30", "0x3b, 13, 0x38", "0x53, 13, 0x50", "0x2f, 13, 0x2c"})
  void shouldCheckSelectors(String selector, int vector, String errorCode) {
    Ring3 m = new Ring3(0x8e, 0xc0); // mov es, ax
    m.cpu.gpr[CpuState.EAX] = Integer.decode(selector);
    assertEquals(Exit.FAULT, m.run(1));
    assertEquals(vector, m.interpreter.fault().vector());
    assertEquals(Integer.decode(errorCode), m.interpreter.fault().errorCode());
    assertEquals(0x2b, m.cpu.segment(SegmentName.ES).selector);
  }

  @Test
  void shouldFaultOnUseOfNullSelectorNotOnItsLoad() {
    Ring3 m = new Ring3(0x8e, 0xc0, 0x26, 0xa1, 0, 2, 0, 0); // mov es, ax; mov eax, es:0x200
    m.cpu.gpr[CpuState.EAX] = 0;
    assertEquals(Exit.FAULT, m.run(2));
    assertEquals(1, m.cpu.retired);
    assertEquals(Fault.GP, m.interpreter.fault().vector());
  }

  @Test
  void shouldLeaveIfAndIoplAloneWhenCpl3PopsFlags() {
    Ring3 m = new Ring3(0x9d); // popf
    m.put(Ring3.STACK, 0xd5, 0x3c, 0, 0); // all arithmetic flags, DF, IOPL 3, no IF
    assertEquals(Exit.BUDGET, m.run(1));
    int flags = m.cpu.eflags();
    assertEquals(Eflags.IF, flags & Eflags.IF);
    assertEquals(0, flags & Eflags.IOPL);
    assertEquals(Eflags.DF, flags & Eflags.DF);
    assertEquals(Eflags.ARITHMETIC, flags & Eflags.ARITHMETIC);
  }

  @ParameterizedTest
  @CsvSource({"0xfa", "0xfb", "0xf4", "0xec", "0xee"})
  void shouldRefusePrivilegedInstructions(String opcode) {
    Ring3 m = new Ring3(Integer.decode(opcode));
    assertEquals(Exit.FAULT, m.run(1));
    assertEquals(Fault.GP, m.interpreter.fault().vector());
  }

  @Test
  void shouldRaiseDivideErrorAndKeepRegisters() {
    Ring3 m = new Ring3(0xf7, 0xf9); // idiv ecx
    m.cpu.gpr[CpuState.EAX] = 0x80000000;
    m.cpu.gpr[CpuState.EDX] = -1;
    m.cpu.gpr[CpuState.ECX] = -1;
    assertEquals(Exit.FAULT, m.run(1));
    assertEquals(Fault.DE, m.interpreter.fault().vector());
    assertEquals(0x80000000, m.cpu.gpr[CpuState.EAX]);
  }

  @Test
  void shouldRaiseInvalidOpcode() {
    Ring3 m = new Ring3(0x0f, 0x0b);
    assertEquals(Exit.FAULT, m.run(1));
    assertEquals(Fault.UD, m.interpreter.fault().vector());
    assertEquals(Ring3.CODE, m.cpu.eip);
  }

  @Test
  void shouldExitBehindASoftwareInterrupt() {
    Ring3 m = new Ring3(0xcd, 0x2d, 0x40);
    assertEquals(Exit.INTERRUPT, m.run(10));
    assertEquals(0x2d, m.interpreter.vector());
    assertEquals(Ring3.CODE + 2, m.cpu.eip);
    assertEquals(1, m.cpu.retired);
    m.run(1);
    assertEquals(1, m.cpu.gpr[CpuState.EAX]);
  }

  @Test
  void shouldRunWhatItHasJustWritten() {
    // mov byte [0x106], 0x48 turns the second "inc eax" of the running block into "dec eax".
    Ring3 m = new Ring3(0xc6, 0x05, 8, 1, 0, 0, 0x48, 0x40, 0x40, 0x90);
    m.run(4);
    assertEquals(0, m.cpu.gpr[CpuState.EAX]);
  }

  @Test
  void shouldForgetABlockThatAnotherStoreChanges() {
    Ring3 m = new Ring3(0x40, 0xeb, 0xfd);
    m.run(4);
    assertEquals(2, m.cpu.gpr[CpuState.EAX]);
    m.memory.write8(Ring3.BASE + Ring3.CODE, 0x48);
    m.run(4);
    assertEquals(0, m.cpu.gpr[CpuState.EAX]);
  }

  @Test
  void shouldStopBeforeABreakpointInsideABlockAndPassItWhenTold() {
    Ring3 m = new Ring3(0x40, 0x40, 0x40, 0xeb, 0xfb);
    m.run(8);
    m.interpreter.addBreakpoint(Ring3.BASE + Ring3.CODE + 1);
    assertEquals(Exit.BREAKPOINT, m.run(100));
    assertEquals(Ring3.CODE + 1, m.cpu.eip);
    assertEquals(9, m.cpu.retired);
    assertEquals(Exit.BREAKPOINT, m.interpreter.run(m.cpu, 100, true));
    assertEquals(13, m.cpu.retired);
    m.interpreter.removeBreakpoint(Ring3.BASE + Ring3.CODE + 1);
    assertEquals(Exit.BUDGET, m.run(100));
  }

  @Test
  void shouldSpinAsIfItHadExecutedEveryInstruction() {
    for (int budget = 1; budget < 40; budget++) {
      Ring3 fast = new Ring3(0x90, 0x90, 0xeb, 0xfc); // nop; nop; jmp to start
      Ring3 slow = new Ring3(0x90, 0x90, 0xeb, 0xfc);
      fast.run(budget);
      for (int i = 0; i < budget; i++) {
        slow.run(1);
      }
      assertEquals(slow.cpu.eip, fast.cpu.eip, "budget " + budget);
      assertEquals(slow.cpu.retired, fast.cpu.retired, "budget " + budget);
    }
  }

  @Test
  void shouldSpinThroughALongWaitAtOnce() {
    Ring3 m = new Ring3(0xeb, 0xfe);
    assertEquals(Exit.BUDGET, m.run(1L << 50));
    assertEquals(1L << 50, m.cpu.retired);
  }

  @Test
  void shouldLetInterruptsInDuringALongRepeat() {
    Ring3 m = new Ring3(0xf3, 0xaa); // rep stosb
    m.cpu.gpr[CpuState.ECX] = StringOps.ELEMENTS_PER_TURN + 5;
    m.cpu.gpr[CpuState.EDI] = 0x2000;
    m.cpu.gpr[CpuState.EAX] = 0x55;
    m.run(1);
    assertEquals(Ring3.CODE, m.cpu.eip);
    assertEquals(5, m.cpu.gpr[CpuState.ECX]);
    m.run(1);
    assertEquals(Ring3.CODE + 2, m.cpu.eip);
    assertEquals(0x55555555, m.word(0x2000 + StringOps.ELEMENTS_PER_TURN + 1));
  }

  @Test
  void shouldKeepProgressWhenARepeatFaults() {
    Ring3 m = new Ring3(0xf3, 0xab); // rep stosd
    m.cpu.gpr[CpuState.ECX] = 10;
    m.cpu.gpr[CpuState.EDI] = 0xfff8;
    assertEquals(Exit.FAULT, m.run(1));
    assertEquals(8, m.cpu.gpr[CpuState.ECX]);
    assertEquals(0x10000, m.cpu.gpr[CpuState.EDI]);
    assertEquals(Ring3.CODE, m.cpu.eip);
  }

  @Test
  void shouldTrapBehindTheInstructionWhenTfIsSet() {
    Ring3 m = new Ring3(0x40, 0x40);
    m.cpu.flagsOther |= Eflags.TF;
    assertEquals(Exit.FAULT, m.run(10));
    assertEquals(Fault.DB, m.interpreter.fault().vector());
    assertEquals(Ring3.CODE + 1, m.cpu.eip);
  }

  @Test
  void shouldFaultAtTheEndOfTheSegmentWithoutAskingForThePageBehind() {
    Ring3 m = new Ring3();
    m.put(Ring3.LIMIT, 0x90); // nop
    int tables = 0x30000;
    m.memory.write32(tables, tables + 0x1000 | 7);
    for (int page = 0; page < 0x30; page++) {
      m.memory.write32(tables + 0x1000 + 4 * page, page << 12 | 7);
    }
    m.cpu.cr0 |= Cr0.PG;
    m.cpu.cr3 = tables;
    m.cpu.cr2 = 0x1234;
    m.cpu.eip = Ring3.LIMIT;
    assertEquals(Exit.FAULT, m.run(2));
    assertEquals(Fault.GP, m.interpreter.fault().vector());
    assertEquals(Ring3.LIMIT + 1, m.cpu.eip);
    assertEquals(1, m.cpu.retired);
    assertEquals(0x1234, m.cpu.cr2);
  }
}
