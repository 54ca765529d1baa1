// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.oracle;

import java.util.Arrays;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.isa.InsnForm;

/** A vector in the making: its state, its bytes, and which registers must stay as they are. */
final class Draft {
  final Chance chance;
  final Vector vector = new Vector();

  /** Registers whose values the instruction depends on; addresses are not made with them. */
  final boolean[] fixed = new boolean[8];

  /** Sizes in effect: operands 32 bits, addresses 16 bits. */
  boolean wide;

  boolean address16;

  /** Segment override prefix by {@link SegmentName} ordinal, or -1. */
  int override = -1;

  /** What the instruction reads must have been put there: no operand in the read-only page. */
  boolean ownMemory;

  /** The selector that the instruction loads into a data segment register, or -1. */
  int loadedSelector = -1;

  /** Bytes on whose multiples the memory operand lies. */
  int alignment = 1;

  /** Offset and linear address of the memory operand, once there is one. */
  int operandOffset;

  int operandLinear;
  boolean hasMemory;

  /** Linear address to which a register or memory sends control; 0 for none. */
  int targetLinear;

  /** An immediate word, which RET adds to ESP and ENTER takes from it. */
  int immediateWord;

  private final byte[] bytes = new byte[Vector.CODE_BYTES];
  private int length;

  Draft(InsnForm form, Chance chance) {
    this.chance = chance;
    vector.form = form;
    for (int i = 0; i < 8; i++) {
      vector.gpr[i] = chance.word();
    }
  }

  void emit(int value, int count) {
    for (int i = 0; i < count; i++) {
      bytes[length++] = (byte) (value >>> 8 * i);
    }
  }

  int length() {
    return length;
  }

  byte[] code() {
    return Arrays.copyOf(bytes, length);
  }

  /** Changes bytes that were emitted before. */
  void patch(int at, int value, int count) {
    for (int i = 0; i < count; i++) {
      bytes[at + i] = (byte) (value >>> 8 * i);
    }
  }

  int gpr(int r) {
    return vector.gpr[r];
  }

  void set(int r, int value) {
    vector.gpr[r] = value;
    fixed[r] = true;
  }

  /** Sets the register that an r8, r16 or r32 field names, in its width. */
  void setSized(int r, int width, int value) {
    int[] g = vector.gpr;
    if (width == 8) {
      int shift = r < 4 ? 0 : 8;
      g[r & 3] = (g[r & 3] & ~(0xff << shift)) | (value & 0xff) << shift;
      fixed[r & 3] = true;
    } else if (width == 16) {
      set(r, (g[r] & 0xffff0000) | (value & 0xffff));
    } else {
      set(r, value);
    }
  }

  Layout.Segment segment(int name) {
    return Layout.segment(vector.segment[name]);
  }

  Layout.Segment stack() {
    return segment(SegmentName.SS.ordinal());
  }

  /** Linear address of what the stack pointer names, some bytes above it. */
  int stackLinear(int above) {
    Layout.Segment s = stack();
    int top = gpr(CpuState.ESP) + above;
    return s.base() + (s.big() ? top : top & 0xffff);
  }

  /** Puts bytes into the data where the address lies in it; elsewhere nothing happens. */
  boolean poke(int linear, long value, int size) {
    boolean inside = linear >= Layout.DATA && linear <= Layout.DATA_END - size;
    if (!inside || vector.pokes() == Vector.POKES) {
      return false;
    }
    byte[] b = new byte[size];
    for (int i = 0; i < size; i++) {
      b[i] = (byte) (value >>> 8 * i);
    }
    vector.poke(linear, b);
    return true;
  }
}
