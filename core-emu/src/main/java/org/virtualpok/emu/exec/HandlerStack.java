// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec;

import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Fault;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.cpu.SegmentRegister;
import org.virtualpok.emu.memory.LinearMemory;

/**
 * The stack on which a call gate or an interrupt pushes its frame: the current one, or that of an
 * inner level from the TSS (Intel SDM vol. 3, 5.8.5 and 6.12.1). Use: {@link #current} or {@link
 * #inner}, then {@link #reserve}, which checks every word before the first is written, then {@link
 * #push}, then {@link #commit}.
 */
final class HandlerStack {
  private static final int SS = SegmentName.SS.ordinal();

  private final LinearMemory memory;
  private final SegmentLoader loader;
  private final Fault fault;
  private final Descriptor descriptor = new Descriptor();
  private final SegmentRegister innerSegment = new SegmentRegister();

  private SegmentRegister segment = innerSegment;
  private int top;
  private int bytes;
  private boolean switched;
  private boolean user;

  HandlerStack(LinearMemory memory, SegmentLoader loader, Fault fault) {
    this.memory = memory;
    this.loader = loader;
    this.fault = fault;
  }

  /** Goes on with SS:ESP as they stand. */
  void current(CpuState c) {
    segment = c.segments[SS];
    top = c.gpr[CpuState.ESP];
    switched = false;
    user = c.cpl == 3;
  }

  /** Takes the stack that the TSS names for an inner level, 0 to 2. */
  void inner(CpuState c, int level) {
    SegmentRegister tr = c.tr;
    boolean wide = (tr.access & Descriptor.WIDE) != 0;
    int offset = wide ? 4 + 8 * level : 2 + 4 * level;
    int last = offset + (wide ? 7 : 3);
    if (Integer.compareUnsigned(last, tr.limit) > 0) {
      throw fault.set(Fault.TS, tr.selector & 0xfffc);
    }
    int at = tr.base + offset;
    top = wide ? memory.readSystem32(at) : memory.readSystem16(at);
    int selector = memory.readSystem16(at + (wide ? 4 : 2));
    if (DescriptorTables.isNull(selector)) {
      throw fault.set(Fault.TS, 0);
    }
    loader.tables.read(c, selector, descriptor, Fault.TS);
    loader.checkStack(descriptor, level, Fault.TS);
    innerSegment.load(selector, descriptor.low, descriptor.high);
    segment = innerSegment;
    switched = true;
    user = false;
  }

  /** Throws #SS or #PF unless there is room for some words of 16 or 32 bits. */
  void reserve(int words, int width) {
    bytes = width >>> 3;
    int code = switched ? segment.selector & 0xfffc : 0;
    for (int i = 1; i <= words; i++) {
      int offset = offset(top - i * bytes);
      if (!segment.writable || !SegmentedMemory.inLimit(segment, offset, bytes)) {
        throw fault.setAccess(Fault.SS, code, SegmentName.SS, offset, true);
      }
      if (user) {
        memory.probe(segment.base + offset, bytes, true);
      } else {
        memory.probeSystem(segment.base + offset, bytes, true);
      }
    }
    if (switched) {
      loader.tables.markAccessed(descriptor);
    }
  }

  private int offset(int pointer) {
    return segment.big ? pointer : pointer & 0xffff;
  }

  /** Pushes one of the reserved words. */
  void push(int value) {
    top = offset(top - bytes);
    int at = segment.base + top;
    if (bytes == 4) {
      if (user) {
        memory.write32(at, value);
      } else {
        memory.writeSystem32(at, value);
      }
    } else if (user) {
      memory.write16(at, value);
    } else {
      memory.writeSystem16(at, value);
    }
  }

  /** Makes it the stack of the CPU. A 16-bit stack leaves the upper half of ESP as it was. */
  void commit(CpuState c) {
    if (switched) {
      c.segments[SS].load(descriptor.selector, descriptor.low, descriptor.high);
    }
    int[] g = c.gpr;
    g[CpuState.ESP] = segment.big ? top : (g[CpuState.ESP] & 0xffff0000) | (top & 0xffff);
  }
}
