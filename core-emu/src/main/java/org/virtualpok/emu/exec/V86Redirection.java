// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec;

import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Eflags;
import org.virtualpok.emu.cpu.Fault;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.cpu.SegmentRegister;
import org.virtualpok.emu.memory.LinearMemory;

/** INT n in virtual-8086 mode: by IOPL, or by CR4.VME's bitmap (Intel SDM vol. 3, 20.3.3). */
final class V86Redirection {
  private static final int CS = SegmentName.CS.ordinal();

  /** Offset in a TSS of the word that says where the I/O bitmap begins, in bytes. */
  private static final int MAP_BASE = 0x66;

  /** The redirection bitmap lies that many bytes before the I/O bitmap. */
  private static final int REDIRECTION_BYTES = 32;

  private final LinearMemory linear;
  private final SegmentLoader loader;
  private final HandlerStack stack;
  private final Fault fault;

  V86Redirection(LinearMemory linear, SegmentLoader loader, HandlerStack stack, Fault fault) {
    this.linear = linear;
    this.loader = loader;
    this.stack = stack;
    this.fault = fault;
  }

  /** Takes the CPU to the program's own handler; false if the IDT's is meant. */
  boolean enter(CpuState c, int vector) {
    if (VirtualFlags.extended(c) && !trapped(c, vector)) {
      redirect(c, vector);
      return true;
    }
    if (!VirtualFlags.direct(c)) {
      throw fault.set(Fault.GP, 0);
    }
    return false;
  }

  private boolean trapped(CpuState c, int vector) {
    SegmentRegister tr = c.tr;
    boolean wide = (tr.access & Descriptor.WIDE) != 0;
    if (!wide || Integer.compareUnsigned(tr.limit, MAP_BASE + 1) < 0) {
      throw fault.set(Fault.GP, 0);
    }
    int at = linear.readSystem16(tr.base + MAP_BASE) - REDIRECTION_BYTES + (vector >>> 3);
    if (Integer.compareUnsigned(at, tr.limit) > 0) {
      throw fault.set(Fault.GP, 0);
    }
    return (linear.readSystem8(tr.base + at) >>> (vector & 7) & 1) != 0;
  }

  /** As real mode does it, through the vectors at linear address 0. */
  private void redirect(CpuState c, int vector) {
    boolean direct = VirtualFlags.direct(c);
    int offset = linear.readSystem16(4 * vector);
    int selector = linear.readSystem16(4 * vector + 2);
    stack.current(c);
    stack.reserve(3, 16);
    loader.checkTarget(c.segments[CS].limit, offset);
    stack.push(direct ? c.eflags() : VirtualFlags.seen(c));
    stack.push(c.segments[CS].selector);
    stack.push(c.eip);
    stack.commit(c);
    loader.loadReal(c, CS, selector);
    c.eip = offset;
    c.flagsOther &= ~(Eflags.TF | Eflags.RF | (direct ? Eflags.IF : Eflags.VIF));
  }
}
