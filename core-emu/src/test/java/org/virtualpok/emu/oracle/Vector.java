// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.oracle;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.isa.Decoder;
import org.virtualpok.emu.isa.Insn;
import org.virtualpok.emu.isa.InsnForm;

/** One question: the bytes of an instruction and all state that it may see. */
final class Vector {
  static final int CODE_BYTES = 32;
  static final int POKES = 6;
  static final int POKE_BYTES = 16;
  static final int X87_BYTES = 108;

  /** Bytes of {@link #write}; struct request of silicon.c. */
  static final int BYTES = 32 + 8 + 12 + 4 + 4 + CODE_BYTES + POKES * (4 + POKE_BYTES) + X87_BYTES;

  /** The row that the bytes are meant to be. */
  InsnForm form;

  final int[] gpr = new int[8];
  int eip;
  int eflags;

  /** Selectors by {@link SegmentName} ordinal. */
  final int[] segment = new int[6];

  /** Linear address of the first byte. */
  int codeAddress;

  /** The instruction, and what was put behind it if anything was. */
  byte[] code = {};

  /** Bytes of the instruction itself, at the start of {@link #code}. */
  int length;

  /** FNSAVE image in 32-bit protected format, or null where the x87 state does not matter. */
  byte[] x87;

  private int pokeCount;
  private final int[] pokeAddress = new int[POKES];
  private final byte[][] pokeBytes = new byte[POKES][];

  /** Bytes that data shall hold before the instruction; at most 16, inside the data pages. */
  void poke(int linearAddress, byte[] bytes) {
    if (pokeCount == POKES || bytes.length > POKE_BYTES) {
      throw new IllegalStateException("too many pokes for " + form);
    }
    boolean inside = linearAddress >= Layout.DATA;
    if (!inside || linearAddress + bytes.length > Layout.DATA_END) {
      throw new IllegalStateException("poke outside the data: " + form);
    }
    pokeAddress[pokeCount] = linearAddress;
    pokeBytes[pokeCount++] = bytes;
  }

  int pokes() {
    return pokeCount;
  }

  int pokeAddress(int i) {
    return pokeAddress[i];
  }

  byte[] pokeBytes(int i) {
    return pokeBytes[i];
  }

  /** The instruction as the emulator's decoder reads it. */
  Insn decode() {
    boolean big = Layout.segment(segment[SegmentName.CS.ordinal()]).big();
    return new Decoder().decode(i -> i < code.length ? code[i] & 0xff : 0xcc, big);
  }

  /** Appends struct request of silicon.c, little-endian. */
  void write(ByteBuffer out) {
    int start = out.position();
    for (int r : gpr) {
      out.putInt(r);
    }
    out.putInt(eip).putInt(eflags);
    for (int s : segment) {
      out.putShort((short) s);
    }
    out.putInt(codeAddress);
    out.put((byte) code.length).put((byte) pokeCount);
    out.put((byte) (x87 == null ? 0 : 1)).put((byte) 0);
    out.put(code).position(start + 60 + CODE_BYTES);
    for (int i = 0; i < POKES; i++) {
      int at = out.position();
      if (i < pokeCount) {
        out.putShort((short) (pokeAddress[i] - Layout.DATA)).putShort((short) pokeBytes[i].length);
        out.put(pokeBytes[i]);
      }
      while (out.position() < at + 4 + POKE_BYTES) {
        out.put((byte) 0);
      }
    }
    if (x87 != null) {
      out.put(x87);
    }
    while (out.position() < start + BYTES) {
      out.put((byte) 0);
    }
  }

  /** Everything, so that a mismatch can be looked at by hand. */
  @Override
  public String toString() {
    StringBuilder s = new StringBuilder(form.toString());
    s.append("\n  code ").append(HexFormat.of().formatHex(code));
    s.append(String.format(" at %08x, eip %08x, eflags %08x\n ", codeAddress, eip, eflags));
    String[] names = {"eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi"};
    for (int i = CpuState.EAX; i <= CpuState.EDI; i++) {
      s.append(String.format(" %s %08x", names[i], gpr[i]));
    }
    s.append("\n ");
    for (SegmentName name : SegmentName.values()) {
      int selector = segment[name.ordinal()];
      Layout.Segment d = Layout.segment(selector);
      s.append(String.format(" %s %04x", name, selector));
      if (d != null && d.base() != 0) {
        s.append(String.format("(base %x limit %x access %x", d.base(), d.limit(), d.access()));
        s.append(d.big() ? " 32)" : " 16)");
      }
    }
    for (int i = 0; i < pokeCount; i++) {
      s.append(String.format("\n  [%08x] = ", pokeAddress[i]));
      s.append(HexFormat.of().formatHex(pokeBytes[i]));
    }
    if (x87 != null) {
      s.append("\n  x87 ").append(X87Image.text(x87));
    }
    return s.toString();
  }
}
