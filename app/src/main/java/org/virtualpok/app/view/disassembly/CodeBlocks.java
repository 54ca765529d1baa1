// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.disassembly;

import java.util.ArrayList;
import java.util.List;
import org.virtualpok.emu.image.SymbolTable;
import org.virtualpok.emu.image.SymbolTable.Symbol;

/**
 * Which stretches of code to decode around an offset. Decoding starts anew at each function, so
 * that padding between functions never puts the instructions out of step.
 */
final class CodeBlocks {
  /** How far a window reaches before and after the offset it was made for, bytes. */
  private static final int BEFORE = 16 * 1024;

  private static final int AFTER = 32 * 1024;

  /** What is decoded where no symbol says how long the code is, bytes. */
  private static final int UNKNOWN = 512;

  /** Code from start to before end; offsets are unsigned values in a long. */
  record Block(long start, long end, String name) {
    boolean contains(long offset) {
      return offset >= start && offset < end;
    }
  }

  private CodeBlocks() {}

  /** The blocks around an offset, in order and without overlap; one of them contains it. */
  static List<Block> around(SymbolTable symbols, int offset) {
    long at = Integer.toUnsignedLong(offset);
    List<Block> blocks = new ArrayList<>();
    List<Block> all = functions(symbols);
    boolean found = false;
    for (int i = 0; i < all.size(); i++) {
      Block b = all.get(i);
      if (!found && at < b.start) {
        blocks.add(new Block(at, Math.min(at + UNKNOWN, b.start), ""));
        found = true;
      }
      if (b.end > at - BEFORE && b.start < at + AFTER) {
        blocks.add(b);
      }
      found |= b.contains(at);
    }
    if (!found) {
      blocks.add(new Block(at, Math.min(at + UNKNOWN, 1L << 32), ""));
    }
    return blocks;
  }

  /** The same blocks, so that an instruction begins at the offset. */
  static List<Block> splitAt(List<Block> blocks, int offset) {
    long at = Integer.toUnsignedLong(offset);
    List<Block> split = new ArrayList<>();
    for (Block b : blocks) {
      if (b.contains(at) && b.start < at) {
        split.add(new Block(b.start, at, b.name));
        split.add(new Block(at, b.end, ""));
      } else {
        split.add(b);
      }
    }
    return split;
  }

  private static List<Block> functions(SymbolTable symbols) {
    List<Block> blocks = new ArrayList<>();
    List<Symbol> functions = symbols.all().stream().filter(Symbol::function).toList();
    for (int i = 0; i < functions.size(); i++) {
      Symbol s = functions.get(i);
      long start = Integer.toUnsignedLong(s.address());
      if (!blocks.isEmpty() && blocks.get(blocks.size() - 1).start == start) {
        continue; // a second name of the same function
      }
      long next = 1L << 32;
      for (int j = i + 1; j < functions.size() && next == 1L << 32; j++) {
        long other = Integer.toUnsignedLong(functions.get(j).address());
        next = other > start ? other : next;
      }
      long size = s.size() == 0 ? UNKNOWN : Integer.toUnsignedLong(s.size());
      blocks.add(new Block(start, Math.min(start + size, next), s.name()));
    }
    return blocks;
  }
}
