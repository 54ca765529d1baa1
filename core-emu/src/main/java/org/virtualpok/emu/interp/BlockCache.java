// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.interp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.virtualpok.emu.memory.PhysicalMemory;

/** Decoded blocks by physical address; forgets those whose bytes are written. */
final class BlockCache implements PhysicalMemory.CodeListener {
  private static final int SLOTS = 1 << 14;

  private final PhysicalMemory memory;
  private final Block[] direct = new Block[SLOTS];
  private final Map<Integer, List<Block>> byPage = new HashMap<>();

  BlockCache(PhysicalMemory memory) {
    this.memory = memory;
    memory.setCodeListener(this);
  }

  /** The block at an address, or null. */
  Block find(int physical, boolean big) {
    Block b = direct[slot(physical)];
    return b != null && b.physical == physical && b.big == big ? b : null;
  }

  private static int slot(int physical) {
    return (physical ^ (physical >>> 14)) & (SLOTS - 1);
  }

  void add(Block block) {
    Block old = direct[slot(block.physical)];
    if (old != null) {
      drop(old);
    }
    direct[slot(block.physical)] = block;
    int first = block.physical >>> PhysicalMemory.PAGE_SHIFT;
    int last = (block.physical + block.lengthBytes - 1) >>> PhysicalMemory.PAGE_SHIFT;
    for (int page = first; page <= last; page++) {
      byPage.computeIfAbsent(page, p -> new ArrayList<>()).add(block);
      memory.markCode(page);
    }
  }

  @Override
  public boolean written(int address, int size) {
    List<Block> blocks = byPage.get(address >>> PhysicalMemory.PAGE_SHIFT);
    if (blocks == null) {
      return false;
    }
    for (Block b : List.copyOf(blocks)) {
      if (b.overlaps(address, size)) {
        drop(b);
      }
    }
    return !blocks.isEmpty();
  }

  private void drop(Block b) {
    b.valid = false;
    if (direct[slot(b.physical)] == b) {
      direct[slot(b.physical)] = null;
    }
    int first = b.physical >>> PhysicalMemory.PAGE_SHIFT;
    int last = (b.physical + b.lengthBytes - 1) >>> PhysicalMemory.PAGE_SHIFT;
    for (int page = first; page <= last; page++) {
      List<Block> blocks = byPage.get(page);
      if (blocks != null) {
        blocks.remove(b);
      }
    }
  }
}
