// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec.fpu;

import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Cr0;
import org.virtualpok.emu.cpu.Fault;
import org.virtualpok.emu.cpu.FpuState;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.exec.Condition;
import org.virtualpok.emu.exec.SegmentedMemory;
import org.virtualpok.emu.isa.Insn;
import org.virtualpok.emu.isa.Op;

/**
 * Runs the FPU's instructions (Intel SDM vol. 1, 8.3). Budget: 15 ns for a common one, nothing
 * allocated.
 */
public final class FpuOps {
  private static final int CS = SegmentName.CS.ordinal();

  private final Fault fault;
  private final FpuStack stack = new FpuStack();
  private final Result result = stack.result;
  private final FpuMemory memory;
  private final FpuControl control;
  private final MmxOps mmx;
  private final ComparisonOps comparisons;
  private final TranscendentalOps functions = new TranscendentalOps(stack);
  private final FpuErrorLine errorLine;
  private CpuState cpu = new CpuState();
  private FpuState f = cpu.fpu;

  public FpuOps(SegmentedMemory memory, Fault fault, FpuErrorLine errorLine) {
    this.fault = fault;
    this.errorLine = errorLine;
    this.memory = new FpuMemory(memory, stack);
    comparisons = new ComparisonOps(stack, this.memory);
    control = new FpuControl(this.memory, fault);
    mmx = new MmxOps(this.memory);
  }

  /** The CPU whose registers apply from now on. */
  public void attach(CpuState newCpu) {
    cpu = newCpu;
    f = newCpu.fpu;
    stack.f = f;
    memory.attach(newCpu);
    control.attach(newCpu);
    mmx.attach(newCpu);
    comparisons.attach(newCpu);
  }

  /**
   * Runs one instruction, WAIT included. A fault has changed nothing.
   *
   * @param offset of the instruction in CS
   */
  public void execute(Insn n, int offset) {
    int cr0 = cpu.cr0;
    if ((cr0 & (Cr0.EM | Cr0.TS)) != 0) {
      boolean wait = n.op == Op.WAIT;
      if (!wait || (cr0 & (Cr0.MP | Cr0.TS)) == (Cr0.MP | Cr0.TS)) {
        throw fault.set(
            control.absentUnderEmulation(n.op) && (cr0 & Cr0.EM) != 0 ? Fault.UD : Fault.NM, 0);
      }
    }
    if ((f.status & FpuState.ES) != 0 && control.waits(n.op)) {
      if ((cr0 & Cr0.NE) != 0) {
        throw fault.set(Fault.MF, 0);
      }
      errorLine.raised();
    }
    switch (n.op) {
      case FLD -> load(n);
      case FST -> store(n, false);
      case FSTP -> store(n, true);
      case FADD, FADDP, FIADD -> arithmetic(n, 0, false);
      case FSUB, FSUBP, FISUB -> arithmetic(n, 4, false);
      case FSUBR, FSUBRP, FISUBR -> arithmetic(n, 4, true);
      case FMUL, FMULP, FIMUL -> arithmetic(n, 1, false);
      case FDIV, FDIVP, FIDIV -> arithmetic(n, 6, false);
      case FDIVR, FDIVRP, FIDIVR -> arithmetic(n, 6, true);
      case FXCH -> exchange(n.reg1);
      case FILD, FBLD -> loadInteger(n);
      case FIST -> memory.storeInteger(n);
      case FISTP -> {
        if (memory.storeInteger(n)) {
          stack.pop();
        }
      }
      case FBSTP -> {
        if (memory.storeDecimal(n)) {
          stack.pop();
        }
      }
      case FCOM, FICOM -> comparisons.compare(n, 0, false);
      case FCOMP, FICOMP -> comparisons.compare(n, 1, false);
      case FCOMPP -> comparisons.compare(n, 2, false);
      case FUCOM -> comparisons.compare(n, 0, true);
      case FUCOMP -> comparisons.compare(n, 1, true);
      case FUCOMPP -> comparisons.compare(n, 2, true);
      case FCOMI -> comparisons.compareToFlags(n, false, false);
      case FCOMIP -> comparisons.compareToFlags(n, false, true);
      case FUCOMI -> comparisons.compareToFlags(n, true, false);
      case FUCOMIP -> comparisons.compareToFlags(n, true, true);
      default -> {
        if (!others(n)) {
          return;
        }
      }
    }
    remember(n, offset);
  }

  /** Where the last non-control instruction and its operand were, for a handler of #MF. */
  private void remember(Insn n, int offset) {
    f.instructionOffset = offset;
    f.instructionSelector = cpu.segments[CS].selector;
    f.opcode = (n.form.opcode() & 7) << 8 | n.modrm;
    if (n.kind1 == Insn.MEM) {
      f.operandOffset = memory.address(n);
      f.operandSelector = cpu.segments[n.segment].selector;
    }
  }

  /** True if the instruction is none of control, which leave no trace of where they were. */
  private boolean others(Insn n) {
    switch (n.op) {
      case FLD1, FLDL2T, FLDL2E, FLDPI, FLDLG2, FLDLN2, FLDZ -> constant(n);
      case FTST -> comparisons.test();
      case FXAM -> comparisons.examine();
      case FCHS -> sign(Format80.SIGN, Format80.SIGN);
      case FABS -> sign(Format80.SIGN, 0);
      case FSQRT, FRNDINT -> unary(n);
      case FSCALE, FPREM, FPREM1 -> binary(n);
      case FXTRACT -> extract();
      case FSIN, FCOS, FSINCOS, FPTAN, FPATAN, F2XM1, FYL2X, FYL2XP1 -> functions.execute(n);
      case FCMOVCC -> move(n);
      default -> {
        controlling(n);
        return false;
      }
    }
    return true;
  }

  private void controlling(Insn n) {
    switch (n.op) {
      case FFREE -> free(n.reg1);
      case FFREEP -> {
        free(n.reg1);
        stack.pop();
      }
      case FINCSTP -> turn(1);
      case FDECSTP -> turn(-1);
      case WAIT, FNOP, FNENI, FNDISI, FNSETPM -> {}
      default -> {
        if (n.op.isMmx()) {
          mmx.execute(n);
        } else {
          control.execute(n);
        }
      }
    }
  }

  /**
   * ST(i) = ST(i) op operand; DE forms pop then.
   *
   * @param operation a ModRM digit of D8: 0 add, 1 multiply, 4 subtract, 6 divide
   * @param reversed whether the operand stands first
   */
  private void arithmetic(Insn n, int operation, boolean reversed) {
    FpuState s = f;
    int destination = s.top + n.reg1 & 7;
    int full = s.full >> destination;
    boolean inMemory = n.kind1 == Insn.MEM;
    int bSe;
    long b;
    if (inMemory) {
      memory.loadArithmetic(n);
      bSe = memory.operand.signExponent;
      b = memory.operand.significand;
      result.begin(s.control);
      if (memory.operand.denormal) {
        result.exceptions = FpuState.DE;
      }
    } else {
      int source = s.top + n.reg2 & 7;
      full &= s.full >> source;
      bSe = s.signExponent[source];
      b = s.significand[source];
      result.begin(s.control);
    }
    boolean pops = !inMemory && n.form.opcode() == 0xde;
    if ((full & 1) == 0) {
      if (stack.underflow(n.reg1) && pops) {
        stack.pop();
      }
      return;
    }
    int aSe = s.signExponent[destination];
    long a = s.significand[destination];
    if (reversed) {
      int se = aSe;
      aSe = bSe;
      bSe = se;
      long x = a;
      a = b;
      b = x;
    }
    switch (operation) {
      case 0 -> Arithmetic.add(result, aSe, a, bSe, b, 0);
      case 1 -> Arithmetic.multiply(result, aSe, a, bSe, b);
      case 4 -> Arithmetic.add(result, aSe, a, bSe, b, Format80.SIGN);
      default -> Arithmetic.divide(result, aSe, a, bSe, b);
    }
    int status = s.status & ~FpuState.C1 | (result.roundedUp ? FpuState.C1 : 0);
    int exceptions = result.exceptions;
    if ((exceptions & ~s.control) == 0) {
      s.status = status | exceptions;
    } else {
      s.status = status;
      if (!stack.raise()) {
        s.status &= ~FpuState.C1;
        return;
      }
    }
    s.signExponent[destination] = result.signExponent;
    s.significand[destination] = result.significand;
    if (pops) {
      stack.pop();
    }
  }

  private void load(Insn n) {
    if (n.kind1 == Insn.ST) {
      stack.begin();
      boolean empty = stack.isEmpty(n.reg1);
      int se = stack.signExponent(n.reg1);
      long a = stack.significand(n.reg1);
      if (empty) {
        if (stack.underflow()) {
          stack.push(Format80.INDEFINITE, Format80.INDEFINITE_SIGNIFICAND);
        }
      } else if (stack.isEmpty(7)) {
        stack.push(se, a);
      } else {
        stack.overflow();
      }
      return;
    }
    memory.loadPush(n);
    stack.begin();
    if (!stack.isEmpty(7)) {
      stack.overflow();
      return;
    }
    Operand b = memory.operand;
    int se = b.signExponent;
    long a = b.significand;
    if (n.form.opcode() != 0xdb) {
      if (b.denormal) {
        result.exceptions = FpuState.DE;
      } else if (Format80.isSignaling(se, a)) {
        result.exceptions = FpuState.IE;
        a |= Format80.QUIET_BIT;
      }
    }
    // A denormal gets onto the stack even if its exception is unmasked.
    if (stack.raise() || b.denormal) {
      stack.push(se, a);
    }
  }

  private void loadInteger(Insn n) {
    memory.loadPush(n);
    stack.begin();
    if (stack.isEmpty(7)) {
      stack.push(memory.operand.signExponent, memory.operand.significand);
    } else {
      stack.overflow();
    }
  }

  private void store(Insn n, boolean pops) {
    boolean done;
    if (n.kind1 == Insn.ST) {
      stack.begin();
      done = true;
      if (n.form.opcode() == 0xd9) {
        // To the alias D9 D8 an empty register is no fault: it only pops.
        if (!stack.isEmpty(0)) {
          stack.set(n.reg1, stack.signExponent(0), stack.significand(0));
        }
      } else if (stack.isEmpty(0)) {
        done = stack.underflow(n.reg1);
      } else {
        stack.set(n.reg1, stack.signExponent(0), stack.significand(0));
      }
    } else {
      done = memory.storeReal(n);
    }
    if (done && pops) {
      stack.pop();
    }
  }

  private void exchange(int i) {
    stack.begin();
    if (stack.isEmpty(0) || stack.isEmpty(i)) {
      boolean emptyTop = stack.isEmpty(0);
      boolean emptyOther = stack.isEmpty(i);
      if (!stack.underflow()) {
        return;
      }
      if (emptyTop) {
        stack.set(0, Format80.INDEFINITE, Format80.INDEFINITE_SIGNIFICAND);
      }
      if (emptyOther) {
        stack.set(i, Format80.INDEFINITE, Format80.INDEFINITE_SIGNIFICAND);
      }
    }
    int se = stack.signExponent(0);
    long a = stack.significand(0);
    stack.set(0, stack.signExponent(i), stack.significand(i));
    stack.set(i, se, a);
  }

  private void constant(Insn n) {
    stack.begin();
    if (!stack.isEmpty(7)) {
      stack.overflow();
      return;
    }
    int i = n.form.modrm() - 0xe8;
    stack.push(Constants.signExponent(i), Constants.significand(i, f.control));
  }

  private void sign(int clear, int set) {
    stack.begin();
    if (stack.isEmpty(0)) {
      stack.underflow(0);
      return;
    }
    int se = stack.signExponent(0);
    stack.set(0, set != 0 ? se ^ set : se & ~clear, stack.significand(0));
  }

  private void unary(Insn n) {
    stack.begin();
    if (stack.isEmpty(0)) {
      stack.underflow(0);
      return;
    }
    if (n.op == Op.FSQRT) {
      Arithmetic.squareRoot(result, stack.signExponent(0), stack.significand(0));
    } else {
      Conversion.roundToIntegral(result, stack.signExponent(0), stack.significand(0));
    }
    stack.write(0);
  }

  /** FSCALE and the remainders: ST(0) and ST(1), result to ST(0). */
  private void binary(Insn n) {
    stack.begin();
    if (stack.isEmpty(0) || stack.isEmpty(1)) {
      stack.underflow(0);
      if (n.op != Op.FSCALE) {
        f.status &= ~FpuState.C2;
      }
      return;
    }
    int aSe = stack.signExponent(0);
    int bSe = stack.signExponent(1);
    long a = stack.significand(0);
    long b = stack.significand(1);
    if (n.op == Op.FSCALE) {
      Scaling.scale(result, aSe, a, bSe, b);
      stack.write(0);
      return;
    }
    int quotient = Scaling.remainder(result, aSe, a, bSe, b, n.op == Op.FPREM1);
    f.status &= ~FpuState.C2;
    if (stack.write(0)) {
      if (quotient == Scaling.STEP) {
        stack.setConditionCodes(FpuState.C2);
      } else if (quotient >= 0) {
        stack.setConditionCodes((quotient & 4) << 6 | (quotient & 2) << 13);
        f.status |= (quotient & 1) << 9;
      }
    }
  }

  /** FXTRACT: the exponent replaces ST(0), the significand goes on top. */
  private void extract() {
    stack.begin();
    if (stack.isEmpty(0) || !stack.isEmpty(7)) {
      // Both results are the indefinite.
      boolean goesOn = stack.isEmpty(0) ? stack.underflow(0) : stack.noRoom(0);
      if (goesOn) {
        stack.push(Format80.INDEFINITE, Format80.INDEFINITE_SIGNIFICAND);
      }
      return;
    }
    int se = stack.signExponent(0);
    long a = stack.significand(0);
    int sign = se & Format80.SIGN;
    int partSe = sign | Format80.BIAS;
    long part = Format80.normalized(a);
    if (result.special(se, a)) {
      partSe = result.signExponent;
      part = result.significand;
    } else if (Format80.isInfinity(se, a)) {
      result.set(Format80.EXPONENT, a);
      partSe = se;
    } else if (a == 0) {
      result.exceptions = FpuState.ZE;
      result.set(Format80.INDEFINITE, Format80.INTEGER_BIT);
      partSe = sign;
      part = 0;
    } else {
      memory.operand.fromInteger(Format80.exponent(se, a) - Format80.BIAS);
      result.set(memory.operand.signExponent, memory.operand.significand);
    }
    if (stack.write(0)) {
      stack.push(partSe, part);
    }
  }

  private void move(Insn n) {
    if (stack.isEmpty(0) || stack.isEmpty(n.reg2)) {
      stack.underflow(0);
    } else if (Condition.holds(cpu, n.condition())) {
      stack.set(0, stack.signExponent(n.reg2), stack.significand(n.reg2));
    }
  }

  private void free(int i) {
    f.status &= ~FpuState.C1;
    f.full &= ~(1 << (f.top + i & 7));
  }

  private void turn(int by) {
    f.status &= ~FpuState.C1;
    f.top = f.top + by & 7;
  }
}
