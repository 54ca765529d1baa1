// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.interp;

import org.virtualpok.emu.isa.Insn;

/** Straight-line instructions, decoded once; the last one may branch. */
final class Block {
  /** More would only lengthen the work that a write into the page throws away. */
  static final int MAX_INSNS = 64;

  /** Physical address of the first byte. */
  final int physical;

  /** Default operand size under which it was decoded. */
  final boolean big;

  final Insn[] insns;

  /** Bytes of all instructions. */
  final int lengthBytes;

  /** It jumps to itself and does nothing else: only an interrupt ends it. */
  final boolean spin;

  /** False once a byte of it was written, or a breakpoint came or went. */
  boolean valid = true;

  Block(int physical, boolean big, Insn[] insns, int lengthBytes, boolean spin) {
    this.physical = physical;
    this.big = big;
    this.insns = insns;
    this.lengthBytes = lengthBytes;
    this.spin = spin;
  }

  boolean overlaps(int address, int size) {
    return physical < address + size && address < physical + lengthBytes;
  }
}
