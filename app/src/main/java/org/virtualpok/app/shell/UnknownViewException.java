// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.shell;

/** A view was asked for that the target's window does not have; the message is one line. */
public final class UnknownViewException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnknownViewException(String message) {
    super(message);
  }
}
