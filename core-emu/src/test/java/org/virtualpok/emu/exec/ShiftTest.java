// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The branch-free vectors of the hot loop say what the general form says. */
class ShiftTest {
  private static int vector(long packed) {
    return Alu.carryOverflow(Shift.carry(packed), Shift.overflow(packed));
  }

  @Test
  void shouldGiveTheFlagsOfTheGeneralForm() {
    long seed = 8086;
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      int a = random.nextInt();
      int n = 1 + random.nextInt(31);
      String at = "seed " + seed + ", " + Integer.toHexString(a) + " by " + n;
      assertEquals(vector(Shift.shl(a, n, 32)), Shift.shlVector32(a, n), at);
      assertEquals(vector(Shift.shr(a, n, 32)), Shift.shrVector32(a, n), at);
      assertEquals(vector(Shift.sar(a, n, 32)), Shift.sarVector32(a, n), at);
    }
  }
}
