// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.breakpoints;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.virtualpok.app.view.breakpoints.BreakpointsViewModel.Candidate;
import org.virtualpok.emu.debug.Breakpoint.AtInterruptDropped;
import org.virtualpok.emu.debug.Breakpoint.AtInterruptHeld;
import org.virtualpok.emu.debug.Breakpoint.Trigger;

/** Stops at what becomes of a module's interrupts, in words, and what typed text means there. */
final class InterruptTriggers {
  /** What one is offered who types no time. */
  private static final long HELD_NANOS = 10_000_000;

  private static final int LINE_MAX = 15;

  /** "held 5 ms line 0", "interrupt dropped". */
  private static final Pattern TYPED =
      Pattern.compile(
          "(?:interrupt\\s+|irq[\\s-]+)?(dropped|held)"
              + "(?:\\s+(?:for\\s+)?([0-9]{1,9}(?:\\.[0-9]{1,9})?)\\s*(ns|us|ms|s))?"
              + "(?:,?\\s+line\\s+([0-9]{1,2}))?");

  private static final Map<String, Integer> DIGITS = Map.of("ns", 0, "us", 3, "ms", 6, "s", 9);

  private InterruptTriggers() {}

  static boolean isOne(Trigger trigger) {
    return trigger instanceof AtInterruptDropped || trigger instanceof AtInterruptHeld;
  }

  static String say(Trigger trigger) {
    if (trigger instanceof AtInterruptHeld at) {
      String time = BigDecimal.valueOf(at.nanos(), 6).stripTrailingZeros().toPlainString();
      return "interrupt held for " + time + " ms" + line(at.line());
    }
    return "interrupt dropped" + line(((AtInterruptDropped) trigger).line());
  }

  private static String line(int line) {
    return line < 0 ? "" : ", line " + line;
  }

  /** What typed text may mean, for partitions of a scope. */
  static List<Candidate> candidates(String typed, int scope) {
    String text = typed.strip().toLowerCase(Locale.ROOT);
    List<Candidate> found = new ArrayList<>();
    Matcher m = TYPED.matcher(text);
    if (m.matches()) {
      int line = m.group(4) == null ? -1 : Integer.parseInt(m.group(4));
      if (line <= LINE_MAX) {
        add(trigger(m, line), scope, found);
      }
      return found;
    }
    for (Trigger offer : List.of(new AtInterruptDropped(-1), new AtInterruptHeld(HELD_NANOS, -1))) {
      if (say(offer).contains(text)) {
        add(offer, scope, found);
      }
    }
    return found;
  }

  private static Trigger trigger(Matcher m, int line) {
    if (m.group(1).equals("dropped")) {
      return new AtInterruptDropped(line);
    }
    if (m.group(2) == null) {
      return new AtInterruptHeld(HELD_NANOS, line);
    }
    BigDecimal nanos = new BigDecimal(m.group(2)).movePointRight(DIGITS.get(m.group(3)));
    return new AtInterruptHeld(Math.max(1, nanos.longValue()), line);
  }

  private static void add(Trigger trigger, int scope, List<Candidate> found) {
    found.add(new Candidate(trigger, scope, say(trigger)));
  }
}
