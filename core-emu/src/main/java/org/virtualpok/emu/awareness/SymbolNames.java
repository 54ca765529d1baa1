// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.awareness;

import java.util.Optional;
import org.virtualpok.emu.image.SymbolTable;
import org.virtualpok.emu.image.SymbolTable.Symbol;

/** Names of places by the symbols of variables and functions that contain them. */
final class SymbolNames {
  private SymbolNames() {}

  /** "name" or "name+4"; empty outside every symbol whose size is known. */
  static Optional<String> of(SymbolTable symbols, int address) {
    Symbol best = null;
    for (Symbol s : symbols.all()) {
      if (Integer.compareUnsigned(s.address(), address) > 0) {
        break;
      }
      if (s.size() > 0 && Integer.compareUnsigned(address - s.address(), s.size()) < 0) {
        best = s;
      }
    }
    if (best == null) {
      return Optional.empty();
    }
    int offset = address - best.address();
    return Optional.of(
        offset == 0 ? best.name() : best.name() + "+" + Integer.toUnsignedLong(offset));
  }
}
