// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.awareness;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.virtualpok.emu.awareness.GuestData;
import org.virtualpok.emu.awareness.GuestImage;
import org.virtualpok.emu.awareness.GuestMemory;
import org.virtualpok.emu.awareness.GuestValue;
import org.virtualpok.emu.image.SymbolTable;
import org.virtualpok.emu.image.dwarf.DebugInfo;
import org.virtualpok.emu.image.dwarf.Type;
import org.virtualpok.emu.image.dwarf.Variable;
import org.virtualpok.hypervisor.personality.Personality;

/** A kernel's variables for one reading of it: layout from DWARF, places from either. */
final class KernelData {
  private final Personality variant;
  private final SymbolTable symbols;
  private final DebugInfo debugInfo;
  private final GuestData data;
  private final Problems problems;

  KernelData(
      Personality variant,
      SymbolTable symbols,
      DebugInfo debugInfo,
      GuestMemory memory,
      Problems problems) {
    this.variant = variant;
    this.symbols = symbols;
    this.debugInfo = debugInfo;
    this.data = new GuestImage(0, "kernel", symbols, debugInfo, memory).data();
    this.problems = problems;
  }

  Personality variant() {
    return variant;
  }

  Problems problems() {
    return problems;
  }

  GuestMemory memory() {
    return data.memory();
  }

  boolean has(String name) {
    return variable(name).known();
  }

  /** A variable; one that its unit only declares lies where the symbol says. */
  GuestValue variable(String name) {
    GuestValue value = data.variable(name);
    if (value.known()) {
      return value;
    }
    Optional<Variable> declared = debugInfo.variable(name);
    Optional<SymbolTable.Symbol> symbol = symbols.named(name);
    return declared.isEmpty() || symbol.isEmpty()
        ? GuestValue.UNKNOWN
        : GuestValue.at(declared.get().type(), symbol.get().address(), data.memory());
  }

  /** The elements of an array, by its type, or by its symbol where the type does not say. */
  List<GuestValue> elements(String name, int max) {
    GuestValue array = variable(name);
    int count = array.elements().orElseGet(() -> countBySymbol(name, array));
    if (count > max) {
      problems.add(name + " has " + count + " elements; no more than " + max + " can be meant");
    }
    List<GuestValue> elements = new ArrayList<>();
    for (int i = 0; i < Math.min(count, max); i++) {
      elements.add(array.element(i));
    }
    return elements;
  }

  private int countBySymbol(String name, GuestValue array) {
    OptionalInt size =
        array.type().stripped() instanceof Type.Array a
            ? a.element().sizeBytes()
            : OptionalInt.empty();
    int bytes = symbols.named(name).map(SymbolTable.Symbol::size).orElse(0);
    return size.isEmpty() || size.getAsInt() <= 0 ? 0 : bytes / size.getAsInt();
  }

  /** An offset in a type; a value that stands for it where DWARF does not say. */
  int offset(String type, String member, int otherwise) {
    return debugInfo
        .type(type)
        .filter(t -> t.stripped() instanceof Type.Struct)
        .flatMap(t -> ((Type.Struct) t.stripped()).member(member))
        .map(Type.Member::offsetBytes)
        .orElse(otherwise);
  }

  /** Address of a function; 0 if there is none. */
  int function(String name) {
    return symbols.named(name).map(SymbolTable.Symbol::address).orElse(0);
  }

  /** ns of a time in the kernel's units; empty if it is negative or beyond all sense. */
  OptionalLong nanos(OptionalLong units) {
    if (units.isEmpty() || units.getAsLong() < 0) {
      return OptionalLong.empty();
    }
    long nanos = variant.toNanos(units.getAsLong());
    return units.getAsLong() > Long.MAX_VALUE / 1_000_000 && !variant.countsNanos()
        ? OptionalLong.empty()
        : OptionalLong.of(nanos);
  }

  /** An enumeration's name without its prefix; "7?" if it has no such value; "" if unreadable. */
  static String word(GuestValue value, String prefix) {
    if (value.integer().isEmpty()) {
      return "";
    }
    String name = value.enumerator().orElse(value.integerOr(0) + "?");
    return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
  }

  /** A small number; -1 if it is unreadable or out of 0 to max - 1. */
  static int index(GuestValue value, int max) {
    long i = value.integerOr(-1);
    return i >= 0 && i < max ? (int) i : -1;
  }

  /** A C truth value; false if it is unreadable. */
  static boolean truth(GuestValue value) {
    return value.integerOr(0) != 0;
  }
}
