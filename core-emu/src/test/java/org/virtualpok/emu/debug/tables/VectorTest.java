// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.cpu.Fault;

/** Names of vectors, read and written. */
final class VectorTest {
  @Test
  void namesAreThoseOfTheProcessor() {
    for (int v : new int[] {Fault.DE, Fault.UD, Fault.DF, Fault.NP, Fault.GP, Fault.PF, Fault.AC}) {
      assertEquals(Fault.name(v), Vector.name(v));
      assertEquals(OptionalInt.of(v), Vector.parse(Vector.name(v)));
    }
  }

  @Test
  void readsNamesAndNumbers() {
    assertEquals(OptionalInt.of(13), Vector.parse(" gp "));
    assertEquals(OptionalInt.of(0x20), Vector.parse("0x20"));
    assertEquals(OptionalInt.of(32), Vector.parse("32"));
    assertEquals(OptionalInt.empty(), Vector.parse("256"));
    assertEquals(OptionalInt.empty(), Vector.parse("-1"));
    assertEquals(OptionalInt.empty(), Vector.parse("#"));
    assertEquals("0x2a", Vector.label(42));
    assertEquals("reserved", Vector.meaning(21));
    assertEquals("", Vector.meaning(32));
  }
}
