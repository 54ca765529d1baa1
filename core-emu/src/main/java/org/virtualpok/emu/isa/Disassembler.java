// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.isa;

/** Turns decoded instructions into text, in Intel's or AT&T's syntax. */
public final class Disassembler {
  private Disassembler() {}

  /** Which assembler's habits the text follows (objdump's spelling of both). */
  public enum Syntax {
    INTEL,
    ATT
  }

  /**
   * One instruction.
   *
   * @param offset in CS
   * @param bytes the instruction's bytes, 1 to 15
   * @param mnemonic with prefixes, "rep stos"
   * @param operands as one text, empty if there are none
   * @param target offset that a direct branch or call goes to; -1 if it is none
   */
  public record Line(int offset, byte[] bytes, String mnemonic, String operands, long target) {
    public String text() {
      return operands.isEmpty() ? mnemonic : mnemonic + " " + operands;
    }
  }
}
