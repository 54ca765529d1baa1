// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec;

import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Fault;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.cpu.SegmentRegister;

/**
 * Far jumps, calls and returns in every mode: code segments, call gates, task gates and task state
 * segments (Intel SDM vol. 3, 5.8 and 7.3). EIP is behind the instruction; every check comes before
 * the first change.
 */
final class FarTransfer {
  private static final int CS = SegmentName.CS.ordinal();
  private static final int SS = SegmentName.SS.ordinal();

  private final SegmentedMemory memory;
  private final SegmentLoader loader;
  private final DescriptorTables tables;
  private final HandlerStack stack;
  private final TaskSwitch tasks;
  private final Fault fault;
  private final Descriptor code = new Descriptor();
  private final Descriptor stackSegment = new Descriptor();
  private final int[] parameters = new int[32];

  FarTransfer(SegmentedMemory memory, SegmentLoader loader, TaskSwitch tasks, Fault fault) {
    this.memory = memory;
    this.loader = loader;
    this.tables = loader.tables;
    this.stack = new HandlerStack(memory.linear(), loader, fault);
    this.tasks = tasks;
    this.fault = fault;
  }

  void jump(CpuState c, int selector, int offset) {
    if (!c.protectedMode()) {
      enterReal(c, selector, offset);
      return;
    }
    Descriptor d = target(c, selector);
    if (!d.system()) {
      loader.checkCode(d, d.rpl(), c.cpl);
      enter(c, d, c.cpl, offset);
      return;
    }
    checkGate(c, d);
    switch (d.type()) {
      case Descriptor.CALL_GATE, Descriptor.CALL_GATE | Descriptor.WIDE -> {
        int gateOffset = throughGate(c, d);
        loader.checkCode(code, 0, c.cpl);
        enter(c, code, c.cpl, gateOffset);
      }
      default -> tasks.byTransfer(c, d, TaskSwitch.Cause.JUMP);
    }
  }

  /**
   * @param width of the return address pushed, 16 or 32
   */
  void call(CpuState c, int selector, int offset, int width) {
    if (!c.protectedMode()) {
      stack.current(c);
      stack.reserve(2, width);
      loader.checkTarget(c.segments[CS].limit, offset);
      pushReturn(c);
      stack.commit(c);
      enterReal(c, selector, offset);
      return;
    }
    Descriptor d = target(c, selector);
    if (!d.system()) {
      loader.checkCode(d, d.rpl(), c.cpl);
      callSameLevel(c, d, offset, width);
      return;
    }
    checkGate(c, d);
    switch (d.type()) {
      case Descriptor.CALL_GATE, Descriptor.CALL_GATE | Descriptor.WIDE -> callGate(c, d);
      default -> tasks.byTransfer(c, d, TaskSwitch.Cause.CALL);
    }
  }

  private void callSameLevel(CpuState c, Descriptor d, int offset, int width) {
    stack.current(c);
    stack.reserve(2, width);
    loader.checkTarget(d.limit(), offset);
    tables.markAccessed(d);
    pushReturn(c);
    stack.commit(c);
    enter(c, d, c.cpl, offset);
  }

  private void pushReturn(CpuState c) {
    stack.push(c.segments[CS].selector);
    stack.push(c.eip);
  }

  private void callGate(CpuState c, Descriptor gate) {
    int count = gate.gateParameters();
    int width = gate.wide() ? 32 : 16;
    int offset = throughGate(c, gate);
    if (!code.code() || code.dpl() > c.cpl) {
      throw tables.refuse(Fault.GP, code.selector);
    }
    if (!code.present()) {
      throw tables.refuse(Fault.NP, code.selector);
    }
    int level = code.dpl();
    if (code.conforming() || level == c.cpl) {
      callSameLevel(c, code, offset, width);
      return;
    }
    stack.inner(c, level);
    stack.reserve(4 + count, width);
    loader.checkTarget(code.limit(), offset);
    for (int i = 0; i < count; i++) {
      parameters[i] = memory.peek(i * (width >>> 3), width);
    }
    tables.markAccessed(code);
    stack.push(c.segments[SS].selector);
    stack.push(c.gpr[CpuState.ESP]);
    for (int i = count - 1; i >= 0; i--) {
      stack.push(parameters[i]);
    }
    pushReturn(c);
    stack.commit(c);
    enter(c, code, level, offset);
  }

  /** Finds what a selector names; a null one is #GP(0). */
  private Descriptor target(CpuState c, int selector) {
    if (DescriptorTables.isNull(selector)) {
      throw fault.set(Fault.GP, 0);
    }
    tables.read(c, selector, code, Fault.GP);
    return code;
  }

  /** Gates and TSS of less privilege than the caller or the selector may not be used. */
  private void checkGate(CpuState c, Descriptor d) {
    if (d.dpl() < Math.max(c.cpl, d.rpl())) {
      throw tables.refuse(Fault.GP, d.selector);
    }
  }

  /** Reads the code segment behind a call gate into {@link #code}; returns the offset in it. */
  private int throughGate(CpuState c, Descriptor gate) {
    if (!gate.present()) {
      throw tables.refuse(Fault.NP, gate.selector);
    }
    int offset = gate.gateOffset();
    target(c, gate.gateSelector());
    return offset;
  }

  private void enter(CpuState c, Descriptor d, int level, int offset) {
    loader.checkTarget(d.limit(), offset);
    tables.markAccessed(d);
    loader.enterCode(c, d, level);
    c.eip = offset;
  }

  private void enterReal(CpuState c, int selector, int offset) {
    loader.checkTarget(c.segments[CS].limit, offset);
    loader.loadReal(c, CS, selector);
    c.eip = offset;
  }

  /**
   * RETF.
   *
   * @param width of the return address, 16 or 32
   * @param releaseBytes parameters to drop from either stack, 0 to FFFF
   */
  void returnFar(CpuState c, int width, int releaseBytes) {
    int bytes = width >>> 3;
    if (c.protectedMode()) {
      memory.checkFrame(2 * bytes);
    }
    int offset = memory.peek(0, width);
    int selector = memory.peek(bytes, width) & 0xffff;
    if (!c.protectedMode()) {
      loader.checkTarget(c.segments[CS].limit, offset);
      memory.moveStack(2 * bytes + releaseBytes);
      enterReal(c, selector, offset);
      return;
    }
    Descriptor d = returnTarget(c, selector);
    if (d.rpl() == c.cpl) {
      loader.checkTarget(d.limit(), offset);
      tables.markAccessed(d);
      memory.moveStack(2 * bytes + releaseBytes);
      enter(c, d, c.cpl, offset);
      return;
    }
    int pointer = memory.peek(2 * bytes + releaseBytes, width);
    int outer = memory.peek(3 * bytes + releaseBytes, width) & 0xffff;
    returnOutward(c, offset, outer, pointer, releaseBytes, Fault.SS);
  }

  /** Finds the code segment that RETF or IRET goes back to, checked, in {@link #code}. */
  Descriptor returnTarget(CpuState c, int selector) {
    Descriptor d = target(c, selector);
    if (d.rpl() < c.cpl) {
      throw tables.refuse(Fault.GP, selector);
    }
    loader.checkCode(d, 0, d.rpl());
    return d;
  }

  /**
   * Goes back to the code segment of {@link #returnTarget} at an outer level.
   *
   * @param absentVector for a stack segment that is not present: #SS of RET, #NP of IRET
   */
  void returnOutward(
      CpuState c, int offset, int outer, int pointer, int releaseBytes, int absentVector) {
    int level = code.rpl();
    if (DescriptorTables.isNull(outer)) {
      throw fault.set(Fault.GP, 0);
    }
    tables.read(c, outer, stackSegment, Fault.GP);
    loader.checkStack(stackSegment, level, Fault.GP, absentVector);
    loader.checkTarget(code.limit(), offset);
    tables.markAccessed(code);
    loader.load(c, SS, stackSegment);
    SegmentRegister ss = c.segments[SS];
    int[] g = c.gpr;
    int top = pointer + releaseBytes;
    g[CpuState.ESP] = ss.big ? top : (g[CpuState.ESP] & 0xffff0000) | (top & 0xffff);
    enter(c, code, level, offset);
    loader.dropInnerData(c);
  }

  /** Goes back to the code segment of {@link #returnTarget} at the same level. */
  void returnSameLevel(CpuState c, int offset, int bytes) {
    loader.checkTarget(code.limit(), offset);
    tables.markAccessed(code);
    memory.moveStack(bytes);
    enter(c, code, c.cpl, offset);
  }
}
