// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.awareness;

/** An expression that means nothing here; the message is one line for the user. */
public final class ExpressionException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int column;

  ExpressionException(int column, String message) {
    super(message);
    this.column = column;
  }

  /** Where in the expression, from 1. */
  public int column() {
    return column;
  }
}
