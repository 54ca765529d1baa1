// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image.dwarf;

import java.util.OptionalInt;

/**
 * A variable or parameter.
 *
 * @param external whether other units see it
 * @param unit name of the unit that defines it, as its compiler was told
 * @param location where it lies
 */
public record Variable(String name, boolean external, String unit, Type type, Location location) {
  /** The address of a variable that always lies at one, as the image's symbols have it. */
  public OptionalInt address() {
    return location.staticAddress();
  }
}
