// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.debug.tables.PageTables.Kind;
import org.virtualpok.emu.debug.tables.PageTables.Run;

/** Directories and tables with known contents. */
final class PageTablesTest {
  private static final int DIRECTORY = 0x1000;
  private static final int TABLE = 0x2000;

  private final ByteBuffer directory = buffer();
  private final ByteBuffer table = buffer();

  private static ByteBuffer buffer() {
    return ByteBuffer.allocate(PageTables.TABLE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }

  private List<Run> walk(boolean pse) {
    return PageTables.walk(
        DIRECTORY, directory.array(), pse, at -> at == TABLE ? table.array() : new byte[0]);
  }

  @Test
  void nothingMappedIsOneRun() {
    List<Run> runs = walk(true);
    assertEquals(1, runs.size());
    assertEquals(Kind.NOT_PRESENT, runs.get(0).kind());
    assertEquals(1L << 32, runs.get(0).bytes());
    assertEquals(-1, runs.get(0).linearLast());
  }

  @Test
  void pagesThatContinueEachOtherAreOneRun() {
    directory.putInt(4, TABLE | 0x27);
    for (int i = 0; i < 4; i++) {
      table.putInt(4 * (16 + i), 0x50000 + 0x1000 * i | (i == 1 ? 0x63 : 0x03));
    }
    table.putInt(4 * 20, 0x54000 | 0x01); // continues, but read-only
    table.putInt(4 * 21, 0x90000 | 0x01); // read-only, but elsewhere
    List<Run> runs = walk(true);
    assertEquals(
        List.of(Kind.NOT_PRESENT, Kind.TABLE, Kind.NOT_PRESENT),
        runs.stream().map(Run::kind).toList());
    Run whole = runs.get(1);
    assertEquals(0x400000, whole.linear());
    assertEquals(TABLE, whole.physical());
    assertEquals(DIRECTORY + 4, whole.entryAddress());
    assertEquals(5, whole.inside().size());
    Run pages = whole.inside().get(1);
    assertEquals(Kind.PAGES_4K, pages.kind());
    assertEquals(16, pages.first());
    assertEquals(4, pages.count());
    assertEquals(0x410000, pages.linear());
    assertEquals(0x413fff, pages.linearLast());
    assertEquals(0x50000, pages.physical());
    assertEquals(0x53fff, pages.physicalLast());
    assertEquals(1, pages.accessed());
    assertEquals(1, pages.dirty());
    assertEquals(TABLE + 64, pages.entryAddress());
    assertTrue(pages.writable());
    assertFalse(pages.user(), "the table is open to users, its page is not");
    assertFalse(whole.inside().get(2).writable());
    assertEquals(0x90000, whole.inside().get(3).physical());
    assertEquals(1024 - 22, whole.inside().get(4).count());
  }

  @Test
  void rightsOfATableLimitThoseOfItsPages() {
    directory.putInt(0, TABLE | 0x01);
    table.putInt(0, 0x5000 | 0x07);
    Run page = walk(true).get(0).inside().get(0);
    assertFalse(page.writable());
    assertFalse(page.user());
    assertEquals(0x5007, page.entry());
  }

  @Test
  void bigPagesNeedPse() {
    directory.putInt(4 * 0x300, 0x000001e3);
    directory.putInt(4 * 0x301, 0x004001e3);
    directory.putInt(4 * 0x302, 0x01000183);
    List<Run> runs = walk(true);
    assertEquals(
        List.of(Kind.NOT_PRESENT, Kind.PAGES_4M, Kind.PAGES_4M, Kind.NOT_PRESENT),
        runs.stream().map(Run::kind).toList());
    assertEquals(0xc0000000, runs.get(1).linear());
    assertEquals(8L << 20, runs.get(1).bytes());
    assertEquals(2, runs.get(1).dirty());
    assertTrue(runs.get(1).writable());
    assertEquals(0x01000000, runs.get(2).physical());
    assertEquals(List.of(), PageTables.tables(directory.array(), true));
    assertEquals(List.of(0, 0x400000, 0x1000000), PageTables.tables(directory.array(), false));
    assertEquals(Kind.TABLE, walk(false).get(1).kind());
  }

  @Test
  void aTableWithoutMemoryHasNothingInside() {
    directory.putInt(0, 0xfff00000 | 3);
    assertEquals(List.of(), walk(true).get(0).inside());
    assertEquals(List.of(0xfff00000), PageTables.tables(directory.array(), true));
  }

  @Test
  void theDirectoryMayBeItsOwnTable() {
    directory.putInt(4 * 1023, DIRECTORY | 3);
    List<Run> runs = PageTables.walk(DIRECTORY, directory.array(), true, at -> directory.array());
    Run self = runs.get(1);
    assertEquals(0xffc00000, self.linear());
    assertEquals(0xfffff000, self.inside().get(1).linear());
    assertEquals(DIRECTORY, self.inside().get(1).physical());
  }

  @Test
  void cr3HasFlagsBelowTheDirectory() {
    assertEquals(0x10000, PageTables.directory(0x10018));
  }
}
