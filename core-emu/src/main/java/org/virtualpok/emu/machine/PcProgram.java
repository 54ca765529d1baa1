// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.machine;

import org.virtualpok.emu.image.SymbolTable;

/**
 * A program that a kernel in a PC runs in segments of its own, as it lies now.
 *
 * @param context id of its context
 * @param name as the user knows it: "partition 2"
 * @param code what its CS selects
 * @param data what its DS, ES and SS select
 * @param symbols of its image, by offset in {@code code}
 */
public record PcProgram(int context, String name, Extent code, Extent data, SymbolTable symbols) {
  /**
   * A segment.
   *
   * @param base linear
   * @param limit the last valid offset, unsigned
   */
  public record Extent(int base, int limit) {}
}
