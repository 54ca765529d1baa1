// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.machine;

/**
 * How a PC came to its end.
 *
 * @param value of a write to the debug exit, else 0
 * @param sentence in the user's words
 */
public record PcEnding(Kind kind, int value, String sentence) {
  /** What ended it. */
  public enum Kind {
    /** The guest switched the power off. */
    POWER_OFF,
    /** The guest wrote to the debug exit. */
    DEBUG_EXIT,
    /** The guest pulled RESET, and there is no ROM that could start again. */
    RESET,
    /** The processor is shut down. */
    TRIPLE_FAULT,
    /** HLT with interrupts off, or nothing left that could interrupt. */
    HALTED
  }
}
