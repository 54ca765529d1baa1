// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec;

import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Eflags;
import org.virtualpok.emu.cpu.Fault;
import org.virtualpok.emu.isa.Insn;
import org.virtualpok.emu.isa.Op;

/**
 * The general form of every instruction that neither transfers control nor handles strings nor
 * touches the stack or the system. Memory is written before flags and registers change, so that a
 * fault leaves the state as it was.
 *
 * <p>Flags that Intel leaves undefined: AF of logic and shifts is 0, OF of shifts follows the
 * formula of count 1, MUL sets SF ZF PF from the low half, DIV changes none, BSF and BSR set SF PF
 * from the source, BT leaves all but CF.
 */
public final class IntegerOps {
  private final Operands operands;
  private final Fault fault;

  public IntegerOps(Operands operands, Fault fault) {
    this.operands = operands;
    this.fault = fault;
  }

  /** Runs it; false if the operation is none of this class. */
  public boolean execute(Insn n) {
    CpuState c = operands.cpu;
    switch (n.op) {
      case ADD, OR, ADC, SBB, AND, SUB, XOR, CMP, TEST -> binary(c, n);
      case NOT, NEG, INC, DEC -> unary(c, n);
      case MOV -> operands.write1(n, operands.read2(n));
      case MOVZX -> operands.write1(n, operands.read2(n));
      case MOVSX -> operands.write1(n, Alu.extend(operands.read2(n), sourceWidth(n.kind2)));
      case LEA -> operands.write1(n, operands.address(n));
      case XCHG -> {
        int a = operands.read1(n);
        int b = operands.read2(n);
        operands.write1(n, b);
        operands.write2(n, a);
      }
      case XADD -> {
        int a = operands.read1(n);
        int b = operands.read2(n);
        int r = a + b;
        // The register first: if both are one register, the sum stays.
        if (Insn.isMemory(n.kind1)) {
          operands.write1(n, r);
          operands.write2(n, a);
        } else {
          operands.write2(n, a);
          operands.write1(n, r);
        }
        flags(c, r, Alu.addCarries(a, b, r, n.width), n.width);
      }
      case CMPXCHG -> compareExchange(c, n);
      case CMPXCHG8B -> compareExchange8(c, n);
      case BSWAP -> operands.write1(n, Integer.reverseBytes(c.gpr[n.reg1]));
      case ROL, ROR, RCL, RCR, SHL, SHR, SAR -> shift(c, n);
      case SHLD, SHRD -> doubleShift(c, n);
      case MUL, IMUL -> multiply(c, n);
      case DIV -> divide(c, n);
      case IDIV -> divideSigned(c, n);
      case SETCC -> operands.write1(n, Condition.holds(c, n.condition()) ? 1 : 0);
      case CMOVCC -> {
        // The load happens, and may fault, whatever the condition says.
        int value = operands.read2(n);
        if (Condition.holds(c, n.condition())) {
          operands.write1(n, value);
        }
      }
      case CBW -> convert(c, n);
      case CWD -> {
        int sign = Alu.extend(operands.accumulator(n.width), n.width) >> 31;
        operands.setRegister(CpuState.EDX, n.width, sign);
      }
      case CLC -> carry(c, false);
      case STC -> carry(c, true);
      case CMC -> carry(c, !c.cf());
      case CLD -> c.flagsOther &= ~Eflags.DF;
      case STD -> c.flagsOther |= Eflags.DF;
      case LAHF -> Operands.setReg8(c.gpr, 4, c.eflags());
      case SAHF ->
          c.setArithmeticFlags((Operands.reg8(c.gpr, 4) & ~Eflags.OF) | (c.of() ? Eflags.OF : 0));
      case BT, BTS, BTR, BTC -> bitTest(c, n);
      case BSF, BSR -> bitScan(c, n);
      case DAA, DAS, AAA, AAS, AAM, AAD -> Bcd.execute(c, n, fault);
      case SALC -> Operands.setReg8(c.gpr, 0, c.cf() ? 0xff : 0);
      case XLAT -> {
        int a = c.gpr[CpuState.EBX] + (c.gpr[CpuState.EAX] & 0xff);
        int segment = n.segmentOverride >= 0 ? n.segmentOverride : 3;
        int value = operands.memory.load8(segment, n.address16 ? a & 0xffff : a);
        Operands.setReg8(c.gpr, 0, value);
      }
      case BOUND -> bound(n);
      case NOP -> {}
      default -> {
        return false;
      }
    }
    return true;
  }

  private static int sourceWidth(int kind) {
    return kind == Insn.REG8 || kind == Insn.MEM8 ? 8 : 16;
  }

  static void flags(CpuState c, int result, int aux, int width) {
    c.flagResult = Alu.extend(result, width);
    c.flagAux = aux;
  }

  private static void carry(CpuState c, boolean value) {
    c.flagAux = (c.flagAux & 0x3fffffff) | Alu.carryOverflow(value, c.of());
  }

  private void binary(CpuState c, Insn n) {
    int a = operands.read1(n);
    int b = operands.read2(n);
    int width = n.width;
    int carry = c.cf() ? 1 : 0;
    int r;
    int aux = 0;
    switch (n.op) {
      case ADD, ADC -> {
        r = a + b + (n.op == Op.ADC ? carry : 0);
        aux = Alu.addCarries(a, b, r, width);
      }
      case SUB, SBB, CMP -> {
        r = a - b - (n.op == Op.SBB ? carry : 0);
        aux = Alu.subBorrows(a, b, r, width);
      }
      case OR -> r = a | b;
      case XOR -> r = a ^ b;
      default -> r = a & b;
    }
    switch (n.op) {
      case CMP, TEST -> {}
      default -> operands.write1(n, r);
    }
    flags(c, r, aux, width);
  }

  private void unary(CpuState c, Insn n) {
    int a = operands.read1(n);
    int width = n.width;
    switch (n.op) {
      case NOT -> operands.write1(n, ~a);
      case NEG -> {
        operands.write1(n, -a);
        flags(c, -a, Alu.subBorrows(0, a, -a, width), width);
      }
      case INC -> {
        operands.write1(n, a + 1);
        int aux = Alu.addCarries(a, 1, a + 1, width);
        flags(c, a + 1, Alu.keepCarry(c.flagAux, aux), width);
      }
      default -> {
        operands.write1(n, a - 1);
        int aux = Alu.subBorrows(a, 1, a - 1, width);
        flags(c, a - 1, Alu.keepCarry(c.flagAux, aux), width);
      }
    }
  }

  private void compareExchange(CpuState c, Insn n) {
    int a = operands.accumulator(n.width);
    int old = operands.read1(n);
    int r = a - old;
    if (Alu.extend(r, n.width) == 0) {
      operands.write1(n, operands.read2(n));
    } else {
      // The bus sees a write in either case, so a read-only segment faults in either case.
      operands.write1(n, old);
      operands.setAccumulator(n.width, old);
    }
    flags(c, r, Alu.subBorrows(a, old, r, n.width), n.width);
  }

  private void compareExchange8(CpuState c, Insn n) {
    int[] g = c.gpr;
    int at = operands.address(n);
    int behind = operands.address(n, 4);
    operands.memory.probeModify(n.segment, at, 8);
    int low = operands.memory.load32(n.segment, at);
    int high = operands.memory.load32(n.segment, behind);
    boolean equal = low == g[CpuState.EAX] && high == g[CpuState.EDX];
    operands.memory.store32(n.segment, at, equal ? g[CpuState.EBX] : low);
    operands.memory.store32(n.segment, behind, equal ? g[CpuState.ECX] : high);
    if (!equal) {
      g[CpuState.EAX] = low;
      g[CpuState.EDX] = high;
    }
    int others = c.eflags() & Eflags.ARITHMETIC & ~Eflags.ZF;
    c.setArithmeticFlags(others | (equal ? Eflags.ZF : 0));
  }

  private void shift(CpuState c, Insn n) {
    int count = operands.read2(n) & 31;
    int a = operands.read1(n);
    if (count == 0) {
      // Nothing changes, but a destination that cannot be written still faults.
      operands.write1(n, a);
      return;
    }
    int width = n.width;
    long packed =
        switch (n.op) {
          case ROL -> Shift.rol(a, count, width);
          case ROR -> Shift.ror(a, count, width);
          case RCL -> Shift.rcl(a, count, width, c.cf());
          case RCR -> Shift.rcr(a, count, width, c.cf());
          case SHL -> Shift.shl(a, count, width);
          case SHR -> Shift.shr(a, count, width);
          default -> Shift.sar(a, count, width);
        };
    operands.write1(n, Shift.value(packed));
    int aux = Alu.carryOverflow(Shift.carry(packed), Shift.overflow(packed));
    switch (n.op) {
      case ROL, ROR, RCL, RCR -> c.flagAux = (c.flagAux & 0x3fffffff) | aux;
      default -> flags(c, Shift.value(packed), aux, width);
    }
  }

  private void doubleShift(CpuState c, Insn n) {
    int count = operands.read3(n) & 31;
    int a = operands.read1(n);
    if (count == 0) {
      operands.write1(n, a);
      return;
    }
    int b = operands.read2(n);
    long packed =
        n.op == Op.SHLD ? Shift.shld(a, b, count, n.width) : Shift.shrd(a, b, count, n.width);
    operands.write1(n, Shift.value(packed));
    int aux = Alu.carryOverflow(Shift.carry(packed), Shift.overflow(packed));
    flags(c, Shift.value(packed), aux, n.width);
  }

  private void multiply(CpuState c, Insn n) {
    int width = n.width;
    boolean signed = n.op == Op.IMUL;
    long a;
    long b;
    if (n.kind2 == Insn.NONE) {
      a = operand(operands.accumulator(width), width, signed);
      b = operand(operands.read1(n), width, signed);
    } else if (n.kind3 == Insn.NONE) {
      a = operand(operands.read1(n), width, true);
      b = operand(operands.read2(n), width, true);
    } else {
      a = operand(operands.read2(n), width, true);
      b = operand(operands.read3(n), width, true);
    }
    long product = a * b;
    if (n.kind2 != Insn.NONE) {
      operands.write1(n, (int) product);
    } else if (width == 8) {
      operands.setAccumulator(16, (int) product);
    } else {
      operands.setAccumulator(width, (int) product);
      operands.setRegister(CpuState.EDX, width, (int) (product >>> width));
    }
    boolean over = product != operand((int) product, width, signed);
    flags(c, (int) product, Alu.carryOverflow(over, over), width);
  }

  private static long operand(int value, int width, boolean signed) {
    return signed ? Alu.extend(value, width) : value & ((1L << width) - 1);
  }

  private long dividend(CpuState c, int width) {
    if (width == 8) {
      return c.gpr[CpuState.EAX] & 0xffff;
    }
    long mask = (1L << width) - 1;
    return ((c.gpr[CpuState.EDX] & mask) << width) | (c.gpr[CpuState.EAX] & mask);
  }

  private void quotient(CpuState c, int width, long quotient, long remainder) {
    if (width == 8) {
      int ax = ((int) quotient & 0xff) | (((int) remainder & 0xff) << 8);
      operands.setAccumulator(16, ax);
    } else {
      operands.setAccumulator(width, (int) quotient);
      operands.setRegister(CpuState.EDX, width, (int) remainder);
    }
  }

  private void divide(CpuState c, Insn n) {
    int width = n.width;
    long divisor = operand(operands.read1(n), width, false);
    long dividend = dividend(c, width);
    if (divisor == 0) {
      throw fault.set(Fault.DE, 0);
    }
    long q = Long.divideUnsigned(dividend, divisor);
    if (Long.compareUnsigned(q, (1L << width) - 1) > 0) {
      throw fault.set(Fault.DE, 0);
    }
    quotient(c, width, q, Long.remainderUnsigned(dividend, divisor));
  }

  private void divideSigned(CpuState c, Insn n) {
    int width = n.width;
    long divisor = operand(operands.read1(n), width, true);
    long dividend = dividend(c, width);
    if (width < 32) {
      int shift = 64 - 2 * width;
      dividend = dividend << shift >> shift;
    }
    // Long.MIN_VALUE / -1 wraps to itself and fails the range check, as it should.
    if (divisor == 0) {
      throw fault.set(Fault.DE, 0);
    }
    long q = dividend / divisor;
    if (q != Alu.extend((int) q, width)) {
      throw fault.set(Fault.DE, 0);
    }
    quotient(c, width, q, dividend % divisor);
  }

  private void convert(CpuState c, Insn n) {
    int half = n.width / 2;
    operands.setAccumulator(n.width, Alu.extend(c.gpr[CpuState.EAX], half));
  }

  private void bitTest(CpuState c, Insn n) {
    int width = n.width;
    int bit = operands.read2(n);
    int position = bit & (width - 1);
    if (Insn.isMemory(n.kind1) && n.kind2 != Insn.IMM) {
      // A register names any bit around the address, 2 GiB up or down.
      int signed = Alu.extend(bit, width);
      int at = operands.address(n) + (signed >> (width == 32 ? 5 : 4)) * (width >>> 3);
      at = n.address16 ? at & 0xffff : at;
      if (n.op != Op.BT) {
        operands.memory.probeModify(n.segment, at, width >>> 3);
      }
      int value = operands.memory.load(n.segment, at, width);
      if (n.op != Op.BT) {
        operands.memory.store(n.segment, at, changed(n, value, position), width);
      }
      carry(c, ((value >>> position) & 1) != 0);
      return;
    }
    int value = operands.read1(n);
    if (n.op != Op.BT) {
      operands.write1(n, changed(n, value, position));
    }
    carry(c, ((value >>> position) & 1) != 0);
  }

  private static int changed(Insn n, int value, int position) {
    int mask = 1 << position;
    return switch (n.op) {
      case BTS -> value | mask;
      case BTR -> value & ~mask;
      default -> value ^ mask;
    };
  }

  private void bitScan(CpuState c, Insn n) {
    int value = operands.read2(n);
    if (value != 0) {
      int r =
          n.op == Op.BSF
              ? Integer.numberOfTrailingZeros(value)
              : 31 - Integer.numberOfLeadingZeros(value);
      operands.write1(n, r);
    }
    flags(c, value, 0, n.width);
  }

  private void bound(Insn n) {
    int behind = operands.address(n, n.width >>> 3);
    int index = Alu.extend(operands.read1(n), n.width);
    int low = Alu.extend(operands.memory.load(n.segment, operands.address(n), n.width), n.width);
    int high = Alu.extend(operands.memory.load(n.segment, behind, n.width), n.width);
    if (index < low || index > high) {
      throw fault.set(Fault.BR, 0);
    }
  }
}
