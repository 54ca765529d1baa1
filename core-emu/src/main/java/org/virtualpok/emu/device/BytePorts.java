// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.device;

/** A device whose ports are a byte wide; the bus splits wider accesses, low byte first. */
public interface BytePorts {
  /**
   * Reads a port.
   *
   * @param port 0 to FFFF, as the bus has it
   * @return 0 to FF
   */
  int read(int port);

  /**
   * Writes a port.
   *
   * @param value 0 to FF
   */
  void write(int port, int value);
}
