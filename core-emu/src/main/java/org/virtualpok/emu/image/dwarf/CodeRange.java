// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image.dwarf;

/**
 * A stretch of code.
 *
 * @param low its first address, unsigned
 * @param high first address behind it, unsigned
 */
public record CodeRange(int low, int high) {
  /** Whether an address is in it. */
  public boolean contains(int address) {
    return Integer.compareUnsigned(low, address) <= 0 && Integer.compareUnsigned(address, high) < 0;
  }
}
