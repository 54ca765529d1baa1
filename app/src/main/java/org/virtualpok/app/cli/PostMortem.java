// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.function.IntFunction;
import org.virtualpok.emu.debug.Context;
import org.virtualpok.emu.debug.DebugTarget;
import org.virtualpok.emu.debug.Registers;
import org.virtualpok.emu.isa.Disassembler;
import org.virtualpok.emu.trace.EventLog;
import org.virtualpok.hypervisor.module.EventWording;
import org.virtualpok.hypervisor.module.FaultReport;

/** What is left to say of a partition that faulted: reason, registers, stack, last events. */
final class PostMortem {
  private final StringBuilder out = new StringBuilder();

  private PostMortem() {}

  /**
   * The post-mortem of a partition, in several lines.
   *
   * @param target stands, or answers soon
   * @param partitionOf name of the partition of a context id, null for none
   */
  static String of(FaultReport fault, DebugTarget target, IntFunction<String> partitionOf) {
    PostMortem report = new PostMortem();
    report.line(
        "Partition %s faulted at %s, after %d instructions of the module",
        fault.partition(), Quantities.duration(fault.timeNanos()), fault.instruction());
    report.line("%s", fault.sentence());
    report.instruction(fault, target);
    report.registers(fault.registers());
    report.line("Stack, innermost first");
    fault.stack().forEach(e -> report.line("  %s", e.text()));
    report.line("Last %d events", fault.lastEvents().size());
    for (EventLog.Event event : fault.lastEvents()) {
      report.line("  %s", EventWording.line(event, id -> name(partitionOf, id)));
    }
    return report.out.toString();
  }

  private static String name(IntFunction<String> partitionOf, int context) {
    String name = partitionOf.apply(context);
    return name == null ? "-" : name;
  }

  private void line(String format, Object... arguments) {
    out.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }

  private void instruction(FaultReport fault, DebugTarget target) {
    int eip = fault.registers().eip();
    line("Instruction");
    line("  0x%08x  %s", eip, disassembled(fault, target));
  }

  private static String disassembled(FaultReport fault, DebugTarget target) {
    int vcpu =
        target.snapshot().contexts().stream()
            .filter(c -> c.kind() == Context.Kind.VCPU && c.parent() == fault.context())
            .mapToInt(Context::id)
            .findFirst()
            .orElse(fault.context());
    try {
      List<Disassembler.Line> lines =
          target.disassemble(vcpu, fault.registers().eip(), 1, Disassembler.Syntax.INTEL).join();
      return lines.isEmpty() ? "no code there" : lines.get(0).text();
    } catch (CompletionException e) {
      return "no code there"; // refused: the offset lies outside the partition
    }
  }

  private void registers(Registers r) {
    out.append(RegisterText.of(r));
  }
}
