// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.awareness;

import java.util.OptionalLong;
import org.virtualpok.emu.image.dwarf.Type;

/**
 * What an expression or a part of it is: a place in memory, or a number that lies nowhere.
 *
 * @param type as declared, or of the number
 * @param place in memory; {@link GuestValue#UNKNOWN} for a number
 * @param number unless there is a place
 */
public record Operand(Type type, GuestValue place, long number) {
  static Operand of(GuestValue place) {
    return new Operand(place.type(), place, 0);
  }

  static Operand of(Type type, long number) {
    return new Operand(type, GuestValue.UNKNOWN, number);
  }

  /** Its value, if it is an integer, enumeration or pointer that can be read. */
  public OptionalLong integer() {
    return place.known() ? place.integer() : OptionalLong.of(number);
  }
}
