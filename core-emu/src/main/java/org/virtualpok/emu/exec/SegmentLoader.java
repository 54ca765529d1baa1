// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec;

import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Fault;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.cpu.SegmentRegister;
import org.virtualpok.emu.memory.LinearMemory;

/**
 * Loads segment registers in every mode, with the checks of Intel SDM vol. 3, 5.5 to 5.8, in the
 * manual's order. Nothing changes before the last check.
 */
public final class SegmentLoader {
  private static final int CS = SegmentName.CS.ordinal();
  private static final int SS = SegmentName.SS.ordinal();

  /** ES, DS, FS, GS. */
  private static final int[] DATA = {
    SegmentName.ES.ordinal(),
    SegmentName.DS.ordinal(),
    SegmentName.FS.ordinal(),
    SegmentName.GS.ordinal()
  };

  final DescriptorTables tables;
  private final LinearMemory memory;
  private final Fault fault;
  private final Descriptor scratch = new Descriptor();

  public SegmentLoader(LinearMemory memory, Fault fault) {
    this.tables = new DescriptorTables(memory, fault);
    this.memory = memory;
    this.fault = fault;
  }

  /** MOV, POP and LDS to a segment register other than CS. */
  public void loadData(CpuState c, int segment, int value) {
    int selector = value & 0xffff;
    if (!c.protectedMode()) {
      loadReal(c, segment, selector);
      return;
    }
    boolean stack = segment == SS;
    if (DescriptorTables.isNull(selector)) {
      if (stack) {
        throw fault.set(Fault.GP, 0);
      }
      c.segments[segment].setNull(selector);
      return;
    }
    Descriptor d = scratch;
    tables.read(c, selector, d, Fault.GP);
    if (stack) {
      checkStack(d, c.cpl, Fault.GP);
    } else {
      checkData(d, c.cpl, Fault.GP);
    }
    load(c, segment, d);
  }

  /** Throws unless the descriptor is one for data at a level. */
  void checkData(Descriptor d, int level, int vector) {
    if (!d.readable() || !d.conforming() && d.dpl() < Math.max(d.rpl(), level)) {
      throw tables.refuse(vector, d.selector);
    }
    if (!d.present()) {
      throw tables.refuse(Fault.NP, d.selector);
    }
  }

  /** Throws unless the descriptor is one for the stack of a level; #SS if it is not present. */
  void checkStack(Descriptor d, int level, int vector) {
    checkStack(d, level, vector, Fault.SS);
  }

  /** The same with another exception for a segment that is not present. */
  void checkStack(Descriptor d, int level, int vector, int absentVector) {
    if (d.rpl() != level || d.dpl() != level || !d.writableData()) {
      throw tables.refuse(vector, d.selector);
    }
    if (!d.present()) {
      throw tables.refuse(absentVector, d.selector);
    }
  }

  /**
   * Throws unless control may go to the descriptor and run there at a level.
   *
   * @param rpl the selector's, or 0 where it does not count
   */
  void checkCode(Descriptor d, int rpl, int level) {
    boolean allowed = d.conforming() ? d.dpl() <= level : d.dpl() == level && rpl <= level;
    if (!d.code() || !allowed) {
      throw tables.refuse(Fault.GP, d.selector);
    }
    if (!d.present()) {
      throw tables.refuse(Fault.NP, d.selector);
    }
  }

  /** Throws if an offset lies behind the end of a code segment to go to. */
  void checkTarget(int limit, int offset) {
    if (Integer.compareUnsigned(offset, limit) > 0) {
      throw fault.setAccess(Fault.GP, 0, SegmentName.CS, offset, false);
    }
  }

  /** Sets the accessed bit and loads a register other than CS from a checked descriptor. */
  void load(CpuState c, int segment, Descriptor d) {
    tables.markAccessed(d);
    c.segments[segment].load(d.selector, d.low, d.high);
  }

  /** Loads CS from a checked and marked descriptor; the code runs at this level from now on. */
  void enterCode(CpuState c, Descriptor d, int level) {
    c.segments[CS].load((d.selector & 0xfffc) | level, d.low, d.high);
    c.cpl = level;
    memory.modeChanged();
  }

  /** A load in real or virtual-8086 mode; the latter has fixed limits and rights. */
  void loadReal(CpuState c, int segment, int selector) {
    if (c.v86()) {
      c.segments[segment].loadReal(selector);
    } else {
      c.segments[segment].moveTo(selector);
    }
  }

  /** Nulls the data segments that the new, outer level may not use (Intel SDM vol. 3, 5.8.6). */
  void dropInnerData(CpuState c) {
    for (int segment : DATA) {
      SegmentRegister s = c.segments[segment];
      if (s.dpl() < c.cpl && !s.conforming()) {
        s.setNull(0);
      }
    }
  }

  /** Nulls all data segments, as leaving virtual-8086 mode does. */
  void dropData(CpuState c) {
    for (int segment : DATA) {
      c.segments[segment].setNull(0);
    }
  }

  /**
   * The descriptor that the current level may see (LAR, LSL, VERR, VERW), or null if it may not.
   * Valid until the next load.
   */
  Descriptor visible(CpuState c, int selector) {
    Descriptor d = scratch;
    if (DescriptorTables.isNull(selector) || !tables.find(c, selector, d)) {
      return null;
    }
    boolean seen = d.conforming() || d.dpl() >= Math.max(c.cpl, d.rpl());
    return seen ? d : null;
  }
}
