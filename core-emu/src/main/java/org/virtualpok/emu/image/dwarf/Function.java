// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image.dwarf;

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
 * @param variables parameters first, then locals of all blocks
 */
public record Function(
    String name,
    int low,
    int high,
    Optional<Type> result,
    String file,
    int line,
    Location frameBase,
    List<Variable> variables) {
  public Function {
    variables = List.copyOf(variables);
  }
}
