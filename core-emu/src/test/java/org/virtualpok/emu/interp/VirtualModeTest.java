// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.interp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Cr0;
import org.virtualpok.emu.cpu.Cr4;
import org.virtualpok.emu.cpu.Eflags;
import org.virtualpok.emu.cpu.Fault;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.interp.Interpreter.Exit;

/** The virtual interrupt flag (Intel SDM vol. 3, 20.3 and 20.4), and SYSENTER. */
public class VirtualModeTest {
  private static final int TSS = 0x6000;
  private static final int IO_MAP = 0x88;

  private final RealMachine m = new RealMachine();
  private final CpuState c = m.cpu;
  private final Interpreter interpreter = m.processor.interpreter();

  private void v86(int flags, int cr4, int... code) {
    m.put(RealMachine.CODE, code);
    c.cr0 |= Cr0.PE;
    c.cr4 = cr4;
    c.cpl = 3;
    c.setEflags(Eflags.VM | flags);
    c.tr.load(8, TSS << 16 | 0x1ff, 0x8b00);
    m.memory.write16(TSS + 0x66, IO_MAP);
  }

  private Exit step() {
    return interpreter.run(c, 1, false);
  }

  private void assertRefused() {
    assertEquals(Exit.FAULT, step());
    assertEquals(Fault.GP, interpreter.fault().vector());
    assertEquals(0, interpreter.fault().errorCode());
    assertEquals(0, c.eip);
  }

  @ParameterizedTest
  @ValueSource(ints = {0xfa, 0xfb, 0x9c, 0x9d, 0xcf}) // cli, sti, pushf, popf, iret
  void shouldNeedIoplInVirtual8086Mode(int opcode) {
    v86(0, 0, opcode);
    assertRefused();
  }

  @Test
  void shouldSetTheVirtualFlagInsteadOfIf() {
    v86(Eflags.IF, Cr4.VME, 0xfb, 0xfa); // sti; cli
    assertEquals(Exit.BUDGET, step());
    assertEquals(Eflags.VIF | Eflags.IF, c.flagsOther & (Eflags.VIF | Eflags.IF));
    step();
    assertEquals(Eflags.IF, c.flagsOther & (Eflags.VIF | Eflags.IF));
  }

  @Test
  void shouldTrapStiWhileAnInterruptWaits() {
    v86(Eflags.VIP, Cr4.VME, 0xfb);
    assertRefused();
    assertFalse((c.flagsOther & Eflags.VIF) != 0);
  }

  @Test
  void shouldPushAndPopTheVirtualFlagAsIf() {
    v86(Eflags.IF, Cr4.VME, 0x9c, 0x9d); // pushf; popf
    step();
    assertEquals(Eflags.IOPL, m.stack(-2) & (Eflags.IOPL | Eflags.IF));
    m.memory.write16(RealMachine.STACK + RealMachine.SP - 2, Eflags.IF | Eflags.CF);
    step();
    assertTrue(c.cf());
    assertEquals(Eflags.VIF | Eflags.IF, c.flagsOther & (Eflags.VIF | Eflags.IF));
    assertEquals(0, c.iopl());
  }

  @Test
  void shouldSendInterruptsToTheProgramWhereTheBitmapIsClear() {
    v86(Eflags.IF | Eflags.VIF, Cr4.VME, 0xcd, 0x21, 0xcd, 0x22);
    m.vector(0x21, 0x300, 0x10);
    m.memory.write8(TSS + IO_MAP - 32 + 4, 1 << 2);
    m.run(1);
    assertEquals(0x300, c.segment(SegmentName.CS).selector);
    assertEquals(0x10, c.eip);
    assertEquals(2, m.stack(-6));
    assertEquals(Eflags.IOPL | Eflags.IF, m.stack(-2) & (Eflags.IOPL | Eflags.IF));
    assertEquals(Eflags.IF | Eflags.VM, c.flagsOther & (Eflags.IF | Eflags.VIF | Eflags.VM));
  }

  @Test
  void shouldTrapInterruptsWhereTheBitmapIsSet() {
    v86(0, Cr4.VME, 0xcd, 0x22);
    m.memory.write8(TSS + IO_MAP - 32 + 4, 1 << 2);
    // There is no IDT to take #GP, nor #DF.
    c.idtLimit = 0;
    assertEquals(Processor.Exit.SHUTDOWN, m.run(1));
    assertEquals(0, c.eip);
  }

  @Test
  void shouldEnterAndLeaveTheSystemByRegisters() {
    m.put(RealMachine.CODE, 0x0f, 0x34); // sysenter
    m.put(0x4000, 0x0f, 0x35); // sysexit
    c.cr0 |= Cr0.PE;
    c.cpl = 3;
    c.setEflags(Eflags.IF | Eflags.CF);
    c.sysenter[0] = 0x13;
    c.sysenter[1] = 0x7000;
    c.sysenter[2] = 0x4000;
    c.gpr[CpuState.ECX] = 0x7777;
    c.gpr[CpuState.EDX] = 0x5555;
    step();
    assertEquals(0x10, c.segment(SegmentName.CS).selector);
    assertEquals(0x18, c.segment(SegmentName.SS).selector);
    assertEquals(0, c.cpl);
    assertEquals(0x7000, c.gpr[CpuState.ESP]);
    assertEquals(Eflags.CF | Eflags.ALWAYS_ONE, c.eflags());
    step();
    assertEquals(0x23, c.segment(SegmentName.CS).selector);
    assertEquals(0x2b, c.segment(SegmentName.SS).selector);
    assertEquals(-1, c.segment(SegmentName.CS).limit);
    assertEquals(3, c.cpl);
    assertEquals(0x7777, c.gpr[CpuState.ESP]);
    assertEquals(0x5555, c.eip);
  }
}
