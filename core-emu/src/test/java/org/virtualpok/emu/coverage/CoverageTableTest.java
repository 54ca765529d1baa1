// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.coverage;

import static java.util.Comparator.naturalOrder;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.interp.ModelTest;
import org.virtualpok.emu.interp.RingZeroFormsTest;
import org.virtualpok.emu.interp.VirtualModeTest;
import org.virtualpok.emu.isa.InsnForm;
import org.virtualpok.emu.isa.InsnTable;
import org.virtualpok.emu.isa.Op;
import org.virtualpok.emu.kernels.KernelForms;
import org.virtualpok.emu.oracle.SiliconForms;
import org.virtualpok.emu.oracle.SiliconForms.Compared;

/**
 * Every row of the instruction table is executed by a test that compares what it does; the table in
 * docs/instruction-coverage.md says by which. {@code -Dvirtualpok.write=true} writes it anew.
 */
class CoverageTableTest {
  /** Rows that neither ring 3 nor a kernel can run, or runs so far, and the unit tests of them. */
  private static final Map<String, Class<?>> UNIT_TESTS =
      Map.ofEntries(
          Map.entry("0F 34 SYSENTER", VirtualModeTest.class),
          Map.entry("0F 35 SYSEXIT", VirtualModeTest.class),
          Map.entry("0F 30 WRMSR", ModelTest.class),
          Map.entry("0F 32 RDMSR", ModelTest.class),
          Map.entry("0F 33 RDPMC", ModelTest.class),
          Map.entry("6D INS Yv,DX", RingZeroFormsTest.class),
          Map.entry("6E OUTS DX,Xb", RingZeroFormsTest.class),
          Map.entry("E5 IN RAX,Ib", RingZeroFormsTest.class),
          Map.entry("E7 OUT Ib,RAX", RingZeroFormsTest.class),
          Map.entry("0F 08 INVD", RingZeroFormsTest.class),
          Map.entry("0F 09 WBINVD", RingZeroFormsTest.class));

  private static Map<InsnForm, Compared> silicon;
  private static Map<InsnForm, Set<String>> kernels;

  @BeforeAll
  static void count() throws IOException {
    silicon = SiliconForms.compared();
    kernels = KernelForms.executed();
  }

  @Test
  void shouldExecuteEveryFormSomewhere() {
    List<InsnForm> holes = new ArrayList<>();
    for (InsnForm form : InsnTable.forms()) {
      if (!executed(form)) {
        holes.add(form);
      }
    }
    assertEquals(List.of(), holes);
    Set<String> names =
        InsnTable.forms().stream().map(InsnForm::toString).collect(Collectors.toSet());
    assertTrue(names.containsAll(UNIT_TESTS.keySet()), "a unit test of a row that is not there");
  }

  @Test
  void shouldBeWrittenInTheDocumentation() throws IOException {
    Path file =
        Path.of(System.getProperty("basedir", "")).resolve("../docs/instruction-coverage.md");
    if (Boolean.getBoolean("virtualpok.write")) {
      Files.writeString(file, table());
    }
    assertTrue(Files.exists(file), "no " + file.getFileName());
    assertEquals(
        table(),
        Files.readString(file),
        file.getFileName() + " is stale: run this test with -Dvirtualpok.write=true");
  }

  private static boolean executed(InsnForm form) {
    Compared compared = silicon.get(form);
    boolean bySilicon = compared != null && (!compared.columns.isEmpty() || raises(form));
    return bySilicon || kernels.containsKey(form) || UNIT_TESTS.containsKey(form.toString());
  }

  /** All that it does is to raise an exception. */
  private static boolean raises(InsnForm form) {
    return form.op() == Op.UD2 || form.op() == Op.INT || form.op() == Op.INT1;
  }

  private static String table() {
    List<InsnForm> forms = InsnTable.forms();
    long compared =
        forms.stream()
            .filter(f -> silicon.containsKey(f) && !silicon.get(f).columns.isEmpty())
            .count();
    StringBuilder s = new StringBuilder();
    s.append(
        """
        # Instruction coverage

        Which test executes which row of the instruction table, and compares what it does.
        Generated: `./mvnw -pl core-emu test -Dtest=CoverageTableTest -Dvirtualpok.write=true`.

        * **CPU**: compared with the recorded answers of a CPU, in ring 3, with these operand
          widths, in registers (reg) and in memory (mem); or the exceptions that it answered.
        * **Kernel**: executed to its end by this test kernel (the first in the alphabet that
          does), whose text is compared with what Bochs printed.

        """);
    s.append(forms.size()).append(" forms: ").append(compared);
    s.append(
        " executed in ring 3 and compared with a CPU, the others by kernels and unit"
            + " tests. What is in no row is #UD, see the end.");
    s.append("\n\n| form | CPU | kernel | remarks |\n|---|---|---|---|\n");
    for (InsnForm form : forms) {
      s.append("| `").append(form).append("` | ").append(bySilicon(form));
      s.append(" | ").append(byKernels(form)).append(" | ").append(remark(form)).append(" |\n");
    }
    return s.append(UndefinedOpcodes.table()).toString();
  }

  private static String bySilicon(InsnForm form) {
    Compared compared = silicon.get(form);
    if (compared == null) {
      return "";
    }
    return compared.columns.isEmpty()
        ? String.join(" ", compared.exceptions)
        : String.join(", ", compared.columns);
  }

  private static String byKernels(InsnForm form) {
    return kernels.getOrDefault(form, Set.of()).stream().min(naturalOrder()).orElse("");
  }

  private static String remark(InsnForm form) {
    List<String> remarks = new ArrayList<>();
    String exclusion = SiliconForms.exclusion(form);
    if (exclusion != null) {
      remarks.add("no CPU asked: " + exclusion);
    }
    if (form.op() == Op.UD2) {
      remarks.add("#UD by design");
    }
    if (UNIT_TESTS.containsKey(form.toString())) {
      remarks.add("in ring 0: " + UNIT_TESTS.get(form.toString()).getSimpleName());
    }
    return String.join("; ", remarks);
  }
}
