// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.device;

/** A wire from a device to an interrupt controller, or any other wire with a level. */
public interface IrqLine {
  /** A wire that leads nowhere. */
  IrqLine NONE = level -> {};

  /** Sets the level; setting the same level again means nothing. */
  void set(boolean level);
}
