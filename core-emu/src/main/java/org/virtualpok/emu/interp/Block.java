// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.interp;

import org.virtualpok.emu.isa.Insn;
import org.virtualpok.emu.memory.PhysicalMemory;

/** Straight-line instructions, decoded once; the last one may branch. */
final class Block {
  /** More would only lengthen the work that a write into the page throws away. */
  static final int MAX_INSNS = 64;

  /** Bytes of an instruction that may lie in the second page, at most. */
  static final int SECOND_PAGE_BYTES = 14;

  /** Index of the first byte in {@link org.virtualpok.emu.memory.PhysicalMemory}. */
  final int index;

  /** Default operand size under which it was decoded. */
  final boolean big;

  final Insn[] insns;

  /** Bytes of all instructions. */
  final int lengthBytes;

  /** Index of the second page if its one instruction reaches into it; else -1. */
  final int secondPage;

  /** It jumps to itself and does nothing else: only an interrupt ends it. */
  final boolean spin;

  /** False once a byte of it was written, or a breakpoint came or went. */
  boolean valid = true;

  Block(int index, boolean big, Insn[] insns, int lengthBytes, int secondPage, boolean spin) {
    this.index = index;
    this.big = big;
    this.insns = insns;
    this.lengthBytes = lengthBytes;
    this.secondPage = secondPage;
    this.spin = spin;
  }

  boolean overlaps(int address, int size) {
    int page = PhysicalMemory.PAGE_BYTES;
    int first = secondPage < 0 ? lengthBytes : page - (index & (page - 1));
    return overlaps(index, first, address, size)
        || secondPage >= 0 && overlaps(secondPage, lengthBytes - first, address, size);
  }

  private static boolean overlaps(int start, int length, int address, int size) {
    return start < address + size && address < start + length;
  }
}
