// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec;

import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Fault;
import org.virtualpok.emu.memory.LinearMemory;

/**
 * The global and the local descriptor table (Intel SDM vol. 3, 3.5.1), read and written with the
 * rights of CPL 0. Error codes hold the selector with the RPL bits clear.
 */
final class DescriptorTables {
  private static final int ACCESSED = 0x100;
  private static final int BUSY = 0x200;

  private final LinearMemory memory;
  private final Fault fault;

  DescriptorTables(LinearMemory memory, Fault fault) {
    this.memory = memory;
    this.fault = fault;
  }

  static boolean isNull(int selector) {
    return (selector & 0xfffc) == 0;
  }

  static boolean isLocal(int selector) {
    return (selector & 4) != 0;
  }

  /** Finds a descriptor; false if the selector points outside its table. */
  boolean find(CpuState c, int selector, Descriptor d) {
    int offset = selector & 0xfff8;
    boolean local = isLocal(selector);
    // A null LDT has a limit of 0, and no descriptor ends there.
    int limit = local ? c.ldtr.limit : c.gdtLimit;
    if (Integer.compareUnsigned(offset + 7, limit) > 0) {
      return false;
    }
    d.selector = selector & 0xffff;
    d.address = (local ? c.ldtr.base : c.gdtBase) + offset;
    d.low = memory.readSystem32(d.address);
    d.high = memory.readSystem32(d.address + 4);
    return true;
  }

  /** Finds a descriptor; outside its table is a fault of this vector. */
  void read(CpuState c, int selector, Descriptor d, int vector) {
    if (!find(c, selector, d)) {
      throw refuse(vector, selector);
    }
  }

  /** A fault whose error code is a selector. */
  Fault refuse(int vector, int selector) {
    return fault.set(vector, selector & 0xfffc);
  }

  /** Sets the accessed bit in memory, where it is not yet set. */
  void markAccessed(Descriptor d) {
    if ((d.high & ACCESSED) == 0) {
      d.high |= ACCESSED;
      memory.writeSystem32(d.address + 4, d.high);
    }
  }

  /** Marks a TSS as running. */
  void markBusy(Descriptor d) {
    d.high = memory.readSystem32(d.address + 4) | BUSY;
    memory.writeSystem32(d.address + 4, d.high);
  }

  /** Marks the TSS of a selector as not running. */
  void markAvailable(CpuState c, int selector) {
    int at = c.gdtBase + (selector & 0xfff8) + 4;
    memory.writeSystem32(at, memory.readSystem32(at) & ~BUSY);
  }

  /** Whether there is page and right to mark the TSS of a selector; throws #PF if not. */
  void probeMark(CpuState c, int selector) {
    memory.probeSystem(c.gdtBase + (selector & 0xfff8) + 4, 4, true);
  }
}
