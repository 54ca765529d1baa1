// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.interp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virtualpok.emu.cpu.CpuState;

/** Code that is written while it runs, and data that lies beside it. */
class SelfModifyingCodeTest {
  /** mov byte ptr [offset], value */
  private static final int STORE_BYTES = 7;

  private static int[] storeThenLoad(int offset, int value) {
    return new int[] {
      0xc6,
      0x05,
      offset & 0xff,
      (offset >> 8) & 0xff,
      0,
      0,
      value, // mov byte ptr [offset], value
      0xb8,
      0x11,
      0x22,
      0x33,
      0x44 // mov eax, 0x44332211
    };
  }

  @Test
  void shouldRunTheNewBytesOfTheNextInstruction() {
    Ring3 guest = new Ring3(storeThenLoad(Ring3.CODE + STORE_BYTES + 1, 0x77));
    guest.run(2);
    assertEquals(0x44332277, guest.cpu.gpr[CpuState.EAX]);
  }

  @ParameterizedTest
  @ValueSource(ints = {0xff, 0x113, 0x13f, 0x140, 0xffe})
  void shouldKeepRunningBesideDataOfTheSamePage(int offset) {
    Ring3 guest = new Ring3(storeThenLoad(offset, 0x77));
    for (int i = 0; i < 3; i++) {
      guest.cpu.eip = Ring3.CODE;
      guest.run(2);
      assertEquals(0x44332211, guest.cpu.gpr[CpuState.EAX]);
      assertEquals(0x77, guest.word(offset) & 0xff);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0xffb, 0xffc, 0xffe, 0xfff})
  void shouldSeeWritesToEitherPageOfAnInstructionThatLiesInTwo(int start) {
    for (int changed = 1; changed <= 4; changed++) {
      Ring3 guest = new Ring3();
      guest.put(start, 0xb8, 0x11, 0x22, 0x33, 0x44);
      guest.cpu.eip = start;
      guest.run(1);
      assertEquals(0x44332211, guest.cpu.gpr[CpuState.EAX]);
      guest.put(start + changed, 0x99);
      guest.cpu.eip = start;
      guest.run(1);
      int shift = 8 * (changed - 1);
      int expected = (0x44332211 & ~(0xff << shift)) | (0x99 << shift);
      assertEquals(expected, guest.cpu.gpr[CpuState.EAX], "byte " + changed);
    }
  }

  @Test
  void shouldRunCodeThatAStringInstructionHasWritten() {
    Ring3 guest =
        new Ring3(
            0xf3, 0xa4, // rep movsb
            0xbb, 1, 0, 0, 0); // mov ebx, 1: becomes mov ebx, 5
    guest.put(0x400, 0xbb, 5, 0, 0, 0);
    guest.cpu.gpr[CpuState.ESI] = 0x400;
    guest.cpu.gpr[CpuState.EDI] = Ring3.CODE + 2;
    guest.cpu.gpr[CpuState.ECX] = 5;
    guest.run(2);
    assertEquals(5, guest.cpu.gpr[CpuState.EBX]);
  }
}
