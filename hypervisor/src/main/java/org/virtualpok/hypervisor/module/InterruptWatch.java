// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.virtualpok.emu.debug.Breakpoint;
import org.virtualpok.emu.debug.Breakpoint.AtInterruptDropped;
import org.virtualpok.emu.debug.Breakpoint.AtInterruptHeld;
import org.virtualpok.emu.trace.EventKind;
import org.virtualpok.emu.trace.EventLog;
import org.virtualpok.hypervisor.event.HypervisorEvents;

/**
 * Breakpoints on interrupts: on a drop, and on a wait that has lasted too long. It sees each event
 * as it is logged, and costs one comparison while there is no such breakpoint. It changes nothing
 * of what the machine does but where it stops.
 */
final class InterruptWatch {
  static final long NEVER = Long.MAX_VALUE;

  /** What happened. {@code gate} is the code of what dropped it, 0 if it was held. */
  record Hit(int breakpoint, int instance, int context, int line, int gate, long heldNanos) {}

  private record Waiting(int instance, int context, int line, long dueNanos) {}

  /** A breakpoint on waits, with what it waits for, the first due first. */
  private record Held(Breakpoint breakpoint, AtInterruptHeld trigger, Deque<Waiting> queue) {}

  private List<Breakpoint> drops = List.of();
  private List<Held> held = List.of();

  /** Instances that wait, of those in the queues. */
  private final Set<Integer> waiting = new HashSet<>();

  /** Sees the same events. */
  private final HealthWatch health = new HealthWatch();

  private boolean active;
  private Hit drop;

  /** The breakpoints have changed; looks up what waits in the log's end. */
  void set(Collection<Breakpoint> breakpoints, EventLog log, long nowNanos) {
    health.set(breakpoints);
    drops = new ArrayList<>();
    held = new ArrayList<>();
    waiting.clear();
    long longest = 0;
    for (Breakpoint b : breakpoints) {
      if (b.enabled() && b.trigger() instanceof AtInterruptDropped) {
        drops.add(b);
      } else if (b.enabled() && b.trigger() instanceof AtInterruptHeld at) {
        held.add(new Held(b, at, new ArrayDeque<>()));
        longest = Math.max(longest, at.nanos());
      }
    }
    active = !drops.isEmpty() || !held.isEmpty();
    drop = null;
    if (!held.isEmpty()) {
      long i = log.size();
      while (i > log.first() && log.get(i - 1).timeNanos() > nowNanos - longest) {
        i--;
      }
      for (; i < log.size(); i++) {
        EventLog.Event e = log.get(i);
        follow(e.kind(), e.context(), e.a(), e.b(), e.timeNanos());
      }
      // What had waited long enough before the breakpoint was set is not what it was set for.
      due(nowNanos);
    }
  }

  /** The machine starts anew. */
  void reset() {
    health.reset();
    held.forEach(h -> h.queue.clear());
    waiting.clear();
    drop = null;
  }

  /** An event was logged. */
  void logged(EventKind kind, int context, int a, int b, int c, long nanos) {
    health.logged(kind, context, a, b, c);
    if (!active) {
      return;
    }
    if (kind == HypervisorEvents.IRQ_DROPPED && drop == null) {
      for (Breakpoint breakpoint : drops) {
        int line = ((AtInterruptDropped) breakpoint.trigger()).line();
        if ((line == -1 || line == b) && BreakpointTable.covers(breakpoint, context)) {
          drop = new Hit(breakpoint.id(), a, context, b, c, 0);
          break;
        }
      }
    }
    if (!held.isEmpty()) {
      follow(kind, context, a, b, nanos);
    }
  }

  private void follow(EventKind kind, int context, int instance, int line, long nanos) {
    if (kind == HypervisorEvents.IRQ_LATCHED) {
      for (Held h : held) {
        int wanted = h.trigger.line();
        if ((wanted == -1 || wanted == line) && BreakpointTable.covers(h.breakpoint, context)) {
          long due = nanos + h.trigger.nanos();
          h.queue.add(new Waiting(instance, context, line, due < 0 ? NEVER : due));
          waiting.add(instance);
        }
      }
    } else if (kind == HypervisorEvents.IRQ_DELIVERED || kind == HypervisorEvents.IRQ_DROPPED) {
      waiting.remove(instance);
    }
  }

  /** Breakpoints on the health monitor. */
  HealthWatch health() {
    return health;
  }

  /** When the next one will have waited too long, ns; NEVER if none waits. */
  long nextNanos() {
    long next = NEVER;
    for (Held h : held) {
      Waiting first = first(h);
      next = first == null ? next : Math.min(next, first.dueNanos);
    }
    return next;
  }

  /** The first that still waits; null if none does. */
  private Waiting first(Held h) {
    Waiting first = h.queue.peek();
    while (first != null && !waiting.contains(first.instance)) {
      h.queue.remove();
      first = h.queue.peek();
    }
    return first;
  }

  /** What stops the machine now, once; null if nothing does. */
  Hit take(long nowNanos) {
    if (!active) {
      return null;
    }
    if (drop != null) {
      Hit hit = drop;
      drop = null;
      return hit;
    }
    for (Held h : held) {
      Waiting first = first(h);
      if (first != null && first.dueNanos <= nowNanos) {
        h.queue.remove();
        return new Hit(
            h.breakpoint.id(),
            first.instance,
            first.context,
            first.line,
            0,
            nowNanos - first.dueNanos + h.trigger.nanos());
      }
    }
    return null;
  }

  private void due(long nowNanos) {
    while (take(nowNanos) != null) {
      // forgotten
    }
  }
}
