// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.state;

/** A state that cannot be restored; the message is one line with the path of what is wrong. */
public final class StateException extends Exception {
  private static final long serialVersionUID = 1L;

  public StateException(String message) {
    super(message);
  }
}
