// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.awareness;

import java.util.Optional;
import java.util.OptionalInt;
import org.virtualpok.emu.image.dwarf.DebugInfo;
import org.virtualpok.emu.image.dwarf.Type;
import org.virtualpok.emu.image.dwarf.Variable;

/** Variables of a guest by name, read through its debugging information. */
public final class GuestData {
  private final DebugInfo debugInfo;
  private final GuestMemory memory;

  GuestData(DebugInfo debugInfo, GuestMemory memory) {
    this.debugInfo = debugInfo;
    this.memory = memory;
  }

  public DebugInfo debugInfo() {
    return debugInfo;
  }

  public GuestMemory memory() {
    return memory;
  }

  /** A variable that lies at one address; {@link GuestValue#UNKNOWN} if there is no such. */
  public GuestValue variable(String name) {
    Optional<Variable> variable = debugInfo.variable(name);
    OptionalInt address = variable.map(Variable::address).orElse(OptionalInt.empty());
    return address.isEmpty()
        ? GuestValue.UNKNOWN
        : GuestValue.at(variable.get().type(), address.getAsInt(), memory);
  }

  /** What a type's name says lies at an address; {@link GuestValue#UNKNOWN} if it is not known. */
  public GuestValue at(String typeName, int address) {
    Optional<Type> type = debugInfo.type(typeName);
    return type.isEmpty() ? GuestValue.UNKNOWN : GuestValue.at(type.get(), address, memory);
  }
}
