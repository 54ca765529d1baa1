// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Symbols of one image, by name and by address (an offset in the image's segment). */
public final class SymbolTable {
  public static final SymbolTable EMPTY = new SymbolTable(List.of());

  private final List<Symbol> byAddress;
  private final Map<String, Symbol> byName = new HashMap<>();

  /** A named place; size in bytes, 0 where the image does not say. */
  public record Symbol(String name, int address, int size, boolean function) {}

  public SymbolTable(List<Symbol> symbols) {
    List<Symbol> sorted = new ArrayList<>(symbols);
    sorted.sort(Comparator.comparing((Symbol s) -> Integer.toUnsignedLong(s.address)));
    byAddress = List.copyOf(sorted);
    for (Symbol s : sorted) {
      byName.putIfAbsent(s.name, s);
    }
  }

  public List<Symbol> all() {
    return byAddress;
  }

  public Optional<Symbol> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /**
   * The function that contains this address, or the last one before it if sizes are unknown. Of two
   * at one place a linker's mark without a size gives way.
   */
  public Optional<Symbol> functionAt(int address) {
    Symbol best = null;
    for (Symbol s : byAddress) {
      if (Integer.compareUnsigned(s.address, address) > 0) {
        break;
      }
      if (s.function && (s.size == 0 || Integer.compareUnsigned(address - s.address, s.size) < 0)) {
        boolean mark = best != null && s.size == 0 && best.size > 0 && best.address == s.address;
        best = mark ? best : s;
      }
    }
    return Optional.ofNullable(best);
  }

  /** "name+0x1c" or "name" for an address inside a function; empty text if there is none. */
  public String describe(int address) {
    return functionAt(address)
        .map(
            s ->
                s.address == address
                    ? s.name
                    : s.name + "+0x" + Integer.toHexString(address - s.address))
        .orElse("");
  }
}
