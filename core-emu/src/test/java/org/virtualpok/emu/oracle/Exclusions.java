// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.oracle;

import java.util.EnumMap;
import java.util.Map;
import org.virtualpok.emu.isa.InsnForm;
import org.virtualpok.emu.isa.Op;

/** Rows that a process under Linux cannot ask the silicon about, each with the reason. */
final class Exclusions {
  private static final Map<Op, String> REASONS = new EnumMap<>(Op.class);

  static {
    REASONS.put(Op.CPUID, "tells which CPU it is, and that differs");
    REASONS.put(Op.RDTSC, "reads a clock");
    REASONS.put(
        Op.INT1,
        "hypervisors intercept #DB, and then report EIP of the instruction or of the one behind it");
    for (Op op : new Op[] {Op.SYSENTER, Op.SYSEXIT}) {
      REASONS.put(op, "Linux has set it up as the way into the kernel");
    }
    String umip = "the host has UMIP: the instruction faults, and Linux emulates some of it";
    for (Op op : new Op[] {Op.SGDT, Op.SIDT, Op.SLDT, Op.STR, Op.SMSW}) {
      REASONS.put(op, umip);
    }
  }

  private Exclusions() {}

  /** Why the form is not asked about; null if it is. */
  static String reason(InsnForm form) {
    return REASONS.get(form.op());
  }
}
