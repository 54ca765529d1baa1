// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec;

import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Eflags;
import org.virtualpok.emu.cpu.Fault;
import org.virtualpok.emu.isa.Insn;
import org.virtualpok.emu.isa.Op;

/** PUSH to LEAVE, the flags register, segment registers and what a CPL 3 guest may ask of them. */
public final class StackOps {
  private static final int SS = 2;

  /** System descriptor types that LAR knows: TSS, LDT, call and task gates. */
  private static final int LAR_TYPES = 0x1a3e;

  /** Those with a limit, for LSL: TSS and LDT. */
  private static final int LSL_TYPES = 0x0a0e;

  private final Operands operands;
  private final SegmentedMemory memory;
  private final SegmentLoader loader;
  private final Fault fault;
  private final int[] popped = new int[8];

  public StackOps(Operands operands, SegmentLoader loader, Fault fault) {
    this.operands = operands;
    this.memory = operands.memory;
    this.loader = loader;
    this.fault = fault;
  }

  /** Runs it; false if the operation is none of this class. */
  public boolean execute(Insn n) {
    CpuState c = operands.cpu;
    switch (n.op) {
      case PUSH -> push(n);
      case POP -> pop(c, n);
      case PUSHA -> pushAll(c, n);
      case POPA -> popAll(n);
      case PUSHF -> {
        int flags = virtual(c, n) ? VirtualFlags.seen(c) : c.eflags();
        memory.push(flags & ~(Eflags.RF | Eflags.VM), n.width);
      }
      case POPF -> popFlags(c, n);
      case ENTER -> enter(c, n);
      case LEAVE -> leave(c, n);
      case MOV -> {
        loader.loadData(c, n.reg1, operands.read2(n));
        shadow(c, n);
      }
      case LES -> loadFar(c, n, 0);
      case LSS -> loadFar(c, n, SS);
      case LDS -> loadFar(c, n, 3);
      case LFS -> loadFar(c, n, 4);
      case LGS -> loadFar(c, n, 5);
      case LAR, LSL, VERR, VERW -> inspect(c, n);
      case ARPL -> adjustLevel(c, n);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** The instruction behind MOV SS and POP SS runs before any interrupt (SDM vol. 3, 6.8.3). */
  private static void shadow(CpuState c, Insn n) {
    if (n.reg1 == SS) {
      c.inhibit |= CpuState.INHIBIT_INTERRUPTS | CpuState.INHIBIT_DEBUG;
    }
  }

  private void push(Insn n) {
    if (n.kind1 == Insn.SREG && n.width == 32) {
      // Recent CPUs move ESP by four and write only the selector's two bytes (SDM vol. 2, PUSH).
      int at = memory.stackOffset(-4);
      memory.probe(SS, at, 4, true);
      memory.store16(SS, at, operands.read1(n));
      memory.moveStack(-4);
      return;
    }
    memory.push(operands.read1(n), n.width);
  }

  private void pop(CpuState c, Insn n) {
    int value = memory.peek(0, n.width);
    int old = c.gpr[CpuState.ESP];
    // An address in the destination, and a new SS, are met with ESP already moved.
    memory.moveStack(n.width >>> 3);
    try {
      if (n.kind1 == Insn.SREG) {
        loader.loadData(c, n.reg1, value);
        shadow(c, n);
      } else {
        operands.write1(n, value);
      }
    } catch (Fault f) {
      c.gpr[CpuState.ESP] = old;
      throw f;
    }
  }

  private void pushAll(CpuState c, Insn n) {
    int bytes = n.width >>> 3;
    for (int r = 0; r < 8; r++) {
      memory.probe(SS, memory.stackOffset(-(r + 1) * bytes), bytes, true);
    }
    for (int r = 0; r < 8; r++) {
      memory.store(SS, memory.stackOffset(-(r + 1) * bytes), c.gpr[r], n.width);
    }
    memory.moveStack(-8 * bytes);
  }

  private void popAll(Insn n) {
    int bytes = n.width >>> 3;
    for (int r = 7; r >= 0; r--) {
      popped[r] = memory.peek((7 - r) * bytes, n.width);
    }
    for (int r = 0; r < 8; r++) {
      if (r != CpuState.ESP) {
        operands.setRegister(r, n.width, popped[r]);
      }
    }
    memory.moveStack(8 * bytes);
  }

  /**
   * Whether VIF stands for IF. In virtual-8086 mode the flags belong to who has IOPL 3, or CR4.VME
   * and a 16-bit operand size; to others they are #GP(0).
   */
  private boolean virtual(CpuState c, Insn n) {
    if (!c.v86() || VirtualFlags.direct(c)) {
      return false;
    }
    if (n.width != 16 || !VirtualFlags.extended(c)) {
      throw fault.set(Fault.GP, 0);
    }
    return true;
  }

  private void popFlags(CpuState c, Insn n) {
    boolean virtual = virtual(c, n);
    int value = memory.peek(0, n.width);
    if (virtual && !VirtualFlags.loadable(c, value)) {
      throw fault.set(Fault.GP, 0);
    }
    memory.moveStack(n.width >>> 3);
    if (virtual) {
      VirtualFlags.load(c, value);
    } else {
      FlagRules.set(c, value & ~Eflags.RF, FlagRules.popped(c, n.width) | Eflags.RF);
    }
    memory.linear().modeChanged();
  }

  private void enter(CpuState c, Insn n) {
    int bytes = n.width >>> 3;
    int levels = n.imm2 & 31;
    int top = c.gpr[CpuState.ESP];
    memory.push(c.gpr[CpuState.EBP], n.width);
    int frame = c.gpr[CpuState.ESP];
    try {
      for (int i = 1; i < levels; i++) {
        int outer = memory.inStack(c.gpr[CpuState.EBP] - i * bytes);
        memory.push(memory.load(SS, outer, n.width), n.width);
      }
      if (levels > 0) {
        memory.push(frame, n.width);
      }
      memory.moveStack(-(n.imm & 0xffff));
      // The last word of the frame must be there, though nothing is written.
      memory.probe(SS, memory.stackOffset(0), bytes, true);
    } catch (Fault f) {
      c.gpr[CpuState.ESP] = top;
      throw f;
    }
    operands.setRegister(CpuState.EBP, n.width, frame);
  }

  private void leave(CpuState c, Insn n) {
    int frame = c.gpr[CpuState.EBP];
    int value = memory.load(SS, memory.inStack(frame), n.width);
    memory.setStack(frame + (n.width >>> 3));
    operands.setRegister(CpuState.EBP, n.width, value);
  }

  private void loadFar(CpuState c, Insn n, int segment) {
    int offset = memory.load(n.segment, operands.address(n), n.width);
    int selector = memory.load16(n.segment, operands.address(n, n.width >>> 3));
    loader.loadData(c, segment, selector);
    operands.write1(n, offset);
  }

  /** There are no descriptors in real and in virtual-8086 mode. */
  private void needProtected(CpuState c) {
    if (!c.protectedMode()) {
      throw fault.set(Fault.UD, 0);
    }
  }

  private void adjustLevel(CpuState c, Insn n) {
    needProtected(c);
    int a = operands.read1(n);
    int b = operands.read2(n);
    boolean lower = (a & 3) < (b & 3);
    if (lower) {
      // Silicon does not ask for the right to write where it has nothing to write.
      operands.write1(n, (a & ~3) | (b & 3));
    }
    zero(c, lower);
  }

  private void inspect(CpuState c, Insn n) {
    needProtected(c);
    boolean verify = n.kind2 == Insn.NONE;
    int selector = (verify ? operands.read1(n) : operands.read2(n)) & 0xffff;
    Descriptor d = loader.visible(c, selector);
    boolean ok =
        d != null
            && switch (n.op) {
              case VERR -> d.readable();
              case VERW -> d.writableData();
              case LAR -> !d.system() || describes(d.type(), LAR_TYPES);
              default -> !d.system() || describes(d.type(), LSL_TYPES);
            };
    if (ok && n.op == Op.LAR) {
      operands.write1(n, d.high & 0x00ffff00);
    } else if (ok && n.op == Op.LSL) {
      operands.write1(n, d.limit());
    }
    zero(c, ok);
  }

  private static boolean describes(int type, int types) {
    return (types >>> type & 1) != 0;
  }

  private static void zero(CpuState c, boolean value) {
    int others = c.eflags() & Eflags.ARITHMETIC & ~Eflags.ZF;
    c.setArithmeticFlags(others | (value ? Eflags.ZF : 0));
  }
}
