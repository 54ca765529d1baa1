// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec;

import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Fault;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.memory.LinearMemory;

/**
 * Loads segment registers from the global descriptor table, with the checks of Intel SDM vol. 3,
 * 5.5 to 5.8. There is no LDT: a selector with TI set faults. Call gates and task gates do not
 * exist here yet: a far transfer to one is #GP(selector).
 */
public final class SegmentLoader {
  private static final int PRESENT = 0x80;
  private static final int SYSTEM_BIT = 0x10;
  private static final int CODE = 0x08;
  private static final int CONFORMING = 0x04;
  private static final int WRITABLE = 0x02;

  private final LinearMemory memory;
  private final Fault fault;

  public SegmentLoader(LinearMemory memory, Fault fault) {
    this.memory = memory;
    this.fault = fault;
  }

  /** Linear (and, without paging, physical) address of a descriptor; -1 if outside the table. */
  private static int descriptorAddress(CpuState c, int selector) {
    int offset = selector & 0xfff8;
    boolean local = (selector & 4) != 0;
    return local || offset + 7 > c.gdtLimit ? -1 : c.gdtBase + offset;
  }

  private static boolean isNull(int selector) {
    return (selector & 0xfffc) == 0;
  }

  /** MOV, POP and LDS to a segment register other than CS. */
  public void loadData(CpuState c, int segment, int value) {
    int selector = value & 0xffff;
    boolean stack = segment == SegmentName.SS.ordinal();
    if (isNull(selector)) {
      if (stack) {
        throw fault.set(Fault.GP, 0);
      }
      c.segments[segment].setNull(selector);
      return;
    }
    int code = selector & 0xfffc;
    int address = descriptorAddress(c, selector);
    if (address == -1) {
      throw fault.set(Fault.GP, code);
    }
    int high = memory.readSystem32(address + 4);
    int access = (high >>> 8) & 0xff;
    int dpl = (access >>> 5) & 3;
    int rpl = selector & 3;
    boolean isCode = (access & CODE) != 0;
    if ((access & SYSTEM_BIT) == 0) {
      throw fault.set(Fault.GP, code);
    }
    if (stack) {
      if (rpl != c.cpl || dpl != c.cpl || isCode || (access & WRITABLE) == 0) {
        throw fault.set(Fault.GP, code);
      }
    } else {
      boolean readable = !isCode || (access & WRITABLE) != 0;
      boolean conforming = isCode && (access & CONFORMING) != 0;
      if (!readable || (!conforming && (dpl < rpl || dpl < c.cpl))) {
        throw fault.set(Fault.GP, code);
      }
    }
    if ((access & PRESENT) == 0) {
      throw fault.set(stack ? Fault.SS : Fault.NP, code);
    }
    c.segments[segment].load(selector, memory.readSystem32(address), high);
  }

  /** A far jump, call or return to code at the current privilege level. */
  public void loadCode(CpuState c, int value, int offset) {
    int selector = value & 0xffff;
    int code = selector & 0xfffc;
    int address = isNull(selector) ? -1 : descriptorAddress(c, selector);
    if (address == -1) {
      throw fault.set(Fault.GP, code);
    }
    int high = memory.readSystem32(address + 4);
    int access = (high >>> 8) & 0xff;
    int dpl = (access >>> 5) & 3;
    if ((access & (SYSTEM_BIT | CODE)) != (SYSTEM_BIT | CODE)) {
      throw fault.set(Fault.GP, code);
    }
    boolean conforming = (access & CONFORMING) != 0;
    boolean allowed = conforming ? dpl <= c.cpl : dpl == c.cpl && (selector & 3) <= c.cpl;
    if (!allowed) {
      throw fault.set(Fault.GP, code);
    }
    if ((access & PRESENT) == 0) {
      throw fault.set(Fault.NP, code);
    }
    int low = memory.readSystem32(address);
    int raw = (low & 0xffff) | (high & 0xf0000);
    int limit = (high & 0x800000) != 0 ? (raw << 12) | 0xfff : raw;
    if (Integer.compareUnsigned(offset, limit) > 0) {
      throw fault.setAccess(Fault.GP, 0, SegmentName.CS, offset, false);
    }
    c.segment(SegmentName.CS).load((selector & 0xfffc) | c.cpl, low, high);
  }

  /**
   * The access doubleword of a descriptor that the current level may see (LAR, LSL, VERR, VERW), or
   * 0 if it may not.
   */
  int visible(CpuState c, int selector) {
    int address = isNull(selector) ? -1 : descriptorAddress(c, selector);
    if (address == -1) {
      return 0;
    }
    int high = memory.readSystem32(address + 4);
    int access = (high >>> 8) & 0xff;
    int dpl = (access >>> 5) & 3;
    boolean conforming = (access & 0x1c) == (SYSTEM_BIT | CODE | CONFORMING);
    boolean seen = conforming || (dpl >= c.cpl && dpl >= (selector & 3));
    return seen ? high : 0;
  }

  /** The limit, in bytes, of a descriptor that {@link #visible} has found. */
  int limit(CpuState c, int selector) {
    int address = descriptorAddress(c, selector);
    int high = memory.readSystem32(address + 4);
    int raw = (memory.readSystem32(address) & 0xffff) | (high & 0xf0000);
    return (high & 0x800000) != 0 ? (raw << 12) | 0xfff : raw;
  }
}
