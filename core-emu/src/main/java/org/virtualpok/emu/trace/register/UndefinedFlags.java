// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.trace.register;

import org.virtualpok.emu.cpu.Eflags;
import org.virtualpok.emu.isa.Decoder;
import org.virtualpok.emu.isa.Insn;

/**
 * Which arithmetic flags hold a value that the manual leaves undefined, instruction after
 * instruction (Intel SDM vol. 1, appendix A): MUL makes SF undefined, and it stays so until
 * something defines it.
 */
final class UndefinedFlags {
  private final Decoder decoder = new Decoder();
  private int flags;

  /** EFLAGS bits that may differ between two correct processors. */
  int flags() {
    return flags;
  }

  /**
   * Follows one instruction.
   *
   * @param before the registers before it
   * @param code its bytes; empty changes nothing
   */
  void after(RegisterState before, byte[] code) {
    if (code.length == 0) {
      return;
    }
    Insn n = decode(code);
    int undefined = n.op.flagsUndefined;
    int defined = n.op.flagsWritten & ~undefined;
    switch (n.op) {
      case ROL, ROR, RCL, RCR, SHL, SHR, SAR, SHLD, SHRD -> {
        int count = count(n, before);
        if (count == 0) {
          return;
        }
        if (count == 1) {
          undefined &= ~Eflags.OF;
          defined |= Eflags.OF;
        }
        // The operand size of lone bytes is a guess; 16 errs on the side of fewer alarms.
        if (count >= Math.min(n.width, 16)) {
          undefined |= n.op.flagsWritten & Eflags.CF;
        }
      }
      case CMPS, SCAS -> {
        if (n.rep != 0 && before.get(TraceRegister.ECX) == 0) {
          return;
        }
      }
      // What comes from memory was saved there with its doubts.
      case POPF, SAHF -> defined = 0;
      default -> {}
    }
    flags = (flags & ~defined) | undefined;
  }

  private static int count(Insn n, RegisterState before) {
    boolean byCl =
        n.form.opcode() == 0xd2
            || n.form.opcode() == 0xd3
            || n.form.opcode() == 0x0fa5
            || n.form.opcode() == 0x0fad;
    return (byCl ? before.get(TraceRegister.ECX) : n.imm) & 31;
  }

  /** The bytes say how long the instruction is, and so mostly whether the code is 32-bit. */
  Insn decode(byte[] code) {
    Insn wide = decode(code, true);
    return wide.length == code.length ? wide : decode(code, false);
  }

  private Insn decode(byte[] code, boolean big) {
    return decoder.decode(d -> d < code.length ? code[d] & 0xff : 0, big);
  }
}
