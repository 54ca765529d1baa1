// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.debug.tables.DescriptorEntry.Kind;

/** Entries of descriptor tables, with values as systems in the field use them. */
final class DescriptorEntryTest {
  private static DescriptorEntry entry(long value) {
    return new DescriptorEntry(1, (int) value, (int) (value >>> 32));
  }

  @Test
  void flatCodeOfAKernel() {
    DescriptorEntry e = entry(0x00cf9a000000ffffL);
    assertEquals(Kind.CODE, e.kind());
    assertEquals("Execute/Read", e.type());
    assertEquals(0, e.base());
    assertEquals(-1, e.limit());
    assertEquals(0, e.dpl());
    assertTrue(e.present() && e.granular() && e.defaultBig() && e.segment());
    assertFalse(e.gate());
    assertEquals(0x08, e.selector(false));
    assertEquals(0x0c, e.selector(true));
  }

  @Test
  void basesAndLimitsAreAssembledFromTheirPieces() {
    DescriptorEntry e = entry(0x12_4a_f3_34_5678_9abcL);
    assertEquals(0x12345678, e.base());
    assertEquals(0xa9abc, e.limit());
    assertEquals("Read/Write, accessed", e.type());
    assertEquals(3, e.dpl());
    assertFalse(e.granular());
    assertFalse(e.available());
  }

  @Test
  void everyTypeHasTheManualsWords() {
    String[] segments = {
      "Read-Only",
      "Read-Only, accessed",
      "Read/Write",
      "Read/Write, accessed",
      "Read-Only, expand-down",
      "Read-Only, expand-down, accessed",
      "Read/Write, expand-down",
      "Read/Write, expand-down, accessed",
      "Execute-Only",
      "Execute-Only, accessed",
      "Execute/Read",
      "Execute/Read, accessed",
      "Execute-Only, conforming",
      "Execute-Only, conforming, accessed",
      "Execute/Read, conforming",
      "Execute/Read, conforming, accessed"
    };
    String[] system = {
      "Reserved",
      "16-bit TSS (Available)",
      "LDT",
      "16-bit TSS (Busy)",
      "16-bit Call Gate",
      "Task Gate",
      "16-bit Interrupt Gate",
      "16-bit Trap Gate",
      "Reserved",
      "32-bit TSS (Available)",
      "Reserved",
      "32-bit TSS (Busy)",
      "32-bit Call Gate",
      "Reserved",
      "32-bit Interrupt Gate",
      "32-bit Trap Gate"
    };
    for (int type = 0; type < 16; type++) {
      assertEquals(segments[type], new DescriptorEntry(0, 0, 0x9000 | type << 8).type());
      assertEquals(system[type], new DescriptorEntry(0, 0, 0x8000 | type << 8).type());
    }
  }

  @Test
  void gatesLeadSomewhere() {
    DescriptorEntry trap = entry(0x0010_ef00_0008_0400L);
    assertEquals(Kind.TRAP_GATE, trap.kind());
    assertEquals(0x08, trap.gateSelector());
    assertEquals(0x100400, trap.gateOffset());
    assertEquals(3, trap.dpl());
    DescriptorEntry narrow = entry(0x1234_8600_0010_5678L);
    assertEquals(0x5678, narrow.gateOffset(), "a 16-bit gate has no upper half");
    assertEquals(5, entry(0x0000_ec05_0008_0000L).gateParameters());
  }

  @Test
  void aTableHasWholeEntriesOnly() {
    ByteBuffer bytes = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(8, 0x00cf92000000ffffL);
    List<DescriptorEntry> table = DescriptorEntry.table(bytes.array());
    assertEquals(2, table.size());
    assertEquals(Kind.EMPTY, table.get(0).kind());
    assertEquals("null", table.get(0).type());
    assertEquals("Read/Write", table.get(1).type());
    assertEquals(1, table.get(1).index());
  }

  @Test
  void vectorsOfRealMode() {
    byte[] bytes = {0, 0, 0, 0, (byte) 0x87, (byte) 0xe9, 0x00, (byte) 0xf0, 1};
    List<RealVector> table = RealVector.table(bytes);
    assertEquals(2, table.size());
    assertTrue(table.get(0).empty());
    assertEquals(new RealVector(1, 0xf000, 0xe987), table.get(1));
    assertEquals(0xfe987, table.get(1).linear());
  }
}
