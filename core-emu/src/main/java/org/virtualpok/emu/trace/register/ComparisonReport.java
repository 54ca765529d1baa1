// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.trace.register;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.virtualpok.emu.isa.Disassembler;
import org.virtualpok.emu.trace.register.ComparisonResult.Pair;

/** A comparison's result in words and tables, for a terminal. */
public final class ComparisonReport {
  private static final String[] FLAG_NAMES = {
    "cf", "", "pf", "", "af", "", "zf", "sf", "tf", "if", "df", "of", "iopl", "iopl", "nt", "",
    "rf", "vm", "ac", "vif", "vip", "id"
  };

  private final RegisterTrace traceA;
  private final RegisterTrace traceB;
  private final ComparisonResult result;
  private final StringBuilder out = new StringBuilder();

  private ComparisonReport(RegisterTrace a, RegisterTrace b, ComparisonResult result) {
    this.traceA = a;
    this.traceB = b;
    this.result = result;
  }

  /** The whole text, lines ending in LF. */
  public static String of(RegisterTrace a, RegisterTrace b, ComparisonResult result) {
    ComparisonReport report = new ComparisonReport(a, b, result);
    report.write();
    return report.out.toString();
  }

  private void write() {
    line("A  %s (%s)", traceA.file(), traceA.format());
    line("B  %s (%s)", traceB.file(), traceB.format());
    if (result.compared() > 0 || result.different()) {
      line(
          "Start: %s, line %d of A, line %d of B.",
          result.startA().place(), result.startA().line(), result.startB().line());
    }
    if (result.different()) {
      context();
      difference();
    } else {
      line("No difference in %d states.", result.compared());
      rest("A", "B", result.a());
      rest("B", "A", result.b());
    }
  }

  private void rest(String longer, String shorter, RegisterState state) {
    if (state != null) {
      line(
          "%s ends here; %s goes on at %s, line %d.", shorter, longer, state.place(), state.line());
    }
  }

  private void context() {
    int count = result.agreed().size();
    if (count == 0) {
      return;
    }
    line("");
    line(count == 1 ? "The last state that agrees:" : "The last states that agree:");
    line("%10s %10s  %-13s  %-22s  %s", "line of A", "line of B", "cs:eip", "bytes", "instruction");
    for (Pair pair : result.agreed()) {
      line(
          "%10d %10d  %-13s  %-22s  %s",
          pair.a().line(), pair.b().line(), pair.a().place(), hex(pair), instruction(pair));
    }
  }

  private void difference() {
    List<Pair> agreed = result.agreed();
    Pair before = agreed.isEmpty() ? null : agreed.get(agreed.size() - 1);
    line("");
    if (before == null) {
      line("First difference in the first state:");
    } else {
      String instruction = instruction(before);
      line(
          "First difference after %d states that agree, behind %s at %s:",
          result.compared(),
          instruction.isEmpty() ? "the instruction" : "'" + instruction + "'",
          before.a().place());
    }
    line("%-8s %10s %10s %10s", "", "before", "A", "B");
    for (TraceRegister r : TraceRegister.values()) {
      if (result.a().has(r) || result.b().has(r)) {
        line(
            "%-8s %10s %10s %10s%s",
            r.title(),
            before == null ? "" : value(r, before.a().has(r) ? before.a() : before.b()),
            value(r, result.a()),
            value(r, result.b()),
            mark(r));
      }
    }
    line("%-8s %10s %10d %10d", "line", "", result.a().line(), result.b().line());
  }

  private static String value(TraceRegister r, RegisterState state) {
    return state.has(r) ? r.text(state.get(r)) : "-";
  }

  private String mark(TraceRegister r) {
    if (!result.differing().contains(r)) {
      return "";
    }
    return r == TraceRegister.EFLAGS ? "  <-- " + flags(result.differingFlags()) : "  <--";
  }

  private static String flags(int bits) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < FLAG_NAMES.length; i++) {
      if ((bits & 1 << i) != 0 && !names.contains(FLAG_NAMES[i])) {
        names.add(FLAG_NAMES[i]);
      }
    }
    return String.join(" ", names);
  }

  private static byte[] code(Pair pair) {
    return pair.a().code.length == 0 ? pair.b().code : pair.a().code;
  }

  private static String hex(Pair pair) {
    return HexFormat.of().formatHex(code(pair));
  }

  /** As a trace spells it, else disassembled from its bytes. */
  private static String instruction(Pair pair) {
    byte[] code = code(pair);
    if (!pair.instruction().isEmpty() || code.length == 0) {
      return pair.instruction();
    }
    int eip = pair.a().get(TraceRegister.EIP);
    return Disassembler.line(
            new UndefinedFlags().decode(code), code, eip, Disassembler.Syntax.INTEL)
        .text();
  }

  private void line(String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }
}
