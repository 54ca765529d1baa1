// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import java.util.Collection;
import java.util.List;
import org.virtualpok.emu.debug.Breakpoint;
import org.virtualpok.emu.debug.Breakpoint.AtHealthError;
import org.virtualpok.emu.trace.EventKind;
import org.virtualpok.hypervisor.event.HypervisorEvents;

/**
 * Breakpoints on errors that the health monitor answers. It sees each answer as it is logged; the
 * machine stops as soon as the answer has taken effect, and changes nothing else for it.
 */
final class HealthWatch {
  /**
   * What happened, with the codes of the event log.
   *
   * @param thread local id of who made the error, -1 for none
   * @param address its EIP
   */
  record Hit(
      int breakpoint,
      int context,
      int error,
      int level,
      int action,
      int state,
      int thread,
      int address) {}

  private List<Breakpoint> breakpoints = List.of();
  private Hit hit;

  /** Whether the hit's origin, which is logged behind the error, is known. */
  private boolean complete;

  void set(Collection<Breakpoint> all) {
    breakpoints =
        all.stream().filter(b -> b.enabled() && b.trigger() instanceof AtHealthError).toList();
    reset();
  }

  /** The machine starts anew. */
  void reset() {
    hit = null;
    complete = false;
  }

  /** An event was logged. */
  void logged(EventKind kind, int context, int a, int b, int c) {
    if (breakpoints.isEmpty()) {
      return;
    }
    if (kind == HypervisorEvents.HEALTH_ERROR && hit == null) {
      for (Breakpoint breakpoint : breakpoints) {
        int wanted = ((AtHealthError) breakpoint.trigger()).error();
        if ((wanted == -1 || wanted == a) && BreakpointTable.covers(breakpoint, context)) {
          hit = new Hit(breakpoint.id(), context, a, b, c, 0, -1, 0);
          return;
        }
      }
    } else if (kind == HypervisorEvents.HEALTH_ORIGIN && hit != null && !complete) {
      hit = new Hit(hit.breakpoint, hit.context, hit.error, hit.level, hit.action, a, b, c);
      complete = true;
    }
  }

  /** What stops the machine now, once; null if nothing does. */
  Hit take() {
    Hit taken = complete ? hit : null;
    if (taken != null) {
      reset();
    }
    return taken;
  }
}
