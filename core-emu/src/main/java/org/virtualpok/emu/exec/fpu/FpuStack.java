// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec.fpu;

import org.virtualpok.emu.cpu.FpuState;

/**
 * The register stack: how results and exceptions of one instruction get into the {@link FpuState}
 * (Intel SDM vol. 1, 8.5 to 8.7).
 */
final class FpuStack {
  /** Exceptions found before there is a result; unmasked, they stop the instruction. */
  private static final int BEFORE = FpuState.IE | FpuState.DE | FpuState.ZE;

  final Result result = new Result();
  FpuState f = new FpuState();

  void begin() {
    f.status &= ~FpuState.C1;
    result.begin(f.control);
  }

  boolean isEmpty(int i) {
    return (f.full >> (f.top + i & 7) & 1) == 0;
  }

  int signExponent(int i) {
    return f.signExponent[f.top + i & 7];
  }

  long significand(int i) {
    return f.significand[f.top + i & 7];
  }

  void set(int i, int signExponent, long significand) {
    int physical = f.top + i & 7;
    f.signExponent[physical] = signExponent;
    f.significand[physical] = significand;
    f.full |= 1 << physical;
  }

  void pop() {
    f.full &= ~(1 << f.top);
    f.top = f.top + 1 & 7;
  }

  /** Puts a value on top; the register there must be empty. */
  void push(int signExponent, long significand) {
    f.top = f.top - 1 & 7;
    set(0, signExponent, significand);
  }

  private void setIndefinite(int i) {
    set(i, Format80.INDEFINITE, Format80.INDEFINITE_SIGNIFICAND);
  }

  /**
   * Sets the flags for what the result met.
   *
   * @return whether the instruction goes on, to the masked answer
   */
  boolean raise() {
    int exceptions = result.exceptions;
    if (exceptions == 0) {
      return true;
    }
    int unmasked = exceptions & ~f.control & FpuState.EXCEPTIONS;
    if (unmasked == 0) {
      f.status |= exceptions;
      return true;
    }
    boolean stops = (unmasked & BEFORE) != 0;
    f.status |= (stops ? exceptions & BEFORE : exceptions) | FpuState.ES | FpuState.B;
    return !stops;
  }

  /** Writes the result to ST(i), unless an unmasked exception forbids. */
  boolean write(int i) {
    if (result.exceptions != 0 && !raise()) {
      return false;
    }
    if (result.roundedUp) {
      f.status |= FpuState.C1;
    }
    set(i, result.signExponent, result.significand);
    return true;
  }

  /** Sets C3 C2 C0; C1 stays. */
  void setConditionCodes(int codes) {
    f.status = f.status & ~(FpuState.C0 | FpuState.C2 | FpuState.C3) | codes;
  }

  /** An operand is empty: true if the instruction goes on with the indefinite. */
  boolean underflow() {
    f.status = f.status & ~FpuState.C1 | FpuState.SF | FpuState.IE;
    return stackFaultMasked();
  }

  /** The same, and the indefinite goes to ST(i). */
  boolean underflow(int i) {
    if (underflow()) {
      setIndefinite(i);
      return true;
    }
    return false;
  }

  /** Nothing can be pushed, the register is full: the indefinite takes its place if masked. */
  void overflow() {
    if (noRoom()) {
      push(Format80.INDEFINITE, Format80.INDEFINITE_SIGNIFICAND);
    }
  }

  /** The same, without the push: true if the instruction goes on, the indefinite in ST(i). */
  boolean noRoom(int i) {
    if (noRoom()) {
      setIndefinite(i);
      return true;
    }
    return false;
  }

  private boolean noRoom() {
    f.status |= FpuState.C1 | FpuState.SF | FpuState.IE;
    return stackFaultMasked();
  }

  private boolean stackFaultMasked() {
    if ((f.control & FpuState.IE) != 0) {
      return true;
    }
    f.status |= FpuState.ES | FpuState.B;
    return false;
  }
}
