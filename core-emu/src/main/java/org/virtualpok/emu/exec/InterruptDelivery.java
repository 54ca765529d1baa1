// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec;

import java.util.Locale;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Cr0;
import org.virtualpok.emu.cpu.DebugRegisters;
import org.virtualpok.emu.cpu.Eflags;
import org.virtualpok.emu.cpu.Fault;
import org.virtualpok.emu.isa.Op;
import org.virtualpok.emu.memory.LinearMemory;

/**
 * Takes a processor to the handler of an exception or interrupt, and through the exceptions that it
 * meets on the way, up to double fault and shutdown (Intel SDM vol. 3, 6.12 and 6.15).
 */
public final class InterruptDelivery {
  /** Where the processor stands behind a delivery. */
  public enum Outcome {
    /** At the first instruction of a handler. */
    DELIVERED,
    /** A fault met while a double fault was delivered: only a reset goes on. */
    SHUTDOWN
  }

  /** What a fault counts as when it meets another (Intel SDM vol. 3, tables 6-4 and 6-5). */
  private enum Class {
    BENIGN,
    CONTRIBUTORY,
    PAGE_FAULT,
    DOUBLE_FAULT;

    static Class of(int vector) {
      return switch (vector) {
        case Fault.DE, Fault.TS, Fault.NP, Fault.SS, Fault.GP -> CONTRIBUTORY;
        case Fault.PF -> PAGE_FAULT;
        case Fault.DF -> DOUBLE_FAULT;
        default -> BENIGN;
      };
    }

    boolean doubles(Class second) {
      return this == CONTRIBUTORY && second == CONTRIBUTORY
          || this == PAGE_FAULT && (second == CONTRIBUTORY || second == PAGE_FAULT);
    }
  }

  /** Exceptions of one delivery that are remembered. */
  private static final int CHAIN_MAX = 8;

  /**
   * Exceptions that one delivery may meet. #AC on a misaligned stack at CPL 3, delivered on that
   * stack, meets itself for ever: silicon hangs (known as CVE-2015-5307), we shut down.
   */
  private static final int NESTED_MAX = 32;

  /** External event: the fault was not the fault of the running program. */
  private static final int EXT = 1;

  private final LinearMemory linear;
  private final HandlerEntry entry;
  private CpuState cpu = new CpuState();

  /** The exceptions of the last delivery, in their order: vector and error code each. */
  private final int[] chain = new int[2 * CHAIN_MAX];

  private int chainLength;

  public InterruptDelivery(SegmentedMemory memory, SegmentLoader loader, Fault fault) {
    this.linear = memory.linear();
    this.entry = new HandlerEntry(memory, loader, fault);
  }

  /** The CPU that is taken to its handlers from now on. */
  public void attach(CpuState newCpu) {
    cpu = newCpu;
  }

  /** Delivers an exception; EIP is where the handler shall return to. */
  public Outcome exception(Fault f) {
    return exception(f.vector(), f.errorCode(), Class.BENIGN);
  }

  /** Delivers an interrupt of the INTR pin or the NMI; EIP is behind the last instruction. */
  public Outcome external(int vector) {
    CpuState c = cpu;
    try {
      enter(c, vector, HandlerEntry.Source.HARDWARE, c.eflags(), 0);
      return Outcome.DELIVERED;
    } catch (Fault f) {
      return exception(f.vector(), withExt(f, true), Class.BENIGN);
    }
  }

  /**
   * Delivers INT n, INT3, INTO or INT1; EIP is behind it.
   *
   * @param instructionStart offset of the instruction, to which EIP goes back if it faults
   */
  public Outcome software(Op op, int vector, int instructionStart) {
    CpuState c = cpu;
    boolean external = op == Op.INT1;
    try {
      if (op == Op.INT && c.v86() && entry.v86(c, vector)) {
        arrived(c);
        return Outcome.DELIVERED;
      }
      HandlerEntry.Source source =
          external ? HandlerEntry.Source.HARDWARE : HandlerEntry.Source.SOFTWARE;
      enter(c, vector, source, c.eflags(), 0);
      return Outcome.DELIVERED;
    } catch (Fault f) {
      if (!f.inNewContext()) {
        c.eip = instructionStart;
      }
      return exception(f.vector(), withExt(f, external), Class.BENIGN);
    }
  }

  /** Error codes but those of #PF, #DF and #AC say whether the event came from outside. */
  private static int withExt(Fault f, boolean external) {
    boolean selector = f.vector() >= Fault.TS && f.vector() <= Fault.GP;
    return selector && external ? f.errorCode() | EXT : f.errorCode();
  }

  private Outcome exception(int firstVector, int firstCode, Class before) {
    CpuState c = cpu;
    int vector = firstVector;
    int code = firstCode;
    Class earlier = before;
    chainLength = 0;
    while (true) {
      remember(vector, code);
      if (chainLength > NESTED_MAX) {
        return Outcome.SHUTDOWN;
      }
      Class kind = Class.of(vector);
      if (earlier == Class.DOUBLE_FAULT && kind != Class.BENIGN) {
        return Outcome.SHUTDOWN;
      }
      if (earlier.doubles(kind)) {
        vector = Fault.DF;
        code = 0;
        kind = Class.DOUBLE_FAULT;
        remember(vector, code);
      }
      try {
        if (vector == Fault.DB) {
          // The handler must be able to use the debug registers.
          c.dr7 &= ~DebugRegisters.DR7_GD;
        }
        enter(c, vector, HandlerEntry.Source.EXCEPTION, pushedFlags(c, vector), code);
        return Outcome.DELIVERED;
      } catch (Fault f) {
        vector = f.vector();
        code = withExt(f, true);
        earlier = kind;
      }
    }
  }

  private void remember(int vector, int code) {
    if (chainLength < CHAIN_MAX) {
      chain[2 * chainLength] = vector;
      chain[2 * chainLength + 1] = code;
    }
    chainLength++;
  }

  /** The exceptions of the last delivery: "#GP(0010), #NP(0012), #DF(0000), #TS(0038)". */
  public String lastExceptions() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(chainLength, CHAIN_MAX); i++) {
      text.append(i == 0 ? "" : ", ").append(Fault.name(chain[2 * i]));
      if (Fault.hasErrorCode(chain[2 * i])) {
        text.append(String.format(Locale.ROOT, "(%04x)", chain[2 * i + 1]));
      }
    }
    return text + (chainLength > CHAIN_MAX ? " without end" : "");
  }

  /** Faults push RF, so that the instruction runs again without its breakpoint (SDM, 17.3.1.1). */
  private static int pushedFlags(CpuState c, int vector) {
    boolean isFault = vector != Fault.DB && vector != Fault.BP && vector != Fault.OF;
    return isFault ? c.eflags() | Eflags.RF : c.eflags();
  }

  private void enter(CpuState c, int vector, HandlerEntry.Source source, int flags, int code) {
    if ((c.cr0 & Cr0.PE) == 0) {
      entry.real(c, vector);
    } else {
      entry.protectedMode(c, vector, source, flags, code);
    }
    arrived(c);
  }

  private void arrived(CpuState c) {
    c.inhibit = 0;
    c.halted = false;
    c.debugHits = 0;
    linear.modeChanged();
  }
}
