// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image.dwarf;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Makes scopes of a function's entry and those inside it. */
final class ScopeReader {
  private static final int DEPTH_MAX = 64;

  private final AddressTable addresses;
  private final Lines lines;
  private final FunctionReader.Lookup lookup;
  private final Consumer<String> problems;

  ScopeReader(
      AddressTable addresses,
      Lines lines,
      FunctionReader.Lookup lookup,
      Consumer<String> problems) {
    this.addresses = addresses;
    this.lines = lines;
    this.lookup = lookup;
    this.problems = problems;
  }

  /** The scope of a function that has code of its own. */
  Scope read(Die function) {
    return read(function, Scope.Kind.FUNCTION, 0);
  }

  private Scope read(Die die, Scope.Kind kind, int depth) {
    List<Variable> parameters = new ArrayList<>();
    List<Variable> locals = new ArrayList<>();
    List<Scope> inner = new ArrayList<>();
    for (Die child : die.children) {
      switch (child.tag) {
        case Dw.TAG_FORMAL_PARAMETER -> parameters.add(lookup.variable(child));
        case Dw.TAG_VARIABLE -> locals.add(lookup.variable(child));
        case Dw.TAG_LEXICAL_BLOCK -> add(inner, child, Scope.Kind.BLOCK, depth);
        case Dw.TAG_INLINED_SUBROUTINE -> add(inner, child, Scope.Kind.INLINED, depth);
        default -> {}
      }
    }
    parameters.addAll(locals);
    boolean inlined = kind == Scope.Kind.INLINED;
    long file = die.number(Dw.AT_CALL_FILE).orElse(-1);
    return new Scope(
        kind,
        kind == Scope.Kind.BLOCK ? "" : lookup.nameOf(die),
        ranges(die),
        inlined && file >= 0 ? lines.of(die.root()).file(file) : "",
        inlined ? line(die) : 0,
        parameters,
        inner);
  }

  private void add(List<Scope> inner, Die die, Scope.Kind kind, int depth) {
    if (depth < DEPTH_MAX) {
      inner.add(read(die, kind, depth + 1));
    }
  }

  private static int line(Die die) {
    long line = die.number(Dw.AT_CALL_LINE).orElse(0);
    return line > 0 && line <= Integer.MAX_VALUE ? (int) line : 0;
  }

  private List<CodeRange> ranges(Die die) {
    List<CodeRange> ranges = new ArrayList<>();
    try {
      for (AddressTable.Range r : addresses.ranges(die)) {
        ranges.add(new CodeRange(r.low(), r.high()));
      }
    } catch (DwarfException e) {
      problems.accept(e.getMessage());
    }
    return ranges;
  }
}
