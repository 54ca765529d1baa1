// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ZeroedMemoryTest {
  @Test
  void shouldZeroARangeAndTellOfItsCode() {
    PhysicalMemory memory = new PhysicalMemory(4 * PhysicalMemory.PAGE_BYTES);
    for (int at = 0; at < memory.sizeBytes(); at++) {
      memory.write8(at, 0x55);
    }
    List<String> written = new ArrayList<>();
    memory.setCodeListener(
        (index, size) -> {
          written.add(index + "+" + size);
          return true;
        });
    memory.markCode(1);
    memory.markCode(3);
    memory.zero(0xffd, 0x1006);
    for (int at = 0; at < memory.sizeBytes(); at++) {
      assertEquals(at >= 0xffd && at < 0x2003 ? 0 : 0x55, memory.read8(at), "at " + at);
    }
    assertEquals(List.of("4096+4096"), written);
  }

  @Test
  void shouldLoseWhatLiesBehindTheEnd() {
    PhysicalMemory memory = new PhysicalMemory(PhysicalMemory.PAGE_BYTES);
    memory.write8(0xfff, 1);
    memory.zero(0xff0, 0x2000);
    assertEquals(0, memory.read8(0xfff));
  }
}
