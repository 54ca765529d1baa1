// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.kernels;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.interp.CodePeek;
import org.virtualpok.emu.interp.Processor;
import org.virtualpok.emu.isa.Insn;
import org.virtualpok.emu.isa.InsnForm;

/** Which instructions the test kernels run to their end: each kernel is stepped. */
public final class KernelForms {
  private KernelForms() {}

  /** The kernels that run a form, by form. */
  public static Map<InsnForm, Set<String>> executed() throws IOException {
    Map<InsnForm, Set<String>> forms = new HashMap<>();
    for (String name : KernelTest.NAMES) {
      for (InsnForm form : executed(KernelTest.rom(name))) {
        forms.computeIfAbsent(form, f -> new TreeSet<>()).add(name);
      }
    }
    return forms;
  }

  private static Set<InsnForm> executed(byte[] rom) {
    TestBoard board = new TestBoard(rom);
    Processor processor = board.processor();
    CpuState cpu = processor.cpu();
    CodePeek peek = new CodePeek(board.memory());
    Set<InsnForm> forms = new HashSet<>();
    Set<Long> seen = new HashSet<>();
    Processor.Exit exit = Processor.Exit.BUDGET;
    while (exit == Processor.Exit.BUDGET && cpu.retired < KernelTest.BUDGET) {
      int eip = cpu.eip;
      int at = cpu.segment(SegmentName.CS).base + eip;
      long place = (long) cpu.cr3 << 32 | Integer.toUnsignedLong(at);
      Insn n = seen.contains(place) ? null : peek.instruction(cpu);
      exit = processor.run(1, false);
      // An instruction that faults has not been executed, and may be later.
      if (n != null && (n.op.endsBlock || cpu.eip == eip + n.length)) {
        seen.add(place);
        forms.add(n.form);
      }
    }
    return forms;
  }
}
