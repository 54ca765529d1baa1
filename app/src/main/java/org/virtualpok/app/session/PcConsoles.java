// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.session;

import org.virtualpok.emu.debug.ConsoleInfo;
import org.virtualpok.emu.machine.PcMachine;

/** The names of a PC's consoles. */
public final class PcConsoles {
  private PcConsoles() {}

  /** Name of the console with this id; null if there is none. */
  public static String name(PcMachine machine, int id) {
    return machine.consoles().stream()
        .filter(c -> c.id() == id)
        .map(ConsoleInfo::name)
        .findFirst()
        .orElse(null);
  }
}
