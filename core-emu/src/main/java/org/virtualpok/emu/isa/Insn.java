// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.isa;

/**
 * One decoded instruction. Fields are plain ints because the interpreter reads them a hundred
 * million times a second; nothing writes them once the decoder is done.
 */
public final class Insn {
  /** Kinds of an operand. */
  public static final int NONE = 0;

  public static final int REG8 = 1;
  public static final int REG16 = 2;
  public static final int REG32 = 3;
  public static final int MEM8 = 4;
  public static final int MEM16 = 5;
  public static final int MEM32 = 6;

  /** Memory whose width the operation knows: far pointers, LEA, CMPXCHG8B. */
  public static final int MEM = 7;

  public static final int IMM = 8;
  public static final int SREG = 9;

  /** A relative target; {@link #imm} is the displacement from the next instruction. */
  public static final int REL = 10;

  /** A far pointer in the instruction: {@link #imm} offset, {@link #imm2} selector. */
  public static final int FAR = 11;

  /** A string operand, by ESI or EDI. */
  public static final int STRING = 12;

  /** Control or debug register. */
  public static final int SPECIAL = 13;

  /** ST(i) of the FPU's register stack. */
  public static final int ST = 14;

  /** MM0 to MM7. */
  public static final int MMX = 15;

  public InsnForm form;
  public Op op;

  /** Operand width in bits, 8, 16 or 32. */
  public int width;

  /** Address size is 16 bits. */
  public boolean address16;

  /** Operand kinds and register numbers. */
  public int kind1;

  public int reg1;
  public int kind2;
  public int reg2;
  public int kind3;
  public int reg3;

  /** Immediate, sign-extended where the form says so. */
  public int imm;

  /** Second immediate (ENTER, far pointers). */
  public int imm2;

  /** Segment of the memory operand, {@link org.virtualpok.emu.cpu.SegmentName} ordinal. */
  public int segment;

  /** Base and index registers of the memory operand, -1 for none; scale as a shift, 0 to 3. */
  public int base = -1;

  public int index = -1;
  public int scale;
  public int disp;

  /** Bytes of the displacement, 0, 1, 2 or 4. */
  public int dispBytes;

  /** The ModRM byte; 0 without one. */
  public int modrm;

  /** There was a SIB byte. */
  public boolean sib;

  public boolean lock;

  /** F3 or F2 stood before it: 0, 0xF3 or 0xF2. */
  public int rep;

  /** A segment override prefix named this segment; -1 without one. */
  public int segmentOverride = -1;

  /** Bytes, prefixes included, 1 to 15. */
  public int length;

  /** Bytes from the start of the block to this instruction. */
  public int delta;

  /** Bytes from the start of the block to the instruction behind it. */
  public int nextDelta;

  /** Which case of the interpreter's switch runs it. */
  public int code;

  /** Condition of Jcc, SETcc, CMOVcc, FCMOVcc: the tttn field. */
  public int condition() {
    return form.condition();
  }

  public boolean hasMemory() {
    return isMemory(kind1) || isMemory(kind2);
  }

  /** It reads its memory operand and writes it back, and so asks for both rights at once. */
  public boolean modifiesMemory() {
    if (!isMemory(kind1)) {
      return false;
    }
    return switch (op) {
      case ADD, OR, ADC, SBB, AND, SUB, XOR, NOT, NEG, INC, DEC -> true;
      case ROL, ROR, RCL, RCR, SHL, SHR, SAR, SHLD, SHRD -> true;
      case XCHG, XADD, CMPXCHG, CMPXCHG8B, BTS, BTR, BTC -> true;
      default -> false;
    };
  }

  public static boolean isMemory(int kind) {
    return kind >= MEM8 && kind <= MEM;
  }
}
