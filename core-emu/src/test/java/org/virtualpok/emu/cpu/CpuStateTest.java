// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CpuStateTest {
  @Test
  void shouldRepresentEveryCombinationOfArithmeticFlags() {
    CpuState c = new CpuState();
    for (int image = 0; image < 0x1000; image++) {
      int flags = image & Eflags.ARITHMETIC;
      c.setArithmeticFlags(flags);
      assertEquals(flags, c.eflags() & Eflags.ARITHMETIC);
    }
  }
}
