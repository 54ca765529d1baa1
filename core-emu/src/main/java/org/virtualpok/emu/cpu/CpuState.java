// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.cpu;

/**
 * What an i386 processor is between two instructions; runs nothing.
 *
 * <p>The six arithmetic flags are lazy: two ints from which each flag is derived when asked for.
 *
 * <pre>
 * flagResult  the result, sign-extended to 32 bits: ZF = (it is 0), SF = sign, PF = low byte
 * flagAux     bit 31 CF   bit 30 CF ^ OF   bit 3 AF   bits 15..8 parity delta   bit 0 sign delta
 * </pre>
 *
 * The deltas let every combination of flags be represented.
 */
public final class CpuState {
  public static final int EAX = 0;
  public static final int ECX = 1;
  public static final int EDX = 2;
  public static final int EBX = 3;
  public static final int ESP = 4;
  public static final int EBP = 5;
  public static final int ESI = 6;
  public static final int EDI = 7;

  /** EAX ECX EDX EBX ESP EBP ESI EDI. */
  public final int[] gpr = new int[8];

  /** Offset in CS of the next instruction. */
  public int eip;

  public int flagResult = 1;
  public int flagAux;

  /** All EFLAGS bits but the six arithmetic ones. */
  public int flagsOther = Eflags.ALWAYS_ONE;

  /** Indexed by {@link SegmentName#ordinal()}. */
  public final SegmentRegister[] segments = new SegmentRegister[6];

  public int cpl;

  /** Linear address and limit of the global descriptor table. */
  public int gdtBase;

  public int gdtLimit;

  /** Control register 0: protected mode without paging, as a boot loader leaves it. */
  public int cr0 = Cr0.PE | Cr0.MP | Cr0.ET | Cr0.NE;

  /** The FPU's registers. */
  public final FpuState fpu = new FpuState();

  /** Instructions retired by this CPU since its reset. */
  public long retired;

  public CpuState() {
    for (SegmentName name : SegmentName.values()) {
      segments[name.ordinal()] = new SegmentRegister();
    }
  }

  public SegmentRegister segment(SegmentName name) {
    return segments[name.ordinal()];
  }

  public boolean cf() {
    return flagAux < 0;
  }

  public boolean zf() {
    return flagResult == 0;
  }

  public boolean sf() {
    return ((flagResult >>> 31) ^ (flagAux & 1)) != 0;
  }

  public boolean of() {
    return (flagAux ^ (flagAux << 1)) < 0;
  }

  public boolean af() {
    return (flagAux & 8) != 0;
  }

  public boolean pf() {
    int b = (flagResult ^ (flagAux >>> 8)) & 0xff;
    return (Integer.bitCount(b) & 1) == 0;
  }

  /** The whole register, as PUSHF at this CPL would push it (RF and VM clear). */
  public int eflags() {
    return flagsOther
        | Eflags.ALWAYS_ONE
        | (cf() ? Eflags.CF : 0)
        | (pf() ? Eflags.PF : 0)
        | (af() ? Eflags.AF : 0)
        | (zf() ? Eflags.ZF : 0)
        | (sf() ? Eflags.SF : 0)
        | (of() ? Eflags.OF : 0);
  }

  /** Sets every bit, without any privilege rule. */
  public void setEflags(int value) {
    flagsOther = (value & ~Eflags.ARITHMETIC) | Eflags.ALWAYS_ONE;
    setArithmeticFlags(value);
  }

  /** Sets CF PF AF ZF SF OF from the bits of an EFLAGS image. */
  public void setArithmeticFlags(int value) {
    boolean c = (value & Eflags.CF) != 0;
    boolean o = (value & Eflags.OF) != 0;
    // ZF decides the result: 0 or 1. Both have sign 0; their parities are even and odd.
    boolean z = (value & Eflags.ZF) != 0;
    flagResult = z ? 0 : 1;
    int aux = c ? 0x80000000 : 0;
    if (c != o) {
      aux |= 0x40000000;
    }
    if ((value & Eflags.AF) != 0) {
      aux |= 8;
    }
    if ((value & Eflags.SF) != 0) {
      aux |= 1;
    }
    boolean p = (value & Eflags.PF) != 0;
    if (p != z) {
      aux |= 0x100;
    }
    flagAux = aux;
  }

  /** Copies everything, the count of retired instructions included. */
  public void copyFrom(CpuState other) {
    System.arraycopy(other.gpr, 0, gpr, 0, 8);
    eip = other.eip;
    flagResult = other.flagResult;
    flagAux = other.flagAux;
    flagsOther = other.flagsOther;
    for (int i = 0; i < segments.length; i++) {
      segments[i].copyFrom(other.segments[i]);
    }
    cpl = other.cpl;
    gdtBase = other.gdtBase;
    gdtLimit = other.gdtLimit;
    cr0 = other.cr0;
    fpu.copyFrom(other.fpu);
    retired = other.retired;
  }
}
