// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.cpu;

/**
 * What the x87 FPU is between two instructions (Intel SDM vol. 1, 8.1), with the XMM area that
 * FXSAVE stores beside it; runs nothing.
 *
 * <pre>
 * control  15..12 0   11..10 RC   9..8 PC   7 0   6 1   5 PM  4 UM  3 OM  2 ZM  1 DM  0 IM
 * status   15 B  14 C3  13..11 TOP  10 C2  9 C1  8 C0  7 ES  6 SF  5 PE  4 UE  3 OE  2 ZE  1 DE  0 IE
 * </pre>
 *
 * As in silicon since the Pentium, only "empty or not" is kept of the tag word: what an instruction
 * stores as the tag of a full register is found from its contents.
 */
public final class FpuState {
  public static final int IE = 1;
  public static final int DE = 1 << 1;
  public static final int ZE = 1 << 2;
  public static final int OE = 1 << 3;
  public static final int UE = 1 << 4;
  public static final int PE = 1 << 5;
  public static final int SF = 1 << 6;
  public static final int ES = 1 << 7;
  public static final int C0 = 1 << 8;
  public static final int C1 = 1 << 9;
  public static final int C2 = 1 << 10;
  public static final int C3 = 1 << 14;
  public static final int B = 1 << 15;

  /** The six exception flags, and at the same places the six masks of the control word. */
  public static final int EXCEPTIONS = 0x3f;

  private static final int TOP_MASK = 7 << 11;
  private static final int CONTROL_MASK = 0x1f3f;
  private static final int CONTROL_ONES = 0x40;

  /** Significands of the physical registers R0 to R7, integer bit in bit 63; MM0 to MM7. */
  public final long[] significand = new long[8];

  /** Sign (bit 15) and biased exponent (bits 14..0) of R0 to R7. */
  public final int[] signExponent = new int[8];

  /** The control word. */
  public int control;

  /** The status word with TOP 0; see {@link #statusWord}. */
  public int status;

  /** Physical register that is ST(0), 0 to 7. */
  public int top;

  /** Bit n: physical register n is not empty. */
  public int full;

  /** Offset and selector of the last non-control instruction, and of its memory operand. */
  public int instructionOffset;

  public int instructionSelector;
  public int operandOffset;
  public int operandSelector;

  /** Low three bits of the last non-control instruction's first byte, then its ModRM byte. */
  public int opcode;

  /** SSE control and status, plain storage. */
  public int mxcsr = 0x1f80;

  /** XMM0 to XMM7, low quadword first; plain storage. */
  public final long[] xmm = new long[16];

  /** In the state that FNINIT leaves, as after a boot loader. */
  public FpuState() {
    initialize();
  }

  /** FNINIT: registers keep their contents but are empty. */
  public void initialize() {
    control = 0x37f;
    status = 0;
    top = 0;
    full = 0;
    instructionOffset = 0;
    instructionSelector = 0;
    operandOffset = 0;
    operandSelector = 0;
    opcode = 0;
  }

  /** The status word, TOP included. */
  public int statusWord() {
    return status | top << 11;
  }

  /** Sets status and TOP; ES and B follow from exceptions and masks, not from the value. */
  public void setStatusWord(int value) {
    status = value & 0x7f7f & ~TOP_MASK;
    top = (value & TOP_MASK) >> 11;
    summarize();
  }

  /** Sets the control word, reserved bits as silicon keeps them, and ES and B with it. */
  public void setControlWord(int value) {
    control = value & CONTROL_MASK | CONTROL_ONES;
    summarize();
  }

  /** Whether an unmasked exception waits for the next waiting instruction. */
  public boolean exceptionPending() {
    return (status & ES) != 0;
  }

  private void summarize() {
    boolean pending = (status & ~control & EXCEPTIONS) != 0;
    status = pending ? status | ES | B : status & ~(ES | B);
  }

  /** The 16-bit tag word: two bits a register, 0 valid, 1 zero, 2 special, 3 empty. */
  public int tagWord() {
    int word = 0;
    for (int i = 7; i >= 0; i--) {
      word = word << 2 | ((full >> i & 1) == 0 ? 3 : tag(i));
    }
    return word;
  }

  private int tag(int physical) {
    int exponent = signExponent[physical] & 0x7fff;
    long bits = significand[physical];
    if (exponent == 0 && bits == 0) {
      return 1;
    }
    return exponent == 0 || exponent == 0x7fff || bits >= 0 ? 2 : 0;
  }

  /** Takes a 16-bit tag word; only whether each register is empty counts. */
  public void setTagWord(int word) {
    full = 0;
    for (int i = 0; i < 8; i++) {
      if ((word >> 2 * i & 3) != 3) {
        full |= 1 << i;
      }
    }
  }

  /** Copies everything. */
  public void copyFrom(FpuState other) {
    System.arraycopy(other.significand, 0, significand, 0, 8);
    System.arraycopy(other.signExponent, 0, signExponent, 0, 8);
    System.arraycopy(other.xmm, 0, xmm, 0, 16);
    control = other.control;
    status = other.status;
    top = other.top;
    full = other.full;
    instructionOffset = other.instructionOffset;
    instructionSelector = other.instructionSelector;
    operandOffset = other.operandOffset;
    operandSelector = other.operandSelector;
    opcode = other.opcode;
    mxcsr = other.mxcsr;
  }
}
