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

  /** Which processor this is. */
  public CpuModel model = CpuModel.PENTIUM_III;

  /** Linear address and limit, in bytes, of the global descriptor table. */
  public int gdtBase;

  public int gdtLimit;

  /** Linear address and limit, in bytes, of the interrupt descriptor table. */
  public int idtBase;

  public int idtLimit;

  /** Selector and cached descriptor of the local descriptor table; null after reset. */
  public final SegmentRegister ldtr = new SegmentRegister();

  /** Selector and cached descriptor of the task state segment. */
  public final SegmentRegister tr = new SegmentRegister();

  /** Linear address of the last page fault. */
  public int cr2;

  /** Physical address of the page directory. */
  public int cr3;

  public int cr4;

  /** DR0 to DR3: linear addresses. */
  public final int[] dr = new int[4];

  public int dr6 = DebugRegisters.DR6_ONES;
  public int dr7 = DebugRegisters.DR7_ONES;

  /** B3 to B0 of the data breakpoints that the running instruction has met. */
  public int debugHits;

  /** Behind STI and MOV SS: no interrupt is taken (Intel SDM vol. 3, 6.8.3). */
  public static final int INHIBIT_INTERRUPTS = 1;

  /** Behind MOV SS and POP SS: no debug trap either. */
  public static final int INHIBIT_DEBUG = 2;

  /** INHIBIT bits; they hold until the next instruction is done. */
  public int inhibit;

  /** Level of the INTR pin. */
  public boolean interruptRequest;

  /** HLT ran; only an interrupt goes on. */
  public boolean halted;

  /** What RDTSC adds to {@link #retired}. */
  public long tscOffset;

  /** IA32_SYSENTER_CS, ESP and EIP. */
  public final int[] sysenter = new int[3];

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

  /** The whole register, RF and VM included; PUSHF pushes neither. */
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

  /** Protected mode is on, and not virtual-8086 mode. */
  public boolean protectedMode() {
    return (cr0 & Cr0.PE) != 0 && (flagsOther & Eflags.VM) == 0;
  }

  /** Virtual-8086 mode. */
  public boolean v86() {
    return (flagsOther & Eflags.VM) != 0;
  }

  /** I/O privilege level, 0 to 3. */
  public int iopl() {
    return (flagsOther & Eflags.IOPL) >>> 12;
  }

  /** The state after power on (Intel SDM vol. 3, table 9-1): real mode at F000:FFF0. */
  public void reset() {
    CpuState fresh = new CpuState();
    fresh.model = model;
    fresh.cr0 = Cr0.ET | (model.has(CpuModel.I486) ? Cr0.CD | Cr0.NW : 0);
    for (SegmentRegister s : fresh.segments) {
      s.loadReal(0);
    }
    SegmentRegister cs = fresh.segment(SegmentName.CS);
    cs.loadReal(0xf000);
    cs.base = 0xffff0000;
    fresh.eip = 0xfff0;
    fresh.gdtLimit = 0xffff;
    fresh.idtLimit = 0xffff;
    fresh.ldtr.load(0, 0xffff, 0x8200);
    fresh.tr.load(0, 0xffff, 0x8b00);
    fresh.gpr[EDX] = Signature.of(model);
    copyFrom(fresh);
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
    model = other.model;
    idtBase = other.idtBase;
    idtLimit = other.idtLimit;
    ldtr.copyFrom(other.ldtr);
    tr.copyFrom(other.tr);
    cr2 = other.cr2;
    cr3 = other.cr3;
    cr4 = other.cr4;
    System.arraycopy(other.dr, 0, dr, 0, dr.length);
    dr6 = other.dr6;
    dr7 = other.dr7;
    debugHits = other.debugHits;
    inhibit = other.inhibit;
    interruptRequest = other.interruptRequest;
    halted = other.halted;
    tscOffset = other.tscOffset;
    System.arraycopy(other.sysenter, 0, sysenter, 0, sysenter.length);
    cr0 = other.cr0;
    fpu.copyFrom(other.fpu);
    retired = other.retired;
  }
}
