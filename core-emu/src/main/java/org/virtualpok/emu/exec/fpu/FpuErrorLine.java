// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec.fpu;

/**
 * The FERR# pin, on a PC the way to IRQ 13: how an FPU exception is told outside while CR0.NE is
 * clear (Intel SDM vol. 3, 2.5 and 18.2.2).
 */
public interface FpuErrorLine {
  /** A line that leads nowhere. */
  FpuErrorLine NONE = () -> {};

  /**
   * A waiting instruction met an unmasked exception. It goes on all the same, as with IGNNE# held
   * active.
   */
  void raised();
}
