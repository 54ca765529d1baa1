// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.virtualpok.emu.debug.DebugTarget;
import org.virtualpok.emu.image.SymbolTable;
import org.virtualpok.emu.trace.EventLog.Event;
import org.virtualpok.hypervisor.event.HypervisorEvents;
import org.virtualpok.hypervisor.module.EventWording;

/** Collects what the health monitor did in a run, the same error at the same place once. */
final class HealthReport {
  /** More different errors than this are counted, and not told one by one. */
  private static final int LINES_MAX = 20;

  private final DebugTarget target;
  private final Map<Error, Times> errors = new LinkedHashMap<>();
  private Event decision;
  private long total;
  private long untold;
  private long resets;

  /** Equal where a reader would call it the same error. */
  private record Error(int context, int error, int level, int action, int thread, int address) {}

  private static final class Times {
    final long firstNanos;
    final String what;
    long count;

    Times(long firstNanos, String what) {
      this.firstNanos = firstNanos;
      this.what = what;
    }
  }

  HealthReport(DebugTarget target) {
    this.target = target;
  }

  /** Looks at an event of the log; each is to be shown once, in order. */
  void add(Event event) {
    if (event.kind() == HypervisorEvents.HEALTH_ERROR) {
      decision = event;
    } else if (event.kind() == HypervisorEvents.HEALTH_ORIGIN && decision != null) {
      count(decision, event);
      decision = null;
    } else if (event.kind() == HypervisorEvents.MODULE_RESET) {
      resets++;
    }
  }

  private void count(Event what, Event where) {
    total++;
    Error key = new Error(what.context(), what.a(), what.b(), what.c(), where.b(), where.c());
    Times times = errors.get(key);
    if (times == null && errors.size() == LINES_MAX) {
      untold++;
      return;
    }
    if (times == null) {
      times = new Times(what.timeNanos(), EventWording.healthError(what, where, place(where)));
      errors.put(key, times);
    }
    times.count++;
  }

  /** "0x00001024 &lt;divide+0x4&gt;". */
  private String place(Event where) {
    Optional<SymbolTable> symbols = target.symbols(where.context());
    String symbol = symbols.map(s -> s.describe(where.c())).orElse("");
    return String.format("0x%08x", where.c()) + (symbol.isEmpty() ? "" : " <" + symbol + ">");
  }

  /**
   * Several lines; empty if there was no error.
   *
   * @param partitionOf name of the partition of a context id
   */
  String text(IntFunction<String> partitionOf) {
    if (total == 0) {
      return "";
    }
    StringBuilder text = new StringBuilder("The health monitor answered ");
    text.append(total).append(total == 1 ? " error" : " errors");
    if (resets > 0) {
      text.append(" and started the module anew ").append(resets == 1 ? "once" : resets + " times");
    }
    text.append('\n');
    errors.forEach(
        (error, times) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "  %s  %s  %s%s\n",
                    Quantities.duration(times.firstNanos),
                    partitionOf.apply(error.context),
                    times.what,
                    times.count == 1 ? "" : ", " + times.count + " times")));
    if (untold > 0) {
      text.append("  and ").append(untold).append(" more, of other kinds or at other places\n");
    }
    return text.toString();
  }
}
