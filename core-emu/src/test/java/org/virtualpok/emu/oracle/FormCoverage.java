// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.virtualpok.emu.isa.Insn;
import org.virtualpok.emu.isa.InsnForm;
import org.virtualpok.emu.isa.InsnTable;

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

  /**
   * Writes the counts as tab-separated lines: form, width, "register" or "memory", executions; in
   * the order of the table.
   */
  public static void write(Path file) throws IOException {
    StringBuilder s = new StringBuilder("form\twidth\toperand\texecutions\n");
    for (InsnForm form : InsnTable.forms()) {
      for (int width : new int[] {8, 16, 32}) {
        for (boolean memory : new boolean[] {false, true}) {
          long count = count(form, width, memory);
          if (count > 0) {
            String operand = memory ? "memory" : "register";
            s.append(form).append('\t').append(width).append('\t').append(operand);
            s.append('\t').append(count).append('\n');
          }
        }
      }
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, s);
  }
}
