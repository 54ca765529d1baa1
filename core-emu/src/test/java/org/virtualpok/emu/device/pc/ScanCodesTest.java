// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.device.pc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ScanCodesTest {
  @Test
  void shouldComeBackFromSet2ForEveryKeyOfSet1() {
    boolean[] seen = new boolean[256];
    for (int make = 1; make < 0x80; make++) {
      int set2 = ScanCodes.toSet2(make);
      assertEquals(make, ScanCodes.toSet1(set2));
      assertTrue(set2 != 0 && !seen[set2], "one code each");
      seen[set2] = true;
    }
    assertEquals(0, ScanCodes.toSet2(0));
  }

  @Test
  void shouldKnowTheKeysOfTheManual() {
    // set 1, set 2: escape, A, enter, left shift, space, F7, F11, F12, num lock, keypad 5
    int[][] keys = {
      {0x01, 0x76}, {0x1e, 0x1c}, {0x1c, 0x5a}, {0x2a, 0x12}, {0x39, 0x29},
      {0x41, 0x83}, {0x57, 0x78}, {0x58, 0x07}, {0x45, 0x77}, {0x4c, 0x73}
    };
    for (int[] key : keys) {
      assertEquals(key[1], ScanCodes.toSet2(key[0]));
    }
  }

  @Test
  void shouldLeaveAnswersOfAKeyboardAlone() {
    for (int answer : new int[] {0xaa, 0xab, 0xee, 0xfa, 0xfe, 0xe0, 0xe1}) {
      assertEquals(answer, ScanCodes.toSet1(answer));
    }
    assertEquals(0xff, ScanCodes.toSet1(0), "overrun");
  }
}
