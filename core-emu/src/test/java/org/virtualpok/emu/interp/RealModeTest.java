// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.interp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Cr0;
import org.virtualpok.emu.cpu.Eflags;
import org.virtualpok.emu.cpu.Fault;
import org.virtualpok.emu.cpu.SegmentName;

/** Real mode, and 16-bit stacks, which are the same in every mode. */
class RealModeTest {
  private static final int HANDLER = 0x300;

  @Test
  void shouldGoThroughTheVectorTable() {
    RealMachine m = new RealMachine(0xcd, 0x21); // int 21h
    m.vector(0x21, HANDLER, 0x12);
    m.cpu.setEflags(Eflags.IF | Eflags.CF | Eflags.AC);
    m.run(1);
    assertEquals(HANDLER, m.cpu.segment(SegmentName.CS).selector);
    assertEquals(HANDLER << 4, m.cpu.segment(SegmentName.CS).base);
    assertEquals(0x12, m.cpu.eip);
    assertEquals(RealMachine.SP - 6, m.cpu.gpr[CpuState.ESP]);
    assertEquals(2, m.stack(-6));
    assertEquals(RealMachine.CODE >>> 4, m.stack(-4));
    assertEquals(Eflags.IF | Eflags.CF | Eflags.ALWAYS_ONE, m.stack(-2));
    assertEquals(Eflags.CF | Eflags.ALWAYS_ONE, m.cpu.eflags());
  }

  @Test
  void shouldPushNoErrorCodeAndReturnToTheFaultingInstruction() {
    RealMachine m = new RealMachine(0x90, 0xa1, 0xff, 0xff); // nop; mov ax, [ffff]
    m.vector(Fault.GP, HANDLER, 0);
    m.run(2);
    assertEquals(0, m.cpu.eip);
    assertEquals(1, m.stack(-6));
    assertEquals(RealMachine.SP - 6, m.cpu.gpr[CpuState.ESP]);
  }

  @Test
  void shouldShutDownWhenNoVectorCanBeReached() {
    RealMachine m = new RealMachine(0x0f, 0x0b); // ud2
    m.cpu.idtLimit = 3;
    assertEquals(Processor.Exit.SHUTDOWN, m.run(5));
    assertEquals(0, m.cpu.eip);
    assertEquals(RealMachine.SP, m.cpu.gpr[CpuState.ESP]);
  }

  @Test
  void shouldKeepTheLimitsThatProtectedModeLoaded() {
    RealMachine m =
        new RealMachine(
            0x0f, 0x20, 0xc0, // mov eax, cr0
            0x0c, 0x01, // or al, 1
            0x0f, 0x22, 0xc0, // mov cr0, eax
            0x8e, 0xd9, // mov ds, cx
            0x24, 0xfe, // and al, fe
            0x0f, 0x22, 0xc0, // mov cr0, eax
            0x8e, 0xda, // mov ds, dx
            0x67, 0x8a, 0x1d, 0x34, 0x12, 0x01, 0x00); // mov bl, [11234]
    m.cpu.gdtBase = 0x5000;
    m.memory.write32(0x5008, 0x0000ffff);
    m.memory.write32(0x500c, 0x00cf9200);
    m.cpu.gpr[CpuState.ECX] = 8;
    m.cpu.gpr[CpuState.EDX] = 0x100;
    m.put(0x1000 + 0x11234, 0x5a);
    m.run(8);
    assertEquals(0x5a, m.cpu.gpr[CpuState.EBX] & 0xff);
    assertEquals(-1, m.cpu.segment(SegmentName.DS).limit);
    assertEquals(0x1000, m.cpu.segment(SegmentName.DS).base);
    assertEquals(0x00cf9300, m.memory.read32(0x500c));
    assertEquals(0, m.cpu.cr0 & Cr0.PE);
  }

  @Test
  void shouldNotHaveInstructionsForDescriptors() {
    // lar, sldt, lldt, ltr, verr, arpl
    int[][] codes = {{0x0f, 0x02, 0xc0}, {0x0f, 0x00, 0xc0}, {0x0f, 0x00, 0xd0}};
    for (int[] code : codes) {
      RealMachine m = new RealMachine(code);
      m.vector(Fault.UD, HANDLER, 0x77);
      m.run(1);
      assertEquals(0x77, m.cpu.eip);
    }
  }

  @Test
  void shouldReturnFarAndReleaseParameters() {
    RealMachine m = new RealMachine(0x9a, 0x00, 0x01, 0x00, 0x01); // call 0100:0100
    m.put(RealMachine.CODE + 0x100, 0xca, 0x04, 0x00); // retf 4
    m.run(2);
    assertEquals(5, m.cpu.eip);
    assertEquals(RealMachine.SP + 4, m.cpu.gpr[CpuState.ESP]);
  }

  @Test
  void shouldWrapA16BitStackAndKeepTheUpperHalfOfEsp() {
    RealMachine m = new RealMachine(0x50, 0x66, 0x50); // push ax; push eax
    m.cpu.gpr[CpuState.ESP] = 0x12340000;
    m.cpu.gpr[CpuState.EAX] = 0x55667788;
    m.run(2);
    assertEquals(0x1234fffa, m.cpu.gpr[CpuState.ESP]);
    assertEquals(0x7788, m.memory.read16(RealMachine.STACK + 0xfffe));
    assertEquals(0x55667788, m.memory.read32(RealMachine.STACK + 0xfffa));
  }

  @Test
  void shouldPushAndPopAllRegistersAcrossTheEndOfThe16BitStack() {
    RealMachine m = new RealMachine(0x66, 0x60, 0x66, 0x61); // pushad; popad
    for (int r = 0; r < 8; r++) {
      m.cpu.gpr[r] = 0x11111111 * (r + 1);
    }
    m.cpu.gpr[CpuState.ESP] = 0x00100010;
    m.run(1);
    assertEquals(0x0010fff0, m.cpu.gpr[CpuState.ESP]);
    assertEquals(0x11111111, m.memory.read32(RealMachine.STACK + 0x0c));
    assertEquals(0x88888888, m.memory.read32(RealMachine.STACK + 0xfff0));
    m.cpu.gpr[CpuState.EBX] = 0;
    m.run(1);
    assertEquals(0x44444444, m.cpu.gpr[CpuState.EBX]);
    assertEquals(0x00100010, m.cpu.gpr[CpuState.ESP]);
  }

  @Test
  void shouldNestFramesBySpAlone() {
    RealMachine m = new RealMachine(0xc8, 0x08, 0x00, 0x02, 0xc9); // enter 8, 2; leave
    m.cpu.gpr[CpuState.ESP] = 0xabcd0100;
    m.cpu.gpr[CpuState.EBP] = 0x77770200;
    m.memory.write16(RealMachine.STACK + 0x1fe, 0x1357);
    m.run(1);
    assertEquals(0x777700fe, m.cpu.gpr[CpuState.EBP]);
    assertEquals(0xabcd00f2, m.cpu.gpr[CpuState.ESP]);
    assertEquals(0x1357, m.memory.read16(RealMachine.STACK + 0xfc));
    assertEquals(0x00fe, m.memory.read16(RealMachine.STACK + 0xfa));
    m.run(1);
    assertEquals(0x77770200, m.cpu.gpr[CpuState.EBP]);
    assertEquals(0xabcd0100, m.cpu.gpr[CpuState.ESP]);
  }

  @Test
  void shouldLoadFlagsWithoutPrivilegeRules() {
    RealMachine m = new RealMachine(0x9d); // popf
    m.memory.write16(RealMachine.STACK + RealMachine.SP, 0x7202);
    m.run(1);
    assertEquals(3, m.cpu.iopl());
    assertEquals(Eflags.NT, m.cpu.flagsOther & Eflags.NT);
    assertEquals(Eflags.IF, m.cpu.flagsOther & Eflags.IF);
  }

  @Test
  void shouldStepThroughAnInstructionThatSetsNoTrap() {
    RealMachine m = new RealMachine(0x9d, 0x90, 0x90); // popf; nop; nop
    m.vector(Fault.DB, HANDLER, 0);
    m.memory.write16(RealMachine.STACK + RealMachine.SP, Eflags.TF);
    m.run(3);
    assertEquals(HANDLER, m.cpu.segment(SegmentName.CS).selector);
    assertEquals(2, m.stack(2 - 6));
    assertFalse((m.cpu.flagsOther & Eflags.TF) != 0);
  }
}
