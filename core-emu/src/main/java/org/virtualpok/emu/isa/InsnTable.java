// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.isa;

import static org.virtualpok.emu.isa.OperandSpec.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Every instruction form of the i386 to the Pentium II that the CPU knows, one row each (Intel SDM
 * vol. 2, appendix A). Decoder, interpreter and disassembler work from these rows and no others.
 */
public final class InsnTable {
  private static final InsnForm[] ONE_BYTE = new InsnForm[256];
  private static final InsnForm[] TWO_BYTE = new InsnForm[256];
  private static final InsnForm[][] ONE_BYTE_GROUP = new InsnForm[256][];
  private static final InsnForm[][] TWO_BYTE_GROUP = new InsnForm[256][];
  private static final List<InsnForm> FORMS = new ArrayList<>();

  private InsnTable() {}

  static {
    Op[] arithmetic = {Op.ADD, Op.OR, Op.ADC, Op.SBB, Op.AND, Op.SUB, Op.XOR, Op.CMP};
    for (int i = 0; i < 8; i++) {
      Op op = arithmetic[i];
      row(8 * i, op, Eb, Gb);
      row(8 * i + 1, op, Ev, Gv);
      row(8 * i + 2, op, Gb, Eb);
      row(8 * i + 3, op, Gv, Ev);
      row(8 * i + 4, op, AL, Ib);
      row(8 * i + 5, op, RAX, Iv);
      group(0x80, i, op, Eb, Ib);
      group(0x81, i, op, Ev, Iv);
      group(0x82, i, op, Eb, Ib);
      group(0x83, i, op, Ev, SIb);
    }
    row(0x06, Op.PUSH, ES);
    row(0x07, Op.POP, ES);
    row(0x0e, Op.PUSH, CS);
    row(0x16, Op.PUSH, SS);
    row(0x17, Op.POP, SS);
    row(0x1e, Op.PUSH, DS);
    row(0x1f, Op.POP, DS);
    row(0x27, Op.DAA);
    row(0x2f, Op.DAS);
    row(0x37, Op.AAA);
    row(0x3f, Op.AAS);
    for (int r = 0; r < 8; r++) {
      row(0x40 + r, Op.INC, Zv);
      row(0x48 + r, Op.DEC, Zv);
      row(0x50 + r, Op.PUSH, Zv);
      row(0x58 + r, Op.POP, Zv);
      if (r > 0) {
        row(0x90 + r, Op.XCHG, Zv, RAX);
      }
      row(0xb0 + r, Op.MOV, Zb, Ib);
      row(0xb8 + r, Op.MOV, Zv, Iv);
      row(0x0fc8 + r, Op.BSWAP, Zv);
    }
    row(0x60, Op.PUSHA);
    row(0x61, Op.POPA);
    row(0x62, Op.BOUND, Gv, Ma);
    row(0x63, Op.ARPL, Ew, Gw);
    row(0x68, Op.PUSH, Iv);
    row(0x69, Op.IMUL, Gv, Ev, Iv);
    row(0x6a, Op.PUSH, SIb);
    row(0x6b, Op.IMUL, Gv, Ev, SIb);
    row(0x6c, Op.INS, Yb, DX);
    row(0x6d, Op.INS, Yv, DX);
    row(0x6e, Op.OUTS, DX, Xb);
    row(0x6f, Op.OUTS, DX, Xv);
    for (int cc = 0; cc < 16; cc++) {
      conditional(0x70 + cc, Op.JCC, cc, Jb);
      conditional(0x0f80 + cc, Op.JCC, cc, Jv);
      conditional(0x0f90 + cc, Op.SETCC, cc, Eb);
      conditional(0x0f40 + cc, Op.CMOVCC, cc, Gv, Ev);
    }
    row(0x84, Op.TEST, Eb, Gb);
    row(0x85, Op.TEST, Ev, Gv);
    row(0x86, Op.XCHG, Eb, Gb);
    row(0x87, Op.XCHG, Ev, Gv);
    row(0x88, Op.MOV, Eb, Gb);
    row(0x89, Op.MOV, Ev, Gv);
    row(0x8a, Op.MOV, Gb, Eb);
    row(0x8b, Op.MOV, Gv, Ev);
    row(0x8c, Op.MOV, Ev, Sw);
    row(0x8d, Op.LEA, Gv, M);
    row(0x8e, Op.MOV, Sw, Ew);
    group(0x8f, 0, Op.POP, Ev);
    row(0x90, Op.NOP);
    row(0x98, Op.CBW);
    row(0x99, Op.CWD);
    row(0x9a, Op.CALLF, Ap);
    row(0x9b, Op.WAIT);
    row(0x9c, Op.PUSHF);
    row(0x9d, Op.POPF);
    row(0x9e, Op.SAHF);
    row(0x9f, Op.LAHF);
    row(0xa0, Op.MOV, AL, Ob);
    row(0xa1, Op.MOV, RAX, Ov);
    row(0xa2, Op.MOV, Ob, AL);
    row(0xa3, Op.MOV, Ov, RAX);
    row(0xa4, Op.MOVS, Yb, Xb);
    row(0xa5, Op.MOVS, Yv, Xv);
    row(0xa6, Op.CMPS, Xb, Yb);
    row(0xa7, Op.CMPS, Xv, Yv);
    row(0xa8, Op.TEST, AL, Ib);
    row(0xa9, Op.TEST, RAX, Iv);
    row(0xaa, Op.STOS, Yb, AL);
    row(0xab, Op.STOS, Yv, RAX);
    row(0xac, Op.LODS, AL, Xb);
    row(0xad, Op.LODS, RAX, Xv);
    row(0xae, Op.SCAS, AL, Yb);
    row(0xaf, Op.SCAS, RAX, Yv);
    Op[] shifts = {Op.ROL, Op.ROR, Op.RCL, Op.RCR, Op.SHL, Op.SHR, Op.SHL, Op.SAR};
    for (int i = 0; i < 8; i++) {
      group(0xc0, i, shifts[i], Eb, Ib);
      group(0xc1, i, shifts[i], Ev, Ib);
      group(0xd0, i, shifts[i], Eb, ONE);
      group(0xd1, i, shifts[i], Ev, ONE);
      group(0xd2, i, shifts[i], Eb, CL);
      group(0xd3, i, shifts[i], Ev, CL);
    }
    row(0xc2, Op.RET, Iw);
    row(0xc3, Op.RET);
    row(0xc4, Op.LES, Gv, Mp);
    row(0xc5, Op.LDS, Gv, Mp);
    group(0xc6, 0, Op.MOV, Eb, Ib);
    group(0xc7, 0, Op.MOV, Ev, Iv);
    row(0xc8, Op.ENTER, Iw, Ib);
    row(0xc9, Op.LEAVE);
    row(0xca, Op.RETF, Iw);
    row(0xcb, Op.RETF);
    row(0xcc, Op.INT3);
    row(0xcd, Op.INT, Ib);
    row(0xce, Op.INTO);
    row(0xcf, Op.IRET);
    row(0xd4, Op.AAM, Ib);
    row(0xd5, Op.AAD, Ib);
    row(0xd6, Op.SALC);
    row(0xd7, Op.XLAT);
    row(0xe0, Op.LOOPNE, Jb);
    row(0xe1, Op.LOOPE, Jb);
    row(0xe2, Op.LOOP, Jb);
    row(0xe3, Op.JECXZ, Jb);
    row(0xe4, Op.IN, AL, Ib);
    row(0xe5, Op.IN, RAX, Ib);
    row(0xe6, Op.OUT, Ib, AL);
    row(0xe7, Op.OUT, Ib, RAX);
    row(0xe8, Op.CALL, Jv);
    row(0xe9, Op.JMP, Jv);
    row(0xea, Op.JMPF, Ap);
    row(0xeb, Op.JMP, Jb);
    row(0xec, Op.IN, AL, DX);
    row(0xed, Op.IN, RAX, DX);
    row(0xee, Op.OUT, DX, AL);
    row(0xef, Op.OUT, DX, RAX);
    row(0xf1, Op.INT1);
    row(0xf4, Op.HLT);
    row(0xf5, Op.CMC);
    for (int w = 0; w < 2; w++) {
      OperandSpec e = w == 0 ? Eb : Ev;
      OperandSpec i = w == 0 ? Ib : Iv;
      group(0xf6 + w, 0, Op.TEST, e, i);
      group(0xf6 + w, 1, Op.TEST, e, i);
      group(0xf6 + w, 2, Op.NOT, e);
      group(0xf6 + w, 3, Op.NEG, e);
      group(0xf6 + w, 4, Op.MUL, e);
      group(0xf6 + w, 5, Op.IMUL, e);
      group(0xf6 + w, 6, Op.DIV, e);
      group(0xf6 + w, 7, Op.IDIV, e);
      group(0xfe + w, 0, Op.INC, e);
      group(0xfe + w, 1, Op.DEC, e);
    }
    row(0xf8, Op.CLC);
    row(0xf9, Op.STC);
    row(0xfa, Op.CLI);
    row(0xfb, Op.STI);
    row(0xfc, Op.CLD);
    row(0xfd, Op.STD);
    group(0xff, 2, Op.CALL, Ev);
    group(0xff, 3, Op.CALLF, Mp);
    group(0xff, 4, Op.JMP, Ev);
    group(0xff, 5, Op.JMPF, Mp);
    group(0xff, 6, Op.PUSH, Ev);
    twoByte();
    FpuRows.add();
    MmxRows.add();
  }

  private static void twoByte() {
    group(0x0f00, 0, Op.SLDT, Ew);
    group(0x0f00, 1, Op.STR, Ew);
    group(0x0f00, 2, Op.LLDT, Ew);
    group(0x0f00, 3, Op.LTR, Ew);
    group(0x0f00, 4, Op.VERR, Ew);
    group(0x0f00, 5, Op.VERW, Ew);
    group(0x0f01, 0, Op.SGDT, Ms);
    group(0x0f01, 1, Op.SIDT, Ms);
    group(0x0f01, 2, Op.LGDT, Ms);
    group(0x0f01, 3, Op.LIDT, Ms);
    group(0x0f01, 4, Op.SMSW, Ew);
    group(0x0f01, 6, Op.LMSW, Ew);
    group(0x0f01, 7, Op.INVLPG, M);
    row(0x0f02, Op.LAR, Gv, Ew);
    row(0x0f03, Op.LSL, Gv, Ew);
    row(0x0f06, Op.CLTS);
    row(0x0f08, Op.INVD);
    row(0x0f09, Op.WBINVD);
    row(0x0f0b, Op.UD2);
    for (int hint = 0x0f19; hint <= 0x0f1f; hint++) {
      row(hint, Op.NOP, Ev);
    }
    row(0x0f20, Op.MOVCR, Rd, Cd);
    row(0x0f21, Op.MOVDR, Rd, Dd);
    row(0x0f22, Op.MOVCR, Cd, Rd);
    row(0x0f23, Op.MOVDR, Dd, Rd);
    row(0x0f30, Op.WRMSR);
    row(0x0f31, Op.RDTSC);
    row(0x0f32, Op.RDMSR);
    row(0x0f33, Op.RDPMC);
    row(0x0f34, Op.SYSENTER);
    row(0x0f35, Op.SYSEXIT);
    row(0x0fa0, Op.PUSH, FS);
    row(0x0fa1, Op.POP, FS);
    row(0x0fa2, Op.CPUID);
    row(0x0fa3, Op.BT, Ev, Gv);
    row(0x0fa4, Op.SHLD, Ev, Gv, Ib);
    row(0x0fa5, Op.SHLD, Ev, Gv, CL);
    row(0x0fa8, Op.PUSH, GS);
    row(0x0fa9, Op.POP, GS);
    row(0x0fab, Op.BTS, Ev, Gv);
    row(0x0fac, Op.SHRD, Ev, Gv, Ib);
    row(0x0fad, Op.SHRD, Ev, Gv, CL);
    row(0x0faf, Op.IMUL, Gv, Ev);
    row(0x0fb0, Op.CMPXCHG, Eb, Gb);
    row(0x0fb1, Op.CMPXCHG, Ev, Gv);
    row(0x0fb2, Op.LSS, Gv, Mp);
    row(0x0fb3, Op.BTR, Ev, Gv);
    row(0x0fb4, Op.LFS, Gv, Mp);
    row(0x0fb5, Op.LGS, Gv, Mp);
    row(0x0fb6, Op.MOVZX, Gv, Eb);
    row(0x0fb7, Op.MOVZX, Gv, Ew);
    group(0x0fba, 4, Op.BT, Ev, Ib);
    group(0x0fba, 5, Op.BTS, Ev, Ib);
    group(0x0fba, 6, Op.BTR, Ev, Ib);
    group(0x0fba, 7, Op.BTC, Ev, Ib);
    row(0x0fbb, Op.BTC, Ev, Gv);
    row(0x0fbc, Op.BSF, Gv, Ev);
    row(0x0fbd, Op.BSR, Gv, Ev);
    row(0x0fbe, Op.MOVSX, Gv, Eb);
    row(0x0fbf, Op.MOVSX, Gv, Ew);
    row(0x0fc0, Op.XADD, Eb, Gb);
    row(0x0fc1, Op.XADD, Ev, Gv);
    group(0x0fc7, 1, Op.CMPXCHG8B, Mq);
  }

  /** All rows, in the order of the table. */
  public static List<InsnForm> forms() {
    return List.copyOf(FORMS);
  }

  /** The row for an opcode without a reg-field digit, or null. */
  static InsnForm form(int opcode) {
    return opcode > 0xff ? TWO_BYTE[opcode & 0xff] : ONE_BYTE[opcode];
  }

  /** Whether the ModRM byte helps to select the row. */
  static boolean isGroup(int opcode) {
    return (opcode > 0xff ? TWO_BYTE_GROUP : ONE_BYTE_GROUP)[opcode & 0xff] != null;
  }

  /**
   * The row of a group that a ModRM byte selects, or null. A group has 8 rows by the reg field, and
   * 64 more if its register forms have their own.
   */
  static InsnForm form(int opcode, int modrm) {
    InsnForm[] rows = (opcode > 0xff ? TWO_BYTE_GROUP : ONE_BYTE_GROUP)[opcode & 0xff];
    boolean registers = rows.length > 8 && modrm >= 0xc0;
    return rows[registers ? modrm - 0xb8 : (modrm >> 3) & 7];
  }

  static void row(int opcode, Op op, OperandSpec... operands) {
    conditional(opcode, op, 0, operands);
  }

  private static void conditional(int opcode, Op op, int condition, OperandSpec... operands) {
    InsnForm form = InsnForm.of(opcode, -1, op, condition, operands);
    (opcode > 0xff ? TWO_BYTE : ONE_BYTE)[opcode & 0xff] = form;
    FORMS.add(form);
  }

  static void group(int opcode, int digit, Op op, OperandSpec... operands) {
    InsnForm form = InsnForm.of(opcode, digit, op, 0, operands);
    InsnForm[] rows = rows(opcode, 8);
    rows[digit] = form;
    if (rows.length > 8 && form.operand(0) == Ev) {
      Arrays.fill(rows, 8 + 8 * digit, 16 + 8 * digit, form);
    }
    FORMS.add(form);
  }

  /** A register form by its ModRM byte; by eight of them if an operand is ST(i). */
  static void register(int opcode, int modrm, int count, InsnForm form) {
    InsnForm[] rows = rows(opcode, 72);
    for (int i = 0; i < count; i++) {
      rows[modrm - 0xb8 + i] = form;
    }
    FORMS.add(form);
  }

  private static InsnForm[] rows(int opcode, int size) {
    InsnForm[][] groups = opcode > 0xff ? TWO_BYTE_GROUP : ONE_BYTE_GROUP;
    InsnForm[] rows = groups[opcode & 0xff];
    if (rows == null) {
      rows = new InsnForm[size];
    } else if (rows.length < size) {
      rows = Arrays.copyOf(rows, size);
    }
    groups[opcode & 0xff] = rows;
    return rows;
  }
}
