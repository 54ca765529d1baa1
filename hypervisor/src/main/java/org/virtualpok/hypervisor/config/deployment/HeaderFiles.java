// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config.deployment;

import java.util.Optional;

/** Finds the files that a header includes by a quoted name. */
@FunctionalInterface
public interface HeaderFiles {
  /** Nothing lies beside the header. */
  HeaderFiles NONE = name -> Optional.empty();

  /**
   * Reads a file that lies beside the header or in a directory below.
   *
   * @param name as quoted; never absolute, and without ".."
   * @return its bytes; empty if there is none, or it cannot be read
   */
  Optional<byte[]> read(String name);
}
