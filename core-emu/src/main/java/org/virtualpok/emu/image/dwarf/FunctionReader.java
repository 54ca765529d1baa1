// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image.dwarf;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/** Makes functions of the entries that have code. */
final class FunctionReader {
  /** What a function needs of the others. */
  interface Lookup {
    /** The name, of the entry itself or of what it says that it defines. */
    String nameOf(Die die);

    /** What a definition says that it defines; null if it says nothing. */
    Die declared(Die die);

    Variable variable(Die die);
  }

  private final AddressTable addresses;
  private final TypeReader types;
  private final Lines lines;
  private final Lookup lookup;
  private final IntPredicate loaded;
  private final Consumer<String> problems;
  private final ScopeReader scopes;
  private final Map<Die, Function> made = new HashMap<>();
  private final Map<String, Die> byName = new HashMap<>();

  /** By the first address of each range, unsigned. */
  private final TreeMap<Long, Code> byAddress = new TreeMap<>();

  private record Code(AddressTable.Range range, Die die) {}

  FunctionReader(
      AddressTable addresses,
      TypeReader types,
      Lines lines,
      Lookup lookup,
      IntPredicate loaded,
      Consumer<String> problems) {
    this.addresses = addresses;
    this.types = types;
    this.lines = lines;
    this.lookup = lookup;
    this.loaded = loaded;
    this.problems = problems;
    this.scopes = new ScopeReader(addresses, lines, lookup, problems);
  }

  /** Takes an entry of a function; without code it is only a declaration. */
  void index(Die die, boolean external) {
    try {
      List<AddressTable.Range> ranges = addresses.ranges(die);
      if (ranges.isEmpty() || !loaded.test(ranges.get(0).low())) {
        return;
      }
      for (AddressTable.Range r : ranges) {
        byAddress.put(Integer.toUnsignedLong(r.low()), new Code(r, die));
      }
      String name = lookup.nameOf(die);
      if (!name.isEmpty() && (external || !byName.containsKey(name))) {
        byName.put(name, die);
      }
    } catch (DwarfException e) {
      problems.accept(e.getMessage());
    }
  }

  Optional<Function> named(String name) {
    return Optional.ofNullable(byName.get(name)).map(this::function);
  }

  Optional<Function> at(int address) {
    Map.Entry<Long, Code> before = byAddress.floorEntry(Integer.toUnsignedLong(address));
    return before != null && before.getValue().range.contains(address)
        ? Optional.of(function(before.getValue().die))
        : Optional.empty();
  }

  private Function function(Die die) {
    return made.computeIfAbsent(die, this::make);
  }

  private Function make(Die die) {
    Die declared = lookup.declared(die);
    Die typed = die.has(Dw.AT_TYPE) || declared == null ? die : declared;
    Optional<Type> result =
        typed.has(Dw.AT_TYPE) ? Optional.of(types.typeOf(typed)) : Optional.empty();
    Die placed = die.has(Dw.AT_DECL_LINE) || declared == null ? die : declared;
    long file = placed.number(Dw.AT_DECL_FILE).orElse(-1);
    OptionalLong line = placed.number(Dw.AT_DECL_LINE);
    int low = 0;
    int high = 0;
    Location frameBase = Location.NONE;
    try {
      AddressTable.Range first = addresses.ranges(die).get(0);
      low = first.low();
      high = first.high();
      frameBase = addresses.location(die, Dw.AT_FRAME_BASE);
    } catch (DwarfException e) {
      problems.accept(e.getMessage());
    }
    return new Function(
        lookup.nameOf(die),
        low,
        high,
        result,
        file < 0 ? "" : lines.of(placed.root()).file(file),
        (int) Math.max(0, Math.min(Integer.MAX_VALUE, line.orElse(0))),
        frameBase,
        scopes.read(die));
  }
}
