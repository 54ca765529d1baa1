// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.memory;

import java.util.Arrays;

/**
 * A software TLB: for each linear page what to add to a linear address to get the index of the byte
 * in {@link PhysicalMemory#bytes}. Pages that are not there yet, and those that must be looked at
 * (not mapped, no memory behind them, code), give a negative index.
 */
final class PageMap {
  private static final int PAGES = 1 << (32 - PhysicalMemory.PAGE_SHIFT);

  /** Pages that one map remembers; INVLPG leaves entries behind that would grow without end. */
  private static final int MAX_FILLED = 1 << 16;

  /** A map in which every access takes the slow path. */
  static final int[] CLOSED = closed();

  final int[] read = CLOSED.clone();
  final int[] write = CLOSED.clone();

  private int[] filled = new int[256];
  private int count;

  private static int[] closed() {
    int[] map = new int[PAGES];
    for (int page = 0; page < PAGES; page++) {
      map[page] = closed(page);
    }
    return map;
  }

  private static int closed(int page) {
    return Integer.MIN_VALUE - (page << PhysicalMemory.PAGE_SHIFT);
  }

  private void remember(int page) {
    if (read[page] == closed(page) && write[page] == closed(page)) {
      if (count == MAX_FILLED) {
        closeAll();
      } else if (count == filled.length) {
        filled = Arrays.copyOf(filled, 2 * count);
      }
      filled[count++] = page;
    }
  }

  void openRead(int page, int arrayPage) {
    remember(page);
    read[page] = (arrayPage - page) << PhysicalMemory.PAGE_SHIFT;
  }

  void openWrite(int page, int arrayPage) {
    remember(page);
    write[page] = (arrayPage - page) << PhysicalMemory.PAGE_SHIFT;
  }

  /** Forgets one linear page. */
  void close(int page) {
    read[page] = closed(page);
    write[page] = closed(page);
  }

  /** Forgets everything. */
  void closeAll() {
    for (int i = 0; i < count; i++) {
      close(filled[i]);
    }
    count = 0;
  }

  /** Sends writes to a page of the array, by whatever linear page, the slow way. */
  void closeWrites(int arrayPage) {
    for (int i = 0; i < count; i++) {
      int page = filled[i];
      if (write[page] == (arrayPage - page) << PhysicalMemory.PAGE_SHIFT) {
        write[page] = closed(page);
      }
    }
  }
}
