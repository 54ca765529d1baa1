// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.oracle;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.virtualpok.emu.isa.Insn;
import org.virtualpok.emu.isa.InsnForm;

/** How often the tests of this JVM have run each form, by operand width and kind. */
public final class FormCoverage {
  /** A column of the table: bits 8, 16 or 32; whether an operand was in memory. */
  public record Column(InsnForm form, int width, boolean memory) {}

  private static final Map<Column, AtomicLong> COUNTS = new ConcurrentHashMap<>();

  private FormCoverage() {}

  /** Counts one execution of a decoded instruction. */
  public static void ran(Insn n) {
    Column column = new Column(n.form, n.width, n.hasMemory());
    COUNTS.computeIfAbsent(column, c -> new AtomicLong()).incrementAndGet();
  }

  public static long count(InsnForm form, int width, boolean memory) {
    AtomicLong count = COUNTS.get(new Column(form, width, memory));
    return count == null ? 0 : count.get();
  }

  /** Executions of a form in all widths and kinds. */
  public static long count(InsnForm form) {
    return COUNTS.entrySet().stream()
        .filter(e -> e.getKey().form().equals(form))
        .mapToLong(e -> e.getValue().get())
        .sum();
  }
}
