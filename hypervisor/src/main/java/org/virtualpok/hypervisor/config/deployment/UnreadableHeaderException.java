// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config.deployment;

import org.virtualpok.hypervisor.config.Finding;

/** A header that no compiler would read to its end; the message names file and line. */
final class UnreadableHeaderException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Finding finding;

  UnreadableHeaderException(String file, int line, String message) {
    super(message);
    finding = new Finding(Finding.Severity.ERROR, file, line, message);
  }

  Finding finding() {
    return finding;
  }
}
