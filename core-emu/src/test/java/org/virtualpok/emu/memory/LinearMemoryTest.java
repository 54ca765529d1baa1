// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Cr0;
import org.virtualpok.emu.cpu.Cr4;
import org.virtualpok.emu.cpu.Eflags;
import org.virtualpok.emu.cpu.Fault;

/** Paging and its software TLB, by linear address. */
class LinearMemoryTest {
  private static final int DIRECTORY = 0x1000;
  private static final int TABLE = 0x2000;
  private static final int P = 1;
  private static final int RW = 2;
  private static final int US = 4;
  private static final int ACCESSED = 0x20;
  private static final int DIRTY = 0x40;

  private final PhysicalMemory physical = new PhysicalMemory(0x20000);
  private final LinearMemory memory = new LinearMemory(physical, new Fault());
  private final CpuState cpu = new CpuState();

  LinearMemoryTest() {
    physical.write32(DIRECTORY, TABLE | P | RW | US);
    cpu.cr3 = DIRECTORY;
    cpu.cr0 |= Cr0.PG;
    cpu.cpl = 3;
    memory.attach(cpu);
  }

  private void map(int page, int frame, int rights) {
    physical.write32(TABLE + 4 * page, (frame << 12) | rights);
  }

  private int entry(int page) {
    return physical.read32(TABLE + 4 * page);
  }

  private void level(int cpl) {
    cpu.cpl = cpl;
    memory.modeChanged();
  }

  private void refuse(int errorCode, int address, Runnable access) {
    Fault f = assertThrows(Fault.class, access::run);
    assertEquals(Fault.PF, f.vector());
    assertEquals(errorCode, f.errorCode());
    assertEquals(address, cpu.cr2);
  }

  @Test
  void shouldTranslateAndSetAccessedThenDirty() {
    map(3, 8, P | RW | US);
    physical.write32(0x8010, 0x12345678);
    assertEquals(0x12345678, memory.read32(0x3010));
    assertEquals(0x8000 | P | RW | US | ACCESSED, entry(3));
    assertEquals(TABLE | P | RW | US | ACCESSED, physical.read32(DIRECTORY));
    memory.write8(0x3010, 0xff);
    assertEquals(0x8000 | P | RW | US | ACCESSED | DIRTY, entry(3));
    assertEquals(0x123456ff, physical.read32(0x8010));
  }

  @Test
  void shouldSayWhatWasWrongWithAnAccess() {
    map(3, 8, 0);
    map(4, 9, P | RW);
    map(5, 10, P | US);
    refuse(4, 0x3ffc, () -> memory.read32(0x3ffc));
    refuse(6, 0x3000, () -> memory.write8(0x3000, 1));
    refuse(5, 0x4001, () -> memory.read16(0x4001));
    refuse(7, 0x5002, () -> memory.write16(0x5002, 1));
    refuse(4, 0x00400000, () -> memory.read8(0x00400000));
    assertEquals(0x9000 | P | RW, entry(4), "a refused access leaves no mark");
  }

  @Test
  void shouldLetTheSystemWriteReadOnlyPagesUnlessWriteProtected() {
    map(5, 10, P | US);
    level(0);
    memory.write32(0x5000, 7);
    assertEquals(7, physical.read32(0xa000));
    cpu.cr0 |= Cr0.WP;
    memory.modeChanged();
    refuse(3, 0x5000, () -> memory.write32(0x5000, 8));
    level(3);
    refuse(7, 0x5000, () -> memory.write32(0x5000, 8));
  }

  @Test
  void shouldNotLetTheUserUseWhatTheSystemHasOpened() {
    map(4, 9, P | RW);
    level(0);
    memory.write32(0x4000, 1);
    level(3);
    refuse(5, 0x4000, () -> memory.read32(0x4000));
    memory.writeSystem32(0x4004, 2);
    assertEquals(2, memory.readSystem32(0x4004));
    refuse(7, 0x4004, () -> memory.write32(0x4004, 3));
  }

  @Test
  void shouldFaultBeforeWritingWhenTheSecondPageIsMissing() {
    map(3, 8, P | RW | US);
    map(4, 9, 0);
    refuse(6, 0x4000, () -> memory.write32(0x3ffe, -1));
    assertEquals(0, physical.read16(0x8ffe));
    map(4, 11, P | RW | US);
    memory.write32(0x3ffe, 0x11223344);
    assertEquals(0x3344, physical.read16(0x8ffe));
    assertEquals(0x1122, physical.read16(0xb000));
    assertEquals(0x11223344, memory.read32(0x3ffe));
  }

  @Test
  void shouldKeepATranslationUntilItIsInvalidated() {
    map(3, 8, P | RW | US);
    memory.write32(0x3000, 1);
    map(3, 9, P | RW | US);
    memory.write32(0x3000, 2);
    assertEquals(2, physical.read32(0x8000));
    memory.flush(0x3000);
    memory.write32(0x3000, 3);
    assertEquals(3, physical.read32(0x9000));
    map(3, 8, P | RW | US);
    memory.flush();
    assertEquals(2, memory.read32(0x3000));
  }

  @Test
  void shouldMapFourMebibytesAtOnce() {
    cpu.cr4 |= Cr4.PSE;
    physical.write32(DIRECTORY + 4, P | RW | US | 0x80);
    memory.modeChanged();
    physical.write32(0x8010, 5);
    assertEquals(5, memory.read32(0x00408010));
    physical.write32(DIRECTORY + 8, P | RW | US | 0x80 | 0x2000);
    refuse(0xd, 0x00800000, () -> memory.read8(0x00800000));
  }

  @Test
  void shouldTellOfWritesToCodeThroughEveryName() {
    List<Integer> written = new ArrayList<>();
    map(3, 8, P | RW | US);
    map(4, 8, P | RW | US);
    memory.write8(0x3000, 1);
    memory.write8(0x4000, 1);
    physical.setCodeListener((index, size) -> written.add(index));
    physical.markCode(8);
    memory.write8(0x3001, 1);
    memory.write32(0x4002, 1);
    assertEquals(List.of(0x8001, 0x8002), written);
  }

  @Test
  void shouldCheckAlignmentForTheUserAlone() {
    map(3, 8, P | RW | US);
    cpu.cr0 |= Cr0.AM;
    cpu.flagsOther |= Eflags.AC;
    memory.modeChanged();
    memory.write32(0x3004, 1);
    memory.write8(0x3001, 1);
    Fault f = assertThrows(Fault.class, () -> memory.read32(0x3002));
    assertEquals(Fault.AC, f.vector());
    level(0);
    memory.read32(0x3002);
  }

  @Test
  void shouldMeetDataBreakpointsWithoutStopping() {
    map(3, 8, P | RW | US);
    cpu.dr[1] = 0x3004;
    cpu.dr7 |= 1 << 2 | 0b1101 << 20; // L1, four bytes, writes
    memory.modeChanged();
    memory.read32(0x3004);
    memory.write32(0x3008, 1);
    assertEquals(0, cpu.debugHits);
    memory.write8(0x3007, 1);
    assertEquals(2, cpu.debugHits);
    assertEquals(1, physical.read8(0x8007));
  }

  @Test
  void shouldAnswerFromRomAndLoseWritesToIt() {
    PhysicalMemory board = new PhysicalMemory(0x20000, new byte[] {1, 2, 3, 4});
    board.mapRom(0x10000);
    board.mapRom(0xfffff000);
    LinearMemory flat = new LinearMemory(board, new Fault());
    assertEquals(0x04030201, flat.read32(0x10000));
    assertEquals(0x04030201, flat.read32(0xfffff000));
    flat.write32(0x10000, -1);
    assertEquals(0x04030201, flat.read32(0xfffff000));
    assertEquals(-1, flat.read32(0x40000000), "nobody answers");
    flat.write32(0x11000, 9);
    assertEquals(9, flat.read32(0x11000));
  }
}
