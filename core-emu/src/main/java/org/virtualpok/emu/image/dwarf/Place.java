// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image.dwarf;

import java.util.List;

/** Where a variable is at one instant, or what it is where it lies nowhere (DWARF 5, 2.6.1). */
public sealed interface Place {
  /**
   * In memory.
   *
   * @param address logical, in the segment of the program's data
   */
  record Memory(int address) implements Place {}

  /**
   * In a register.
   *
   * @param number 0 to 7 are EAX ECX EDX EBX ESP EBP ESI EDI, 8 is EIP (System V ABI i386, 2.4.2)
   */
  record Register(int number) implements Place {}

  /** Nowhere, but its value is known: the low 32 bits of it. */
  record Value(int bits) implements Place {}

  /** Nowhere, but its value is known: its bytes in memory order. */
  record Constant(byte[] bytes) implements Place {
    public Constant {
      bytes = bytes.clone();
    }

    @Override
    public byte[] bytes() {
      return bytes.clone();
    }
  }

  /** In parts, the first one at the lowest address. */
  record Composite(List<Piece> pieces) implements Place {
    public Composite {
      pieces = List.copyOf(pieces);
    }
  }

  /**
   * A part.
   *
   * @param place {@link Unavailable} for one that was optimised away
   */
  record Piece(Place place, int sizeBytes) {}

  /**
   * Not to be had here.
   *
   * @param why "optimised out", "DW_OP_0xa3 is not known"
   */
  record Unavailable(String why) implements Place {}
}
