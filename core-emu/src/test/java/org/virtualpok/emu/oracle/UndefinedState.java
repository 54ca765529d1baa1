// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.oracle;

import static org.virtualpok.emu.cpu.Eflags.AF;
import static org.virtualpok.emu.cpu.Eflags.ARITHMETIC;
import static org.virtualpok.emu.cpu.Eflags.CF;
import static org.virtualpok.emu.cpu.Eflags.OF;
import static org.virtualpok.emu.cpu.Eflags.RF;

import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.exec.Operands;
import org.virtualpok.emu.isa.Insn;
import org.virtualpok.emu.isa.Op;

/**
 * What the manual leaves undefined after one vector (Intel SDM vol. 2, the instruction's page, and
 * vol. 1, appendix A). CPUs differ there, so it is not compared.
 */
final class UndefinedState {
  /** For {@link #register}: every general register but ESP. */
  static final int ALL = 8;

  /** EFLAGS bits not to compare. */
  final int flags;

  /**
   * General register of which {@link #registerMask} is not to be compared; -1 for none, ALL for
   * all.
   */
  final int register;

  final int registerMask;

  /** Linear address of bytes not to be compared, and how many. */
  private final int address;

  private final int bytes;

  private UndefinedState(int flags, int register, int registerMask, int address, int bytes) {
    this.flags = flags;
    this.register = register;
    this.registerMask = registerMask;
    this.address = address;
    this.bytes = bytes;
  }

  /**
   * @param faulted the instruction itself faulted, so that it changed nothing
   */
  static UndefinedState of(Vector v, Insn n, boolean faulted) {
    // RF tells of the exception that ended the vector, not of the instruction.
    if (faulted) {
      // Some CPUs have loaded a part of the registers when POPA meets the limit; it can restart.
      // Likewise PUSHA and CALL have written a part.
      int top = stackLinear(v, 0);
      int bytes = n.op == Op.PUSHA ? 32 : n.op == Op.CALLF ? 8 : 0;
      return new UndefinedState(RF, n.op == Op.POPA ? ALL : -1, -1, top - bytes, bytes);
    }
    if (v.x87 != null && Insn.isMemory(n.kind1)) {
      return environment(v, n);
    }
    if (n.op == Op.BSWAP && n.width == 16) {
      return new UndefinedState(RF, n.reg1, 0xffff, 0, 0);
    }
    int flags = RF | undefinedFlags(v, n);
    boolean noResult = false;
    if (n.op == Op.SHLD || n.op == Op.SHRD) {
      noResult = n.width == 16 && count(v, n) > 16;
    } else if (n.op == Op.BSF || n.op == Op.BSR) {
      noResult = source(v, n) == 0;
    }
    if (noResult && !Insn.isMemory(n.kind1)) {
      return new UndefinedState(flags, n.reg1, n.width == 32 ? -1 : 0xffff, 0, 0);
    }
    if (noResult) {
      return new UndefinedState(flags, -1, 0, linear(v, n), n.width >>> 3);
    }
    if (n.op == Op.PUSH && n.kind1 == Insn.SREG && n.width == 32) {
      // Some CPUs write the selector's two bytes only.
      return new UndefinedState(flags, -1, 0, stackLinear(v, -4) + 2, 2);
    }
    return new UndefinedState(flags, -1, 0, 0, 0);
  }

  /** Pointers, opcode and the reserved halves in what FNSTENV, FNSAVE and FXSAVE write. */
  private static UndefinedState environment(Vector v, Insn n) {
    int at = linear(v, n);
    return switch (n.op) {
      case FNSTENV, FNSAVE -> {
        boolean wide = n.width == 32;
        yield new UndefinedState(RF, -1, 0, at + (wide ? 12 : 6), wide ? 16 : 8);
      }
      // With MXCSR_MASK, whose bits depend on the CPU.
      case FXSAVE -> new UndefinedState(RF, -1, 0, at + 6, 26);
      default -> new UndefinedState(RF, -1, 0, 0, 0);
    };
  }

  /** Whether a byte of memory is not to be compared. */
  boolean ignores(int linearAddress) {
    return linearAddress >= address && linearAddress < address + bytes;
  }

  /**
   * Bits of CR2 to be compared: in which order the many parts of an operand are accessed is not
   * defined.
   */
  static int cr2Mask(Insn n) {
    return switch (n.op) {
      case RETF, IRET, FLDENV, FNSTENV, FRSTOR, FNSAVE, FXSAVE, FXRSTOR -> ~0xfff;
      default -> -1;
    };
  }

  /** Linear address of the stack some bytes above its top. */
  private static int stackLinear(Vector v, int above) {
    Layout.Segment s = Layout.segment(v.segment[SegmentName.SS.ordinal()]);
    int top = v.gpr[CpuState.ESP] + above;
    return s.base() + (s.big() ? top : top & 0xffff);
  }

  private static int undefinedFlags(Vector v, Insn n) {
    switch (n.op) {
      case ROL, ROR, RCL, RCR -> {
        return count(v, n) > 1 ? OF : 0;
      }
      case SHL, SHR, SAR -> {
        int count = count(v, n);
        boolean past = count >= n.width && n.op != Op.SAR;
        return count == 0 ? 0 : AF | (count > 1 ? OF : 0) | (past ? CF : 0);
      }
      case SHLD, SHRD -> {
        int count = count(v, n);
        if (count > n.width) {
          return ARITHMETIC;
        }
        return count == 0 ? 0 : AF | (count > 1 ? OF : 0);
      }
      default -> {
        return n.op.flagsUndefined;
      }
    }
  }

  private static int count(Vector v, Insn n) {
    boolean third = n.op == Op.SHLD || n.op == Op.SHRD;
    int kind = third ? n.kind3 : n.kind2;
    return (kind == Insn.REG8 ? v.gpr[CpuState.ECX] : n.imm) & 31;
  }

  /** The second operand of BSF and BSR. */
  private static int source(Vector v, Insn n) {
    int value = Insn.isMemory(n.kind2) ? load32(v, linear(v, n)) : v.gpr[n.reg2];
    return n.width == 32 ? value : value & 0xffff;
  }

  private static int linear(Vector v, Insn n) {
    return Layout.segment(v.segment[n.segment]).base() + Operands.effectiveAddress(n, v.gpr);
  }

  private static final int[] BACKGROUND = Layout.background(Layout.DATA_BYTES);

  private static int load32(Vector v, int address) {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      boolean readOnly = Integer.compareUnsigned(address, Layout.READONLY) >= 0;
      int at = address + i - (readOnly ? Layout.READONLY : Layout.DATA);
      int b = at >= 0 && at < Layout.DATA_BYTES ? BACKGROUND[at >> 2] >>> 8 * (at & 3) : 0;
      for (int p = 0; p < v.pokes(); p++) {
        int inPoke = address + i - v.pokeAddress(p);
        if (inPoke >= 0 && inPoke < v.pokeBytes(p).length) {
          b = v.pokeBytes(p)[inPoke];
        }
      }
      value |= (b & 0xff) << 8 * i;
    }
    return value;
  }
}
