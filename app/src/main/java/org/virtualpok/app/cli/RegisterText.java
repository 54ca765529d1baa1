// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import java.util.Locale;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.debug.Registers;

/** The registers of a CPU or vCPU, as a post-mortem prints them. */
final class RegisterText {
  private static final String[] NAMES = {"EAX", "ECX", "EDX", "EBX", "ESP", "EBP", "ESI", "EDI"};

  private RegisterText() {}

  /** Several lines under the heading "Registers". */
  static String of(Registers r) {
    StringBuilder out = new StringBuilder("Registers\n");
    for (int i = 0; i < NAMES.length; i += 4) {
      for (int k = i; k < i + 4; k++) {
        line(out, "  %s=%08x%s", NAMES[k], r.gpr(k), k == i + 3 ? "\n" : "");
      }
    }
    line(out, "  EIP=%08x  EFLAGS=%08x  CPL=%d\n", r.eip(), r.eflags(), r.cpl());
    for (SegmentName name : SegmentName.values()) {
      Registers.Segment s = r.segment(name);
      line(
          out,
          "  %s=%04x  base=%08x  limit=%08x%s\n",
          name,
          s.selector(),
          s.base(),
          s.limit(),
          s.usable() ? "" : "  unusable");
    }
    return out.toString();
  }

  private static void line(StringBuilder out, String format, Object... arguments) {
    out.append(String.format(Locale.ROOT, format, arguments));
  }
}
