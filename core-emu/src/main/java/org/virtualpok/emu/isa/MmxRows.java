// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.isa;

import static org.virtualpok.emu.isa.OperandSpec.*;

/** The rows of the MMX instructions of a Pentium II (Intel SDM vol. 2, appendix A.3). */
final class MmxRows {
  private MmxRows() {}

  static void add() {
    Op[] from60 = {
      Op.PUNPCKLBW, Op.PUNPCKLWD, Op.PUNPCKLDQ, Op.PACKSSWB,
      Op.PCMPGTB, Op.PCMPGTW, Op.PCMPGTD, Op.PACKUSWB,
      Op.PUNPCKHBW, Op.PUNPCKHWD, Op.PUNPCKHDQ, Op.PACKSSDW
    };
    for (int i = 0; i < from60.length; i++) {
      InsnTable.row(0x0f60 + i, from60[i], Pq, i < 3 ? Qd : Qq);
    }
    InsnTable.row(0x0f6e, Op.MOVD, Pq, Ed);
    InsnTable.row(0x0f6f, Op.MOVQ, Pq, Qq);
    shifts(0x0f71, Op.PSRLW, Op.PSRAW, Op.PSLLW);
    shifts(0x0f72, Op.PSRLD, Op.PSRAD, Op.PSLLD);
    InsnTable.group(0x0f73, 2, Op.PSRLQ, Nq, Ib);
    InsnTable.group(0x0f73, 6, Op.PSLLQ, Nq, Ib);
    packed(0x74, Op.PCMPEQB, Op.PCMPEQW, Op.PCMPEQD);
    InsnTable.row(0x0f7e, Op.MOVD, Ed, Pq);
    InsnTable.row(0x0f7f, Op.MOVQ, Qq, Pq);
    packed(0xd1, Op.PSRLW, Op.PSRLD, Op.PSRLQ);
    packed(0xd5, Op.PMULLW);
    packed(0xd8, Op.PSUBUSB, Op.PSUBUSW);
    packed(0xdb, Op.PAND, Op.PADDUSB, Op.PADDUSW);
    packed(0xdf, Op.PANDN);
    packed(0xe1, Op.PSRAW, Op.PSRAD);
    packed(0xe5, Op.PMULHW);
    packed(0xe8, Op.PSUBSB, Op.PSUBSW);
    packed(0xeb, Op.POR, Op.PADDSB, Op.PADDSW);
    packed(0xef, Op.PXOR);
    packed(0xf1, Op.PSLLW, Op.PSLLD, Op.PSLLQ);
    packed(0xf5, Op.PMADDWD);
    packed(0xf8, Op.PSUBB, Op.PSUBW, Op.PSUBD);
    packed(0xfc, Op.PADDB, Op.PADDW, Op.PADDD);
  }

  private static void packed(int first, Op... ops) {
    for (int i = 0; i < ops.length; i++) {
      InsnTable.row(0x0f00 + first + i, ops[i], Pq, Qq);
    }
  }

  private static void shifts(int opcode, Op logicalRight, Op arithmeticRight, Op left) {
    InsnTable.group(opcode, 2, logicalRight, Nq, Ib);
    InsnTable.group(opcode, 4, arithmeticRight, Nq, Ib);
    InsnTable.group(opcode, 6, left, Nq, Ib);
  }
}
