// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec;

import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Cr0;
import org.virtualpok.emu.cpu.DebugRegisters;
import org.virtualpok.emu.cpu.Eflags;
import org.virtualpok.emu.cpu.Fault;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.memory.LinearMemory;

/**
 * The hardware task switch, between 16 and 32-bit task state segments in any mix (Intel SDM vol. 3,
 * 7.3). Up to the commit point a fault leaves the old task as it was; behind it the fault belongs
 * to the new task, and says so by {@link Fault#inNewContext}.
 */
final class TaskSwitch {
  /** What asks for the switch. */
  enum Cause {
    JUMP,
    CALL,
    INTERRUPT,
    RETURN;

    /** The new task will return to the old one, which stays busy. */
    boolean nests() {
      return this == CALL || this == INTERRUPT;
    }
  }

  private static final int CS = SegmentName.CS.ordinal();
  private static final int SS = SegmentName.SS.ordinal();

  /** Data segments in the order in which they are checked. */
  private static final int[] DATA = {
    SegmentName.DS.ordinal(),
    SegmentName.ES.ordinal(),
    SegmentName.FS.ordinal(),
    SegmentName.GS.ordinal()
  };

  /** Local enable bits and LE of DR7, which belong to one task. */
  private static final int DR7_LOCAL = 0x155;

  private final SegmentedMemory segmented;
  private final LinearMemory memory;
  private final SegmentLoader loader;
  private final DescriptorTables tables;
  private final Fault fault;
  private final TaskState next = new TaskState();
  private final Descriptor target = new Descriptor();
  private final Descriptor scratch = new Descriptor();

  /** An exception's error code, for the new task's stack. */
  private boolean pushesError;

  private int errorCode;

  TaskSwitch(SegmentedMemory segmented, SegmentLoader loader, Fault fault) {
    this.segmented = segmented;
    this.memory = segmented.linear();
    this.loader = loader;
    this.tables = loader.tables;
    this.fault = fault;
  }

  /** JMP or CALL to a TSS or a task gate whose privilege has been checked. */
  void byTransfer(CpuState c, Descriptor d, Cause cause) {
    if (d.type() == Descriptor.TASK_GATE) {
      if (!d.present()) {
        throw tables.refuse(Fault.NP, d.selector);
      }
      throughGate(c, d, cause, c.eflags());
      return;
    }
    checkAvailable(d);
    run(c, d, cause, c.eflags());
  }

  /**
   * A present task gate in the IDT.
   *
   * @param oldFlags EFLAGS as the old task's TSS shall keep them
   * @param error whether the new task finds an error code on its stack
   */
  void byInterrupt(CpuState c, Descriptor gate, int oldFlags, boolean error, int code) {
    pushesError = error;
    errorCode = code;
    try {
      throughGate(c, gate, Cause.INTERRUPT, oldFlags);
    } finally {
      pushesError = false;
    }
  }

  private void throughGate(CpuState c, Descriptor gate, Cause cause, int oldFlags) {
    int selector = gate.gateSelector();
    if (DescriptorTables.isLocal(selector)) {
      throw tables.refuse(Fault.GP, selector);
    }
    tables.read(c, selector, target, Fault.GP);
    checkAvailable(target);
    run(c, target, cause, oldFlags);
  }

  /** IRET with NT set: back to the task whose TSS the current one links to. */
  void byReturn(CpuState c) {
    int selector = memory.readSystem16(c.tr.base);
    if (DescriptorTables.isLocal(selector) || !tables.find(c, selector, target)) {
      throw tables.refuse(Fault.TS, selector);
    }
    if (!target.taskState() || !target.busy()) {
      throw tables.refuse(Fault.TS, selector);
    }
    if (!target.present()) {
      throw tables.refuse(Fault.NP, selector);
    }
    run(c, target, Cause.RETURN, c.eflags() & ~Eflags.NT);
  }

  private void checkAvailable(Descriptor d) {
    if (DescriptorTables.isLocal(d.selector) || !d.taskState() || d.busy()) {
      throw tables.refuse(Fault.GP, d.selector);
    }
    if (!d.present()) {
      throw tables.refuse(Fault.NP, d.selector);
    }
  }

  private void run(CpuState c, Descriptor d, Cause cause, int oldFlags) {
    checkLimits(c, d);
    probe(c, d, cause);
    int oldSelector = c.tr.selector;
    if (!cause.nests()) {
      tables.markAvailable(c, oldSelector);
    }
    TaskState.save(memory, c, oldFlags);
    if (cause.nests()) {
      memory.writeSystem16(d.base(), oldSelector);
    }
    next.read(memory, d, (c.cr0 & Cr0.PG) != 0);
    if (cause != Cause.RETURN) {
      tables.markBusy(d);
    }
    if (cause.nests()) {
      next.flags |= Eflags.NT;
    }
    commit(c, d);
    try {
      loadSegments(c);
    } catch (Fault f) {
      throw f.markNewContext();
    }
  }

  private void checkLimits(CpuState c, Descriptor d) {
    int last = d.wide() ? TaskState.LAST_32 : TaskState.LAST_16;
    if (Integer.compareUnsigned(d.limit(), last) < 0) {
      throw tables.refuse(Fault.TS, d.selector);
    }
    int oldLast = TaskState.wide(c) ? TaskState.SAVED_LAST_32 : TaskState.SAVED_LAST_16;
    if (Integer.compareUnsigned(c.tr.limit, oldLast) < 0) {
      throw tables.refuse(Fault.TS, c.tr.selector);
    }
  }

  /** Every page that will be touched up to the commit point has to be there. */
  private void probe(CpuState c, Descriptor d, Cause cause) {
    memory.probeSystem(d.base(), (d.wide() ? TaskState.LAST_32 : TaskState.LAST_16) + 1, false);
    if (cause.nests()) {
      memory.probeSystem(d.base(), 2, true);
    } else {
      tables.probeMark(c, c.tr.selector);
    }
    if (cause != Cause.RETURN) {
      tables.probeMark(c, d.selector);
    }
    TaskState.probeSave(memory, c);
  }

  private void commit(CpuState c, Descriptor d) {
    c.tr.load(d.selector, d.low, d.high | 0x200);
    c.cr0 |= Cr0.TS;
    c.dr7 &= ~DR7_LOCAL;
    c.eip = next.eip;
    System.arraycopy(next.gpr, 0, c.gpr, 0, c.gpr.length);
    c.setEflags(next.flags & FlagRules.existing(c.model));
    for (int segment = 0; segment < c.segments.length; segment++) {
      c.segments[segment].setNull(next.selectors[segment]);
    }
    c.ldtr.setNull(next.ldt);
    if (next.wide && (c.cr0 & Cr0.PG) != 0) {
      c.cr3 = next.cr3;
      memory.flush();
    }
    // A fault before the new stack is there must switch to an inner one.
    c.cpl = 3;
    memory.modeChanged();
  }

  /** Behind the commit point: LDT and segments of the new task, each into its register. */
  private void loadSegments(CpuState c) {
    loadLocalTable(c);
    if (c.v86()) {
      for (int segment = 0; segment < c.segments.length; segment++) {
        c.segments[segment].loadReal(next.selectors[segment]);
      }
    } else {
      int level = next.selectors[CS] & 3;
      loadStack(c, level);
      c.cpl = level;
      memory.modeChanged();
      for (int segment : DATA) {
        loadData(c, segment, level);
      }
      loadCode(c, level);
    }
    if (pushesError) {
      segmented.push(errorCode, next.wide ? 32 : 16);
    }
    loader.checkTarget(c.segments[CS].limit, c.eip);
    if (next.wide && next.trap) {
      c.dr6 |= DebugRegisters.DR6_BT;
      throw fault.set(Fault.DB, 0);
    }
  }

  private void loadLocalTable(CpuState c) {
    int selector = next.ldt;
    if (DescriptorTables.isNull(selector)) {
      return;
    }
    if (DescriptorTables.isLocal(selector)) {
      throw tables.refuse(Fault.TS, selector);
    }
    tables.read(c, selector, scratch, Fault.TS);
    if (!scratch.system() || scratch.type() != Descriptor.LDT || !scratch.present()) {
      throw tables.refuse(Fault.TS, selector);
    }
    c.ldtr.load(selector, scratch.low, scratch.high);
  }

  private void loadStack(CpuState c, int level) {
    Descriptor d = read(c, next.selectors[SS]);
    if (!d.writableData()) {
      throw tables.refuse(Fault.TS, d.selector);
    }
    if (!d.present()) {
      throw tables.refuse(Fault.SS, d.selector);
    }
    if (d.dpl() != level || d.rpl() != level) {
      throw tables.refuse(Fault.TS, d.selector);
    }
    loader.load(c, SS, d);
  }

  private void loadData(CpuState c, int segment, int level) {
    int selector = next.selectors[segment];
    if (!DescriptorTables.isNull(selector)) {
      tables.read(c, selector, scratch, Fault.TS);
      loader.checkData(scratch, level, Fault.TS);
      loader.load(c, segment, scratch);
    }
  }

  private void loadCode(CpuState c, int level) {
    Descriptor d = read(c, next.selectors[CS]);
    boolean allowed = d.conforming() ? d.dpl() <= level : d.dpl() == level;
    if (!d.code() || !allowed) {
      throw tables.refuse(Fault.TS, d.selector);
    }
    if (!d.present()) {
      throw tables.refuse(Fault.NP, d.selector);
    }
    loader.load(c, CS, d);
  }

  /** CS and SS may not be null. */
  private Descriptor read(CpuState c, int selector) {
    if (DescriptorTables.isNull(selector)) {
      throw tables.refuse(Fault.TS, selector);
    }
    tables.read(c, selector, scratch, Fault.TS);
    return scratch;
  }
}
