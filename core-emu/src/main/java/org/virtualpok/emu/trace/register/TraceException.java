// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.trace.register;

/** A trace that cannot be read; the message names file and line, for the user. */
public final class TraceException extends Exception {
  private static final long serialVersionUID = 1L;

  public TraceException(String file, long line, String problem) {
    super(file + ": line " + line + ": " + problem);
  }

  public TraceException(String file, String problem) {
    super(file + ": " + problem);
  }
}
