// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.isa;

import java.util.List;
import org.virtualpok.emu.cpu.CpuModel;

/**
 * A row of the table: one encoding of one operation.
 *
 * @param opcode 00 to FF, or 0F00 to 0FFF
 * @param digit value of the ModRM reg field that selects the row; -1 if any
 * @param modrm the ModRM byte, C0 to FF, that selects a register form (with ST(i) or Ev the first
 *     of eight); -1 if any
 * @param condition the tttn field of Jcc, SETcc, CMOVcc, FCMOVcc; 0 elsewhere
 * @param since the first processor that has it
 */
public record InsnForm(
    int opcode,
    int digit,
    int modrm,
    Op op,
    int condition,
    List<OperandSpec> operands,
    CpuModel since) {
  /** Hints that a P6 does not take: NOP with an operand (Intel SDM vol. 2, table A-3). */
  private static final int FIRST_HINT = 0x0f18;

  private static final int LAST_HINT = 0x0f1f;

  static InsnForm of(int opcode, int digit, Op op, int condition, OperandSpec... operands) {
    return new InsnForm(opcode, digit, -1, op, condition, List.of(operands), since(opcode, op));
  }

  /** A row for one ModRM byte, or for eight where an operand is ST(i) or Ev. */
  static InsnForm ofRegister(int opcode, int modrm, Op op, int condition, OperandSpec... operands) {
    return new InsnForm(opcode, -1, modrm, op, condition, List.of(operands), since(opcode, op));
  }

  private static CpuModel since(int opcode, Op op) {
    return switch (op) {
      case BSWAP, XADD, CMPXCHG, INVLPG, INVD, WBINVD -> CpuModel.I486;
      case CPUID, CMPXCHG8B, RDTSC, RDMSR, WRMSR -> CpuModel.PENTIUM;
      case CMOVCC, FCMOVCC, FCOMI, FCOMIP, FUCOMI, FUCOMIP -> CpuModel.PENTIUM_III;
      case SYSENTER, SYSEXIT, RDPMC -> CpuModel.PENTIUM_III;
      case FXSAVE, FXRSTOR, LDMXCSR, STMXCSR, SFENCE, EMMS -> CpuModel.PENTIUM_III;
      case PREFETCHNTA, PREFETCHT0, PREFETCHT1, PREFETCHT2 -> CpuModel.PENTIUM_III;
      default -> isHint(opcode) || op.isMmx() ? CpuModel.PENTIUM_III : CpuModel.I386;
    };
  }

  private static boolean isHint(int opcode) {
    return opcode >= FIRST_HINT && opcode <= LAST_HINT;
  }

  OperandSpec operand(int i) {
    return i < operands.size() ? operands.get(i) : OperandSpec.NONE;
  }

  boolean needsModRm() {
    if (digit >= 0 || modrm >= 0) {
      return true;
    }
    for (int i = 0; i < operands.size(); i++) {
      if (operands.get(i).needsModRm()) {
        return true;
      }
    }
    return false;
  }

  /** Whether the row stands for eight ModRM bytes, of which {@link #modrm} is the first. */
  public boolean anyRegister() {
    return modrm >= 0 && (operands.contains(OperandSpec.STi) || operands.contains(OperandSpec.Ev));
  }

  /** "00 ADD Eb,Gb": how tables and messages name the row. */
  @Override
  public String toString() {
    StringBuilder s = new StringBuilder();
    s.append(String.format(opcode > 0xff ? "0F %02X" : "%02X", opcode & 0xff));
    if (digit >= 0) {
      s.append(" /").append(digit);
    }
    if (modrm >= 0) {
      s.append(String.format(" %02X", modrm));
    }
    s.append(' ').append(op);
    for (int i = 0; i < operands.size(); i++) {
      s.append(i == 0 ? ' ' : ',').append(operands.get(i));
    }
    return s.toString();
  }
}
