// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.interp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.virtualpok.emu.memory.PhysicalMemory;

/** Decoded blocks by index in memory; forgets those whose bytes are written. */
final class BlockCache implements PhysicalMemory.CodeListener {
  private static final int SLOTS = 1 << 14;

  private final PhysicalMemory memory;
  private final Block[] direct = new Block[SLOTS];
  private final Map<Integer, List<Block>> byPage = new HashMap<>();

  BlockCache(PhysicalMemory memory) {
    this.memory = memory;
    memory.setCodeListener(this);
  }

  /** The block at an index, or null. */
  Block find(int index, boolean big) {
    Block b = direct[slot(index)];
    return b != null && b.index == index && b.big == big ? b : null;
  }

  private static int slot(int index) {
    return (index ^ (index >>> 14)) & (SLOTS - 1);
  }

  void add(Block block) {
    Block old = direct[slot(block.index)];
    if (old != null) {
      drop(old);
    }
    direct[slot(block.index)] = block;
    addTo(block.index >>> PhysicalMemory.PAGE_SHIFT, block);
    if (block.secondPage >= 0) {
      addTo(block.secondPage >>> PhysicalMemory.PAGE_SHIFT, block);
    }
  }

  private void addTo(int page, Block block) {
    byPage.computeIfAbsent(page, p -> new ArrayList<>()).add(block);
    memory.markCode(page);
  }

  @Override
  public boolean written(int index, int size) {
    List<Block> blocks = byPage.get(index >>> PhysicalMemory.PAGE_SHIFT);
    if (blocks == null) {
      return false;
    }
    for (int i = blocks.size() - 1; i >= 0; i--) {
      Block b = blocks.get(i);
      if (b.overlaps(index, size)) {
        drop(b);
      }
    }
    return !blocks.isEmpty();
  }

  void drop(Block b) {
    b.valid = false;
    if (direct[slot(b.index)] == b) {
      direct[slot(b.index)] = null;
    }
    removeFrom(b.index >>> PhysicalMemory.PAGE_SHIFT, b);
    if (b.secondPage >= 0) {
      removeFrom(b.secondPage >>> PhysicalMemory.PAGE_SHIFT, b);
    }
  }

  private void removeFrom(int page, Block block) {
    List<Block> blocks = byPage.get(page);
    if (blocks != null) {
      blocks.remove(block);
    }
  }
}
