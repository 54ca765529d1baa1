// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.interp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.virtualpok.emu.memory.PhysicalMemory;

/** Decoded blocks by index in memory; forgets those whose bytes are written. */
final class BlockCache implements PhysicalMemory.CodeListener {
  private static final int SLOTS = 1 << 14;

  private final PhysicalMemory memory;
  private final Block[] direct = new Block[SLOTS];
  private final Map<Integer, CodePage> byPage = new HashMap<>();

  /**
   * The blocks of a page, and a bit for each 64 bytes of it from which one was decoded: data beside
   * code is written often, and must not cost a search each time.
   */
  private static final class CodePage {
    private static final int CHUNK_SHIFT = PhysicalMemory.PAGE_SHIFT - 6;

    final List<Block> blocks = new ArrayList<>();
    long chunks;

    static long chunks(int first, int last) {
      int from = (first >>> CHUNK_SHIFT) & 63;
      int to = (last >>> CHUNK_SHIFT) & 63;
      return (-1L << from) & (-1L >>> (63 - to));
    }
  }

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
    CodePage code = byPage.computeIfAbsent(page, p -> new CodePage());
    code.blocks.add(block);
    code.chunks |= chunks(page, block);
    memory.markCode(page);
  }

  /** The chunks of a page that a block was decoded from. */
  private static long chunks(int page, Block block) {
    int shift = PhysicalMemory.PAGE_SHIFT;
    long chunks = 0;
    if (block.index >>> shift == page) {
      int pageLast = ((page + 1) << shift) - 1;
      int last = Math.min(pageLast, block.index + block.lengthBytes - 1);
      chunks = CodePage.chunks(block.index, last);
    }
    if (block.secondPage >= 0 && block.secondPage >>> shift == page) {
      chunks |= CodePage.chunks(0, Block.SECOND_PAGE_BYTES - 1);
    }
    return chunks;
  }

  @Override
  public boolean written(int index, int size) {
    CodePage code = byPage.get(index >>> PhysicalMemory.PAGE_SHIFT);
    if (code == null) {
      return false;
    }
    if ((code.chunks & CodePage.chunks(index, index + size - 1)) == 0) {
      return true;
    }
    for (int i = code.blocks.size() - 1; i >= 0; i--) {
      Block b = code.blocks.get(i);
      if (b.overlaps(index, size)) {
        drop(b);
      }
    }
    return !code.blocks.isEmpty();
  }

  /** Forgets all. */
  void clear() {
    for (CodePage page : byPage.values()) {
      page.blocks.forEach(b -> b.valid = false);
    }
    byPage.clear();
    Arrays.fill(direct, null);
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
    CodePage code = byPage.get(page);
    if (code != null && code.blocks.remove(block)) {
      code.chunks = 0;
      for (Block b : code.blocks) {
        code.chunks |= chunks(page, b);
      }
    }
  }
}
