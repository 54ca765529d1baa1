// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image.dwarf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A function that has code.
 *
 * @param low address of its first instruction
 * @param high first address behind its first range
 * @param file that declares it; empty if unknown
 * @param line of the declaration, from 1; 0 if unknown
 * @param frameBase expressions for DW_OP_fbreg
 * @param scope its code, parameters and locals, and those of the blocks and inlined functions in it
 */
public record Function(
    String name,
    int low,
    int high,
    Optional<Type> result,
    String file,
    int line,
    Location frameBase,
    Scope scope) {

  /** Parameters first, then the locals of its blocks; not those of inlined functions. */
  public List<Variable> variables() {
    List<Variable> all = new ArrayList<>();
    collect(scope, all);
    return all;
  }

  private static void collect(Scope scope, List<Variable> all) {
    all.addAll(scope.variables());
    for (Scope inner : scope.inner()) {
      if (inner.kind() == Scope.Kind.BLOCK) {
        collect(inner, all);
      }
    }
  }

  /** The scopes around an address, innermost first; at least the function's own. */
  public List<Scope> scopesAt(int address) {
    List<Scope> around = new ArrayList<>();
    Scope at = scope;
    while (at != null) {
      around.add(0, at);
      at = at.inner().stream().filter(s -> s.contains(address)).findFirst().orElse(null);
    }
    return around;
  }

  /** The variable that a name means at an address: that of the innermost scope. */
  public Optional<Variable> variableAt(int address, String name) {
    for (Scope around : scopesAt(address)) {
      for (Variable v : around.variables()) {
        if (v.name().equals(name)) {
          return Optional.of(v);
        }
      }
      if (around.kind() == Scope.Kind.INLINED) {
        return Optional.empty(); // its caller's locals are not its own
      }
    }
    return Optional.empty();
  }
}
