// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec.fpu;

import org.virtualpok.emu.cpu.FpuState;
import org.virtualpok.emu.isa.Insn;
import org.virtualpok.emu.isa.Op;

/** The transcendental instructions: operands from the stack, results to it. */
final class TranscendentalOps {
  private final FpuStack stack;
  private final Result result;
  private final Result second = new Result();
  private final Transcendental functions = new Transcendental();

  TranscendentalOps(FpuStack stack) {
    this.stack = stack;
    result = stack.result;
  }

  void execute(Insn n) {
    stack.begin();
    switch (n.op) {
      case FSIN, FCOS -> sinOrCos(n.op == Op.FSIN);
      case FPTAN, FSINCOS -> pushing(n.op == Op.FPTAN);
      case F2XM1 -> {
        if (stack.isEmpty(0)) {
          stack.underflow(0);
        } else {
          functions.exp2Minus1(result, stack.signExponent(0), stack.significand(0));
          stack.write(0);
        }
      }
      default -> popping(n.op);
    }
  }

  /** FPATAN, FYL2X, FYL2XP1: the result replaces ST(1). */
  private void popping(Op op) {
    if (stack.isEmpty(0) || stack.isEmpty(1)) {
      if (stack.underflow(1)) {
        stack.pop();
      }
      return;
    }
    int aSe = stack.signExponent(1);
    int bSe = stack.signExponent(0);
    long a = stack.significand(1);
    long b = stack.significand(0);
    switch (op) {
      case FPATAN -> functions.atan(result, aSe, a, bSe, b);
      case FYL2X -> functions.log2(result, aSe, a, bSe, b);
      default -> functions.log2Plus1(result, aSe, a, bSe, b);
    }
    if (stack.write(1)) {
      stack.pop();
    }
  }

  private void sinOrCos(boolean sin) {
    FpuState f = stack.f;
    f.status &= ~FpuState.C2;
    int se = stack.signExponent(0);
    long a = stack.significand(0);
    if (stack.isEmpty(0)) {
      stack.underflow(0);
    } else if (Transcendental.outOfRange(se, a)) {
      f.status |= FpuState.C2;
    } else {
      if (sin) {
        functions.sin(result, se, a);
      } else {
        functions.cos(result, se, a);
      }
      stack.write(0);
    }
  }

  /** FPTAN pushes 1 above the tangent, FSINCOS the cosine above the sine. */
  private void pushing(boolean tan) {
    FpuState f = stack.f;
    f.status &= ~FpuState.C2;
    int se = stack.signExponent(0);
    long a = stack.significand(0);
    if (stack.isEmpty(0) || !stack.isEmpty(7)) {
      boolean goesOn = stack.isEmpty(0) ? stack.underflow(0) : stack.noRoom(0);
      if (goesOn) {
        stack.push(Format80.INDEFINITE, Format80.INDEFINITE_SIGNIFICAND);
      }
    } else if (Transcendental.outOfRange(se, a)) {
      f.status |= FpuState.C2;
    } else if (tan) {
      functions.tan(result, se, a);
      boolean value = (result.signExponent & Format80.EXPONENT) != Format80.EXPONENT;
      if (stack.write(0)) {
        stack.push(
            value ? Format80.BIAS : result.signExponent,
            value ? Format80.INTEGER_BIT : result.significand);
      }
    } else {
      second.begin(f.control);
      functions.sinCos(result, second, se, a);
      if (stack.write(0)) {
        stack.push(second.signExponent, second.significand);
      }
    }
  }
}
