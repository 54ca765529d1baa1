// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.machine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.debug.Breakpoint;
import org.virtualpok.emu.debug.Breakpoint.AtAddress;
import org.virtualpok.emu.debug.Breakpoint.AtHealthError;
import org.virtualpok.emu.debug.Breakpoint.AtHypercall;
import org.virtualpok.emu.debug.Breakpoint.AtInterruptDropped;
import org.virtualpok.emu.debug.Breakpoint.AtInterruptHeld;
import org.virtualpok.emu.debug.Breakpoint.AtModeChange;
import org.virtualpok.emu.debug.Breakpoint.AtPort;
import org.virtualpok.emu.debug.Breakpoint.AtVector;
import org.virtualpok.emu.debug.Breakpoint.Trigger;
import org.virtualpok.emu.debug.TargetException;
import org.virtualpok.emu.device.PortBus;
import org.virtualpok.emu.interp.Interpreter;
import org.virtualpok.emu.memory.PhysicalMemory;

/**
 * The breakpoints of a PC. One at an address is one at a linear address: CS.base plus offset as
 * they are when it is set, or the base of the program that is its scope, wherever that lies. It
 * stands at the byte of memory behind it, and moves where the processor finds that byte next:
 * behind a switch of paging, of tables, or of A20.
 */
final class PcBreakpoints {
  private final Interpreter interpreter;
  private final CpuState cpu;
  private final PcMemory memory;
  private final PortBus ports;
  private final PortBus.Watcher watcher;
  private final Map<Integer, Breakpoint> table = new TreeMap<>();
  private final Map<Integer, Integer> linear = new HashMap<>();

  /** Indices in memory by id. */
  private final Map<Integer, Integer> planted = new HashMap<>();

  private int lastId;
  private PcPrograms programs = PcPrograms.NONE;

  /** Asked last, by id. */
  private IntPredicate condition = id -> true;

  /** Cached: whether an enabled breakpoint waits for hypercalls. */
  private boolean calls;

  /** Cached: whether one stands at an address in a program. */
  private boolean inPrograms;

  PcBreakpoints(
      Interpreter interpreter,
      CpuState cpu,
      PcMemory memory,
      PortBus ports,
      PortBus.Watcher watcher) {
    this.interpreter = interpreter;
    this.cpu = cpu;
    this.memory = memory;
    this.ports = ports;
    this.watcher = watcher;
  }

  void setCondition(IntPredicate fires) {
    condition = fires;
  }

  void setPrograms(PcPrograms newPrograms) {
    programs = newPrograms;
  }

  List<Breakpoint> all() {
    return List.copyOf(table.values());
  }

  int set(Breakpoint breakpoint) throws TargetException {
    check(breakpoint);
    int id = breakpoint.id() == 0 ? lastId + 1 : breakpoint.id();
    lastId = Math.max(lastId, id);
    Breakpoint old = table.put(id, breakpoint.withId(id));
    unplant(id);
    if (breakpoint.trigger() instanceof AtAddress at
        && (old == null || !old.trigger().equals(breakpoint.trigger()))) {
      linear.put(id, cpu.segment(SegmentName.CS).base + at.offset());
    }
    if (programs.isProgram(breakpoint.scope())) {
      linear.remove(id);
    }
    changed();
    followPrograms();
    plant(table.get(id));
    watchPorts();
    return id;
  }

  private void changed() {
    calls =
        table.values().stream().anyMatch(b -> b.enabled() && b.trigger() instanceof AtHypercall);
    inPrograms = table.values().stream().anyMatch(this::isInProgram);
  }

  private boolean isInProgram(Breakpoint b) {
    return b.enabled() && b.trigger() instanceof AtAddress && programs.isProgram(b.scope());
  }

  /** Programs may lie elsewhere than when this was called last, or only now lie anywhere. */
  void followPrograms() {
    if (!inPrograms) {
      return;
    }
    for (Breakpoint b : table.values()) {
      if (isInProgram(b) && b.trigger() instanceof AtAddress at) {
        PcProgram.Extent code = programs.find(b.scope()).map(PcProgram::code).orElse(null);
        if (code == null) {
          linear.remove(b.id());
          unplant(b.id());
          continue;
        }
        Integer now = code.base() + at.offset();
        if (!now.equals(linear.put(b.id(), now))) {
          plant(b);
        }
      }
    }
  }

  private void check(Breakpoint breakpoint) throws TargetException {
    boolean own = breakpoint.scope() >= 0 && breakpoint.scope() <= PcMachine.CPU_CONTEXT;
    if (!own && !programs.isProgram(breakpoint.scope())) {
      throw new TargetException("there is no context " + breakpoint.scope());
    }
    if (breakpoint.id() < 0) {
      throw new TargetException("a breakpoint's id is above 0");
    }
    Trigger trigger = breakpoint.trigger();
    if (!own && !(trigger instanceof AtAddress) && !(trigger instanceof AtHypercall)) {
      throw new TargetException("what a device or the processor does is in no program");
    }
    if (trigger instanceof AtHypercall && programs == PcPrograms.NONE) {
      throw new TargetException("a PC has no hypercalls; stop at the vector of the call");
    }
    if (trigger instanceof AtInterruptDropped || trigger instanceof AtInterruptHeld) {
      throw new TargetException("a PC has no virtual interrupts; stop at the vector");
    }
    if (trigger instanceof AtHealthError) {
      throw new TargetException("a PC has no health monitor; stop at the exception's vector");
    }
    if (trigger instanceof AtPort at
        && (at.first() < 0 || at.last() < at.first() || at.last() > 0xffff)) {
      throw new TargetException(
          String.format("ports 0x%x to 0x%x: 0 to 0xffff exist", at.first(), at.last()));
    }
    if (trigger instanceof AtVector at && (at.vector() < -1 || at.vector() > 0xff)) {
      throw new TargetException("vector " + at.vector() + ": 0 to 255 exist");
    }
  }

  void remove(int id) throws TargetException {
    if (table.remove(id) == null) {
      throw new TargetException("there is no breakpoint " + id);
    }
    unplant(id);
    linear.remove(id);
    changed();
    watchPorts();
  }

  private void plant(Breakpoint breakpoint) {
    if (!breakpoint.enabled() || !linear.containsKey(breakpoint.id())) {
      return;
    }
    move(breakpoint.id(), memory.indexOf(linear.get(breakpoint.id())));
  }

  /** Lets a breakpoint stand at another index; -1 for nowhere. */
  private void move(int id, int index) {
    Integer old = planted.get(id);
    if (old != null && old == index) {
      return;
    }
    unplant(id);
    if (index >= 0) {
      planted.put(id, index);
      interpreter.addBreakpointAt(index);
    }
  }

  private void unplant(int id) {
    Integer old = planted.remove(id);
    if (old != null) {
      interpreter.removeBreakpointAt(old);
    }
  }

  /** Addresses mean other memory than before. */
  void replant() {
    for (Breakpoint b : table.values()) {
      plant(b);
    }
  }

  /** The processor has looked up where a linear page lies. */
  void pageOpened(int page, int arrayPage) {
    for (Map.Entry<Integer, Integer> e : linear.entrySet()) {
      int at = e.getValue();
      if (at >>> PhysicalMemory.PAGE_SHIFT == page && table.get(e.getKey()).enabled()) {
        int offset = at & (PhysicalMemory.PAGE_BYTES - 1);
        move(e.getKey(), arrayPage << PhysicalMemory.PAGE_SHIFT | offset);
      }
    }
  }

  private void watchPorts() {
    boolean[] watched = null;
    for (Breakpoint b : table.values()) {
      if (b.enabled() && b.trigger() instanceof AtPort at) {
        watched = watched == null ? new boolean[0x10000] : watched;
        for (int port = at.first(); port <= at.last(); port++) {
          watched[port] = true;
        }
      }
    }
    ports.watch(watched, watcher);
  }

  /** Whether the boundaries of hypercalls matter. */
  boolean wantsCalls() {
    return calls;
  }

  /** Whether a breakpoint may be at the exit of a call. */
  boolean wantsExit(int vector, int number) {
    for (Breakpoint b : table.values()) {
      if (isCall(b, vector, number, false)) {
        return true;
      }
    }
    return false;
  }

  /** The first breakpoint at a hypercall's boundary, its hit counted; null if there is none. */
  Breakpoint hitCall(int vector, int number, boolean entry) {
    for (Breakpoint b : table.values()) {
      if (isCall(b, vector, number, entry) && covers(b)) {
        return hit(b);
      }
    }
    return null;
  }

  private static boolean isCall(Breakpoint b, int vector, int number, boolean entry) {
    return b.enabled()
        && b.trigger() instanceof AtHypercall at
        && at.entry() == entry
        && (at.vector() == 0 || at.vector() == vector)
        && (at.number() == -1 || at.number() == number);
  }

  /** Whether the processor runs code of a breakpoint's scope. */
  private boolean covers(Breakpoint b) {
    return (b.scope() <= PcMachine.CPU_CONTEXT || programs.runs(b.scope()))
        && condition.test(b.id());
  }

  /** The first breakpoint at CS:EIP, the hits of all there counted; null if none stands there. */
  Breakpoint hitAddress() {
    int at = cpu.segment(SegmentName.CS).base + cpu.eip;
    Breakpoint first = null;
    for (int id : List.copyOf(table.keySet())) {
      if (planted.containsKey(id) && linear.get(id) == at && covers(table.get(id))) {
        Breakpoint counted = hit(table.get(id));
        first = first == null ? counted : first;
      }
    }
    return first;
  }

  Breakpoint hitPort(int port, int sizeBytes, boolean write) {
    for (Breakpoint b : table.values()) {
      if (b.enabled()
          && b.trigger() instanceof AtPort at
          && port <= at.last()
          && port + sizeBytes > at.first()
          && (write ? at.writes() : at.reads())) {
        return hit(b);
      }
    }
    return null;
  }

  Breakpoint hitVector(int vector) {
    for (Breakpoint b : table.values()) {
      if (b.enabled()
          && b.trigger() instanceof AtVector at
          && (at.vector() == -1 || at.vector() == vector)) {
        return hit(b);
      }
    }
    return null;
  }

  Breakpoint hitModeChange() {
    for (Breakpoint b : table.values()) {
      if (b.enabled() && b.trigger() instanceof AtModeChange) {
        return hit(b);
      }
    }
    return null;
  }

  private Breakpoint hit(Breakpoint b) {
    Breakpoint counted = b.withHits(b.hits() + 1);
    table.put(b.id(), counted);
    return counted;
  }
}
