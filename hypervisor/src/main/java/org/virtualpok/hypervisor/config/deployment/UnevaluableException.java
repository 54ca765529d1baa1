// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config.deployment;

/** A value that is not known for sure; the message says what stands in the way. */
final class UnevaluableException extends Exception {
  private static final long serialVersionUID = 1L;

  UnevaluableException(String message) {
    super(message);
  }
}
