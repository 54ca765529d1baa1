// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import java.util.Locale;
import java.util.function.IntFunction;
import org.virtualpok.emu.debug.Registers;
import org.virtualpok.emu.debug.SystemRegisters;
import org.virtualpok.emu.machine.PcFaultReport;
import org.virtualpok.emu.trace.EventLog;
import org.virtualpok.hypervisor.module.EventWording;

/** What is left to say of a PC that shut down: reason, registers, stack, last events. */
final class PcPostMortem {
  private final StringBuilder out = new StringBuilder();

  private PcPostMortem() {}

  /**
   * The post-mortem, in several lines.
   *
   * @param consoleOf name of a console's id, null for none
   */
  static String of(PcFaultReport fault, IntFunction<String> consoleOf) {
    PcPostMortem report = new PcPostMortem();
    report.line(
        "The PC shut down at %s, after %d instructions",
        Quantities.duration(fault.timeNanos()), fault.instructions());
    report.line("%s", fault.sentence());
    report.line("Instruction");
    report.line(
        "  0x%08x  %s",
        fault.registers().eip(),
        fault.instruction().isEmpty() ? "no code there" : fault.instruction());
    report.registers(fault.registers());
    report.system(fault.system());
    report.line("Stack, innermost first");
    fault.stack().forEach(e -> report.line("  %s", e));
    report.line("Last %d events", fault.lastEvents().size());
    for (EventLog.Event event : fault.lastEvents()) {
      report.line("  %s", EventWording.line(event, id -> name(consoleOf, id)));
    }
    return report.out.toString();
  }

  private static String name(IntFunction<String> consoleOf, int context) {
    String name = consoleOf.apply(context);
    return name == null ? "CPU" : name;
  }

  private void line(String format, Object... arguments) {
    out.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }

  private void registers(Registers r) {
    out.append(RegisterText.of(r));
  }

  private void system(SystemRegisters s) {
    line("  CR0=%08x  CR2=%08x  CR3=%08x  CR4=%08x", s.cr0(), s.cr2(), s.cr3(), s.cr4());
    line("  GDTR base=%08x  limit=%04x", s.gdtBase(), s.gdtLimit());
    line("  IDTR base=%08x  limit=%04x", s.idtBase(), s.idtLimit());
    line("  TR=%04x  base=%08x  limit=%08x", s.tr().selector(), s.tr().base(), s.tr().limit());
  }
}
