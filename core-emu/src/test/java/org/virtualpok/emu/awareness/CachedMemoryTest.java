// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.awareness;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CachedMemoryTest {
  private final byte[] bytes = new byte[3000];
  private int reads;

  private byte[] plain(int address, int length) {
    reads++;
    return address < 0 || address >= bytes.length || length <= 0
        ? new byte[0]
        : Arrays.copyOfRange(bytes, address, Math.min(bytes.length, address + length));
  }

  @Test
  void shouldReadTheSameAsTheMemoryItself() {
    Random random = new Random(6);
    random.nextBytes(bytes);
    CachedMemory cached = new CachedMemory(this::plain);
    cached.begin();
    for (int i = 0; i < 20_000; i++) {
      int address = random.nextInt(3400) - 100;
      int length = random.nextInt(10) == 0 ? random.nextInt(1000) - 10 : random.nextInt(9);
      assertArrayEquals(plain(address, length), cached.read(address, length), "seed 6, " + i);
    }
  }

  @Test
  void shouldReadAnewWhenTimeHasPassed() {
    CachedMemory cached = new CachedMemory(this::plain);
    assertEquals(0, cached.read(8, 1)[0]);
    cached.begin();
    assertEquals(0, cached.read(8, 1)[0]);
    reads = 0;
    assertEquals(0, cached.read(12, 1)[0]);
    assertEquals(0, reads, "one line");
    cached.end();
    bytes[8] = 7;
    assertEquals(7, cached.read(8, 1)[0]);
    cached.begin();
    assertEquals(7, cached.read(8, 1)[0]);
  }

  @Test
  void shouldNotHandOutWhatItKeeps() {
    CachedMemory cached = new CachedMemory(this::plain);
    cached.begin();
    cached.read(0, 4)[0] = 1;
    assertEquals(0, cached.read(0, 4)[0]);
  }
}
