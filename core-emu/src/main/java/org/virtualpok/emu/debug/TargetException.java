// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug;

/** An order that the target refuses; the message is one line for the user. */
public final class TargetException extends Exception {
  private static final long serialVersionUID = 1L;

  public TargetException(String message) {
    super(message);
  }
}
