// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image.dwarf;

import java.util.List;

/** Where an object is at one moment, as its location says (DWARF 5, section 2.6). */
public sealed interface Place {
  /** In memory, at an address of the image. */
  record InMemory(int address) implements Place {}

  /** In a register, by DWARF's number (see {@link LocationEvaluator.Registers}). */
  record InRegister(int number) implements Place {}

  /** Nowhere, but its value is known: little endian; shorter than the object stands for zeros. */
  record Value(byte[] bytes) implements Place {}

  /** Pieces at several places, lowest bits first. */
  record Pieces(List<Piece> pieces) implements Place {
    public Pieces {
      pieces = List.copyOf(pieces);
    }
  }

  /**
   * Some bits of an object.
   *
   * @param bitOffset of its lowest bit in its place
   */
  record Piece(Place place, int bits, int bitOffset) {}

  /**
   * It cannot be found.
   *
   * @param reason "optimised out", "DW_OP_entry_value", what cannot be read
   */
  record Unavailable(String reason) implements Place {
    @Override
    public String toString() {
      return "unavailable: " + reason;
    }
  }
}
