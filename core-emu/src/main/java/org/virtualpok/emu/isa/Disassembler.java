// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.isa;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Turns decoded instructions into text, in Intel's or AT&T's syntax, spelled as objdump does. */
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

  /**
   * Disassembles 32-bit code.
   *
   * @param code bytes from {@code offset} on; an instruction cut off at the end is "(bad)"
   * @param offset offset in CS of the first byte
   * @param countMax how many instructions at most
   */
  public static List<Line> disassemble(byte[] code, int offset, int countMax, Syntax syntax) {
    return disassemble(code, offset, countMax, syntax, true);
  }

  /**
   * Disassembles code of either size.
   *
   * @param code bytes from {@code offset} on; an instruction cut off at the end is "(bad)"
   * @param offset offset in CS of the first byte
   * @param countMax how many instructions at most
   * @param big whether the code segment's default size is 32 bits (CS.D); not so in real and
   *     virtual-8086 mode
   */
  public static List<Line> disassemble(
      byte[] code, int offset, int countMax, Syntax syntax, boolean big) {
    List<Line> lines = new ArrayList<>();
    Decoder decoder = new Decoder();
    int at = 0;
    while (at < code.length && lines.size() < countMax) {
      int start = at;
      Insn n = decoder.decode(d -> start + d < code.length ? code[start + d] & 0xff : 0, big);
      int length = n.op == Op.BAD || start + n.length > code.length ? 1 : n.length;
      byte[] bytes = Arrays.copyOfRange(code, start, start + length);
      lines.add(line(length == n.length ? n : null, bytes, offset + start, syntax, big));
      at += length;
    }
    return lines;
  }

  /** The text of one instruction of 32-bit code; null or BAD gives "(bad)". */
  public static Line line(Insn n, byte[] bytes, int offset, Syntax syntax) {
    return line(n, bytes, offset, syntax, true);
  }

  /** The same for code whose default size is 32 bits or 16. */
  public static Line line(Insn n, byte[] bytes, int offset, Syntax syntax, boolean big) {
    if (n == null || n.op == Op.BAD) {
      return new Line(offset, bytes, "(bad)", "", -1);
    }
    long target = -1;
    if (n.kind1 == Insn.REL) {
      int to = offset + n.length + n.imm;
      target = Integer.toUnsignedLong(n.width == 16 ? to & 0xffff : to);
    }
    InsnText text =
        syntax == Syntax.INTEL
            ? new IntelText(n, bytes, target, big)
            : new AttText(n, bytes, target, big);
    return new Line(offset, bytes, text.prefixes() + text.mnemonic(), text.operands(), target);
  }
}
