// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.trace.register;

import java.util.Locale;
import java.util.Optional;

/** What a trace may say of a processor; the general registers and segments in encoding order. */
public enum TraceRegister {
  EAX,
  ECX,
  EDX,
  EBX,
  ESP,
  EBP,
  ESI,
  EDI,
  EIP,
  EFLAGS,
  ES,
  CS,
  SS,
  DS,
  FS,
  GS,
  CR0,
  CR2,
  CR3,
  CR4;

  /** Whether it is 16 bits wide, else 32. */
  public boolean isSelector() {
    return compareTo(ES) >= 0 && compareTo(GS) <= 0;
  }

  /** The name as people write it: "eax". */
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The value in hexadecimal, as wide as the register. */
  public String text(int value) {
    return String.format(Locale.ROOT, isSelector() ? "%04x" : "%08x", value);
  }

  /** The register of this name, in either case. */
  public static Optional<TraceRegister> named(String name) {
    for (TraceRegister r : values()) {
      if (r.name().equalsIgnoreCase(name)) {
        return Optional.of(r);
      }
    }
    return Optional.empty();
  }
}
