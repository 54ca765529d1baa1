// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.machine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.debug.Breakpoint;
import org.virtualpok.emu.debug.Breakpoint.AtAddress;
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
 * they are when it is set. It stands at the byte of memory behind it, and moves where the processor
 * finds that byte next: behind a switch of paging, of tables, or of A20.
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
    plant(table.get(id));
    watchPorts();
    return id;
  }

  private static void check(Breakpoint breakpoint) throws TargetException {
    if (breakpoint.scope() < 0 || breakpoint.scope() > PcMachine.CPU_CONTEXT) {
      throw new TargetException("there is no context " + breakpoint.scope());
    }
    if (breakpoint.id() < 0) {
      throw new TargetException("a breakpoint's id is above 0");
    }
    Trigger trigger = breakpoint.trigger();
    if (trigger instanceof AtHypercall) {
      throw new TargetException("a PC has no hypercalls; stop at the vector of the call");
    }
    if (trigger instanceof AtInterruptDropped || trigger instanceof AtInterruptHeld) {
      throw new TargetException("a PC has no virtual interrupts; stop at the vector");
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

  /** The first breakpoint at CS:EIP, the hits of all there counted; null if none stands there. */
  Breakpoint hitAddress() {
    int at = cpu.segment(SegmentName.CS).base + cpu.eip;
    Breakpoint first = null;
    for (int id : List.copyOf(table.keySet())) {
      if (planted.containsKey(id) && linear.get(id) == at) {
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
