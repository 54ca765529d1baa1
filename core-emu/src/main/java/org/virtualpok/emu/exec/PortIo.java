// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec;

/** The I/O port space that a processor sees; whoever has devices implements it. */
public interface PortIo {
  /** A bus without devices: reads give all ones, writes are lost. */
  PortIo NONE =
      new PortIo() {
        @Override
        public int in(int port, int sizeBytes) {
          return -1 >>> (32 - 8 * sizeBytes);
        }

        @Override
        public void out(int port, int value, int sizeBytes) {}
      };

  /**
   * Reads a port.
   *
   * @param port 0 to FFFF
   * @param sizeBytes 1, 2 or 4
   * @return the value, zero-extended
   */
  int in(int port, int sizeBytes);

  /** Writes the low bytes of a value to a port. */
  void out(int port, int value, int sizeBytes);
}
