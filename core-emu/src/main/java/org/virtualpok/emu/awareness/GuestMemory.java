// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.awareness;

/** A guest's memory in the addresses of its image: what its pointers mean. */
public interface GuestMemory {
  /**
   * Reads without any effect on the guest.
   *
   * @param address unsigned
   * @return shorter than asked where nothing can be read; never null
   */
  byte[] read(int address, int lengthBytes);
}
