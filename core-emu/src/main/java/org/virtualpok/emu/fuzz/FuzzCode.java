// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.fuzz;

import java.util.List;
import java.util.SplittableRandom;
import org.virtualpok.emu.isa.Decoder;
import org.virtualpok.emu.isa.Insn;
import org.virtualpok.emu.isa.InsnForm;
import org.virtualpok.emu.isa.InsnTable;
import org.virtualpok.emu.isa.Op;

/**
 * Random code: some stretches are plain random bytes, the others instructions of the table with
 * random operands, small values more often than chance would have them.
 */
final class FuzzCode {
  private static final List<InsnForm> FORMS = InsnTable.forms();
  private static final int[] PREFIXES = {
    0x66, 0x66, 0x66, 0x67, 0x67, 0xf2, 0xf3, 0xf3, 0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65, 0xf0
  };

  /** Bytes behind the opcode at most: ModRM, SIB, a displacement, an immediate. */
  private static final int TAIL = 12;

  private final SplittableRandom random;
  private final Decoder decoder = new Decoder();
  private final byte[] bytes = new byte[2 * Decoder.MAX_LENGTH];

  FuzzCode(SplittableRandom random) {
    this.random = random;
  }

  /**
   * Fills a part of an array with code.
   *
   * @param big whether instructions are made for 32-bit code
   */
  void fill(byte[] to, int from, int length, boolean big) {
    int at = from;
    while (at < from + length) {
      int stretch = Math.min(from + length - at, 256);
      int end = at + stretch;
      if (random.nextInt(4) == 0) {
        while (at < end) {
          to[at++] = (byte) random.nextInt();
        }
      } else {
        while (at < end) {
          int count = Math.min(instruction(big), end - at);
          System.arraycopy(bytes, 0, to, at, count);
          at += count;
        }
      }
    }
  }

  /** Makes an instruction in {@link #bytes} and gives its length. */
  private int instruction(boolean big) {
    InsnForm form = FORMS.get(random.nextInt(FORMS.size()));
    while (form.op() == Op.HLT && random.nextInt(16) != 0) {
      form = FORMS.get(random.nextInt(FORMS.size()));
    }
    int at = 0;
    while (random.nextInt(6) == 0 && at < 4) {
      bytes[at++] = (byte) PREFIXES[random.nextInt(PREFIXES.length)];
    }
    if (form.opcode() > 0xff) {
      bytes[at++] = 0x0f;
    }
    bytes[at++] = (byte) form.opcode();
    int tail = at;
    operands(at);
    if (form.modrm() >= 0) {
      bytes[tail] = (byte) (form.modrm() + (form.anyRegister() ? random.nextInt(8) : 0));
    } else if (form.digit() >= 0) {
      bytes[tail] = (byte) ((bytes[tail] & 0xc7) | form.digit() << 3);
    }
    Insn n = decoder.decode(i -> bytes[i] & 0xff, big);
    if (n.kind1 == Insn.FAR && random.nextInt(8) != 0) {
      farPointer(n.length);
    }
    return n.length;
  }

  /** Random bytes for ModRM, SIB, displacement and immediate; the high ones often zero. */
  private void operands(int at) {
    long noise = random.nextLong();
    int dice = random.nextInt();
    int kept = dice >>> 30 == 0 ? -1 : 7 | dice & dice >>> 12;
    for (int i = 0; i < TAIL; i++) {
      bytes[at + i] = (kept & 1 << i) == 0 ? 0 : (byte) (noise >>> (i & 7) * 8);
    }
  }

  /** Gives a far pointer at the end of an instruction a selector that may exist. */
  private void farPointer(int end) {
    int selector = FuzzWorld.selector(random);
    bytes[end - 2] = (byte) selector;
    bytes[end - 1] = (byte) (selector >> 8);
  }
}
