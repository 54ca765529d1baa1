// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config.deployment;

import java.util.Collection;
import java.util.List;
import org.virtualpok.hypervisor.config.NearestName;

/** Names that look like a mistyped one. */
final class Names {
  static final List<String> DIRECTIVES =
      List.of("define", "undef", "include", "if", "ifdef", "ifndef", "elif", "else", "endif");

  private Names() {}

  /** "; is X meant?", or nothing where no known name is near. */
  static String hint(String name, Collection<String> known) {
    return NearestName.of(name, known).map(n -> "; is " + n + " meant?").orElse("");
  }
}
