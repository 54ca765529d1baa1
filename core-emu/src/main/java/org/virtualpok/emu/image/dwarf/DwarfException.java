// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image.dwarf;

/** Debugging information that cannot be read; the message says what and where. */
final class DwarfException extends Exception {
  private static final long serialVersionUID = 1L;

  DwarfException(String message) {
    super(message);
  }
}
