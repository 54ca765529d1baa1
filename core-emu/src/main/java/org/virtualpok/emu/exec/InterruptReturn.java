// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec;

import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Eflags;
import org.virtualpok.emu.cpu.Fault;
import org.virtualpok.emu.cpu.SegmentName;

/** IRET in every mode (Intel SDM vol. 2, IRET; vol. 3, 6.12.1, 7.4 and 20.2.2). */
final class InterruptReturn {
  private static final int CS = SegmentName.CS.ordinal();

  /** Above EIP, CS and EFLAGS lie ESP, SS, ES, DS, FS, GS; here as segment ordinals from SS on. */
  private static final int[] V86_ORDER = {
    SegmentName.SS.ordinal(),
    SegmentName.ES.ordinal(),
    SegmentName.DS.ordinal(),
    SegmentName.FS.ordinal(),
    SegmentName.GS.ordinal()
  };

  private final SegmentedMemory memory;
  private final SegmentLoader loader;
  private final FarTransfer far;
  private final TaskSwitch tasks;
  private final Fault fault;
  private final int[] v86Selectors = new int[V86_ORDER.length];

  InterruptReturn(
      SegmentedMemory memory,
      SegmentLoader loader,
      FarTransfer far,
      TaskSwitch tasks,
      Fault fault) {
    this.memory = memory;
    this.loader = loader;
    this.far = far;
    this.tasks = tasks;
    this.fault = fault;
  }

  void execute(CpuState c, int width) {
    if (!c.protectedMode()) {
      boolean virtual = c.v86() && !VirtualFlags.direct(c);
      if (virtual && (width != 16 || !VirtualFlags.extended(c))) {
        throw fault.set(Fault.GP, 0);
      }
      returnReal(c, width, virtual);
    } else if ((c.flagsOther & Eflags.NT) != 0) {
      tasks.byReturn(c);
    } else {
      returnProtected(c, width);
    }
  }

  /**
   * @param virtual whether the flags are those of CR4.VME, with VIF for IF
   */
  private void returnReal(CpuState c, int width, boolean virtual) {
    int bytes = width >>> 3;
    int offset = memory.peek(0, width);
    int selector = memory.peek(bytes, width);
    int image = memory.peek(2 * bytes, width);
    if (virtual && !VirtualFlags.loadable(c, image)) {
      throw fault.set(Fault.GP, 0);
    }
    loader.checkTarget(c.segments[CS].limit, offset);
    memory.moveStack(3 * bytes);
    loader.loadReal(c, CS, selector & 0xffff);
    c.eip = offset;
    if (virtual) {
      VirtualFlags.load(c, image);
    } else {
      FlagRules.set(c, image, FlagRules.returned(c, width));
    }
    memory.linear().modeChanged();
  }

  private void returnProtected(CpuState c, int width) {
    int bytes = width >>> 3;
    memory.checkFrame(3 * bytes);
    int offset = memory.peek(0, width);
    int selector = memory.peek(bytes, width) & 0xffff;
    int image = memory.peek(2 * bytes, width);
    if (width == 32 && (image & Eflags.VM) != 0 && c.cpl == 0) {
      returnToV86(c, offset, selector, image);
      return;
    }
    Descriptor code = far.returnTarget(c, selector);
    // The level before the return decides which flags may change.
    int bits = FlagRules.returned(c, width);
    if (code.rpl() == c.cpl) {
      far.returnSameLevel(c, offset, 3 * bytes);
    } else {
      int pointer = memory.peek(3 * bytes, width);
      int outer = memory.peek(4 * bytes, width) & 0xffff;
      far.returnOutward(c, offset, outer, pointer, 0, Fault.NP);
    }
    FlagRules.set(c, image, bits);
    memory.linear().modeChanged();
  }

  private void returnToV86(CpuState c, int offset, int selector, int image) {
    int pointer = memory.peek(12, 32);
    for (int i = 0; i < v86Selectors.length; i++) {
      v86Selectors[i] = memory.peek(16 + 4 * i, 32) & 0xffff;
    }
    FlagRules.set(c, image, FlagRules.existing(c.model));
    c.cpl = 3;
    c.segments[CS].loadReal(selector);
    for (int i = 0; i < v86Selectors.length; i++) {
      c.segments[V86_ORDER[i]].loadReal(v86Selectors[i]);
    }
    c.gpr[CpuState.ESP] = pointer;
    // The upper half is not looked at, whatever the manual says of the limit.
    c.eip = offset & 0xffff;
    memory.linear().modeChanged();
  }
}
