// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config.deployment;

/**
 * What is wrong, or odd, at one place of a header.
 *
 * @param line from 1; 0 where no line is to blame
 * @param message a sentence's worth without a full stop
 */
public record Finding(Severity severity, String file, int line, String message) {
  /** How bad it is. */
  public enum Severity {
    /** The kernel does not build, stops, or breaks. */
    ERROR,
    /** It runs, but hardly as meant. */
    WARNING
  }

  static Finding error(Macro at, String message) {
    return new Finding(Severity.ERROR, at.file(), at.line(), message);
  }

  static Finding warning(Macro at, String message) {
    return new Finding(Severity.WARNING, at.file(), at.line(), message);
  }

  /** As compilers word it: "file:line: warning: message". */
  public String text() {
    String place = line > 0 ? file + ":" + line : file;
    return place + (severity == Severity.WARNING ? ": warning: " : ": ") + message;
  }
}
