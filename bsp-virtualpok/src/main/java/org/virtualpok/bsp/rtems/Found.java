// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.rtems;

import org.virtualpok.bsp.awareness.Problems;
import org.virtualpok.emu.awareness.GuestValue;

/**
 * An object in use.
 *
 * @param control its control block
 * @param id unsigned
 */
record Found(GuestValue control, long id, String name) {
  int address() {
    return control.address();
  }

  /** Whether an address lies in the control block. */
  boolean holds(int address) {
    return Integer.compareUnsigned(address - address(), control.type().sizeBytes().orElse(0)) < 0;
  }

  /** The name, or the id in hexadecimal for what has none. */
  String label() {
    return name.isEmpty() ? Problems.hex(id) : name;
  }
}
