// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.interp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Eflags;
import org.virtualpok.emu.cpu.Fault;
import org.virtualpok.emu.exec.StringOps;
import org.virtualpok.emu.interp.Interpreter.Exit;

/** What a repeated instruction shows when it is left in the middle. */
class RepeatTest {
  private static final int COUNT = StringOps.ELEMENTS_PER_TURN + 5;

  @Test
  void shouldMeetItsBreakpointOnce() {
    Ring3 m = new Ring3(0xf3, 0xaa, 0x90); // rep stosb; nop
    m.cpu.dr[0] = Ring3.BASE + Ring3.CODE;
    m.cpu.dr7 = 1;
    m.cpu.gpr[CpuState.ECX] = COUNT;
    m.cpu.gpr[CpuState.EDI] = 0x2000;
    assertEquals(Exit.FAULT, m.run(1));
    assertEquals(Fault.DB, m.interpreter.fault().vector());
    assertEquals(COUNT, m.cpu.gpr[CpuState.ECX]);
    m.cpu.flagsOther |= Eflags.RF;
    assertEquals(Exit.BUDGET, m.run(1));
    assertEquals(5, m.cpu.gpr[CpuState.ECX]);
    assertEquals(Eflags.RF, m.cpu.flagsOther & Eflags.RF);
    assertEquals(Exit.BUDGET, m.run(1));
    assertEquals(0, m.cpu.gpr[CpuState.ECX]);
    assertEquals(0, m.cpu.flagsOther & Eflags.RF);
    assertEquals(Ring3.CODE + 2, m.cpu.eip);
  }
}
