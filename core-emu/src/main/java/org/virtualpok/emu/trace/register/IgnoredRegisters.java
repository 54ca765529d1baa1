// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.trace.register;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.virtualpok.emu.cpu.Eflags;

/** Bits of registers that a comparison looks at; names say which it leaves out. */
public final class IgnoredRegisters {
  private static final Map<String, Integer> FLAGS = new HashMap<>();

  static {
    FLAGS.put("cf", Eflags.CF);
    FLAGS.put("pf", Eflags.PF);
    FLAGS.put("af", Eflags.AF);
    FLAGS.put("zf", Eflags.ZF);
    FLAGS.put("sf", Eflags.SF);
    FLAGS.put("tf", Eflags.TF);
    FLAGS.put("if", Eflags.IF);
    FLAGS.put("df", Eflags.DF);
    FLAGS.put("of", Eflags.OF);
    FLAGS.put("iopl", Eflags.IOPL);
    FLAGS.put("nt", Eflags.NT);
    FLAGS.put("rf", Eflags.RF);
    FLAGS.put("vm", Eflags.VM);
    FLAGS.put("ac", Eflags.AC);
    FLAGS.put("vif", Eflags.VIF);
    FLAGS.put("vip", Eflags.VIP);
    FLAGS.put("id", Eflags.ID);
  }

  private final int[] compared = new int[TraceRegister.values().length];

  /** Compares all. */
  public IgnoredRegisters() {
    Arrays.fill(compared, -1);
  }

  /**
   * Leaves something out: a register ("edx"), half of one ("eax.high", "eax.low": 16 bits each), or
   * a flag ("af").
   *
   * @throws IllegalArgumentException with a message for the user
   */
  public void ignore(String name) {
    String key = name.trim().toLowerCase(Locale.ROOT);
    if (FLAGS.containsKey(key)) {
      compared[TraceRegister.EFLAGS.ordinal()] &= ~FLAGS.get(key);
      return;
    }
    int dot = key.indexOf('.');
    String part = dot < 0 ? "" : key.substring(dot + 1);
    TraceRegister r = TraceRegister.named(dot < 0 ? key : key.substring(0, dot)).orElse(null);
    int bits =
        switch (part) {
          case "" -> -1;
          case "high" -> 0xffff0000;
          case "low" -> 0xffff;
          default -> r == TraceRegister.EFLAGS ? FLAGS.getOrDefault(part, 0) : 0;
        };
    if (r == null || bits == 0) {
      throw new IllegalArgumentException(
          "'" + name.trim() + "' is no register, half (eax.high, eax.low) or flag (af) of one");
    }
    if (bits == -1 && (r == TraceRegister.EIP || r == TraceRegister.CS)) {
      throw new IllegalArgumentException(r.title() + " cannot be ignored: traces align by it");
    }
    compared[r.ordinal()] &= ~bits;
  }

  /** The bits of a register that count. */
  int compared(TraceRegister register) {
    return compared[register.ordinal()];
  }
}
