// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config;

import java.io.IOException;

/**
 * Finds the bytes of a partition image. A reference is a path relative to the module's XML, or
 * "builtin:NAME".
 */
public interface ImageResolver {
  /**
   * @throws IOException with one line for the user that says what is missing; the reference itself
   *     is added by the caller
   */
  byte[] resolve(String reference) throws IOException;
}
