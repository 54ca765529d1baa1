// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image.dwarf;

import java.util.List;

/**
 * Code in which the same variables can be seen: a function, a block, or a function that was put
 * inline (DWARF 5, sections 3.3 and 3.5).
 *
 * @param name of the function; empty for a block
 * @param ranges where its code lies; it may be apart, or empty where all of it was moved away
 * @param callFile that calls an inline function; empty for others
 * @param callLine of that call, from 1; 0 if unknown, or for others
 * @param variables parameters first, then locals, without those of inner scopes
 */
public record Scope(
    Kind kind,
    String name,
    List<CodeRange> ranges,
    String callFile,
    int callLine,
    List<Variable> variables,
    List<Scope> inner) {
  /** What makes a scope. */
  public enum Kind {
    FUNCTION,
    BLOCK,
    INLINED
  }

  public Scope {
    ranges = List.copyOf(ranges);
    variables = List.copyOf(variables);
    inner = List.copyOf(inner);
  }

  /** Whether an address is in its code. */
  public boolean contains(int address) {
    return ranges.stream().anyMatch(r -> r.contains(address));
  }
}
