// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.awareness;

import org.virtualpok.emu.image.SymbolTable;
import org.virtualpok.emu.image.dwarf.DebugInfo;

/**
 * An image that runs in a target, and its memory.
 *
 * @param context id of the CPU or vCPU that runs it
 * @param name as the user knows it
 */
public record GuestImage(
    int context, String name, SymbolTable symbols, DebugInfo debugInfo, GuestMemory memory) {
  /** Its variables, as they are when they are asked for. */
  public GuestData data() {
    return new GuestData(debugInfo, memory);
  }
}
