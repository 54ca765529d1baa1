// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec;

import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Eflags;
import org.virtualpok.emu.cpu.Fault;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.memory.LinearMemory;

/**
 * The way through one vector to its handler: the vector table of real mode, and the interrupt, trap
 * and task gates of the IDT (Intel SDM vol. 3, 6.11, 6.12 and 20.1.4). A fault on the way leaves
 * the CPU as it was, but for a task switch behind its commit point.
 */
final class HandlerEntry {
  /** What goes to the handler; decides about the gate's DPL and the error code. */
  enum Source {
    HARDWARE,
    SOFTWARE,
    EXCEPTION
  }

  private static final int CS = SegmentName.CS.ordinal();
  private static final int SS = SegmentName.SS.ordinal();

  /** GS, FS, DS, ES, in the order in which virtual-8086 mode pushes them. */
  private static final int[] V86_DATA = {
    SegmentName.GS.ordinal(),
    SegmentName.FS.ordinal(),
    SegmentName.DS.ordinal(),
    SegmentName.ES.ordinal()
  };

  /** The error code's selector is a vector. */
  private static final int IDT = 2;

  private final LinearMemory linear;
  private final SegmentLoader loader;
  private final DescriptorTables tables;
  private final HandlerStack stack;
  private final TaskSwitch tasks;
  private final V86Redirection redirection;
  private final Fault fault;
  private final Descriptor gate = new Descriptor();
  private final Descriptor code = new Descriptor();

  HandlerEntry(SegmentedMemory memory, SegmentLoader loader, Fault fault) {
    this.linear = memory.linear();
    this.loader = loader;
    this.tables = loader.tables;
    this.stack = new HandlerStack(linear, loader, fault);
    this.tasks = new TaskSwitch(memory, loader, fault);
    this.redirection = new V86Redirection(linear, loader, stack, fault);
    this.fault = fault;
  }

  /**
   * INT n in virtual-8086 mode, if it goes to the program's own handler; false if to the IDT's.
   * Throws #GP(0) where IOPL forbids it.
   */
  boolean v86(CpuState c, int vector) {
    return redirection.enter(c, vector);
  }

  void real(CpuState c, int vector) {
    int entry = 4 * vector;
    if (Integer.compareUnsigned(entry + 3, c.idtLimit) > 0) {
      throw fault.set(Fault.GP, 0);
    }
    stack.current(c);
    stack.reserve(3, 16);
    int offset = linear.readSystem16(c.idtBase + entry);
    int selector = linear.readSystem16(c.idtBase + entry + 2);
    loader.checkTarget(c.segments[CS].limit, offset);
    stack.push(c.eflags());
    stack.push(c.segments[CS].selector);
    stack.push(c.eip);
    stack.commit(c);
    loader.loadReal(c, CS, selector);
    c.eip = offset;
    c.flagsOther &= ~(Eflags.IF | Eflags.TF | Eflags.AC | Eflags.RF);
  }

  /**
   * @param flags EFLAGS as the handler shall find them on its stack
   * @param errorCode for exceptions that have one
   */
  void protectedMode(CpuState c, int vector, Source source, int flags, int errorCode) {
    readGate(c, vector, source);
    boolean hasError = source == Source.EXCEPTION && Fault.hasErrorCode(vector);
    if (gate.type() == Descriptor.TASK_GATE) {
      tasks.byInterrupt(c, gate, flags, hasError, errorCode);
      return;
    }
    readCode(c);
    boolean inner = !code.conforming() && code.dpl() < c.cpl;
    boolean v86 = c.v86();
    int width = gate.wide() ? 32 : 16;
    int offset = gate.gateOffset();
    int words = hasError ? 4 : 3;
    if (v86 && (!inner || code.dpl() != 0)) {
      throw tables.refuse(Fault.GP, code.selector);
    }
    if (inner) {
      stack.inner(c, code.dpl());
      words += v86 ? 6 : 2;
    } else {
      stack.current(c);
    }
    loader.checkTarget(code.limit(), offset);
    stack.reserve(words, width);
    tables.markAccessed(code);
    pushFrame(c, flags, inner, v86);
    if (hasError) {
      stack.push(errorCode);
    }
    stack.commit(c);
    int cleared = Eflags.TF | Eflags.NT | Eflags.VM | Eflags.RF;
    c.flagsOther &= ~(gate.kind() == Descriptor.INTERRUPT_GATE ? cleared | Eflags.IF : cleared);
    loader.enterCode(c, code, inner ? code.dpl() : c.cpl);
    c.eip = offset;
    if (v86) {
      loader.dropData(c);
    }
  }

  private void pushFrame(CpuState c, int flags, boolean inner, boolean v86) {
    if (v86) {
      for (int segment : V86_DATA) {
        stack.push(c.segments[segment].selector);
      }
    }
    if (inner) {
      stack.push(c.segments[SS].selector);
      stack.push(c.gpr[CpuState.ESP]);
    }
    stack.push(flags);
    stack.push(c.segments[CS].selector);
    stack.push(c.eip);
  }

  private void readGate(CpuState c, int vector, Source source) {
    int errorCode = 8 * vector + IDT;
    if (Integer.compareUnsigned(8 * vector + 7, c.idtLimit) > 0) {
      throw fault.set(Fault.GP, errorCode);
    }
    int at = c.idtBase + 8 * vector;
    gate.low = linear.readSystem32(at);
    gate.high = linear.readSystem32(at + 4);
    boolean known =
        gate.system()
            && (gate.type() == Descriptor.TASK_GATE
                || gate.kind() == Descriptor.INTERRUPT_GATE
                || gate.kind() == Descriptor.TRAP_GATE);
    if (!known || source == Source.SOFTWARE && gate.dpl() < c.cpl) {
      throw fault.set(Fault.GP, errorCode);
    }
    if (!gate.present()) {
      throw fault.set(Fault.NP, errorCode);
    }
  }

  private void readCode(CpuState c) {
    int selector = gate.gateSelector();
    if (DescriptorTables.isNull(selector)) {
      throw fault.set(Fault.GP, 0);
    }
    tables.read(c, selector, code, Fault.GP);
    if (!code.code() || code.dpl() > c.cpl) {
      throw tables.refuse(Fault.GP, selector);
    }
    if (!code.present()) {
      throw tables.refuse(Fault.NP, selector);
    }
  }
}
