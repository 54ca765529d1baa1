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

  private final Operands operands;
  private final SegmentedMemory memory;
  private final SegmentLoader loader;
  private final Fault fault;

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
      case POPA -> popAll(c, n);
      case PUSHF -> memory.push(c.eflags() & ~(Eflags.RF | Eflags.VM), n.width);
      case POPF -> popFlags(c, n);
      case ENTER -> enter(c, n);
      case LEAVE -> leave(c, n);
      case MOV -> {
        loader.loadData(c, n.reg1, operands.read2(n));
        shadow(c, n.reg1);
      }
      case LES -> loadFar(c, n, 0);
      case LSS -> loadFar(c, n, SS);
      case LDS -> loadFar(c, n, 3);
      case LFS -> loadFar(c, n, 4);
      case LGS -> loadFar(c, n, 5);
      case LAR, LSL, VERR, VERW -> inspect(c, n);
      case ARPL -> {
        int a = operands.read1(n);
        int b = operands.read2(n);
        boolean lower = (a & 3) < (b & 3);
        operands.write1(n, lower ? (a & ~3) | (b & 3) : a);
        zero(c, lower);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  /** A new SS holds interrupts and debug traps back until ESP can follow. */
  private static void shadow(CpuState c, int segment) {
    if (segment == SS) {
      c.inhibit = CpuState.INHIBIT_INTERRUPTS | CpuState.INHIBIT_DEBUG;
    }
  }

  private void push(Insn n) {
    if (n.kind1 == Insn.SREG && n.width == 32) {
      // Recent CPUs move ESP by four and write only the selector's two bytes (SDM vol. 2, PUSH).
      memory.probe(SS, operands.cpu.gpr[CpuState.ESP] - 4, 4, true);
      memory.moveStack(-4);
      memory.store16(SS, operands.cpu.gpr[CpuState.ESP], operands.read1(n));
      return;
    }
    memory.push(operands.read1(n), n.width);
  }

  private void pop(CpuState c, Insn n) {
    int value = memory.peek(0, n.width);
    int bytes = n.width >>> 3;
    if (n.kind1 == Insn.SREG) {
      loader.loadData(c, n.reg1, value);
      memory.moveStack(bytes);
      shadow(c, n.reg1);
    } else if (Insn.isMemory(n.kind1)) {
      // The address is computed with ESP already moved.
      int old = c.gpr[CpuState.ESP];
      memory.moveStack(bytes);
      try {
        operands.write1(n, value);
      } catch (Fault f) {
        c.gpr[CpuState.ESP] = old;
        throw f;
      }
    } else {
      memory.moveStack(bytes);
      operands.write1(n, value);
    }
  }

  private void pushAll(CpuState c, Insn n) {
    int bytes = n.width >>> 3;
    int top = c.gpr[CpuState.ESP];
    memory.probe(SS, top - 8 * bytes, 8 * bytes, true);
    for (int r = 0; r < 8; r++) {
      memory.store(SS, top - (r + 1) * bytes, c.gpr[r], n.width);
    }
    memory.moveStack(-8 * bytes);
  }

  private void popAll(CpuState c, Insn n) {
    int bytes = n.width >>> 3;
    int top = c.gpr[CpuState.ESP];
    memory.probe(SS, top, 8 * bytes, false);
    for (int r = 7; r >= 0; r--) {
      if (r != CpuState.ESP) {
        operands.setRegister(r, n.width, memory.load(SS, top + (7 - r) * bytes, n.width));
      }
    }
    memory.moveStack(8 * bytes);
  }

  private void popFlags(CpuState c, Insn n) {
    int value = memory.pop(n.width);
    int mask = Eflags.ARITHMETIC | Eflags.TF | Eflags.DF | Eflags.NT;
    if (n.width == 32) {
      mask |= Eflags.AC | Eflags.ID;
    }
    int iopl = (c.flagsOther & Eflags.IOPL) >>> 12;
    if (c.cpl <= iopl) {
      mask |= Eflags.IF;
    }
    if (c.cpl == 0) {
      mask |= Eflags.IOPL;
    }
    c.setEflags((c.eflags() & ~mask & ~Eflags.RF) | (value & mask));
  }

  private void enter(CpuState c, Insn n) {
    int bytes = n.width >>> 3;
    int levels = n.imm2 & 31;
    int top = c.gpr[CpuState.ESP];
    memory.push(c.gpr[CpuState.EBP], n.width);
    int frame = c.gpr[CpuState.ESP];
    try {
      for (int i = 1; i < levels; i++) {
        memory.push(memory.load(SS, c.gpr[CpuState.EBP] - i * bytes, n.width), n.width);
      }
      if (levels > 0) {
        memory.push(frame, n.width);
      }
      memory.probe(SS, c.gpr[CpuState.ESP] - (n.imm & 0xffff), 1, true);
    } catch (Fault f) {
      c.gpr[CpuState.ESP] = top;
      throw f;
    }
    memory.moveStack(-(n.imm & 0xffff));
    operands.setRegister(CpuState.EBP, n.width, frame);
  }

  private void leave(CpuState c, Insn n) {
    int frame = c.gpr[CpuState.EBP];
    int value = memory.load(SS, frame, n.width);
    c.gpr[CpuState.ESP] = frame + (n.width >>> 3);
    operands.setRegister(CpuState.EBP, n.width, value);
  }

  private void loadFar(CpuState c, Insn n, int segment) {
    int at = operands.address(n);
    int offset = memory.load(n.segment, at, n.width);
    int selector = memory.load16(n.segment, at + (n.width >>> 3));
    loader.loadData(c, segment, selector);
    operands.write1(n, offset);
  }

  private void inspect(CpuState c, Insn n) {
    boolean verify = n.kind2 == Insn.NONE;
    int selector = (verify ? operands.read1(n) : operands.read2(n)) & 0xffff;
    int high = loader.visible(c, selector);
    boolean code = (high & 0x0800) != 0;
    boolean bit = (high & 0x0200) != 0;
    boolean memorySegment = (high & 0x1000) != 0;
    boolean ok =
        switch (n.op) {
          case VERR -> memorySegment && (!code || bit);
          case VERW -> memorySegment && !code && bit;
          default -> high != 0;
        };
    if (ok && !verify) {
      boolean access = n.op == Op.LAR;
      operands.write1(n, access ? high & 0x00ffff00 : loader.limit(c, selector));
    }
    zero(c, ok);
  }

  private static void zero(CpuState c, boolean value) {
    int others = c.eflags() & Eflags.ARITHMETIC & ~Eflags.ZF;
    c.setArithmeticFlags(others | (value ? Eflags.ZF : 0));
  }

  /** Instructions that need privilege, or a part of the machine that is not there. */
  public Fault refuse(Insn n) {
    int cpl = operands.cpu.cpl;
    boolean byIopl =
        switch (n.op) {
          case CLI, STI, IN, OUT, INS, OUTS -> cpl > (operands.cpu.flagsOther & Eflags.IOPL) >>> 12;
          default -> false;
        };
    boolean privileged =
        switch (n.op) {
          case HLT,
              LLDT,
              LTR,
              LGDT,
              LIDT,
              LMSW,
              INVLPG,
              INVD,
              WBINVD,
              CLTS,
              MOVCR,
              MOVDR,
              RDMSR,
              WRMSR ->
              cpl > 0;
          default -> false;
        };
    if (byIopl || privileged) {
      return fault.set(Fault.GP, 0);
    }
    return fault.set(Fault.UD, 0);
  }
}
