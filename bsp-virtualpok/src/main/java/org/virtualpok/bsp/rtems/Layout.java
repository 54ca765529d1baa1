// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.rtems;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.virtualpok.emu.awareness.GuestData;
import org.virtualpok.emu.awareness.GuestImage;
import org.virtualpok.emu.awareness.GuestValue;
import org.virtualpok.emu.image.SymbolTable;
import org.virtualpok.emu.image.dwarf.Type;

/** What the image has and describes, and which of that which is needed it does not. */
final class Layout {
  private final GuestData data;
  private final SymbolTable symbols;
  private final List<String> missing = new ArrayList<>();

  Layout(GuestImage image) {
    data = image.data();
    symbols = image.symbols();
  }

  GuestData data() {
    return data;
  }

  /**
   * A variable that is in the image. The debugging information also has those that the linker left
   * out, at addresses where they are not.
   */
  GuestValue variable(String name) {
    return symbols.named(name).isPresent() ? data.variable(name) : GuestValue.UNKNOWN;
  }

  /** Name of the variable in which an address lies; empty if it is none. */
  String variableAt(int address) {
    return symbols.all().stream()
        .filter(s -> !s.function())
        .filter(s -> Integer.compareUnsigned(address - s.address(), s.size()) < 0)
        .map(SymbolTable.Symbol::name)
        .findFirst()
        .orElse("");
  }

  /** Whether a type has a member, or a member's member; pointers are followed. */
  boolean has(String typeName, String... path) {
    Optional<Type> type = data.debugInfo().type(typeName);
    if (type.isEmpty()) {
      return false;
    }
    Type at = type.get().stripped();
    for (String name : path) {
      if (at instanceof Type.Pointer pointer) {
        at = pointer.target().stripped();
      }
      Optional<Type.Member> member =
          at instanceof Type.Struct struct ? struct.member(name) : Optional.empty();
      if (member.isEmpty()) {
        return false;
      }
      at = member.get().type().stripped();
    }
    return true;
  }

  /** Notes a member that is needed; its type is named alone if there is no such type at all. */
  Layout need(String typeName, String... path) {
    if (!has(typeName, path)) {
      String name =
          has(typeName) ? typeName + "." + String.join(".", Arrays.asList(path)) : typeName;
      if (!missing.contains(name)) {
        missing.add(name);
      }
    }
    return this;
  }

  /** Notes a variable that is needed. */
  Layout needVariable(String name) {
    if (!variable(name).known()) {
      missing.add(name);
    }
    return this;
  }

  /** Names of what is needed and not described, as C writes them. */
  List<String> missing() {
    return missing;
  }
}
