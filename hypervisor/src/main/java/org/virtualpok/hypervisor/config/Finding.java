// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config;

/**
 * What is wrong, or odd, at one place of a configuration.
 *
 * @param line from 1; 0 where no line is to blame
 * @param message a sentence's worth without a full stop
 */
public record Finding(Severity severity, String file, int line, String message) {
  /** How bad it is. */
  public enum Severity {
    /** The system does not build, stops, or breaks. */
    ERROR,
    /** It runs, but hardly as meant. */
    WARNING
  }

  public static Finding error(String file, int line, String message) {
    return new Finding(Severity.ERROR, file, line, message);
  }

  public static Finding warning(String file, int line, String message) {
    return new Finding(Severity.WARNING, file, line, message);
  }

  /** As compilers word it: "file:line: warning: message". */
  public String text() {
    String place = line > 0 ? file + ":" + line + ": " : file.isEmpty() ? "" : file + ": ";
    return place + (severity == Severity.WARNING ? "warning: " : "") + message;
  }
}
