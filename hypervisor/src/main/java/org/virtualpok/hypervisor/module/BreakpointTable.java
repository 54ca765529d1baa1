// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.virtualpok.emu.debug.Breakpoint;
import org.virtualpok.emu.debug.Breakpoint.AtAddress;
import org.virtualpok.emu.debug.Breakpoint.AtHealthError;
import org.virtualpok.emu.debug.Breakpoint.AtHypercall;
import org.virtualpok.emu.debug.Breakpoint.AtInterruptDropped;
import org.virtualpok.emu.debug.Breakpoint.AtInterruptHeld;
import org.virtualpok.emu.debug.TargetException;
import org.virtualpok.emu.interp.Interpreter;
import org.virtualpok.hypervisor.error.ErrorKind;
import org.virtualpok.hypervisor.interrupt.VirtualInterrupts;
import org.virtualpok.hypervisor.partition.Partition;

/** The user's breakpoints. Those on addresses are planted in the interpreter. */
final class BreakpointTable {
  /** The module's own context. */
  static final int MODULE_CONTEXT = 1;

  private final Interpreter interpreter;
  private final List<Partition> partitions;
  private final NavigableMap<Integer, Breakpoint> table = new TreeMap<>();
  private int lastId;

  /** Asked last, by id. */
  private IntPredicate condition = id -> true;

  /** Cached: whether an enabled breakpoint waits for hypercalls. */
  private boolean hypercalls;

  BreakpointTable(Interpreter interpreter, List<Partition> partitions) {
    this.interpreter = interpreter;
    this.partitions = partitions;
  }

  void setCondition(IntPredicate fires) {
    condition = fires;
  }

  List<Breakpoint> all() {
    return List.copyOf(table.values());
  }

  /**
   * @param health whether there are tables of the health monitor
   */
  int set(Breakpoint breakpoint, boolean health) throws TargetException {
    int scope = breakpoint.scope();
    boolean known =
        ThreadContexts.isThread(scope)
            ? partitions.stream().anyMatch(p -> ThreadContexts.exists(p, scope))
            : scope <= 2 * partitions.size() + 1;
    if (!known) {
      throw new TargetException("there is no context " + breakpoint.scope());
    }
    check(breakpoint.trigger(), health);
    if (breakpoint.id() < 0) {
      throw new TargetException("a breakpoint's id is above 0");
    }
    int id = breakpoint.id() == 0 ? lastId + 1 : breakpoint.id();
    lastId = Math.max(lastId, id);
    Breakpoint old = table.put(id, breakpoint.withId(id));
    if (old != null) {
      plant(old, false);
    }
    plant(table.get(id), true);
    cacheHypercalls();
    return id;
  }

  private static void check(Breakpoint.Trigger trigger, boolean health) throws TargetException {
    int line = -1;
    if (trigger instanceof AtInterruptDropped at) {
      line = at.line();
    } else if (trigger instanceof AtInterruptHeld at) {
      line = at.line();
      if (at.nanos() <= 0) {
        throw new TargetException("an interrupt is held for more than 0 ns");
      }
    } else if (trigger instanceof AtHealthError at) {
      if (!health) {
        throw new TargetException("this module has no tables of the health monitor");
      }
      if (at.error() != -1 && ErrorKind.find(at.error()).isEmpty()) {
        throw new TargetException("the health monitor has no error " + at.error());
      }
    } else if (!(trigger instanceof AtAddress) && !(trigger instanceof AtHypercall)) {
      throw new TargetException("a module has no ports, vectors and modes to stop at");
    }
    if (line < -1 || line >= VirtualInterrupts.LINES) {
      throw new TargetException("there is no interrupt line " + line);
    }
  }

  void remove(int id) throws TargetException {
    Breakpoint old = table.remove(id);
    if (old == null) {
      throw new TargetException("there is no breakpoint " + id);
    }
    plant(old, false);
    cacheHypercalls();
  }

  private void cacheHypercalls() {
    hypercalls =
        table.values().stream().anyMatch(b -> b.enabled() && b.trigger() instanceof AtHypercall);
  }

  private void plant(Breakpoint breakpoint, boolean add) {
    if (!breakpoint.enabled() || !(breakpoint.trigger() instanceof AtAddress at)) {
      return;
    }
    for (Partition partition : inScope(breakpoint)) {
      if (partition.space().contains(at.offset(), 1)) {
        int physical = partition.space().physical(at.offset());
        if (add) {
          interpreter.addBreakpoint(physical);
        } else {
          interpreter.removeBreakpoint(physical);
        }
      }
    }
  }

  private List<Partition> inScope(Breakpoint breakpoint) {
    List<Partition> covered = new ArrayList<>();
    for (Partition partition : partitions) {
      if (covers(breakpoint, partition)) {
        covered.add(partition);
      }
    }
    return covered;
  }

  private static boolean covers(Breakpoint breakpoint, Partition partition) {
    return covers(breakpoint, partition.context());
  }

  /**
   * Whether a partition is in a breakpoint's scope.
   *
   * @param context id of the partition
   */
  static boolean covers(Breakpoint breakpoint, int context) {
    int scope = breakpoint.scope();
    return scope == 0
        || scope == MODULE_CONTEXT
        || scope == context
        || scope == context + 1
        || (ThreadContexts.isThread(scope) && ThreadContexts.partition(scope) == context / 2 - 1);
  }

  /** Whether a breakpoint is about what a partition executes now. */
  private boolean coversNow(Breakpoint breakpoint, Partition partition) {
    return covers(breakpoint, partition)
        && (!ThreadContexts.isThread(breakpoint.scope())
            || ThreadContexts.isCurrent(partition, breakpoint.scope()))
        && condition.test(breakpoint.id());
  }

  /** The breakpoint with an id, its hit counted. */
  Breakpoint hit(int id) {
    return counted(table.get(id));
  }

  /** The breakpoint at a partition's EIP, its hit counted; null if there is none. */
  Breakpoint hitAddress(Partition partition, int offset) {
    for (Breakpoint b : table.values()) {
      if (b.enabled()
          && b.trigger() instanceof AtAddress at
          && at.offset() == offset
          && coversNow(b, partition)) {
        return counted(b);
      }
    }
    return null;
  }

  /** The breakpoint on a hypercall's boundary, its hit counted; null if there is none. */
  Breakpoint hitHypercall(Partition partition, int vector, int number, boolean entry) {
    if (!hypercalls) {
      return null;
    }
    for (Breakpoint b : table.values()) {
      if (b.enabled()
          && b.trigger() instanceof AtHypercall at
          && at.entry() == entry
          && (at.vector() == 0 || at.vector() == vector)
          && (at.number() == -1 || at.number() == number)
          && coversNow(b, partition)) {
        return counted(b);
      }
    }
    return null;
  }

  private Breakpoint counted(Breakpoint breakpoint) {
    Breakpoint hit = breakpoint.withHits(breakpoint.hits() + 1);
    table.put(hit.id(), hit);
    return hit;
  }
}
