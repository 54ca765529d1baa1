// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image.dwarf;

import java.util.List;
import java.util.Optional;

/**
 * The debugging information of one image: its types, global variables, functions and lines, in any
 * of DWARF 2 to 5. Addresses are the image's own. Immutable to its users; it reads units when they
 * are first needed, from any thread.
 *
 * <p>Damaged information is no error of the image: what cannot be read is left out and named by
 * {@link #problems()}.
 */
public interface DebugInfo {
  /** Of an image that was built without. */
  DebugInfo NONE = new NoDebugInfo();

  /** Whether there is none at all. */
  boolean isEmpty();

  /** One line for each thing that could not be read so far; empty where all is well. */
  List<String> problems();

  /** A global or file-local variable; an external definition wins. */
  Optional<Variable> variable(String name);

  /** A complete type by typedef name ("thread_t") or tag ("struct thread"). */
  Optional<Type> type(String name);

  /** The value of an enumerator, in any enumeration. */
  Optional<Long> enumerator(String name);

  /** The enumeration that an enumerator belongs to. */
  Optional<Type> enumeration(String enumerator);

  Optional<Function> function(String name);

  /** The function whose code holds an address. */
  Optional<Function> functionAt(int address);

  /** The source line of an address. */
  Optional<SourceLine> lineAt(int address);

  /**
   * Where a line of a file begins, to stop there.
   *
   * @param file its path, or the last components of it
   * @param line from 1
   */
  List<SourceLine> rows(String file, int line);

  /** Every row of every unit's line table, as they stand there. */
  List<SourceLine> lines();
}
