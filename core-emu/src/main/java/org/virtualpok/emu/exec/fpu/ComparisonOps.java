// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec.fpu;

import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Eflags;
import org.virtualpok.emu.cpu.FpuState;
import org.virtualpok.emu.isa.Insn;

/**
 * Comparisons and FXAM. Where an unmasked invalid operation stops one, silicon differs: AMD's sets
 * the codes or flags to unordered all the same, which is done here, Intel's manual says that they
 * stay.
 */
final class ComparisonOps {
  private final FpuStack stack;
  private final Result result;
  private final FpuMemory memory;
  private CpuState cpu = new CpuState();

  ComparisonOps(FpuStack stack, FpuMemory memory) {
    this.stack = stack;
    this.memory = memory;
    result = stack.result;
  }

  void attach(CpuState newCpu) {
    cpu = newCpu;
  }

  /**
   * FCOM, FUCOM, FICOM and the forms that pop: ST(0) with ST(i) or memory.
   *
   * @param pops 0 to 2
   */
  void compare(Insn n, int pops, boolean quiet) {
    boolean inMemory = n.kind1 == Insn.MEM;
    if (inMemory) {
      memory.loadArithmetic(n);
    }
    stack.begin();
    // FCOMPP and FUCOMPP have no operand in their rows.
    int i = n.kind1 == Insn.ST ? n.reg1 : 1;
    int order = Comparison.UNORDERED;
    boolean goesOn;
    if (stack.isEmpty(0) || !inMemory && stack.isEmpty(i)) {
      goesOn = stack.underflow();
    } else {
      if (!inMemory) {
        memory.operand.fromExtended(stack.signExponent(i), stack.significand(i));
      } else if (memory.operand.denormal) {
        result.exceptions = FpuState.DE;
      }
      order = order(quiet);
      goesOn = stack.raise();
    }
    stack.setConditionCodes(Comparison.conditionCodes(order));
    if (goesOn) {
      for (int k = 0; k < pops; k++) {
        stack.pop();
      }
    }
  }

  private int order(boolean quiet) {
    Operand b = memory.operand;
    int se = stack.signExponent(0);
    long a = stack.significand(0);
    return Comparison.compare(result, se, a, b.signExponent, b.significand, quiet);
  }

  /** FCOMI, FUCOMI: ST(0) with ST(i), to ZF PF CF; OF SF AF become 0. */
  void compareToFlags(Insn n, boolean quiet, boolean pops) {
    // C1 stays as it was, other than with FCOM.
    result.begin(stack.f.control);
    int order = Comparison.UNORDERED;
    boolean goesOn;
    if (stack.isEmpty(0) || stack.isEmpty(n.reg2)) {
      goesOn = stack.underflow();
    } else {
      memory.operand.fromExtended(stack.signExponent(n.reg2), stack.significand(n.reg2));
      order = order(quiet);
      goesOn = stack.raise();
    }
    cpu.setArithmeticFlags(
        switch (order) {
          case Comparison.LESS -> Eflags.CF;
          case Comparison.EQUAL -> Eflags.ZF;
          case Comparison.GREATER -> 0;
          default -> Eflags.ZF | Eflags.PF | Eflags.CF;
        });
    if (goesOn && pops) {
      stack.pop();
    }
  }

  /** FTST. */
  void test() {
    stack.begin();
    int order = Comparison.UNORDERED;
    if (stack.isEmpty(0)) {
      stack.underflow();
    } else {
      memory.operand.fromExtended(0, 0);
      order = order(false);
      stack.raise();
    }
    stack.setConditionCodes(Comparison.conditionCodes(order));
  }

  /** FXAM. */
  void examine() {
    int codes =
        Comparison.classCodes(stack.signExponent(0), stack.significand(0), stack.isEmpty(0));
    stack.f.status &= ~FpuState.C1;
    stack.setConditionCodes(codes);
  }
}
