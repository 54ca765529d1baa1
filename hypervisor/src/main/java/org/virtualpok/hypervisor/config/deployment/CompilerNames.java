// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config.deployment;

import java.util.Set;

/** Macros that the compiler or POK's makefiles define before the first line of a header. */
final class CompilerNames {
  /** Of gcc for i386, and of POK's makefiles. */
  private static final Set<String> ONES =
      Set.of("__i386__", "__i386", "i386", "__STDC__", "__ELF__", "POK_ARCH_X86");

  private static final Set<String> OTHERS =
      Set.of("__GNUC__", "__GNUC_MINOR__", "__STDC_VERSION__", "__POK_C__", "__LINE__", "__FILE__");

  private CompilerNames() {}

  static boolean defines(String name) {
    return isOne(name) || OTHERS.contains(name);
  }

  static boolean isOne(String name) {
    return ONES.contains(name);
  }

  /** Whether only the compiler may define a name: what it is depends on it. */
  static boolean isReserved(String name) {
    return OTHERS.contains(name) || name.startsWith("__");
  }
}
