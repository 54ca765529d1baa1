// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.interp;

import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Eflags;
import org.virtualpok.emu.cpu.Fault;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.cpu.SegmentRegister;
import org.virtualpok.emu.exec.Alu;
import org.virtualpok.emu.exec.Condition;
import org.virtualpok.emu.exec.ControlFlow;
import org.virtualpok.emu.exec.IntegerOps;
import org.virtualpok.emu.exec.InterruptDelivery;
import org.virtualpok.emu.exec.IoOps;
import org.virtualpok.emu.exec.Operands;
import org.virtualpok.emu.exec.PortIo;
import org.virtualpok.emu.exec.SegmentLoader;
import org.virtualpok.emu.exec.SegmentedMemory;
import org.virtualpok.emu.exec.Shift;
import org.virtualpok.emu.exec.StackOps;
import org.virtualpok.emu.exec.StringOps;
import org.virtualpok.emu.exec.SystemOps;
import org.virtualpok.emu.exec.fpu.FpuErrorLine;
import org.virtualpok.emu.exec.fpu.FpuOps;
import org.virtualpok.emu.isa.Insn;
import org.virtualpok.emu.isa.Op;
import org.virtualpok.emu.memory.LinearMemory;
import org.virtualpok.emu.memory.Paging;

/**
 * The loop that runs a block: one switch, and behind it the classes of {@code exec} for what is
 * rare. Its length has a reason: a case of its own for each 32-bit form that compilers emit most is
 * what makes it fast, and HotSpot wants them in one method.
 */
final class InstructionLoop {
  private final Fault fault;
  private final LinearMemory linear;
  private final SegmentedMemory memory;
  private final Operands operands;
  private final IntegerOps integerOps;
  private final StackOps stackOps;
  private final FpuOps fpuOps;
  private final StringOps stringOps;
  private final SystemOps systemOps;
  private final IoOps ioOps;
  private final ControlFlow controlFlow;
  private final InterruptDelivery delivery;

  private CpuState cpu = new CpuState();

  /** Set where control leaves for the caller; who runs the loop sets it to BUDGET before. */
  Interpreter.Exit exit = Interpreter.Exit.BUDGET;

  /** Of the last INTERRUPT exit: the vector, the instruction, and its offset in CS. */
  int vector;

  Op interruptOp = Op.INT;
  int interruptEip;

  InstructionLoop(LinearMemory linear, PortIo ports, FpuErrorLine fpuErrors, Fault fault) {
    this.fault = fault;
    this.linear = linear;
    memory = new SegmentedMemory(linear, fault);
    operands = new Operands(memory);
    SegmentLoader loader = new SegmentLoader(linear, fault);
    integerOps = new IntegerOps(operands, fault);
    stackOps = new StackOps(operands, loader, fault);
    stringOps = new StringOps(operands);
    fpuOps = new FpuOps(memory, fault, fpuErrors);
    systemOps = new SystemOps(operands, loader, fault);
    ioOps = new IoOps(operands, ports, fault);
    controlFlow = new ControlFlow(operands, loader, fault);
    delivery = new InterruptDelivery(memory, loader, fault);
  }

  /** The CPU that runs, and is taken to its handlers, from now on. */
  void attach(CpuState newCpu) {
    if (cpu != newCpu) {
      cpu = newCpu;
      operands.attach(newCpu);
      fpuOps.attach(newCpu);
      delivery.attach(newCpu);
    } else {
      linear.modeChanged();
    }
  }

  InterruptDelivery delivery() {
    return delivery;
  }

  /** Whether a repeated string instruction stops after each element. */
  void setElementByElement(boolean single) {
    stringOps.setElementByElement(single);
  }

  /**
   * The hot loop. Budget: about 10 ns an instruction, no allocation, below 8000 bytes of bytecode
   * (a test holds that), else HotSpot does not compile it. EIP is stored only where control leaves
   * the straight line, and in the handler.
   */
  void execute(Block block, int count) {
    final CpuState c = cpu;
    final int[] g = c.gpr;
    final SegmentedMemory m = memory;
    final Insn[] insns = block.insns;
    final int start = c.eip;
    final long before = c.retired;
    int i = 0;
    try {
      do {
        Insn n = insns[i];
        switch (n.code) {
          case Code.MOV_RR -> g[n.reg1] = g[n.reg2];
          case Code.MOV_RI -> g[n.reg1] = n.imm;
          case Code.MOV_RM -> g[n.reg1] = m.load32(n.segment, Operands.effectiveAddress(n, g));
          case Code.MOV_MR -> m.store32(n.segment, Operands.effectiveAddress(n, g), g[n.reg2]);
          case Code.MOV_MI -> m.store32(n.segment, Operands.effectiveAddress(n, g), n.imm);
          case Code.MOV8_RM ->
              Operands.setReg8(g, n.reg1, m.load8(n.segment, Operands.effectiveAddress(n, g)));
          case Code.MOV8_MR ->
              m.store8(n.segment, Operands.effectiveAddress(n, g), Operands.reg8(g, n.reg2));
          case Code.MOV8_MI -> m.store8(n.segment, Operands.effectiveAddress(n, g), n.imm);
          case Code.MOVZX8_RM -> g[n.reg1] = m.load8(n.segment, Operands.effectiveAddress(n, g));
          case Code.MOVZX8_RR -> g[n.reg1] = Operands.reg8(g, n.reg2);
          case Code.MOVZX16_RM -> g[n.reg1] = m.load16(n.segment, Operands.effectiveAddress(n, g));
          case Code.MOVSX8_RM ->
              g[n.reg1] = (byte) m.load8(n.segment, Operands.effectiveAddress(n, g));
          case Code.LEA -> g[n.reg1] = Operands.effectiveAddress(n, g);
          case Code.PUSH_R -> m.push32(g[n.reg1]);
          case Code.PUSH_I -> m.push32(n.imm);
          case Code.PUSH_M -> m.push32(m.load32(n.segment, Operands.effectiveAddress(n, g)));
          case Code.POP_R -> g[n.reg1] = m.pop32();
          case Code.INC_R -> {
            int a = g[n.reg1];
            int r = a + 1;
            g[n.reg1] = r;
            c.flagResult = r;
            c.flagAux = Alu.keepCarry(c.flagAux, Alu.addCarries(a, 1, r, 32));
          }
          case Code.DEC_R -> {
            int a = g[n.reg1];
            int r = a - 1;
            g[n.reg1] = r;
            c.flagResult = r;
            c.flagAux = Alu.keepCarry(c.flagAux, Alu.subBorrows(a, 1, r, 32));
          }
          case Code.NEG_R -> {
            int a = g[n.reg1];
            g[n.reg1] = -a;
            c.flagResult = -a;
            c.flagAux = Alu.subBorrows(0, a, -a, 32);
          }
          case Code.NOT_R -> g[n.reg1] = ~g[n.reg1];
          case Code.SHL_RI -> {
            int a = g[n.reg1];
            int k = n.imm & 31;
            int r = a << k;
            g[n.reg1] = r;
            c.flagResult = r;
            c.flagAux = Shift.shlVector32(a, k);
          }
          case Code.SHR_RI -> {
            int a = g[n.reg1];
            int k = n.imm & 31;
            int r = a >>> k;
            g[n.reg1] = r;
            c.flagResult = r;
            c.flagAux = Shift.shrVector32(a, k);
          }
          case Code.SAR_RI -> {
            int a = g[n.reg1];
            int k = n.imm & 31;
            int r = a >> k;
            g[n.reg1] = r;
            c.flagResult = r;
            c.flagAux = Shift.sarVector32(a, k);
          }
          case Code.IMUL_RR -> multiplied(c, g, n, (long) g[n.reg1] * g[n.reg2]);
          case Code.IMUL_RRI -> multiplied(c, g, n, (long) g[n.reg2] * n.imm);
          case Code.CMP8_MI ->
              compare8(c, m.load8(n.segment, Operands.effectiveAddress(n, g)), n.imm);
          case Code.CMP8_MR ->
              compare8(
                  c, m.load8(n.segment, Operands.effectiveAddress(n, g)), Operands.reg8(g, n.reg2));
          case Code.CMP8_RI -> compare8(c, Operands.reg8(g, n.reg1), n.imm);
          case Code.TEST8_RR -> {
            c.flagResult = (byte) (Operands.reg8(g, n.reg1) & Operands.reg8(g, n.reg2));
            c.flagAux = 0;
          }
          case Code.SETCC_R ->
              Operands.setReg8(g, n.reg1, Condition.holds(c, n.condition()) ? 1 : 0);
          case Code.CDQ -> g[CpuState.EDX] = g[CpuState.EAX] >> 31;
          case Code.NOP -> {}
          case Code.ADD_RR -> {
            int a = g[n.reg1];
            int b = g[n.reg2];
            int r = a + b;
            g[n.reg1] = r;
            c.flagResult = r;
            c.flagAux = Alu.addCarries(a, b, r, 32);
          }
          case Code.ADD_RI -> {
            int a = g[n.reg1];
            int b = n.imm;
            int r = a + b;
            g[n.reg1] = r;
            c.flagResult = r;
            c.flagAux = Alu.addCarries(a, b, r, 32);
          }
          case Code.ADD_RM -> {
            int at = Operands.effectiveAddress(n, g);
            int a = g[n.reg1];
            int b = m.load32(n.segment, at);
            int r = a + b;
            g[n.reg1] = r;
            c.flagResult = r;
            c.flagAux = Alu.addCarries(a, b, r, 32);
          }
          case Code.ADD_MR -> {
            int at = Operands.effectiveAddress(n, g);
            int a = m.load32(n.segment, at);
            int b = g[n.reg2];
            int r = a + b;
            m.store32(n.segment, at, r);
            c.flagResult = r;
            c.flagAux = Alu.addCarries(a, b, r, 32);
          }
          case Code.ADD_MI -> {
            int at = Operands.effectiveAddress(n, g);
            int a = m.load32(n.segment, at);
            int b = n.imm;
            int r = a + b;
            m.store32(n.segment, at, r);
            c.flagResult = r;
            c.flagAux = Alu.addCarries(a, b, r, 32);
          }
          case Code.SUB_RR -> {
            int a = g[n.reg1];
            int b = g[n.reg2];
            int r = a - b;
            g[n.reg1] = r;
            c.flagResult = r;
            c.flagAux = Alu.subBorrows(a, b, r, 32);
          }
          case Code.SUB_RI -> {
            int a = g[n.reg1];
            int b = n.imm;
            int r = a - b;
            g[n.reg1] = r;
            c.flagResult = r;
            c.flagAux = Alu.subBorrows(a, b, r, 32);
          }
          case Code.SUB_RM -> {
            int at = Operands.effectiveAddress(n, g);
            int a = g[n.reg1];
            int b = m.load32(n.segment, at);
            int r = a - b;
            g[n.reg1] = r;
            c.flagResult = r;
            c.flagAux = Alu.subBorrows(a, b, r, 32);
          }
          case Code.SUB_MR -> {
            int at = Operands.effectiveAddress(n, g);
            int a = m.load32(n.segment, at);
            int b = g[n.reg2];
            int r = a - b;
            m.store32(n.segment, at, r);
            c.flagResult = r;
            c.flagAux = Alu.subBorrows(a, b, r, 32);
          }
          case Code.SUB_MI -> {
            int at = Operands.effectiveAddress(n, g);
            int a = m.load32(n.segment, at);
            int b = n.imm;
            int r = a - b;
            m.store32(n.segment, at, r);
            c.flagResult = r;
            c.flagAux = Alu.subBorrows(a, b, r, 32);
          }
          case Code.CMP_RR -> {
            int a = g[n.reg1];
            int b = g[n.reg2];
            int r = a - b;
            c.flagResult = r;
            c.flagAux = Alu.subBorrows(a, b, r, 32);
          }
          case Code.CMP_RI -> {
            int a = g[n.reg1];
            int b = n.imm;
            int r = a - b;
            c.flagResult = r;
            c.flagAux = Alu.subBorrows(a, b, r, 32);
          }
          case Code.CMP_RM -> {
            int at = Operands.effectiveAddress(n, g);
            int a = g[n.reg1];
            int b = m.load32(n.segment, at);
            int r = a - b;
            c.flagResult = r;
            c.flagAux = Alu.subBorrows(a, b, r, 32);
          }
          case Code.CMP_MR -> {
            int at = Operands.effectiveAddress(n, g);
            int a = m.load32(n.segment, at);
            int b = g[n.reg2];
            int r = a - b;
            c.flagResult = r;
            c.flagAux = Alu.subBorrows(a, b, r, 32);
          }
          case Code.CMP_MI -> {
            int at = Operands.effectiveAddress(n, g);
            int a = m.load32(n.segment, at);
            int b = n.imm;
            int r = a - b;
            c.flagResult = r;
            c.flagAux = Alu.subBorrows(a, b, r, 32);
          }
          case Code.AND_RR -> {
            int a = g[n.reg1];
            int b = g[n.reg2];
            int r = a & b;
            g[n.reg1] = r;
            c.flagResult = r;
            c.flagAux = 0;
          }
          case Code.AND_RI -> {
            int a = g[n.reg1];
            int b = n.imm;
            int r = a & b;
            g[n.reg1] = r;
            c.flagResult = r;
            c.flagAux = 0;
          }
          case Code.AND_RM -> {
            int at = Operands.effectiveAddress(n, g);
            int a = g[n.reg1];
            int b = m.load32(n.segment, at);
            int r = a & b;
            g[n.reg1] = r;
            c.flagResult = r;
            c.flagAux = 0;
          }
          case Code.AND_MR -> {
            int at = Operands.effectiveAddress(n, g);
            int a = m.load32(n.segment, at);
            int b = g[n.reg2];
            int r = a & b;
            m.store32(n.segment, at, r);
            c.flagResult = r;
            c.flagAux = 0;
          }
          case Code.AND_MI -> {
            int at = Operands.effectiveAddress(n, g);
            int a = m.load32(n.segment, at);
            int b = n.imm;
            int r = a & b;
            m.store32(n.segment, at, r);
            c.flagResult = r;
            c.flagAux = 0;
          }
          case Code.OR_RR -> {
            int a = g[n.reg1];
            int b = g[n.reg2];
            int r = a | b;
            g[n.reg1] = r;
            c.flagResult = r;
            c.flagAux = 0;
          }
          case Code.OR_RI -> {
            int a = g[n.reg1];
            int b = n.imm;
            int r = a | b;
            g[n.reg1] = r;
            c.flagResult = r;
            c.flagAux = 0;
          }
          case Code.OR_RM -> {
            int at = Operands.effectiveAddress(n, g);
            int a = g[n.reg1];
            int b = m.load32(n.segment, at);
            int r = a | b;
            g[n.reg1] = r;
            c.flagResult = r;
            c.flagAux = 0;
          }
          case Code.OR_MR -> {
            int at = Operands.effectiveAddress(n, g);
            int a = m.load32(n.segment, at);
            int b = g[n.reg2];
            int r = a | b;
            m.store32(n.segment, at, r);
            c.flagResult = r;
            c.flagAux = 0;
          }
          case Code.OR_MI -> {
            int at = Operands.effectiveAddress(n, g);
            int a = m.load32(n.segment, at);
            int b = n.imm;
            int r = a | b;
            m.store32(n.segment, at, r);
            c.flagResult = r;
            c.flagAux = 0;
          }
          case Code.XOR_RR -> {
            int a = g[n.reg1];
            int b = g[n.reg2];
            int r = a ^ b;
            g[n.reg1] = r;
            c.flagResult = r;
            c.flagAux = 0;
          }
          case Code.XOR_RI -> {
            int a = g[n.reg1];
            int b = n.imm;
            int r = a ^ b;
            g[n.reg1] = r;
            c.flagResult = r;
            c.flagAux = 0;
          }
          case Code.XOR_RM -> {
            int at = Operands.effectiveAddress(n, g);
            int a = g[n.reg1];
            int b = m.load32(n.segment, at);
            int r = a ^ b;
            g[n.reg1] = r;
            c.flagResult = r;
            c.flagAux = 0;
          }
          case Code.XOR_MR -> {
            int at = Operands.effectiveAddress(n, g);
            int a = m.load32(n.segment, at);
            int b = g[n.reg2];
            int r = a ^ b;
            m.store32(n.segment, at, r);
            c.flagResult = r;
            c.flagAux = 0;
          }
          case Code.XOR_MI -> {
            int at = Operands.effectiveAddress(n, g);
            int a = m.load32(n.segment, at);
            int b = n.imm;
            int r = a ^ b;
            m.store32(n.segment, at, r);
            c.flagResult = r;
            c.flagAux = 0;
          }
          case Code.TEST_RR -> {
            int a = g[n.reg1];
            int b = g[n.reg2];
            int r = a & b;
            c.flagResult = r;
            c.flagAux = 0;
          }
          case Code.TEST_RI -> {
            int a = g[n.reg1];
            int b = n.imm;
            int r = a & b;
            c.flagResult = r;
            c.flagAux = 0;
          }
          case Code.JCC -> {
            int next = start + n.nextDelta;
            if (Condition.holds(c, n.condition())) {
              next = controlFlow.target(c, next + n.imm, 32);
            }
            c.eip = next;
            c.retired = before + i + 1;
            return;
          }
          case Code.JE -> {
            int next = start + n.nextDelta;
            if (c.flagResult == 0) {
              next = controlFlow.target(c, next + n.imm, 32);
            }
            c.eip = next;
            c.retired = before + i + 1;
            return;
          }
          case Code.JNE -> {
            int next = start + n.nextDelta;
            if (c.flagResult != 0) {
              next = controlFlow.target(c, next + n.imm, 32);
            }
            c.eip = next;
            c.retired = before + i + 1;
            return;
          }
          case Code.JMP -> {
            c.eip = controlFlow.target(c, start + n.nextDelta + n.imm, 32);
            c.retired = before + i + 1;
            return;
          }
          case Code.CALL -> {
            int next = start + n.nextDelta;
            int to = controlFlow.target(c, next + n.imm, 32);
            m.push32(next);
            c.eip = to;
            c.retired = before + i + 1;
            return;
          }
          case Code.RET -> {
            int to = controlFlow.target(c, m.peek(0, 32), 32);
            m.moveStack(4);
            c.eip = to;
            c.retired = before + i + 1;
            return;
          }
          case Code.INTEGER -> integerOps.execute(n);
          case Code.STACK -> stackOps.execute(n);
          case Code.FPU -> fpuOps.execute(n, start + n.delta);
          default -> {
            // The time stamp counter and the devices behind ports read it.
            c.retired = before + i;
            if (leave(c, n, start)) {
              // It says itself how many it retired: a breakpoint none.
              c.retired += n.code == Code.BREAKPOINT ? 0 : 1;
              return;
            }
          }
        }
        i++;
      } while (i < count && block.valid);
      c.eip = start + insns[i - 1].nextDelta;
    } catch (Fault f) {
      if (!f.inNewContext()) {
        c.eip = start + insns[i].delta;
      }
      if (insns[i].modifiesMemory()) {
        modifyFault(c, insns[i], f);
      }
      exit = Interpreter.Exit.FAULT;
    }
    c.retired = before + i;
  }

  /**
   * The load of a read-modify-write is checked as a write is: first the segment, then the pages
   * from the first on (Intel SDM vol. 3, 4.7).
   */
  private void modifyFault(CpuState c, Insn n, Fault f) {
    if (f.vector() != Fault.PF && f.vector() != Fault.AC) {
      return;
    }
    SegmentRegister s = c.segments[n.segment];
    if (!s.writable) {
      f.set(n.segment == SegmentName.SS.ordinal() ? Fault.SS : Fault.GP, 0);
    } else if (f.vector() == Fault.PF) {
      f.addToErrorCode(Paging.ERROR_WRITE);
      boolean bits = n.op == Op.BTS || n.op == Op.BTR || n.op == Op.BTC;
      boolean bitString = bits && n.kind2 != Insn.IMM;
      if (!bitString) {
        try {
          linear.probe(s.base + Operands.effectiveAddress(n, c.gpr), 1, true);
        } catch (Fault firstPage) {
          // It has taken the place of the fault in the second one.
        }
      }
    }
  }

  /** The rare cases; true if control left the straight line, EIP then says where to. */
  private boolean leave(CpuState c, Insn n, int start) {
    int next = start + n.nextDelta;
    switch (n.code) {
      case Code.CONTROL -> {
        c.eip = next;
        controlFlow.execute(n);
        return true;
      }
      case Code.STRING -> {
        if (stringOps.execute(n)) {
          return false;
        }
        pause(c, start + n.delta);
        return true;
      }
      case Code.INTERRUPT -> {
        interruptOp = n.op;
        interruptEip = start + n.delta;
        return interrupt(c, n, next);
      }
      case Code.SYSTEM -> {
        c.eip = next;
        systemOps.execute(n);
        return true;
      }
      case Code.IO -> {
        if (ioOps.execute(n)) {
          c.eip = next;
        } else {
          pause(c, start + n.delta);
        }
        return true;
      }
      case Code.HALT -> {
        systemOps.execute(n);
        c.eip = next;
        exit = Interpreter.Exit.HALT;
        return true;
      }
      case Code.BREAKPOINT -> {
        c.eip = start + n.delta;
        exit = Interpreter.Exit.BREAKPOINT;
        return true;
      }
      default -> throw fault.set(Fault.UD, 0);
    }
  }

  /** A repeated instruction goes on without meeting its breakpoint again (SDM vol. 3, 17.3.1.1). */
  private static void pause(CpuState c, int eip) {
    c.eip = eip;
    c.flagsOther |= Eflags.RF;
  }

  private boolean interrupt(CpuState c, Insn n, int next) {
    int number =
        switch (n.op) {
          case INT3 -> Fault.BP;
          case INT1 -> Fault.DB;
          case INTO -> Fault.OF;
          default -> n.imm & 0xff;
        };
    if (number == Fault.OF && n.kind1 == Insn.NONE && !c.of()) {
      return false;
    }
    c.eip = next;
    vector = number;
    exit = Interpreter.Exit.INTERRUPT;
    return true;
  }

  private static void multiplied(CpuState c, int[] g, Insn n, long product) {
    int r = (int) product;
    g[n.reg1] = r;
    c.flagResult = r;
    c.flagAux = Alu.carryOverflow(r != product, r != product);
  }

  private static void compare8(CpuState c, int a, int b) {
    int r = a - b;
    c.flagResult = (byte) r;
    c.flagAux = Alu.subBorrows(a, b, r, 8);
  }
}
