// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug.tables;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * An entry of a GDT, LDT or IDT, decoded (Intel SDM vol. 3, figures 3-8 and 6-2, table 3-2).
 *
 * @param index of the entry in its table; the vector in an IDT
 * @param low bytes 0 to 3
 * @param high bytes 4 to 7
 */
public record DescriptorEntry(int index, int low, int high) {
  public static final int SIZE = 8;

  /** What an entry is. */
  public enum Kind {
    /** All zero. */
    EMPTY,
    CODE,
    DATA,
    LDT,
    TSS,
    CALL_GATE,
    TASK_GATE,
    INTERRUPT_GATE,
    TRAP_GATE,
    /** A system type that the manual reserves. */
    RESERVED
  }

  private static final int G = 1 << 23;
  private static final int D_B = 1 << 22;
  private static final int AVL = 1 << 20;
  private static final int P = 1 << 15;
  private static final int S = 1 << 12;

  /** Decodes as many whole entries as there are bytes for. */
  public static List<DescriptorEntry> table(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    List<DescriptorEntry> entries = new ArrayList<>(bytes.length / SIZE);
    for (int i = 0; i < bytes.length / SIZE; i++) {
      entries.add(new DescriptorEntry(i, in.getInt(), in.getInt()));
    }
    return entries;
  }

  public Kind kind() {
    if (low == 0 && high == 0) {
      return Kind.EMPTY;
    }
    if ((high & S) != 0) {
      return (high & 0x800) != 0 ? Kind.CODE : Kind.DATA;
    }
    return switch (typeBits()) {
      case 1, 3, 9, 11 -> Kind.TSS;
      case 2 -> Kind.LDT;
      case 4, 12 -> Kind.CALL_GATE;
      case 5 -> Kind.TASK_GATE;
      case 6, 14 -> Kind.INTERRUPT_GATE;
      case 7, 15 -> Kind.TRAP_GATE;
      default -> Kind.RESERVED;
    };
  }

  /** Bits 8 to 11 of the second word. */
  public int typeBits() {
    return high >>> 8 & 0xf;
  }

  /** Table 3-1 and 3-2 of the manual: "Execute/Read, accessed", "32-bit TSS (Busy)". */
  public String type() {
    return switch (kind()) {
      case EMPTY -> "null";
      case CODE ->
          (typeBits() & 2) != 0
              ? words("Execute/Read", "conforming")
              : words("Execute-Only", "conforming");
      case DATA ->
          (typeBits() & 2) != 0
              ? words("Read/Write", "expand-down")
              : words("Read-Only", "expand-down");
      case LDT -> "LDT";
      case TSS -> bits() + " TSS (" + ((typeBits() & 2) != 0 ? "Busy" : "Available") + ")";
      case CALL_GATE -> bits() + " Call Gate";
      case TASK_GATE -> "Task Gate";
      case INTERRUPT_GATE -> bits() + " Interrupt Gate";
      case TRAP_GATE -> bits() + " Trap Gate";
      case RESERVED -> "Reserved";
    };
  }

  private String words(String rights, String third) {
    return rights
        + ((typeBits() & 4) != 0 ? ", " + third : "")
        + ((typeBits() & 1) != 0 ? ", accessed" : "");
  }

  private String bits() {
    return wide() ? "32-bit" : "16-bit";
  }

  /** A 32-bit TSS or gate. */
  public boolean wide() {
    return (high & 0x800) != 0;
  }

  public boolean present() {
    return (high & P) != 0;
  }

  public int dpl() {
    return high >>> 13 & 3;
  }

  /** A gate leads somewhere else and has no base. */
  public boolean gate() {
    return switch (kind()) {
      case CALL_GATE, TASK_GATE, INTERRUPT_GATE, TRAP_GATE -> true;
      default -> false;
    };
  }

  /** Code, data, LDT or TSS: something with a base and a limit. */
  public boolean segment() {
    return switch (kind()) {
      case CODE, DATA, LDT, TSS -> true;
      default -> false;
    };
  }

  /** Linear. */
  public int base() {
    return low >>> 16 | (high & 0xff) << 16 | high & 0xff000000;
  }

  /** Last valid offset, in bytes; of data that expands down, the last one that is not valid. */
  public int limit() {
    int raw = low & 0xffff | high & 0xf0000;
    return granular() ? raw << 12 | 0xfff : raw;
  }

  /** G: the limit counts pages of 4 KiB. */
  public boolean granular() {
    return (high & G) != 0;
  }

  /** D/B: 32-bit code, or a 32-bit stack. */
  public boolean defaultBig() {
    return (high & D_B) != 0;
  }

  /** AVL: a bit that is the system's own. */
  public boolean available() {
    return (high & AVL) != 0;
  }

  public boolean expandDown() {
    return kind() == Kind.DATA && (typeBits() & 4) != 0;
  }

  /** The selector that a gate leads to. */
  public int gateSelector() {
    return low >>> 16;
  }

  /** The offset that a gate leads to; a task gate has none. */
  public int gateOffset() {
    return wide() ? high & 0xffff0000 | low & 0xffff : low & 0xffff;
  }

  /** How many parameters a call gate copies, of its own width. */
  public int gateParameters() {
    return high & 0x1f;
  }

  /** The selector that names this entry in a GDT or LDT, with RPL 0. */
  public int selector(boolean local) {
    return index << 3 | (local ? 4 : 0);
  }
}
