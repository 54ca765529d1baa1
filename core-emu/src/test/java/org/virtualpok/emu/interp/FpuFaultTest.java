// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.interp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Cr0;
import org.virtualpok.emu.cpu.Fault;
import org.virtualpok.emu.interp.Interpreter.Exit;

/** When the FPU's instructions fault, and what they leave behind. */
class FpuFaultTest {
  private static final int DATA = 0x200;

  /** Divides 1 by 0 with ZE unmasked, asks for the status, and waits. */
  private static Ring3 dividing() {
    Ring3 m =
        new Ring3(
            0xd9, 0x2d, 0x00, 0x02, 0x00, 0x00, // fldcw [0x200]
            0xd9, 0xe8, // fld1
            0xd8, 0x35, 0x04, 0x02, 0x00, 0x00, // fdiv dword [0x204]
            0xdf, 0xe0, // fnstsw ax
            0xd9, 0xee); // fldz
    m.put(DATA, 0x7b, 0x03);
    return m;
  }

  @ParameterizedTest
  @CsvSource({"EM, 4", "TS, 8", "both, 12"})
  void shouldNotBeAvailableUnderEmulationOrAfterTaskSwitch(String name, int bits) {
    Ring3 m = new Ring3(0xd9, 0xe8); // fld1
    m.cpu.cr0 |= bits;
    assertEquals(Exit.FAULT, m.run(1), name);
    assertEquals(Fault.NM, m.interpreter.fault().vector());
    assertFalse(m.interpreter.fault().hasAddress());
    assertEquals(Ring3.CODE, m.cpu.eip);
    assertEquals(0, m.cpu.fpu.full);
  }

  @ParameterizedTest
  @CsvSource({"0, 0, false", "1, 0, false", "0, 1, false", "1, 1, true"})
  void shouldWaitUnavailableOnlyWithBothMpAndTs(int mp, int ts, boolean faults) {
    Ring3 m = new Ring3(0x9b);
    m.cpu.cr0 = m.cpu.cr0 & ~(Cr0.MP | Cr0.TS) | mp * Cr0.MP | ts * Cr0.TS | Cr0.EM;
    assertEquals(faults ? Exit.FAULT : Exit.BUDGET, m.run(1));
  }

  @Test
  void shouldDeliverAnUnmaskedExceptionAtTheNextWaitingInstruction() {
    Ring3 m = dividing();
    assertEquals(Exit.FAULT, m.run(10));
    assertEquals(Fault.MF, m.interpreter.fault().vector());
    assertEquals(4, m.cpu.retired);
    assertEquals(Ring3.CODE + 16, m.cpu.eip);
    // B, TOP 7, ES and ZE; 1 is still there.
    assertEquals(0xb884, m.cpu.gpr[CpuState.EAX] & 0xffff);
    assertEquals(0x3fff, m.cpu.fpu.signExponent[7]);
  }

  @Test
  void shouldRememberTheInstructionThatMetTheException() {
    Ring3 m = dividing();
    m.run(4);
    assertEquals(Ring3.CODE + 8, m.cpu.fpu.instructionOffset);
    assertEquals(0x23, m.cpu.fpu.instructionSelector);
    assertEquals(DATA + 4, m.cpu.fpu.operandOffset);
    assertEquals(0x2b, m.cpu.fpu.operandSelector);
    assertEquals(0x035, m.cpu.fpu.opcode);
  }

  @Test
  void shouldGoOnWhereErrorsAreToldOutside() {
    Ring3 m = dividing();
    m.cpu.cr0 &= ~Cr0.NE;
    assertEquals(Exit.BUDGET, m.run(5));
    assertEquals(6, m.cpu.fpu.top);
  }

  @Test
  void shouldChangeNothingIfAStoreFaults() {
    Ring3 m = new Ring3(0xd9, 0xe8, 0xdf, 0x3d, 0xfc, 0xff, 0x00, 0x00); // fistp qword [0xfffc]
    assertEquals(Exit.FAULT, m.run(2));
    assertEquals(Fault.GP, m.interpreter.fault().vector());
    assertEquals(7, m.cpu.fpu.top);
    assertEquals(0x80, m.cpu.fpu.full);
    assertEquals(0, m.word(0xfffc));
  }

  @Test
  void shouldRefuseAnImageThatIsNotAligned() {
    Ring3 m = new Ring3(0x0f, 0xae, 0x05, 0x08, 0x02, 0x00, 0x00); // fxsave [0x208]
    assertEquals(Exit.FAULT, m.run(1));
    assertEquals(Fault.GP, m.interpreter.fault().vector());
  }

  @Test
  void shouldKeepTheWholeStateThroughAnImage() {
    Ring3 m =
        new Ring3(
            0x0f, 0xae, 0x0d, 0x00, 0x02, 0x00, 0x00, // fxrstor [0x200]
            0x0f, 0xae, 0x05, 0x00, 0x04, 0x00, 0x00); // fxsave [0x400]
    for (int i = 0; i < 288; i++) {
      m.put(DATA + i, i * 37 & 0xff);
    }
    m.put(DATA, 0x7f, 0x03, 0x00, 0x28, 0xa5, 0, 0x11, 0x02); // no exception pending
    m.put(DATA + 14, 0, 0);
    m.put(DATA + 22, 0, 0);
    m.put(DATA + 24, 0x80, 0x1f, 0, 0, 0xbf, 0xff, 0, 0);
    for (int i = 0; i < 8; i++) {
      m.put(DATA + 32 + 16 * i + 10, 0, 0, 0, 0, 0, 0);
    }
    assertEquals(Exit.BUDGET, m.run(2));
    for (int i = 0; i < 288; i += 4) {
      assertEquals(m.word(DATA + i), m.word(0x400 + i), "byte " + i);
    }
  }

  @Test
  void shouldRefuseReservedBitsOfMxcsr() {
    Ring3 m = new Ring3(0x0f, 0xae, 0x15, 0x00, 0x02, 0x00, 0x00); // ldmxcsr [0x200]
    m.put(DATA, 0x40);
    assertEquals(Exit.FAULT, m.run(1));
    assertEquals(Fault.GP, m.interpreter.fault().vector());
    assertEquals(0x1f80, m.cpu.fpu.mxcsr);
  }
}
