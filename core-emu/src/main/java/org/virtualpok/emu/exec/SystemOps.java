// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec;

import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Cr0;
import org.virtualpok.emu.cpu.Cr4;
import org.virtualpok.emu.cpu.Eflags;
import org.virtualpok.emu.cpu.Fault;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.isa.Insn;
import org.virtualpok.emu.isa.Op;
import org.virtualpok.emu.memory.LinearMemory;

/**
 * Instructions for the operating system (Intel SDM vol. 3, 2.8): descriptor table registers,
 * interrupt flag, time stamp, fast system calls. EIP is behind the instruction when it runs here.
 */
public final class SystemOps {
  private static final int CS = SegmentName.CS.ordinal();
  private static final int SS = SegmentName.SS.ordinal();

  /** Indices in {@link CpuState#sysenter}. */
  private static final int SYSENTER_CS = 0;

  private static final int SYSENTER_ESP = 1;
  private static final int SYSENTER_EIP = 2;

  /** Flat 4 GiB, 32-bit, accessed; DPL 0. */
  private static final int FLAT_LOW = 0x0000ffff;

  private static final int FLAT_CODE = 0x00cf9b00;
  private static final int FLAT_DATA = 0x00cf9300;
  private static final int DPL3 = 0x6000;

  private final Operands operands;
  private final SegmentedMemory memory;
  private final LinearMemory linear;
  private final DescriptorTables tables;
  private final Fault fault;
  private final ControlRegisters controlRegisters;
  private final ModelRegisters modelRegisters;
  private final Descriptor descriptor = new Descriptor();

  public SystemOps(Operands operands, SegmentLoader loader, Fault fault) {
    this.operands = operands;
    this.memory = operands.memory;
    this.linear = memory.linear();
    this.tables = loader.tables;
    this.fault = fault;
    this.controlRegisters = new ControlRegisters(linear, fault);
    this.modelRegisters = new ModelRegisters(fault);
  }

  /** Runs it; false if the operation is none of this class. */
  public boolean execute(Insn n) {
    CpuState c = operands.cpu;
    switch (n.op) {
      case CLI -> {
        c.flagsOther &= ~interruptFlag(c);
      }
      case STI -> {
        int flag = interruptFlag(c);
        if (flag == Eflags.VIF && (c.flagsOther & Eflags.VIP) != 0) {
          throw fault.set(Fault.GP, 0);
        }
        if (flag == Eflags.IF && (c.flagsOther & Eflags.IF) == 0) {
          c.inhibit |= CpuState.INHIBIT_INTERRUPTS;
        }
        c.flagsOther |= flag;
      }
      case SGDT -> storeTable(n, c.gdtBase, c.gdtLimit);
      case SIDT -> storeTable(n, c.idtBase, c.idtLimit);
      case LGDT, LIDT -> loadTable(c, n);
      case SLDT -> storeSelector(c, n, c.ldtr.selector);
      case STR -> storeSelector(c, n, c.tr.selector);
      case LLDT -> loadLocalTable(c, n);
      case LTR -> loadTask(c, n);
      case SMSW -> storeWide(n, c.cr0);
      case LMSW -> {
        needSystem(c);
        controlRegisters.loadStatusWord(c, operands.read1(n));
      }
      case MOVCR -> controlRegisters.move(c, n);
      case MOVDR -> controlRegisters.moveDebug(c, n);
      case CLTS -> {
        needSystem(c);
        c.cr0 &= ~Cr0.TS;
      }
      case INVLPG -> {
        needSystem(c);
        linear.flush(c.segments[n.segment].base + operands.address(n));
      }
      case INVD, WBINVD, HLT -> needSystem(c);
      case RDMSR -> {
        needSystem(c);
        modelRegisters.read(c);
      }
      case WRMSR -> {
        needSystem(c);
        modelRegisters.write(c);
      }
      case RDTSC -> {
        needUnless(c, (c.cr4 & Cr4.TSD) == 0);
        answer(c, c.retired + c.tscOffset);
      }
      case RDPMC -> {
        needUnless(c, (c.cr4 & Cr4.PCE) != 0);
        if ((c.gpr[CpuState.ECX] & ~1) != 0) {
          throw fault.set(Fault.GP, 0);
        }
        answer(c, 0);
      }
      case SYSENTER -> enter(c);
      case SYSEXIT -> exit(c);
      case CPUID -> Cpuid.execute(c);
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void answer(CpuState c, long value) {
    c.gpr[CpuState.EAX] = (int) value;
    c.gpr[CpuState.EDX] = (int) (value >>> 32);
  }

  /** CPL 0, or real mode. Virtual-8086 mode has CPL 3. */
  private void needSystem(CpuState c) {
    needUnless(c, false);
  }

  private void needUnless(CpuState c, boolean open) {
    if (c.cpl != 0 && !open) {
      throw fault.set(Fault.GP, 0);
    }
  }

  /** The flag that CLI and STI change at the present level. */
  private int interruptFlag(CpuState c) {
    if (VirtualFlags.direct(c)) {
      return Eflags.IF;
    }
    if (!VirtualFlags.offered(c)) {
      throw fault.set(Fault.GP, 0);
    }
    return Eflags.VIF;
  }

  /** There is neither LDT nor TSS in real and in virtual-8086 mode. */
  private void needProtected(CpuState c) {
    if (!c.protectedMode()) {
      throw fault.set(Fault.UD, 0);
    }
  }

  private void storeTable(Insn n, int base, int limit) {
    int at = operands.address(n);
    memory.probe(n.segment, at, 6, true);
    memory.store16(n.segment, at, limit);
    memory.store32(n.segment, operands.address(n, 2), base);
  }

  /** A 16-bit operand size loads 24 bits of the base. */
  private void loadTable(CpuState c, Insn n) {
    needSystem(c);
    int limit = memory.load16(n.segment, operands.address(n));
    int base = memory.load32(n.segment, operands.address(n, 2));
    base = n.width == 16 ? base & 0x00ffffff : base;
    if (n.op == Op.LGDT) {
      c.gdtBase = base;
      c.gdtLimit = limit;
    } else {
      c.idtBase = base;
      c.idtLimit = limit;
    }
  }

  private void storeSelector(CpuState c, Insn n, int selector) {
    needProtected(c);
    storeWide(n, selector);
  }

  /** A word of memory, but a whole register where the operand size says so. */
  private void storeWide(Insn n, int value) {
    if (n.kind1 == Insn.REG16 && n.width == 32) {
      operands.cpu.gpr[n.reg1] = value;
    } else {
      operands.write1(n, value);
    }
  }

  private void loadLocalTable(CpuState c, Insn n) {
    needProtected(c);
    needSystem(c);
    int selector = operands.read1(n);
    if (DescriptorTables.isNull(selector)) {
      c.ldtr.setNull(selector);
      return;
    }
    Descriptor d = systemDescriptor(c, selector);
    if (d.type() != Descriptor.LDT) {
      throw tables.refuse(Fault.GP, selector);
    }
    needPresent(d);
    c.ldtr.load(selector, d.low, d.high);
  }

  private void loadTask(CpuState c, Insn n) {
    needProtected(c);
    needSystem(c);
    int selector = operands.read1(n);
    if (DescriptorTables.isNull(selector)) {
      throw fault.set(Fault.GP, 0);
    }
    Descriptor d = systemDescriptor(c, selector);
    if (!d.taskState() || d.busy()) {
      throw tables.refuse(Fault.GP, selector);
    }
    needPresent(d);
    tables.markBusy(d);
    c.tr.load(selector, d.low, d.high);
  }

  private Descriptor systemDescriptor(CpuState c, int selector) {
    if (DescriptorTables.isLocal(selector)) {
      throw tables.refuse(Fault.GP, selector);
    }
    tables.read(c, selector, descriptor, Fault.GP);
    if (!descriptor.system()) {
      throw tables.refuse(Fault.GP, selector);
    }
    return descriptor;
  }

  private void needPresent(Descriptor d) {
    if (!d.present()) {
      throw tables.refuse(Fault.NP, d.selector);
    }
  }

  /** SYSENTER (Intel SDM vol. 3, 5.8.7): flat code and stack of CPL 0, from the MSRs. */
  private void enter(CpuState c) {
    int selector = systemCallSelector(c);
    c.flagsOther &= ~(Eflags.VM | Eflags.IF | Eflags.RF);
    c.gpr[CpuState.ESP] = c.sysenter[SYSENTER_ESP];
    c.eip = c.sysenter[SYSENTER_EIP];
    flat(c, selector, selector + 8, 0);
  }

  private void exit(CpuState c) {
    int selector = systemCallSelector(c);
    needSystem(c);
    c.gpr[CpuState.ESP] = c.gpr[CpuState.ECX];
    c.eip = c.gpr[CpuState.EDX];
    flat(c, selector + 16, selector + 24, 3);
  }

  private int systemCallSelector(CpuState c) {
    int selector = c.sysenter[SYSENTER_CS] & 0xfffc;
    if ((c.cr0 & Cr0.PE) == 0 || selector == 0) {
      throw fault.set(Fault.GP, 0);
    }
    return selector;
  }

  private void flat(CpuState c, int code, int stack, int level) {
    int dpl = level == 3 ? DPL3 : 0;
    c.segments[CS].load(code | level, FLAT_LOW, FLAT_CODE | dpl);
    c.segments[SS].load(stack | level, FLAT_LOW, FLAT_DATA | dpl);
    c.cpl = level;
    linear.modeChanged();
  }
}
